"""
On which assumptions a difference turns: each tried alone, over its plausible range, with every arm on the same seeds.

An ensemble says how an answer varies over what fits the source about equally well. Many numbers no source speaks of;
a hinge is one of those, moved from one end of configs/sensitivity/plausible.yaml to the other while all others stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl

from clubsim.experiments.pairs import SCENARIO, pairs_of, with_interval
from clubsim.experiments.ranges import Range
from clubsim.experiments.running import Task
from clubsim.experiments.scenarios import with_values
from clubsim.experiments.study import Study

POINTS = 4  # of each range, both ends among them
MOST_SEEDS = 6  # of each arm at each point
HOLDS, FADES, TURNS, UNTOLD = "holds", "fades", "turns", "untold"
_TURNING = {
    **{"arm": pl.String, "parameter": pl.String, "verdict": pl.String, "own": pl.Float64},
    **{"low": pl.Float64, "high": pl.Float64, "from_value": pl.Float64, "to_value": pl.Float64, "at": pl.Float64},
    **{"side_at_low": pl.Int8, "side_at_high": pl.Int8, "n": pl.Int64},
}

Point = tuple[str, float]  # the parameter and the value it is given


def points_of(hinges: Sequence[Range]) -> list[Point]:
    """Every value that is tried, a parameter after the other, rising; the study's own value is tried anyway."""
    places = np.linspace(0.0, 1.0, POINTS)
    return [(hinge.name, float(value)) for hinge in hinges for value in np.unique(hinge.at(places))]


def hinge_tasks(study: Study, tasks: Sequence[Task], points: Sequence[Point]) -> list[list[Task]]:
    """
    The runs at each point: the study's own, of its first MOST_SEEDS seeds, with one number of the world changed.

    Args:
        tasks: of every arm and seed with the scenario's own parameters.
        points: of points_of.
    """
    own = [task for task in tasks if task.set == SCENARIO and task.seed in study.seeds[:MOST_SEEDS]]
    found = []
    for name, value in points:
        scenario = with_values(study.scenario, {name: value})  # one object a point, described once in the keys
        found.append([replace(task, scenario=scenario, days=study.read_off_day + 1, detail=False) for task in own])
    return found


def hinge_table(points: Sequence[Point], runs: Sequence[pl.DataFrame], hinges: Sequence[Range]) -> pl.DataFrame:
    """
    All runs at all points, and what is known of each parameter.

    Args:
        runs: the table of runs at each point.

    Returns:
        The columns of runs, and before them parameter, value, own (the study's value), low and high (of the range).
    """
    of = {hinge.name: hinge for hinge in hinges}
    parts = [
        table.select(
            pl.lit(name).alias("parameter"),
            pl.lit(value).alias("value"),
            pl.lit(float(of[name].own)).alias("own"),
            pl.lit(float(of[name].low)).alias("low"),
            pl.lit(float(of[name].high)).alias("high"),
            pl.all().exclude("key"),
        )
        for (name, value), table in zip(points, runs, strict=True)
    ]
    return pl.concat(parts)


def effects_at(hinges: pl.DataFrame, runs: pl.DataFrame, control: str, outcome: str) -> pl.DataFrame:
    """
    Arm minus control at every value of every parameter, the study's own value among them.

    Args:
        hinges: of hinge_table.
        runs: of the comparison, for the study's own value; its seeds beyond those of the hinges are left out.

    Returns:
        A row an arm (but the control), parameter and value, rising: mean; low, high: 95 % t interval over n seeds;
        own: the study's value.
    """
    seeds = hinges["seed"].unique().to_list()
    own = runs.filter((pl.col("set") == SCENARIO) & pl.col("seed").is_in(seeds))
    parts = []
    for (name,), mine in hinges.group_by("parameter", maintain_order=True):
        value = float(mine["own"].to_list()[0])
        at_values = mine.partition_by("value", as_dict=True, maintain_order=True, include_key=False)
        tried = {float(at): rows for (at,), rows in at_values.items()}
        for at, rows in sorted({**tried, value: own}.items()):
            table = with_interval(pairs_of(rows, control, [outcome]), "seeds")
            parts.append(table.select("arm", parameter=pl.lit(name), value=pl.lit(at), own=pl.lit(value),
                                      mean="mean", low="low", high="high", n="n"))  # fmt: skip
    return pl.concat(parts)


def turning(effects: pl.DataFrame) -> pl.DataFrame:
    """
    What becomes of each difference over the range of each parameter.

    A difference is told at a value where its interval lies on one side of 0.

    Returns:
        A row an arm and parameter: verdict, "holds": told with one sign at both ends, and nowhere with the other;
        "turns": told with both signs; "fades": told with one sign only, and at one end or both not told; "untold":
        nowhere told; own: the study's value; low, high: the values tried at the ends, and side_at_low, side_at_high:
        the sign there, 0 where none is told; from_value, to_value: for "turns" the two nearest values told with
        opposite signs, for "fades" the last that is told and the next towards the end that is not, else null; at: for
        "turns" where the line between the means crosses 0; n: seeds, of the value with fewest.
    """
    rows = []
    for (arm, parameter), mine in effects.group_by("arm", "parameter", maintain_order=True):
        table = mine.sort("value")
        value, mean = table["value"].to_numpy(), table["mean"].to_numpy()
        side = np.where(table["low"].to_numpy() > 0, 1, np.where(table["high"].to_numpy() < 0, -1, 0))
        verdict, pair = _read(side)
        ends = (None, None) if pair is None else (float(value[pair[0]]), float(value[pair[1]]))
        at = _crossing(value, mean, pair) if verdict == TURNS and pair else None
        own, n = float(table["own"].to_list()[0]), int(table["n"].to_numpy().min())
        tried = (float(value[0]), float(value[-1]))
        rows.append((arm, parameter, verdict, own, *tried, *ends, at, int(side[0]), int(side[-1]), n))
    return pl.DataFrame(rows, schema=_TURNING, orient="row")


def _read(side: np.ndarray) -> tuple[str, tuple[int, int] | None]:
    """The verdict over values rising, and between which two of them it changes."""
    told = np.flatnonzero(side)
    if not told.size:
        return UNTOLD, None
    for one, other in pairwise(told):
        if side[one] != side[other]:
            return TURNS, (int(one), int(other))
    if side[0] == 0:
        return FADES, (int(told[0]), int(told[0]) - 1)
    return (HOLDS, None) if side[-1] else (FADES, (int(told[-1]), int(told[-1]) + 1))


def _crossing(value: np.ndarray, mean: np.ndarray, pair: tuple[int, int]) -> float:
    """Where the means, joined by straight lines, cross 0 between two values of opposite sign."""
    first, last = pair
    for k in range(first, last):
        if mean[k] * mean[k + 1] <= 0 and mean[k] != mean[k + 1]:
            return float(value[k] + (value[k + 1] - value[k]) * mean[k] / (mean[k] - mean[k + 1]))
    raise AssertionError("means of opposite sign cross 0 between them")
