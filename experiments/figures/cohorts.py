"""Which seasons' members keep coming: a heatmap of cohorts by weeks."""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import INK, canvas, drawn
from clubsim.experiments.outcomes import in_words, nearest

COLOUR_MAP = "YlGnBu"  # rises in darkness, so it reads in grey


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
    shares, firsts = _grid(mine)
    figure = canvas(max(6.5, 2.6 + 0.235 * shares.shape[1]), 1.5 + 0.36 * shares.shape[0])
    axes = figure.add_subplot()
    picture = axes.imshow(100 * shares, cmap=COLOUR_MAP, vmin=0, vmax=100, aspect="auto")
    _annotate(axes, shares)
    sizes = mine.group_by("cohort").agg(size=pl.col("size").filter(pl.col("week") == 0).mean()).sort("cohort")
    rows = zip(firsts, sizes["size"], strict=True)
    names = [f"{n} (day {first}, {size or 0:.0f} joined)" for n, (first, size) in enumerate(rows, start=1)]
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks(range(0, shares.shape[1], 4))
    axes.set_ylabel("season of joining")
    axes.set_xlabel("time since joining [week]")
    axes.set_title(f"“{in_words(arm)}”: who still visits, by season of joining")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    figure.colorbar(picture, ax=axes, label="visited in the week [%]", pad=0.015, fraction=0.03)
    return figure


def _grid(cohorts: pl.DataFrame) -> tuple[np.ndarray, list[int]]:
    """Share active by cohort and week [cohorts, weeks], NaN where unseen, and the cohorts' first days."""
    firsts: list[int] = cohorts["cohort"].unique().sort().to_list()
    weeks = 1 + max(cohorts["week"].to_list())
    shares = np.full((len(firsts), weeks), np.nan)
    pooled = cohorts.group_by("cohort", "week").agg(pl.col("active").sum(), pl.col("size").sum())
    for cohort, week, active, size in pooled.select("cohort", "week", "active", "size").iter_rows():
        if size > 0:
            shares[firsts.index(cohort), week] = active / size
    return shares, firsts


def _annotate(axes: Axes, shares: np.ndarray) -> None:
    """The percent in each cell that has one, in white where the cell is dark."""
    colours = matplotlib.colormaps[COLOUR_MAP]
    for (row, week), share in np.ndenumerate(shares):
        if np.isnan(share):
            continue
        red, green, blue, _ = colours(share)
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.45
        look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 7}
        axes.text(week, row, f"{100 * share:.0f}", color="white" if dark else INK, **look)
