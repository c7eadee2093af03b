"""Which seasons' members keep coming: a heatmap of cohorts by weeks."""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import canvas, describe, drawn, letters_on
from clubsim.experiments.figures.words import sentences
from clubsim.experiments.outcomes import in_words, nearest
from clubsim.experiments.wording import say

COLOUR_MAP = "YlGnBu"  # rises in darkness, so it reads in grey
MOST_ROWS, MOST_COLUMNS = 16, 60  # that one can read
PERIODS = (7, 14, 28, 91, 182, 364)  # [day] of joining that share a row where there are more
STEPS = (1, 2, 4, 13, 26, 52)  # [week] that share a column


@drawn
def cohort_heatmap(cohorts: pl.DataFrame, arm: str) -> Figure:
    """
    Share of each season's newcomers who visited in each week since they joined; who is gone counts as absent.

    Args:
        cohorts: a row an arm, seed, cohort (day of joining) and week with size and active [members]; weeks
            that the run cut short should not be in it. Seeds are pooled.
        arm: which one to draw.

    Raises:
        ValueError: the arm is not in the table.
    """
    arms = cohorts["arm"].unique(maintain_order=True).to_list()
    if arm not in arms:
        raise ValueError(f"unknown arm '{arm}'; {nearest(arm, arms)}")
    mine = cohorts.filter(pl.col("arm") == arm)
    days, weeks = _period(mine), _step(mine)
    rows = _in_periods(mine, days, weeks)
    shares = _grid(rows)
    figure = canvas(max(6.5, 2.6 + 0.235 * shares.shape[1]), 1.5 + 0.36 * shares.shape[0])
    axes = figure.add_subplot()
    picture = axes.imshow(100 * shares, cmap=COLOUR_MAP, vmin=0, vmax=100, aspect="auto")
    _annotate(axes, shares)
    axes.set_yticks(range(shares.shape[0]), _names(mine, rows, days))
    ticks = range(0, shares.shape[1], 4)
    axes.set_xticks(ticks, [str(weeks * tick) for tick in ticks])
    axes.set_ylabel(say("season of joining"))
    axes.set_xlabel(say("time since joining [week]"))
    axes.set_title(say("“{arm}”: who still visits, by season of joining", arm=in_words(arm)))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    label = say("visited in the week [%]")
    if weeks > 1:
        label = say("visited in the week, mean of {weeks} weeks [%]", weeks=weeks)
    figure.colorbar(picture, ax=axes, label=label, pad=0.015, fraction=0.03)
    _describe(figure, arm, shares, weeks)
    return figure


def _describe(figure: Figure, arm: str, shares: np.ndarray, weeks: int) -> None:
    rows, columns = shares.shape
    words = say(
        "Heatmap of “{arm}”: {rows} groups by season of joining, {weeks} weeks since joining; a cell is the share of "
        "those who joined who visited in the week.",
        arm=in_words(arm), rows=rows, weeks=columns * weeks,
    )  # fmt: skip
    first = shares[:, 0][np.isfinite(shares[:, 0])]
    last = np.array([row[np.isfinite(row)][-1] for row in shares if np.isfinite(row).any()])
    ends = []
    if first.size:
        ends.append(say("In the first week {low} to {high} came.", **_range(first)))
    if last.size:
        ends.append(say("In the last week seen {low} to {high} came.", **_range(last)))
    describe(figure, sentences([words, *ends]))


def _range(shares: np.ndarray) -> dict[str, str]:
    return {"low": f"{100 * shares.min():.0f} %", "high": f"{100 * shares.max():.0f} %"}


def _period(cohorts: pl.DataFrame) -> int:
    """Days of joining that share a row, 0 where every cohort has its own."""
    firsts = cohorts["cohort"].unique()
    if firsts.len() <= MOST_ROWS:
        return 0
    span = max(firsts.to_list()) + 1
    return next((days for days in PERIODS if span <= days * MOST_ROWS), -(-span // MOST_ROWS))


def _step(cohorts: pl.DataFrame) -> int:
    """Weeks that share a column."""
    weeks = 1 + max(cohorts["week"].to_list())
    return next((step for step in STEPS if weeks <= step * MOST_COLUMNS), -(-weeks // MOST_COLUMNS))


def _in_periods(cohorts: pl.DataFrame, days: int, weeks: int) -> pl.DataFrame:
    """A row a period of joining (its first day) and step (its number), with active and size summed over seeds."""
    first = pl.col("cohort") // days * days if days else pl.col("cohort")
    keys = cohorts.with_columns(first.alias("cohort"), (pl.col("week") // weeks).alias("week"))
    return keys.group_by("cohort", "week").agg(pl.col("active").sum(), pl.col("size").sum()).sort("cohort", "week")


def _grid(rows: pl.DataFrame) -> np.ndarray:
    """Share active by period and step [periods, steps], NaN where unseen."""
    firsts: list[int] = rows["cohort"].unique().sort().to_list()
    shares = np.full((len(firsts), 1 + max(rows["week"].to_list())), np.nan)
    for cohort, week, active, size in rows.select("cohort", "week", "active", "size").iter_rows():
        if size > 0:
            shares[firsts.index(cohort), week] = active / size
    return shares


def _names(cohorts: pl.DataFrame, rows: pl.DataFrame, days: int) -> list[str]:
    """What stands beside each row: which days of joining it holds, and how many joined then in a seed."""
    newcomers = cohorts.filter(pl.col("week") == 0)
    names = []
    for number, first in enumerate(rows["cohort"].unique().sort().to_list(), start=1):
        if days:
            sizes = newcomers.filter(pl.col("cohort").is_between(first, first + days - 1))["size"].to_list()
            joined = f"{sum(sizes) / cohorts['seed'].n_unique():.0f}"
            names.append(say("days {first}–{last} ({n} joined)", first=first, last=first + days - 1, n=joined))
        else:
            sizes = newcomers.filter(pl.col("cohort") == first)["size"].to_list()
            joined = f"{sum(sizes) / max(len(sizes), 1):.0f}"
            names.append(say("{number} (day {first}, {n} joined)", number=number, first=first, n=joined))
    return names


def _annotate(axes: Axes, shares: np.ndarray) -> None:
    """The percent in each cell that has one."""
    colours = matplotlib.colormaps[COLOUR_MAP]
    for (row, week), share in np.ndenumerate(shares):
        if np.isnan(share):
            continue
        look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 7}
        axes.text(week, row, f"{100 * share:.0f}", color=letters_on(colours(share)), gid="cell", **look)
