"""The filled tables of `clubsim template`: any of them, in whatever encoding, separators and language of headers."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing import cells, columns
from clubsim.experiments.importing.clock import Clock
from clubsim.experiments.importing.dates import days_of, moments_of
from clubsim.experiments.importing.happenings import UNKNOWN, Happening, Log
from clubsim.experiments.importing.sheets import Cell, Sheet, header_of, read_sheet
from clubsim.experiments.importing.sources import Entry

ENDINGS = (".csv", ".tsv", ".txt")
NO_TEXT = "words in from and to, which are no numbers"


class Person(NamedTuple):
    """A row of members.csv; days are date.toordinal, None where they are not known."""

    account: str
    joined: int | None
    left: int | None
    how_left: str | None  # leave, removed or lapse
    channel: str
    plan: str
    paid_until: int | None
    role: str | None


@dataclass
class Tables:
    """What is filled in; None or empty where a table is not."""

    numbers: dict[str, float] = field(default_factory=dict)
    daily: pl.DataFrame | None = None  # date, and whichever counts are given
    people: list[Person] = field(default_factory=list)
    changes: pl.DataFrame | None = None  # date, what, from, to, announced
    log: Log = field(default_factory=Log)  # of events.csv, and of who joined and left in members.csv


def table_of(entry: Entry) -> columns.Table | None:
    """Which table a file is, by its name, else by its header; None for none."""
    stem, _, ending = entry.base.lower().rpartition(".")
    if "." + ending not in ENDINGS:
        return None
    if stem in columns.BY_NAME:
        return columns.BY_NAME[stem]
    header = header_of(entry)
    fitting = [table for table in columns.TABLES if _fits(table, header)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(table: columns.Table, header: list[str]) -> bool:
    """Whether a header names what the table needs, and at least three of its columns."""
    found = {name for name, heads in table.heads.items() if any(head in heads for head in header)}
    return found >= set(table.needed) and len(found) >= 3


def read_tables(entries: list[Entry], clock: Clock) -> Tables:
    """
    The tables among the files of a source.

    Raises:
        StudyError: a cell that breaks a rule, one table in two files, or nothing filled in.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        table = table_of(entry)
        if table and table.name in found:
            raise StudyError(f"{found[table.name].name} and {entry.name} are both {table.file}; take one out")
        if table:
            found[table.name] = entry
    if not found:
        raise StudyError(
            f"no file is one of {', '.join(t.file for t in columns.TABLES)}; `clubsim template` writes them"
        )
    tables = Tables()
    for name, read in READERS.items():
        if name in found:
            table = columns.BY_NAME[name]
            sheet = read_sheet(found[name], table.heads, table.needed)
            read(sheet, tables, clock)
            _note(sheet, tables)
    if (
        not (tables.numbers or tables.people or tables.log.happenings)
        and tables.daily is None
        and tables.changes is None
    ):
        raise StudyError("nothing is filled in yet; fill at least one table, such as the values of numbers.csv")
    return tables


def _note(sheet: Sheet, tables: Tables) -> None:
    if sheet.encoding != "utf-8":
        tables.log.notes.append(f"{sheet.file} was read as {sheet.encoding.upper()}")
    if sheet.unread:
        tables.log.notes.append(f"{sheet.file} has columns that nothing reads: {', '.join(sheet.unread)[:200]}")


def _numbers(sheet: Sheet, tables: Tables, clock: Clock) -> None:
    known = {one.name: one.heads for one in columns.NUMBERS}
    given: dict[str, Cell] = {}
    for row in sheet.rows:
        name = cells.choice(row["number"], known)
        if name in given:
            raise row["number"].wrong("each of the eight numbers stands there once", "take one of the two rows out")
        if name and row["value"].text:
            given[name] = row["value"]
    kinds = {"messages": cells.amount, "active": cells.amount, "renewal": cells.share}
    values = {name: kinds.get(name, cells.count)(cell) for name, cell in given.items()}
    tables.numbers = {name: float(value) for name, value in values.items() if value is not None}
    _check_numbers(tables.numbers, given)


def _check_numbers(numbers: dict[str, float], given: Mapping[str, Cell]) -> None:
    """Raises StudyError at numbers that cannot all be true."""
    members = numbers.get("members")
    for name in ("active", "messages"):
        if numbers.get(name, 0) < 0:
            raise given[name].wrong("this is a number of at least 0", "write 0 or more")
    if members is None:
        return
    most = members + numbers.get("left", 0) + numbers.get("removed", 0)
    if numbers.get("joined", 0) > most:
        raise given["joined"].wrong(
            f"with {members:,.0f} members today and {most - members:,.0f} gone, at most {most:,.0f} joined",
            "count each person once, over the same 28 days",
        )
    for name in ("active", "weekly_speakers"):
        if numbers.get(name, 0) > most:
            raise given[name].wrong(
                f"with {members:,.0f} members today this is at most {most:,.0f}", "count people, not messages"
            )


