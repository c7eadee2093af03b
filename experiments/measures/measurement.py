"""One measured number with what it means, and tables of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A value, or None and a note that says why there is none."""

    group: str
    name: str
    value: float | None
    unit: str  # share, ratio, members, events, days, index, per ln day, hour
    definition: str  # one line
    note: str = ""  # what it is a share of, or why there is no value

    @property
    def text(self) -> str:
        """The value as one reads it; a dash for none."""
        if self.value is None:
            return "-"
        if self.unit in ("share", "ratio", "index", "per ln day"):
            return f"{self.value:.3f}"
        return f"{self.value:,.0f}" if float(self.value).is_integer() else f"{self.value:,.1f}"


def as_table(measurements: Iterable[Measurement], title: str | None = None) -> Table:
    """The measurements as a rich Table, a section a group, in their order."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title)
    table.add_column("measure", overflow="fold")
    table.add_column("value", justify="right", no_wrap=True)
    for name in ("unit", "note", "definition"):
        table.add_column(name, overflow="fold")
    for group, members in groupby(measurements, key=lambda m: m.group):
        table.add_section()
        table.add_row(f"[bold]{group}[/bold]")
        for one in members:
            table.add_row(*map(escape, (one.name, one.text, one.unit, one.note, one.definition)))
    return table


def as_json(measurements: Iterable[Measurement]) -> str:
    """A JSON list of objects with the fields of `Measurement`; a value that could not be measured is null."""
    return json.dumps([asdict(one) for one in measurements], indent=2, allow_nan=False)
