"""A sweep in words: what it will run, and a table of what came out, for the terminal."""

import sys
from collections.abc import Sequence
from math import ceil
from typing import Any

import polars as pl

from clubsim.experiments.axes import written
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.sweeping import Plan, Sweep

WIDTH = 120  # [character]
MOST_ROWS = 60  # printed of each table
NOTHING = "–"
SAME = "same"  # on every seed


def plan_in_words(sweep: Sweep, plan: Plan, seconds: float | None) -> list[str]:
    """
    How much there is to run.

    Args:
        seconds: of one run, None where that is not known.
    """
    arms = f"{len(sweep.arms)} arms" if len(sweep.arms) > 1 else f"arm {sweep.arms[0]}"
    runs = len(plan.tasks)
    lines = [f"{len(sweep.points)} points, {arms}, {len(sweep.study.seeds)} seeds: {runs:,} runs"]
    if runs < len(plan.rows):
        lines[0] += f" ({len(plan.rows) - runs:,} more are the same as one of these)"
    if seconds is not None:
        lines.append(f"one run took {seconds:.2f} s on one core, so all take {lasting(runs * seconds)} of one core")
    return lines


def lasting(seconds: float) -> str:
    """A length of time in the unit one would say it in."""
    if seconds < 90:
        return f"about {ceil(seconds)} s"
    minutes = seconds / 60
    return f"about {minutes:.0f} minutes" if minutes < 90 else f"about {minutes / 60:.1f} hours"


def points_of(points: pl.DataFrame) -> Any:
    """A table of the points."""
    from rich.table import Table

    table = Table(header_style="none", box=None, pad_edge=False)
    for name in points.columns:
        table.add_column(name.replace("_", " ") if name == "same_as" else name, justify="right")
    for row in points.head(MOST_ROWS).iter_rows():
        table.add_row(*("" if value is None else number(value) for value in row))
    return table


def number(value: Any) -> str:
    """A coordinate in few digits."""
    return f"{value:.6g}" if isinstance(value, float) else written(value)


def outcome_table(summary: pl.DataFrame, outcome: str, axes: Sequence[str], compared: str | None) -> Any:
    """One outcome: a row a point and arm, its mean with its interval and both differences."""
    from rich.table import Table

    table = Table(header_style="none", box=None, pad_edge=False)
    for name in ("point", *axes):
        table.add_column(name, justify="right")
    table.add_column("arm")
    heads = ["mean", *([f"minus {in_words(compared)}"] if compared else []), "minus the first point"]
    for head in heads:
        table.add_column(head, justify="right")
    rows = summary.filter(pl.col("outcome") == outcome).head(MOST_ROWS)
    for row in rows.iter_rows(named=True):
        numbers = [_interval(row, ""), *([_interval(row, "control_")] if compared else []), _interval(row, "first_")]
        table.add_row(*(number(row[name]) for name in ("point", *axes)), in_words(row["arm"]), *numbers)
    return table


def _interval(row: dict[str, Any], prefix: str) -> str:
    mean, low, high = (row[f"{prefix}{name}"] for name in ("mean", "low", "high"))
    if mean is None:
        return NOTHING
    if prefix and mean == low == high == 0.0:
        return SAME
    sign = "+" if prefix else ""
    digits = _digits(mean, low, high)
    words = f"{mean:{sign}.{digits}f}"
    return words if low is None or high is None else f"{words} [{low:{sign}.{digits}f}, {high:{sign}.{digits}f}]"


def _digits(mean: float, low: float | None, high: float | None) -> int:
    """Digits behind the point: enough for two digits of the interval, or of the mean where there is none."""
    size = (high - low) / 2 if low is not None and high is not None and high > low else abs(mean)
    return 0 if size >= 10 else 1 if size >= 1 else 2 if size >= 0.1 else 3


def print_summary(summary: pl.DataFrame, axes: Sequence[str], outcomes: Sequence[str], compared: str | None) -> None:
    """A table an outcome, on stdout."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False)
    for outcome in outcomes:
        what = OUTCOMES[outcome]
        console.print(f"{what.label} [{what.unit}]: mean of the seeds [95 % interval]")
        console.print(outcome_table(summary, outcome, axes, compared))
        rows = summary.filter(pl.col("outcome") == outcome).height
        if rows > MOST_ROWS:
            console.print(f"... and {rows - MOST_ROWS} more rows, in summary.csv")
        console.print()
