"""Growth accounting: who came in each week, new, staying or back, and who stayed away."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from clubsim.experiments.figures.panels import panels_of, with_lines, word_edges
from clubsim.experiments.figures.style import INK, describe, drawn, heading
from clubsim.experiments.life_of_arms import growth_by_week
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say

COLOURS = {  # each side from pale to dark, so that grey tells them apart
    "retained": "#c3d7ec",
    "resurrected": "#6199cc",
    "new": "#163f70",
    "silent": "#f3bd92",
    "gone": "#a03a10",
}
ABOVE, BELOW = ("retained", "resurrected", "new"), ("silent", "gone")
LAST = 4  # weeks whose mean the words give


@drawn
def growth(accounts: pl.DataFrame) -> Figure:
    """
    Visitors of each week as stacked bars, and below zero those of the week before who did not come; mean over seeds.

    A run that branches has no weeks from before its branch.

    Args:
        accounts: the table `growth`: a row an arm, seed and week with new, retained, resurrected, churned and gone; of
            several sets, -1 is drawn.

    Raises:
        ValueError: it has no row.
    """
    table = growth_by_week(accounts)
    arms = table["arm"].unique(maintain_order=True).to_list()
    figure, panels = panels_of(arms)
    for arm, axes in panels.items():
        _stacks(axes, table.filter(pl.col("arm") == arm))
    axes.set_xlim(min(table["week"].to_list()) - 0.6, max(table["week"].to_list()) + 0.6)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")  # who stayed away are no negative people
    names = {
        "new": say("new"),
        "resurrected": say("came back"),
        "retained": say("came the week before too"),
        "silent": say("stayed away, still in"),
        "gone": say("stayed away, gone"),
    }
    keys = [Patch(facecolor=COLOURS[kind], edgecolor=INK, lw=0.4, label=name) for kind, name in names.items()]
    look: dict[str, Any] = {"loc": "outside lower left", "ncols": 5, "frameon": False, "fontsize": 8.5}
    figure.legend(handles=keys, handlelength=1.2, columnspacing=1.4, **look)
    band = with_lines(max(table["n"].to_list()))
    heading(figure, say("Who comes, and who stays away: {band}", band=band))
    word_edges(panels, say("week of the run [week]"), say("visitors [members/week]"))
    describe(figure, _in_words(table))
    return figure


def _stacks(axes: Axes, rows: pl.DataFrame) -> None:
    week = rows["week"].to_numpy()
    for kinds, side, half in ((ABOVE, 1.0, "active_half"), (BELOW, -1.0, "churned_half")):
        end = np.zeros(week.shape[0])
        for kind in kinds:
            tall = side * rows[kind].to_numpy()
            axes.bar(week, tall, bottom=end, width=0.86, fc=COLOURS[kind], ec=INK, lw=0.4, gid=kind)
            end = end + tall
        spread = rows[half].to_numpy()
        low, high = np.abs(end) - spread, np.abs(end) + spread
        axes.vlines(week, side * np.maximum(low, 0), side * high, color=INK, lw=0.6, gid="interval")
    axes.axhline(0, color=INK, lw=0.8)


def _in_words(table: pl.DataFrame) -> str:
    """The mean of the last weeks, arm by arm."""
    weeks = min(LAST, table["week"].n_unique())
    parts = [
        say("Visitors of each week by whether they are new, stayed or came back, and below zero who did not come."),
        say("Mean of the last {weeks} weeks, in members a week:", weeks=weeks),
    ]
    for (arm,), mine in table.group_by("arm", maintain_order=True):
        means = {kind: f"{mine.tail(weeks)[kind].to_numpy().mean():.1f}" for kind in COLOURS}
        parts.append(
            say(
                "{arm}: {new} new, {retained} who came the week before too, {resurrected} back; {silent} stayed away "
                "and are still in, {gone} are gone.",
                arm=in_words(str(arm)),
                **means,
            )
        )
    return " ".join(parts)
