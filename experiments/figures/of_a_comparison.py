"""The figures of a comparison by name, each from what its folder holds; None where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from matplotlib.figure import Figure

from clubsim.experiments.figures.cohorts import cohort_heatmap
from clubsim.experiments.figures.forest import forest
from clubsim.experiments.figures.funnel import funnel
from clubsim.experiments.figures.growth import growth
from clubsim.experiments.figures.hinges import hinges
from clubsim.experiments.figures.life_cycle import life_cycle
from clubsim.experiments.figures.over_time import headcount, weekly_speakers
from clubsim.experiments.figures.power_users import power_users
from clubsim.experiments.figures.ranking import ranking
from clubsim.experiments.figures.retention import retention
from clubsim.experiments.figures.segments import segments
from clubsim.experiments.figures.survival import survival
from clubsim.experiments.hinges import effects_at
from clubsim.experiments.kept import Kept
from clubsim.experiments.printing import DIFFERENCES
from clubsim.experiments.statistics_table import RANKED

MAIN = "weekly_speakers_per_1000_knocked"
LEAST_DAYS = 28  # of a run, for a figure of active days of so many


def _weekly_speakers(kept: Kept) -> Figure | None:
    return weekly_speakers(kept.tables["daily"], season_days(kept.tables["daily"], kept.control))


def _headcount(kept: Kept) -> Figure | None:
    return headcount(kept.tables["daily"], season_days(kept.tables["daily"], kept.control))


def _survival(kept: Kept) -> Figure | None:
    members = kept.tables["members"]
    return survival(members, kept.days - 1) if members.height else None  # where nobody joins nobody stays


def _cohorts(kept: Kept) -> Figure | None:
    cohorts = kept.tables["cohorts"]  # in a run of days no cohort has lived a week
    return cohort_heatmap(cohorts, kept.control) if kept.control in cohorts["arm"].to_list() else None


def _retention(kept: Kept) -> Figure | None:
    return retention(kept.tables["cohorts"]) if kept.tables["cohorts"].height else None


def _forest(kept: Kept) -> Figure | None:
    if kept.comparison.differences.is_empty():
        return None
    return forest(kept.comparison.differences, DIFFERENCES, kept.comparison.ensemble, kept.control)


def _segments(kept: Kept) -> Figure | None:
    table = kept.comparison.segments
    return segments(table, kept.control) if table is not None and table["n"].sum() > 0 else None


def _ranking(kept: Kept) -> Figure | None:
    return None if kept.comparison.beaten.is_empty() else ranking(kept.comparison.beaten, RANKED)


def _life_cycle(kept: Kept) -> Figure | None:
    return life_cycle(kept.tables["daily"]) if kept.days >= LEAST_DAYS else None


def _growth(kept: Kept) -> Figure | None:
    accounts = kept.tables.get("growth")
    return growth(accounts) if accounts is not None and accounts.height else None


def _power_users(kept: Kept) -> Figure | None:
    members = kept.tables["members"]
    return power_users(members, kept.days - 1) if members.height and kept.days >= LEAST_DAYS else None


def _funnel(kept: Kept) -> Figure | None:
    members = kept.tables["members"]
    return funnel(kept.tables["runs"], members, kept.read_off_day, kept.days - 1) if members.height else None


def _hinges(kept: Kept) -> Figure | None:
    table = kept.tables.get("hinges")
    if table is None or table.is_empty():
        return None
    return hinges(effects_at(table, kept.tables["runs"], kept.control, MAIN), MAIN, kept.hinge_words)


FIGURES: dict[str, Callable[[Kept], Figure | None]] = {
    "weekly_speakers": _weekly_speakers,
    "headcount": _headcount,
    "life_cycle": _life_cycle,
    "retention": _retention,
    "survival": _survival,
    "cohorts": _cohorts,
    "power_users": _power_users,
    "growth": _growth,
    "funnel": _funnel,
    "forest": _forest,
    "segments": _segments,
    "ranking": _ranking,
    "hinges": _hinges,
}


def season_days(daily: pl.DataFrame, arm: str) -> list[int]:
    """Days on which many joined at once in the arm: the seasons' first days; none where people come every day."""
    joined = daily.filter(pl.col("arm") == arm).group_by("day").agg(pl.col("joined").mean()).sort("day")
    days: list[int] = joined.filter(pl.col("joined") > 0)["day"].to_list()
    return days if len(days) * 7 <= joined.height else []
