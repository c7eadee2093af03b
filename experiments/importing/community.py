"""A community's log or tables, read, numbered and put into a folder: what `clubsim import` does."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.importing import formats, tables
from clubsim.experiments.importing.clock import Clock
from clubsim.experiments.importing.folder import check_folder, write_folder
from clubsim.experiments.importing.happenings import Log, without_bots
from clubsim.experiments.importing.pseudonyms import NOBODY, Events, events_of
from clubsim.experiments.importing.sources import Entry, files_of
from clubsim.experiments.importing.tables import Person, Tables


@dataclass(frozen=True)
class Import:
    """What an import found."""

    label: str  # the format, as one reads it
    tables: dict[str, pl.DataFrame]
    facts: dict[str, Any]  # what import.json says
    notes: list[str]  # sentences for whoever imports; they may name columns and are not kept


def import_community(source: Path, out: Path, asked: str | None, clock: Clock, with_clock: bool) -> Import:
    """
    Read a source and write its folder.

    Args:
        asked: the format, one of formats.NAMES; None to recognise it.
        clock: whose days.
        with_clock: keep hours.

    Raises:
        StudyError: anything wrong with source or folder; then nothing is written.
    """
    check_folder(out, source)
    found = read_community(source, asked, clock, with_clock)
    write_folder(out, found.tables, found.facts)
    return found


def read_community(source: Path, asked: str | None, clock: Clock, with_clock: bool) -> Import:
    """What `import_community` would write."""
    with files_of(source) as entries:
        if asked == formats.TABLES or (asked is None and _has_tables(entries)):
            return _of_tables(tables.read_tables(entries, clock), clock, with_clock)
        known = formats.recognised(source, entries, asked)
        log = known.format.read(known.entries, clock)
    if known.others:
        log.notes.append(f"{known.others:,} files are in another format and were not read")
    log = without_bots(log)
    if not log.happenings:
        raise StudyError(
            f"{source.name} has no event of anybody ({_counted(log.dropped) or 'it is empty'}); export it again"
        )
    events = events_of(log.happenings, with_clock)
    return Import(
        known.format.LABEL,
        {"events": events.frame},
        _facts(known.format.NAME, clock, with_clock, log, events),
        log.notes,
    )


def _has_tables(entries: list[Entry]) -> bool:
    return any(tables.table_of(entry) is not None for entry in entries)


def _of_tables(given: Tables, clock: Clock, with_clock: bool) -> Import:
    log = without_bots(given.log)
    frames: dict[str, pl.DataFrame] = {}
    events = None
    if log.happenings:
        events = events_of(log.happenings, with_clock, (person.account for person in given.people))
        frames["events"] = events.frame
    if given.numbers:
        schema = {"number": pl.String, "value": pl.Float64}
        frames["numbers"] = pl.DataFrame(list(given.numbers.items()), schema=schema, orient="row")
    if given.daily is not None:
        frames["daily"] = given.daily
    if given.people and events:
        frames["members"] = _people(given.people, events)
    if given.changes is not None:
        frames["changes"] = given.changes
    return Import("tables", frames, _facts(formats.TABLES, clock, with_clock, log, events), log.notes)


def _people(people: list[Person], events: Events) -> pl.DataFrame:
    """members.csv by number; days are since day 0, labels are numbered by how many bear them."""
    first = events.first.toordinal()

    def days(values: Iterable[int | None]) -> pl.Series:
        return pl.Series([None if value is None else value - first for value in values], dtype=pl.Int32)

    return pl.DataFrame(
        {
            "member": pl.Series([events.members[one.account] for one in people], dtype=pl.Int32),
            "joined": days(one.joined for one in people),
            "left": days(one.left for one in people),
            "how_left": pl.Series([one.how_left for one in people], dtype=pl.String),
            "channel": _by_size([one.channel for one in people]),
            "plan": _by_size([one.plan for one in people]),
            "paid_until": days(one.paid_until for one in people),
            "role": pl.Series([one.role for one in people], dtype=pl.String),
        }
    ).sort("member")


def _by_size(labels: list[str]) -> pl.Series:
    """Labels as numbers, 0 for the most frequent; equally frequent ones as they first come. NOBODY for none."""
    numbers = {label: number for number, (label, _) in enumerate(Counter(filter(None, labels)).most_common())}
    return pl.Series([numbers.get(label, NOBODY) for label in labels], dtype=pl.Int32)


def _facts(name: str, clock: Clock, with_clock: bool, log: Log, events: Events | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"format": name, "timezone": clock.name, "clock": with_clock}
    if events:
        kinds = events.frame.group_by("kind").len().sort("len", "kind", descending=[True, False])
        facts |= {
            "first_date": events.first.isoformat(),
            "last_date": events.last.isoformat(),
            "days": (events.last - events.first).days + 1,
            "events": events.frame.height,
            "members": events.acting,
            "only_aimed_at_or_listed": len(events.members) - events.acting,
            "kinds": dict(kinds.iter_rows()),
        }
    return facts | {"left_out": {reason: number for reason, number in sorted(log.dropped.items()) if number}}


def last_day(frames: dict[str, pl.DataFrame], first: date) -> int:
    """The last day of which any table tells anything, since `first` [day]."""
    days = [int(frames["events"]["day"].max())] if "events" in frames else [0]  # type: ignore[arg-type]
    if "daily" in frames:
        days.append((frames["daily"]["date"].max() - first).days)  # type: ignore[operator, union-attr]
    return max(days)


def _counted(dropped: Counter[str]) -> str:
    return ", ".join(f"{number:,} {reason}" for reason, number in sorted(dropped.items()) if number)
