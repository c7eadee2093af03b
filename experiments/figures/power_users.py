"""How often members come: the power-user curve, on how many of the last 28 days."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.panels import panels_of, percent, with_lines, word_edges
from clubsim.experiments.figures.style import INK, Line, describe, drawn, heading, lines_of, note
from clubsim.experiments.life_of_arms import RECENT, active_days
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say

OFTEN = 21  # days of RECENT: who comes on so many is told in words


@drawn
def power_users(members: pl.DataFrame, end_day: int) -> Figure:
    """
    Share of members by the number of days on which they came, of the last 28 (L28), mean over seeds with intervals.

    Of who is in at the end and was for all 28 days; who came on none of them is told in words, not drawn, for they
    would be most of the picture.

    Args:
        members: a row an arm, seed and member with joined, left and active_days_28; of several sets, -1 is drawn.
        end_day: the last day of the run.

    Raises:
        ValueError: nobody was in for so long.
    """
    table = active_days(members, end_day)
    arms = table["arm"].unique(maintain_order=True).to_list()
    figure, panels = panels_of(arms)
    for (arm, axes), line in zip(panels.items(), lines_of(arms).values(), strict=True):
        _bars(axes, table.filter(pl.col("arm") == arm), line)
    axes.set_xlim(0.3, RECENT + 0.7)
    axes.set_xticks([1, *range(7, RECENT + 1, 7)])
    shown = table.filter(pl.col("days") > 0)
    axes.set_ylim(0, 1.3 * max(max((shown["mean"] + shown["half"]).to_list()), 0.01))
    heading(figure, say("How often members come: {band}", band=with_lines(max(table["n"].to_list()))))
    word_edges(panels, say("days with a visit, of the last 28 [day]"), say("share of members [%]"))
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:g}")
    note(figure, say("of members who are in at the end of the run and were for all of the 28 days"))
    describe(figure, _in_words(table))
    return figure


def _bars(axes: Axes, rows: pl.DataFrame, line: Line) -> None:
    """A bar for each number of days from 1 on, with its interval; those of none are named above."""
    days, mean, half = (rows.filter(pl.col("days") > 0)[name].to_numpy() for name in ("days", "mean", "half"))
    axes.bar(days, mean, width=0.82, fc=(line.colour, 0.75), ec=line.colour, lw=0.6, gid="share")
    axes.vlines(days, np.maximum(mean - half, 0), mean + half, color=INK, lw=0.9, gid="interval")
    silent = rows.filter(days=0).row(0, named=True)
    words = say("on no day: {share} of {members}", share=percent(silent["mean"]), members=f"{silent['members']:.0f}")
    look: dict[str, Any] = {"fontsize": 8.5, "ha": "center", "va": "top", "gid": "silent"}
    axes.text(0.5, 0.97, words, transform=axes.transAxes, **look)


def _in_words(table: pl.DataFrame) -> str:
    """Who came on no day and who on most, arm by arm."""
    parts = [say("Share of members by the days on which they came, of the last 28, a panel an arm.")]
    for (arm,), mine in table.group_by("arm", maintain_order=True):
        often = mine.filter(pl.col("days") >= OFTEN)["mean"].to_numpy().sum()
        parts.append(
            say(
                "{arm}: of {members} members, {silent} came on none, {often} on {least} or more.",
                arm=in_words(str(arm)),
                members=f"{mine['members'].to_list()[0]:.0f}",
                silent=percent(mine["mean"].to_list()[0]),
                often=percent(often),
                least=OFTEN,
            )
        )
    return " ".join(parts)
