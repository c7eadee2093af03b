"""Who keeps coming: the share of those admitted who came in each week since they joined, a line an arm."""

from __future__ import annotations

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.panels import percent, with_band
from clubsim.experiments.figures.style import Line, canvas, describe, drawn, label_ends, lines_of
from clubsim.experiments.life_of_arms import retention_by_week
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say

LEAST_BASE = 0.5  # of all who were admitted: a share of fewer, the first to come, is drawn pale
MARK_EVERY = 6  # weeks between the markers of a line
TOLD = (1, 4, 12, 26)  # weeks whose shares the words give


@drawn
def retention(cohorts: pl.DataFrame) -> Figure:
    """
    Share of those admitted who came in their k-th week, of all old enough to know, mean over seeds with 95 % bands.

    Who is gone counts as absent. Where less than half of those admitted is old enough, a line is pale: it is of the
    first to join alone.

    Args:
        cohorts: a row an arm, seed, cohort and whole week of tenure with size and active; of several sets, -1 is drawn.

    Raises:
        ValueError: no cohort has lived a week.
    """
    table = retention_by_week(cohorts)
    arms = table["arm"].unique(maintain_order=True).to_list()
    lines = lines_of(arms)
    figure = canvas(9.0, 4.6)
    axes = figure.add_subplot()
    for place, arm in enumerate(arms):
        _line(axes, table.filter(pl.col("arm") == arm), lines[arm], first_mark=place % MARK_EVERY)
    axes.set_title(say("Who keeps coming: {band}", band=with_band(max(table["n"].to_list()))))
    axes.set_xlabel(say("time since joining [week]; pale: fewer than half of those admitted have been there so long"))
    axes.set_ylabel(say("came in that week [share of those admitted]"))
    axes.set_xlim(0, max(max(table["week"].to_list()), 1))
    axes.set_ylim(0, 1.02)
    ends = table.group_by("arm", maintain_order=True).agg(pl.col("mean").last())
    label_ends(axes, dict(zip(ends["arm"], ends["mean"], strict=True)), lines)
    describe(figure, _in_words(table))
    return figure


def _line(axes: Axes, rows: pl.DataFrame, line: Line, first_mark: int) -> None:
    week, mean, half, base = (rows[name].to_numpy() for name in ("week", "mean", "half", "base"))
    firm = int((base >= LEAST_BASE).sum())  # weeks of which there are enough; the base only ever shrinks
    low, high, late = (mean - half).clip(min=0), (mean + half).clip(max=1), slice(max(firm - 1, 0), None)
    axes.fill_between(week[:firm], low[:firm], high[:firm], color=line.colour, alpha=0.18, lw=0)
    look: dict[str, Any] = {"color": line.colour, "ls": line.dash, "marker": line.marker, "ms": 4.5}
    axes.plot(week[:firm], mean[:firm], markevery=slice(first_mark, None, MARK_EVERY), **look)
    if firm < len(week):
        axes.fill_between(week[late], low[late], high[late], color=line.colour, alpha=0.07, lw=0)
        axes.plot(week[late], mean[late], alpha=0.35, gid="pale", color=line.colour, ls=line.dash)


def _in_words(table: pl.DataFrame) -> str:
    """The shares of some weeks, arm by arm."""
    parts = [say("Share of those admitted who came in each week since they joined, a line an arm.")]
    for (arm,), mine in table.group_by("arm", maintain_order=True):
        shown = mine.filter(pl.col("week").is_in(TOLD) & (pl.col("base") >= LEAST_BASE))
        told = shown if shown.height else mine.head(1)
        shares = say(", ").join(
            say("{share} in week {week}", share=percent(mean), week=week)
            for week, mean in told.select("week", "mean").iter_rows()
        )
        parts.append(say("{arm}: {shares}.", arm=in_words(str(arm)), shares=shares))
    return " ".join(parts)
