"""
Who wins and who loses: the same people followed through two arms, and what changes for each kind of them.

A prospect has the same uid in every arm, so that a person's stay under one policy stands beside their stay under
another. Who was never in an arm has nothing there: not in, no active day, no message, nothing paid. Who was invited
by a member or came from a partner may be in one arm alone, since it hangs on who else is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from clubsim.experiments.intervals import alike, shown_intervals
from clubsim.experiments.kinds import KINDS, with_kinds
from clubsim.experiments.pairs import SCENARIO, arms_of, check_arm

MEASURES = ("still_in", "active_days", "messages", "paid")
WHOLE = ("all", "only_in_arm", "only_in_control")  # by who is in at all
SEGMENTS = (*KINDS, *WHOLE)  # the first by what they are in one of the two runs
CONTROL, ARM = "control", "arm"  # in whose run somebody is seen to be of a segment
_SCHEMA = {
    "arm": pl.String,
    "segment": pl.String,
    "picked_in": pl.String,
    "measure": pl.String,
    "people": pl.Float64,
    "mean": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "interval": pl.String,
    "share_more": pl.Float64,
    "share_less": pl.Float64,
    "share_equal": pl.Float64,
    "n": pl.Int64,
    "seeds": pl.Int64,
}


def segment_changes(
    members: pl.DataFrame,
    control: str,
    day: int,
    arms: Sequence[str] | None = None,
    seeds: Sequence[int] | None = None,
) -> pl.DataFrame:
    """
    What changes for whom, arm minus control, person by person and then over seeds.

    Args:
        members: of tidy.members_table: the end of each run. Rows of an ensemble are left out.
        control: the arm that the others are compared with.
        day: the read-off day, on which somebody must be in to belong to one of KINDS. Messages, payments and visits
            are those of the whole run.

        arms: all arms, also one in which nobody ever was; None for those of the members. Likewise seeds.

    Returns:
        A row an arm (but the control), segment, picked_in and measure. picked_in: "control" or "arm", in whose run
        they are seen to be newcomers, core, lurkers or payers (the others are picked by neither and say "control");
        people: of the segment a seed, mean over all seeds; mean, low, high, interval: of the mean change of a person,
        over the n seeds that have such people; share_more, share_less, share_equal: of these people, mean over those
        seeds.
        Measures: still_in (0 or 1 on the last day), active_days (of the last 28, 0 for who is not in), messages,
            paid.

    Raises:
        ValueError: the control is no arm.
    """
    own = members.filter(pl.col("set") == SCENARIO) if "set" in members.columns else members
    arms = arms_of(own) if arms is None else arms
    check_arm(control, arms)
    seeds = own["seed"].unique().to_list() if seeds is None else seeds
    base = _people(own.filter(pl.col("arm") == control), day)
    rows = []
    for arm in [name for name in arms if name != control]:
        both = _side_by_side(base, _people(own.filter(pl.col("arm") == arm), day))
        for segment, picked_in, who in _picked():
            rows += [(arm, segment, picked_in, *row) for row in _over_seeds(both.filter(who), seeds)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _people(members: pl.DataFrame, day: int) -> pl.DataFrame:
    """A row a seed and person of one arm: the measures, and whether they are of each of KINDS."""
    still = pl.col("left").is_null()
    return with_kinds(members, day).select(
        "seed",
        "uid",
        *KINDS,
        still_in=still.cast(pl.Float64),
        active_days=pl.when(still).then(pl.col("active_days_28")).otherwise(0).cast(pl.Float64),
        messages=pl.col("messages").cast(pl.Float64),
        paid=pl.col("paid").cast(pl.Float64),
    )


def _side_by_side(base: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """A row a seed and person of either arm: changes by measure, flags by segment and in whose run, who is where."""
    both = base.with_columns(there=True).join(
        mine.with_columns(there=True), on=["seed", "uid"], how="full", coalesce=True, suffix="_arm"
    )
    flags = [pl.col(f"{name}{end}").fill_null(False) for name in ("there", *KINDS) for end in ("", "_arm")]
    changes = [(pl.col(f"{name}_arm").fill_null(0) - pl.col(name).fill_null(0)).alias(name) for name in MEASURES]
    return both.select("seed", "uid", *changes, *flags)


def _picked() -> Iterator[tuple[str, str, pl.Expr]]:
    """Segment, in whose run it is picked, and who is in it."""
    for name in KINDS:
        yield name, CONTROL, pl.col(name)
        yield name, ARM, pl.col(f"{name}_arm")
    yield "all", CONTROL, pl.lit(True)
    yield "only_in_arm", CONTROL, ~pl.col("there")
    yield "only_in_control", CONTROL, ~pl.col("there_arm")


def _over_seeds(people: pl.DataFrame, seeds: Sequence[int]) -> Iterator[tuple[object, ...]]:
    """measure, people, mean, low, high, interval, shares, n and seeds, a row a measure; no number where nobody is."""
    by_seed = (
        people.group_by("seed")
        .agg(
            pl.len().alias("people"),
            *(pl.col(name).mean() for name in MEASURES),
            *((pl.col(name) > 0).mean().alias(f"{name}_more") for name in MEASURES),
            *((pl.col(name) < 0).mean().alias(f"{name}_less") for name in MEASURES),
        )
        .sort("seed")
    )
    size = by_seed["people"].sum() / len(seeds)
    if by_seed.is_empty():
        yield from ((name, size, *[None] * 7, 0, len(seeds)) for name in MEASURES)
        return
    values = [by_seed[name].to_numpy() for name in MEASURES]
    ((_, changes),) = alike(values)
    intervals, ways = shown_intervals(changes)
    for place, name in enumerate(MEASURES):
        more, less = (by_seed[f"{name}_{side}"].to_numpy().mean() for side in ("more", "less"))
        ends = [None if np.isnan(end) else float(end) for end in intervals[place]]
        shares = (float(more), float(less), float(1 - more - less))
        yield name, size, float(changes[place].mean()), *ends, ways[place], *shares, by_seed.height, len(seeds)
