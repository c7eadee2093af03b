"""
What becomes of each arm's people and of its whole: tables from those of a comparison, means over seeds.

Stages of life, retention by week of tenure, active days of 28, growth accounting, and the way from the door to staying.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from clubsim.experiments.over_seeds import mean_over_seeds, of_the_scenario
from clubsim.experiments.pairs import SCENARIO
from clubsim.experiments.patterns.stages import from_series
from clubsim.sim.world import HANDPICKED

WEEK = 7  # [day]
RECENT = 28  # [day] of the last visits that are looked at
TENURE = 30  # [day] since joining: who still comes then, or later
STEPS = ("admitted", "wrote", "came_late", "still_in", "active")
ACCOUNTS = ("new", "retained", "resurrected", "silent", "gone")


def weekly_speakers(daily: pl.DataFrame) -> pl.DataFrame:
    """
    Distinct members with a message in each whole week of the run.

    Args:
        daily: a row an arm, seed and day from 0 on, with weekly_speakers.

    Returns:
        arm, week, mean, half, n; see mean_over_seeds.

    Raises:
        ValueError: no week is whole.
    """
    mine = of_the_scenario(daily, "daily")
    ends = mine.filter(pl.col("day") % WEEK == WEEK - 1).sort("day", maintain_order=True)
    if ends.is_empty():
        days = mine["day"].n_unique()
        raise ValueError(f"a run of {days} days has no whole week to draw; run it for {WEEK} days or longer")
    weeks = ends.with_columns(week=pl.col("day") // WEEK)
    return _in_order_of_arms(mean_over_seeds(weeks, ("arm", "week"), "weekly_speakers"), mine)


def stages_table(daily: pl.DataFrame) -> pl.DataFrame:
    """
    The stages of each arm's life, read off its weekly speakers, mean over seeds; see patterns/stages.py.

    Args:
        daily: as for weekly_speakers.

    Returns:
        arm, stage, first_day, last_day, both counted; the stages of an arm cover its whole weeks without a gap.

    Raises:
        ValueError: no week is whole.
    """
    weeks = weekly_speakers(daily)
    rows = [
        (arm, stage.stage, stage.first_day, stage.last_day)
        for (arm,), mine in weeks.group_by("arm", maintain_order=True)
        for stage in from_series(mine["mean"].to_numpy())
    ]
    schema = {"arm": pl.String, "stage": pl.String, "first_day": pl.Int64, "last_day": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def retention_by_week(cohorts: pl.DataFrame) -> pl.DataFrame:
    """
    Share of those admitted who came in their k-th week, all cohorts together that are old enough to know.

    Args:
        cohorts: a row an arm, seed, cohort and whole week of tenure, with size and active.

    Returns:
        arm, week, mean, half, n, and base: the share of all who were admitted that are old enough, over all seeds.

    Raises:
        ValueError: no cohort has lived a week.
    """
    mine = of_the_scenario(cohorts, "cohorts").filter(pl.col("size") > 0)
    if mine.is_empty():
        raise ValueError("no cohort has a member to draw; run the arms until somebody has been in for a week")
    sums = mine.group_by("arm", "seed", "week", maintain_order=True).agg(pl.col("active", "size").sum())
    shares = mean_over_seeds(sums.with_columns(share=pl.col("active") / pl.col("size")), ("arm", "week"), "share")
    sizes = mine.group_by("arm", "week").agg(pl.col("size").sum())
    everybody = sizes.filter(week=0).select("arm", everybody="size")
    base = sizes.join(everybody, on="arm").select("arm", "week", base=pl.col("size") / pl.col("everybody"))
    found = shares.join(base, on=["arm", "week"], maintain_order="left").sort("week", maintain_order=True)
    return _in_order_of_arms(found, mine)


def active_days(members: pl.DataFrame, end_day: int) -> pl.DataFrame:
    """
    Share of members by the number of days on which they came, of the last RECENT.

    Only who is in at the end of the run and was for all of these days counts: a newcomer cannot have come on all.

    Args:
        members: a row an arm, seed and member with joined, left and active_days_28.
        end_day: the last day of the run.

    Returns:
        arm, days (0 to RECENT), mean, half, n, and members: how many count in a seed, mean over seeds with any.

    Raises:
        ValueError: nobody counts.
    """
    mine = of_the_scenario(members, "members")
    there = mine.filter(pl.col("left").is_null() & (pl.col("joined") <= end_day - RECENT + 1))
    if there.is_empty():
        raise ValueError(f"nobody was in the group for all of the {RECENT} days up to the last, day {end_day}")
    rows = []
    for (arm, seed), own in there.group_by("arm", "seed", maintain_order=True):
        counts = np.bincount(own["active_days_28"].to_numpy(), minlength=RECENT + 1)
        rows += [(arm, seed, days, count / own.height, own.height) for days, count in enumerate(counts.tolist())]
    shares = pl.DataFrame(rows, schema=["arm", "seed", "days", "share", "members"], orient="row")
    sizes = shares.group_by("arm", "days").agg(pl.col("members").mean())
    found = mean_over_seeds(shares, ("arm", "days"), "share").join(sizes, on=["arm", "days"], maintain_order="left")
    return _in_order_of_arms(found, mine)


def growth_by_week(growth: pl.DataFrame) -> pl.DataFrame:
    """
    Growth accounting of each week, what is drawn of it.

    Args:
        growth: a row an arm, seed and week with new, retained, resurrected, churned and gone.

    Returns:
        arm, week and n; the mean over seeds of each of ACCOUNTS, those who churned parted into silent and gone;
        active_half and churned_half, half of the 95 % interval of who came and of who stayed away.
    """
    mine = of_the_scenario(growth, "growth").with_columns(
        active=pl.sum_horizontal("new", "retained", "resurrected"), silent=pl.col("churned") - pl.col("gone")
    )
    means = mine.group_by("arm", "week", maintain_order=True).agg(pl.col(*ACCOUNTS).mean())
    active = mean_over_seeds(mine, ("arm", "week"), "active").drop("mean").rename({"half": "active_half"})
    churned = mean_over_seeds(mine, ("arm", "week"), "churned").drop("mean", "n").rename({"half": "churned_half"})
    for halves in (active, churned):
        means = means.join(halves, on=["arm", "week"], maintain_order="left")
    return _in_order_of_arms(means.sort("week", maintain_order=True), mine)


def funnel_steps(runs: pl.DataFrame, members: pl.DataFrame, read_off_day: int, end_day: int) -> pl.DataFrame:
    """
    From the door to staying, per 1,000 who knocked by the read-off day.

    The base is the outcome `knocked`: founders, and who knocked of themselves or on a notice, the same people in every
    arm. Who was invited by a member, enrolled without knocking, or came from partners is in the steps and not in the
    base. Who was admitted by the read-off day is followed to the end of the run; a step need not be part of the one
    before it.

    Args:
        runs: a row an arm and seed with knocked, joined_invited and joined_partner.
        members: a row an arm, seed and member with channel, joined, left, last_visit, messages and active_days_28.
        end_day: the last day of the run.

    Returns:
        arm, step, mean, half, n: the steps are STEPS, `beside` (of the admitted, about who is not in the base) and
        `too_late` (admitted less than TENURE days before the end, who cannot be known to come after them).

    Raises:
        ValueError: nobody knocked in any run.
    """
    mine = of_the_scenario(runs, "runs").filter(pl.col("knocked") > 0)
    if mine.is_empty():
        raise ValueError("nobody knocked in any run, so there is nothing to count per 1,000 who did")
    admitted = pl.col("joined") <= read_off_day
    here = pl.col("left").is_null()
    followed = members.filter(pl.col("set") == SCENARIO) if "set" in members.columns else members
    counts = followed.filter(admitted).group_by("arm", "seed").agg(
        admitted=pl.len(),
        wrote=(pl.col("messages") > 0).sum(),
        came_late=(pl.col("last_visit") - pl.col("joined") >= TENURE).sum(),
        still_in=here.sum(),
        active=(here & (pl.col("active_days_28") > 0)).sum(),
        handpicked=(pl.col("channel") == HANDPICKED).sum(),
        too_late=(pl.col("joined") > end_day - TENURE).sum(),
    )  # fmt: skip
    both = mine.join(counts, on=["arm", "seed"], how="left", maintain_order="left").fill_null(0)
    invited = (pl.col("joined_invited") - pl.col("handpicked")).clip(lower_bound=0)  # these are asked, and in the base
    brought = pl.max_horizontal(invited + pl.col("joined_partner"), pl.col("admitted") - pl.col("knocked"))
    both = both.with_columns(beside=brought)
    shown = (*STEPS, "beside", "too_late")
    share = pl.col("count").cast(pl.Float64) * 1000 / pl.col("knocked")
    long = both.unpivot(on=shown, index=["arm", "seed", "knocked"], variable_name="step", value_name="count")
    found = mean_over_seeds(long.with_columns(count=share), ("arm", "step"), "count")
    return _in_order_of_arms(found, mine)


def _in_order_of_arms(found: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table arm by arm, in the order in which the arms appear in another one."""
    order = first["arm"].unique(maintain_order=True).to_list()
    return pl.concat([found.filter(pl.col("arm") == arm) for arm in order])
