"""The figures of a comparison by name: a new one is a line here, and then compare, figures and report have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from matplotlib.figure import Figure

from clubsim.agents.parameters import World
from clubsim.experiments.comparison import Comparison
from clubsim.experiments.figures.cohorts import cohort_heatmap
from clubsim.experiments.figures.forest import forest
from clubsim.experiments.figures.funnel import funnel
from clubsim.experiments.figures.growth import growth
from clubsim.experiments.figures.hinges import hinges
from clubsim.experiments.figures.life_cycle import life_cycle
from clubsim.experiments.figures.novelty import novelty
from clubsim.experiments.figures.over_time import headcount, weekly_speakers
from clubsim.experiments.figures.power_users import power_users
from clubsim.experiments.figures.ranking import ranking
from clubsim.experiments.figures.retention import retention
from clubsim.experiments.figures.segments import segments
from clubsim.experiments.figures.survival import survival
from clubsim.experiments.figures.tornado import tornado
from clubsim.experiments.hinges import effects_at
from clubsim.experiments.kept import Kept
from clubsim.experiments.life_of_arms import RECENT, WEEK
from clubsim.experiments.novelty_curves import novelty_table
from clubsim.experiments.pairs import SCENARIO
from clubsim.experiments.printing import DIFFERENCES
from clubsim.experiments.statistics_table import RANKED

MAIN = "weekly_speakers_per_1000_knocked"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    What the figures of a comparison are drawn from.

    tables: by name, runs, daily, members, cohorts and, where they are there, growth and hinges; days: how long a run
    is; world: of the scenario's own parameters; hinge_words: by parameter, how the study calls it.
    """

    tables: Mapping[str, pl.DataFrame]
    comparison: Comparison
    control: str
    days: int
    read_off_day: int
    world: World
    hinge_words: Mapping[str, str] = field(default_factory=dict)

    @property
    def seasons(self) -> list[int]:
        """Days on which many joined at once in the control."""
        return season_days(self.tables["daily"], self.control)

    def own(self, name: str) -> pl.DataFrame:
        """The rows of a table that are of the scenario's own parameters; none where there is no such table."""
        table = self.tables.get(name)
        return pl.DataFrame() if table is None else table.filter(pl.col("set") == SCENARIO)


Drawing = Callable[[Compared], Figure | None]  # None: there is nothing to draw


def compared_in(kept: Kept) -> Compared:
    """What a folder holds, as the figures take it."""
    return Compared(
        tables=kept.tables,
        comparison=kept.comparison,
        control=kept.control,
        days=kept.days,
        read_off_day=kept.read_off_day,
        world=kept.scenario.world,
        hinge_words=kept.hinge_words,
    )


def season_days(daily: pl.DataFrame, arm: str) -> list[int]:
    """The first days of an arm's seasons: on which many joined at once; none where that was once, or is daily."""
    joined = daily.filter(pl.col("arm") == arm).group_by("day").agg(pl.col("joined").mean()).sort("day")
    days: list[int] = joined.filter(pl.col("joined") > 0)["day"].to_list()
    return days if 1 < len(days) <= joined.height / 7 else []


def figures_of(compared: Compared, only: Sequence[str] = ()) -> Iterator[tuple[str, Figure]]:
    """Every figure there is, or those named, by name and one after the other."""
    for name in only or FIGURES:
        figure = FIGURES[name](compared)
        if figure is not None:
            yield name, figure


def _survival(compared: Compared) -> Figure | None:
    members = compared.tables["members"]
    return survival(members, compared.days - 1) if members.height else None  # where nobody joins nobody stays


def _cohorts(compared: Compared) -> Figure | None:
    cohorts = compared.tables["cohorts"]
    there = compared.control in cohorts["arm"].to_list()  # in a run of days no cohort has lived a week
    return cohort_heatmap(cohorts, compared.control) if there else None


def _forest(compared: Compared) -> Figure:
    comparison = compared.comparison
    return forest(comparison.differences, DIFFERENCES, comparison.ensemble, compared.control)


def _segments(compared: Compared) -> Figure | None:
    changes = compared.comparison.segments
    return None if changes is None or not changes["n"].sum() else segments(changes, compared.control)


def _ranking(compared: Compared) -> Figure | None:
    beaten = compared.comparison.beaten
    return None if beaten.is_empty() else ranking(beaten, RANKED)


def _life_cycle(compared: Compared) -> Figure | None:
    daily = compared.own("daily")
    return life_cycle(daily) if (daily["day"] % WEEK == WEEK - 1).any() else None


def _retention(compared: Compared) -> Figure | None:
    cohorts = compared.own("cohorts")
    return retention(cohorts) if (cohorts["size"] > 0).any() else None


def _power_users(compared: Compared) -> Figure | None:
    end = compared.days - 1
    members = compared.own("members")
    there = members.filter(pl.col("left").is_null() & (pl.col("joined") <= end - RECENT + 1))
    return power_users(members, end) if there.height else None


def _growth(compared: Compared) -> Figure | None:
    accounts = compared.own("growth")  # comparisons of earlier versions have none
    return growth(accounts) if accounts.height else None


def _funnel(compared: Compared) -> Figure | None:
    runs, members = compared.own("runs"), compared.own("members")
    if not (runs["knocked"] > 0).any() or members.is_empty():
        return None
    return funnel(runs, members, compared.read_off_day, compared.days - 1)


def _hinges(compared: Compared) -> Figure | None:
    table = compared.own("hinges")  # a report's alone
    if table.is_empty():
        return None
    return hinges(effects_at(table, compared.tables["runs"], compared.control, MAIN), MAIN, compared.hinge_words)


def _tornado(compared: Compared) -> Figure | None:
    table = compared.own("hinges")
    if table.is_empty():
        return None
    return tornado(effects_at(table, compared.tables["runs"], compared.control, MAIN), MAIN, compared.hinge_words)


FIGURES: dict[str, Drawing] = {
    "weekly_speakers": lambda compared: weekly_speakers(compared.tables["daily"], compared.seasons),
    "headcount": lambda compared: headcount(compared.tables["daily"], compared.seasons),
    "life_cycle": _life_cycle,
    "growth": _growth,
    "funnel": _funnel,
    "survival": _survival,
    "retention": _retention,
    "cohorts": _cohorts,
    "power_users": _power_users,
    "forest": _forest,
    "segments": _segments,
    "ranking": _ranking,
    "tornado": _tornado,
    "hinges": _hinges,
    "novelty": lambda compared: novelty(novelty_table(compared.world)),
}
