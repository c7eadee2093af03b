"""What an import says: what was read and left out, what the tables tell, what was around each change."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl
from rich.console import RenderableType

from clubsim.experiments.importing import changes, tiers
from clubsim.experiments.importing.community import Import, last_day
from clubsim.experiments.importing.folder import Folder
from clubsim.experiments.measures.measurement import Measurement
from clubsim.experiments.measures.reading import check_log, contributions
from clubsim.experiments.printing import NOTHING, number, plain_table, small_print

PRIVACY = (
    "No name and no text is kept; members are numbers in the order of their first event, in which names have no part. "
    "Who answers whom, and when, can still identify people: do not publish the events."
)


def lines_of(found: Import, out: str) -> list[str]:
    """What was read, what was left out, and what to do next."""
    facts = found.facts
    lines = []
    if "events" in facts:
        lines.append(
            f"{found.label}: {facts['events']:,} events of {facts['members']:,} members in {facts['days']:,} days, "
            f"{facts['first_date']} to {facts['last_date']}"
        )
        lines.append("  " + ", ".join(f"{kind} {number:,}" for kind, number in facts["kinds"].items()))
    lines += [f"{name}: {table.height:,} rows" for name, table in found.tables.items() if name != "events"]
    if facts["left_out"]:
        lines.append("left out: " + ", ".join(f"{count:,} {reason}" for reason, count in facts["left_out"].items()))
    lines += [f"note: {note}" for note in found.notes]
    if "events" in facts:
        lines.append(f"days: {facts['timezone']}; hours {'kept, to the minute' if facts['clock'] else 'not kept'}")
        lines.append(PRIVACY)
    return [*lines, f"written to {out}; next: clubsim measure {out}"]


def told(folder: Folder) -> list[Measurement]:
    """What the tables other than the event log tell; for that see `measures/measure.py`."""
    frames = folder.tables
    rows: list[Measurement] = []
    if "numbers" in frames:
        rows += tiers.of_numbers(dict(frames["numbers"].iter_rows()))
    if "daily" in frames:
        rows += tiers.of_daily(frames["daily"])
    if "members" in frames and folder.first:
        rows += tiers.of_members(frames["members"], last_day(dict(frames), folder.first))
    if "events" in frames:
        rows += tiers.of_renewals(frames["events"])
    return rows


class Around(NamedTuple):
    """Speakers around each change, as `changes.around` has them."""

    rows: pl.DataFrame
    weekly: bool  # distinct speakers of a week, out of events; else speakers a day, out of daily.csv


def around_changes(folder: Folder) -> Around | None:
    """Speakers before and after each change; None where no changes are given."""
    frames = folder.tables
    if "changes" not in frames:
        return None
    events = frames.get("events")
    spoken = events if events is not None and contributions(check_log(events)).height else None
    rows = changes.around(frames["changes"], spoken, folder.first, frames.get("daily"))
    return Around(rows, spoken is not None)


def changes_table(around: Around) -> Sequence[RenderableType]:
    """The table of changes, with the warning under it."""
    words = ("date", "what", "from", "to", "before", "after", "note")
    counted = "speakers a week" if around.weekly else "speakers a day"
    table = plain_table(
        f"Around each change: {counted}, mean of the 28 days before it and of the 28 from its day on",
        [(word, "right" if word in ("from", "to", "before", "after") else "left") for word in words],
    )
    for row in around.rows.iter_rows(named=True):
        values = [NOTHING if row[name] is None else f"{row[name]:,g}" for name in ("from", "to")]
        figures = [*values, *(number(row[name]) for name in ("before", "after"))]
        table.add_row(row["date"].isoformat(), row["what"], *figures, row["note"])
    return [table, small_print(f"{changes.WARNING[0].upper()}{changes.WARNING[1:]}")]


def changes_as_list(around: Around) -> list[dict[str, Any]]:
    """The same as plain values; `counted` says what before and after are."""
    counted = "weekly speakers" if around.weekly else "speakers a day"
    return [{**row, "date": row["date"].isoformat(), "counted": counted} for row in around.rows.iter_rows(named=True)]
