"""One measured pattern, and lists of them as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

WHOLE = ("members", "member-days")


@dataclass(frozen=True, kw_only=True)
class PatternValue:
    """A value, or None and a note that says why there is none."""

    pattern: str  # the row of the evidence: V1 .. V37, or 2.1 for the daily logit
    name: str  # unique in a table
    value: float | None
    unit: str  # share, ratio, index, points, hour, slope, R2
    definition: str  # one line
    note: str = ""  # of how many, what was done on this log, or why there is no value

    @property
    def text(self) -> str:
        """The value as one reads it; a dash for none."""
        if self.value is None:
            return "-"
        return f"{self.value:,.0f}" if self.unit in WHOLE else f"{self.value:.3f}"


def as_table(values: Iterable[PatternValue], title: str | None = None) -> Table:
    """The values as a rich Table, a section a pattern, in their order."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title)
    table.add_column("", no_wrap=True)
    table.add_column("pattern", overflow="fold")
    table.add_column("value", justify="right", no_wrap=True)
    for name in ("unit", "note", "definition"):
        table.add_column(name, overflow="fold")
    for pattern, rows in groupby(values, key=lambda one: one.pattern):
        table.add_section()
        for one in rows:
            table.add_row(*map(escape, (pattern, one.name, one.text, one.unit, one.note, one.definition)))
    return table


def as_json(values: Iterable[PatternValue]) -> str:
    """A JSON list of objects with the fields of `PatternValue`; what could not be measured is null."""
    return json.dumps([asdict(one) for one in values], indent=2, allow_nan=False)