def _daily(sheet: Sheet, tables: Tables, clock: Clock) -> None:
    days = _needed_days(sheet, "date")
    if not days:
        return
    values: dict[str, Any] = {"date": [date.fromordinal(day) for day in days]}
    types: dict[str, Any] = {"date": pl.Date}
    for name in sheet.columns:
        if name != "date":
            read: Callable[[Cell], float | None] = cells.amount if name == "revenue" else cells.count
            values[name] = [read(row[name]) for row in sheet.rows]
            types[name] = pl.Float64 if name == "revenue" else pl.Int64
    seen: set[int] = set()
    for day, row in zip(days, sheet.rows, strict=True):
        if day in seen:
            raise row["date"].wrong("a day has one row", "take one of the two out, or add them up")
        seen.add(day)
    frame = pl.DataFrame(values, schema=types).sort("date")
    given = [name for name in frame.columns if frame[name].null_count() < frame.height]
    tables.daily = frame.select(given) if len(given) > 1 else None


def _members(sheet: Sheet, tables: Tables, clock: Clock) -> None:
    def dates(name: str) -> list[int | None]:
        return days_of([row[name] for row in sheet.rows]) if name in sheet.columns else [None] * len(sheet.rows)

    seen: set[str] = set()
    for row, joined, left, paid in zip(sheet.rows, dates("joined"), dates("left"), dates("paid_until"), strict=True):
        account = row["member"].text
        if not account:
            raise row["member"].wrong("every row names a member", "write a name or number of your own")
        if account in seen:
            raise row["member"].wrong("a member has one row", "take one of the two out, or number people of one name")
        seen.add(account)
        if left is not None and joined is not None and left < joined:
            raise row["left"].wrong(f"nobody leaves before joining ({row['joined'].text})", "write the later day")
        how = cells.choice(row["how_left"], columns.WAYS_OUT) if "how_left" in row else None
        if how is not None and left is None:
            raise row["how_left"].wrong("who left has a day of leaving", "write the day too, or leave this empty")
        role = cells.choice(row["role"], columns.ROLES) if "role" in row else None
        labels = [row[name].text if name in row else "" for name in ("channel", "plan")]
        how = how or ("leave" if left is not None else None)
        tables.people.append(Person(account, joined, left, how, labels[0], labels[1], paid, role))
    if tables.people and not any(one.joined or one.left for one in tables.people):
        raise StudyError(f"{sheet.file} has no day of joining or leaving; fill in at least one of the two columns")
    _comings_and_goings(tables)


def _comings_and_goings(tables: Tables) -> None:
    """Joins and exits of members.csv as happenings, and its bots."""
    log = tables.log
    log.bots |= {person.account for person in tables.people if person.role == "bot"}
    tables.people = [person for person in tables.people if person.role != "bot"]
    log.dropped["bots among the members"] += len(log.bots)
    for person in tables.people:
        if person.joined is not None:
            log.happenings.append(Happening(person.account, person.joined, UNKNOWN, "join"))
        if person.left is not None and person.how_left:
            log.happenings.append(Happening(person.account, person.left, UNKNOWN, person.how_left))


def _events(sheet: Sheet, tables: Tables, clock: Clock) -> None:
    moments = moments_of([row["time"] for row in sheet.rows], clock)
    listed = {one.kind for one in tables.log.happenings}  # join, leave, removed, lapse, as far as members.csv has them
    dropped: Counter[str] = Counter()
    for row, moment in zip(sheet.rows, moments, strict=True):
        for needed in ("member", "time", "kind"):
            if not row[needed].text:
                raise row[needed].wrong("every row says who, when and what", "fill it in, or take the row out")
        kind = cells.choice(row["kind"], columns.KINDS)
        assert kind is not None and moment is not None  # no cell of the three is empty
        if kind in listed:
            dropped[f"{kind} events that members.csv has"] += 1
            continue
        aimed, room = (row[key].text if key in row else "" for key in ("target", "room"))
        tables.log.happenings.append(Happening(row["member"].text, *moment, kind, aimed=aimed, room=room))
    tables.log.dropped += dropped


def _changes(sheet: Sheet, tables: Tables, clock: Clock) -> None:
    days = _needed_days(sheet, "date")
    rows = []
    for day, row in zip(days, sheet.rows, strict=True):
        what = cells.choice(row["what"], columns.CHANGES)
        if what is None:
            raise row["what"].wrong("every row says what changed", "write for example price, cull or holiday")
        values = {name: _if_number(row[name], tables) if name in row else None for name in ("from", "to")}
        known = cells.truth(row["announced"]) if "announced" in row else None
        rows.append({"date": date.fromordinal(day), "what": what, **values, "announced": known})
    schema = {"date": pl.Date, "what": pl.String, "from": pl.Float64, "to": pl.Float64, "announced": pl.Boolean}
    tables.changes = pl.DataFrame(rows, schema=schema).sort("date", maintain_order=True) if rows else None


def _if_number(cell: Cell, tables: Tables) -> float | None:
    """The number of a cell; words are counted and not kept."""
    try:
        return cells.amount(cell)
    except StudyError:
        tables.log.dropped[NO_TEXT] += 1
        return None


def _needed_days(sheet: Sheet, name: str) -> list[int]:
    found = days_of([row[name] for row in sheet.rows])
    for day, row in zip(found, sheet.rows, strict=True):
        if day is None:
            raise row[name].wrong("every row has its day", "write it as 2024-01-05, or take the row out")
    return [day for day in found if day is not None]


READERS: dict[str, Callable[[Sheet, Tables, Clock], None]] = {  # members before events, which leave out what they say
    "numbers": _numbers,
    "daily": _daily,
    "members": _members,
    "events": _events,
    "changes": _changes,
}
