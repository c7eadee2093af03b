"""Measured patterns held against the bands of their type: value, band, verdict, the real communities beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from clubsim.experiments.patterns.bands import BANDS, Range
from clubsim.experiments.patterns.lens import Type, check_type
from clubsim.experiments.patterns.value import PatternValue

if TYPE_CHECKING:
    from rich.table import Table

VERDICTS = {True: "inside", False: "OUTSIDE", None: "not measured"}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One value and where it lies."""

    pattern: str
    name: str
    value: float | None
    band: Range  # of the type
    general: Range  # of all types
    inside: bool | None  # the band; None without a value
    inside_general: bool | None
    real: dict[str, float]  # the communities of the type and their values
    note: str


def judge(values: Iterable[PatternValue], type: Type) -> list[Judgement]:
    """
    Each value that has a band, against the band of `type` and against the general one; bounds count as inside.

    Args:
        values: of `table.patterns`, measured with the same type.
        type: list, qa, chat or messaging.

    Raises:
        ValueError: an unknown type, or no value for a band: a name was changed in one place only.
    """
    check_type(type)
    known = {one.name: one for one in values}
    if missing := [band.name for band in BANDS if band.name not in known]:
        raise ValueError(f"judge needs every pattern of table.patterns and misses {missing[0]!r}; pass its whole list")
    rows = []
    for band in BANDS:
        one = known[band.name]
        rows.append(
            Judgement(
                pattern=band.pattern,
                name=band.name,
                value=one.value,
                note=one.note,
                band=band.of(type),
                general=band.general,
                real=band.real_of(type),
                inside=_within(one.value, band.of(type)),
                inside_general=_within(one.value, band.general),
            )
        )
    return rows


def _within(value: float | None, band: Range) -> bool | None:
    return None if value is None else band[0] <= value <= band[1]


class Tally(NamedTuple):
    """How many checks, and how many patterns with all of their checks, lie inside the bands."""

    inside: int
    checks: int  # with a value
    patterns_inside: int
    patterns: int  # with a value


def tally(judgements: Iterable[Judgement], general: bool = False) -> Tally:
    """
    Counts over the judgements that have a value; a pattern is inside if none of its values is outside.

    Args:
        judgements: of `judge`.
        general: count against the bands of all types instead of those of the type.
    """
    judged = [(one.pattern, one.inside_general if general else one.inside) for one in judgements]
    verdicts = [(pattern, inside) for pattern, inside in judged if inside is not None]
    by_pattern: dict[str, bool] = {}
    for pattern, inside in verdicts:
        by_pattern[pattern] = by_pattern.get(pattern, True) and inside
    return Tally(sum(inside for _, inside in verdicts), len(verdicts), sum(by_pattern.values()), len(by_pattern))


def band_text(band: Range) -> str:
    """A band as one reads it: '.35 to .75', '3 or more'."""
    low, high = band
    if not isfinite(high):
        return f"{low:.3g} or more"
    return f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"


def as_table(judgements: Sequence[Judgement], title: str | None = None) -> Table:
    """The judgements as a rich Table, a section a pattern, in their order."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title)
    table.add_column("", no_wrap=True)
    table.add_column("pattern", overflow="fold")
    for name in ("value", "band", "verdict", "all types"):
        table.add_column(name, no_wrap=True)
    for name in ("real communities", "note"):
        table.add_column(name, overflow="fold")
    for pattern, rows in groupby(judgements, key=lambda one: one.pattern):
        table.add_section()
        for one in rows:
            value = "-" if one.value is None else f"{one.value:.3g}"
            real = ", ".join(f"{name} {number:g}" for name, number in one.real.items())
            cells = (pattern, one.name, value, band_text(one.band), VERDICTS[one.inside], band_text(one.general))
            table.add_row(*map(escape, (*cells, real, one.note)))
    return table


def as_json(judgements: Iterable[Judgement]) -> str:
    """A JSON list of objects with the fields of `Judgement`; a bound that is open is null."""
    rows = []
    for one in judgements:
        row = asdict(one)
        for name in ("band", "general"):
            row[name] = [bound if isfinite(bound) else None for bound in row[name]]
        rows.append(row)
    return json.dumps(rows, indent=2, allow_nan=False)
