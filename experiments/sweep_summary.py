"""From the runs of a sweep to one row a point, arm and outcome, with both of its paired differences."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.axes import is_number, written
from clubsim.experiments.compare import OWN
from clubsim.experiments.comparison import arm_summary, paired_differences
from clubsim.experiments.points import run_points
from clubsim.experiments.sweeping import Plan, Sweep
from clubsim.experiments.where import Where

KEYS = ("point", "arm", "outcome")
CONTROL, FIRST = "control", "first"  # what a difference is to: the point's control, the same arm at point 0


def carried_out(plan: Plan, folder: Path, where: Where, quiet: bool, retry_failed: bool) -> pl.DataFrame:
    """
    Every run of a plan, those that the folder's store lacks made first: a row a point, arm and seed with set -1 and
    every outcome, null for a run that failed.
    """
    runs = run_points(plan.tasks, folder, where, quiet, retry_failed, strict=False)[list(plan.task_of_row)]
    points, arms, seeds = zip(*plan.rows, strict=True)
    own = runs.select(pl.all().exclude("arm", "point", "seed"))
    return own.select(
        pl.Series("point", points, dtype=pl.Int64),
        pl.Series("arm", arms, dtype=pl.String),
        pl.lit(OWN, dtype=pl.Int64).alias("set"),
        pl.Series("seed", seeds, dtype=pl.Int64),
        pl.all().exclude("set"),
    )


def points_table(sweep: Sweep) -> pl.DataFrame:
    """A row a point: its number, a column an axis, and `same_as`, an earlier point or null."""
    columns: dict[str, Any] = {"point": [point.number for point in sweep.points]}
    for place, axis in enumerate(sweep.axes):
        columns[axis.name] = column_of([point.at[place] for point in sweep.points])
    columns["same_as"] = pl.Series([point.same_as for point in sweep.points], dtype=pl.Int64)
    return pl.DataFrame(columns)


def column_of(values: Sequence[Any]) -> pl.Series:
    """Numbers as such, whole ones as whole; anything else in words, null as the word."""
    if all(isinstance(value, int) and is_number(value) for value in values):
        return pl.Series(values, dtype=pl.Int64)
    if all(is_number(value) for value in values):
        return pl.Series(values, dtype=pl.Float64)
    return pl.Series([written(value) for value in values], dtype=pl.String)


def with_coordinates(table: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """A table that has a column `point`, with the coordinates behind it."""
    joined = table.join(points.drop("same_as"), on="point", how="left", maintain_order="left")
    coordinates = [name for name in points.columns if name not in ("point", "same_as")]
    return joined.select("point", *coordinates, pl.exclude("point", *coordinates))


def summary_of(runs: pl.DataFrame, control: str | None, outcomes: Sequence[str]) -> pl.DataFrame:
    """
    Every arm at every point.

    Args:
        runs: of carried_out.
        control: the arm to compare with at each point; None for none.

    Returns:
        A row a point, arm and outcome: mean, low, high, sd, n, seeds as arm_summary gives them; control_mean,
        control_low, control_high: the difference to the control at that point, seed by seed; first_mean, first_low,
        first_high: to the same arm at the first point. Null for the control, and for the first point, itself.
    """
    wide = _labelled(runs)
    means = arm_summary(wide, outcomes).select(_point(), _arm(), "outcome", "mean", "low", "high", "sd", "n", "seeds")
    return means.join(_to_control(runs, control, outcomes), on=KEYS, how="left", maintain_order="left").join(
        _to_first(runs, outcomes), on=KEYS, how="left", maintain_order="left"
    )


def _labelled(runs: pl.DataFrame) -> pl.DataFrame:
    """The runs with `point|arm` for their arm, so that all points are summarised at once."""
    return runs.with_columns(arm=pl.format("{}|{}", "point", "arm")).drop("point")


def _point() -> pl.Expr:
    return pl.col("arm").str.splitn("|", 2).struct.field("field_0").cast(pl.Int64).alias("point")


def _arm() -> pl.Expr:
    return pl.col("arm").str.splitn("|", 2).struct.field("field_1").alias("arm")


def _to_control(runs: pl.DataFrame, control: str | None, outcomes: Sequence[str]) -> pl.DataFrame:
    """Arm minus control within each point."""
    parts = [_differences(pl.DataFrame(), CONTROL)]
    for (point,), mine in runs.group_by("point", maintain_order=True) if control is not None else ():
        found = paired_differences(mine.drop("point"), str(control), outcomes)
        parts.append(_differences(found.with_columns(point=pl.lit(point, dtype=pl.Int64)), CONTROL))
    return pl.concat(parts)


def _to_first(runs: pl.DataFrame, outcomes: Sequence[str]) -> pl.DataFrame:
    """Each point minus the first, within each arm."""
    parts = [_differences(pl.DataFrame(), FIRST)]
    first = str(runs["point"][0])
    for (arm,), mine in runs.group_by("arm", maintain_order=True):
        by_point = mine.with_columns(arm=pl.col("point").cast(pl.String)).drop("point")
        found = paired_differences(by_point, first, outcomes)
        named = found.with_columns(point=pl.col("arm").cast(pl.Int64), arm=pl.lit(arm, dtype=pl.String))
        parts.append(_differences(named, FIRST))
    return pl.concat(parts)


def _differences(found: pl.DataFrame, to: str) -> pl.DataFrame:
    """The columns of a difference, named after what it is to; none of nothing."""
    numbers = {f"{to}_{name}": name for name in ("mean", "low", "high")}
    if found.is_empty():
        keys = {"point": pl.Int64, "arm": pl.String, "outcome": pl.String}
        return pl.DataFrame(schema={**keys, **{name: pl.Float64 for name in numbers}})
    return found.select(*KEYS, **{name: pl.col(column) for name, column in numbers.items()})
