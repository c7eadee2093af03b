"""Which parameters move an outcome: a ranking by mu*, and how much each hangs on the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from clubsim.experiments.figures.style import (
    BLUE,
    FAINT,
    GRID,
    INK,
    ORANGE,
    canvas,
    describe,
    drawn,
    heading,
    note,
)
from clubsim.experiments.figures.words import sentences, short
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.screening import Index, not_told, ranked, untouched
from clubsim.experiments.wording import say

MOST = 25  # parameters drawn
UP, DOWN, BOTH = BLUE, ORANGE, "#7a7a7a"  # the markers differ as well
NOISE = "#e6e6e6"  # with an edge
ONE_WAY = 0.8  # |mu| / mu* from which a parameter is drawn as raising or lowering
BENT = 1.0  # sigma / mu*: above, the effect of a step is mostly decided by the other parameters


@drawn
def screening_figure(indices: Sequence[Index], outcome: Outcome, where: str) -> Figure:
    """
    A row a parameter that is told from noise, at most MOST: mu* with its interval and floor, and sigma / mu*.

    Args:
        indices: of one outcome, at least one.
        where: study and arm, for the title.

    Raises:
        ValueError: no index to draw.
    """
    if not indices:
        raise ValueError(f"there is no index of {outcome.name} to draw")
    shown = ranked(indices)[:MOST]
    figure = canvas(9.0, 1.9 + 0.235 * max(len(shown), 3))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[3, 1])
    _effects(left, shown)
    _interplay(right, shown)
    left.set_xlabel(say("mu*: mean change of the outcome by a step, up or down [{unit}]", unit=say(outcome.unit)))
    right.set_xlabel(say("sigma / mu* [ratio]"))
    title = say("Which parameters move “{outcome}” ({where})", outcome=say(outcome.label), where=where)
    heading(figure, title)
    note(figure, _words(indices, len(shown)))
    rows = say("; ").join(f"{each.parameter} {short(each.mu_star)} ({direction(each)[2]})" for each in shown)
    values = say("mu* [{unit}], largest first: {rows}.", unit=say(outcome.unit), rows=rows) if shown else ""
    describe(figure, sentences([f"{title}{say('.')}", values, f"{_counts(indices, len(shown))}{say('.')}"]))
    return figure


def _effects(axes: Axes, shown: Sequence[Index]) -> None:
    """mu* as a bar from 0, its interval, the floor of noise behind it."""
    for place, index in enumerate(shown):
        look, marker, _ = direction(index)
        axes.barh(place, index.floor, height=0.86, color=NOISE, edgecolor=FAINT, lw=0.6, gid="floor", zorder=1)
        axes.plot([0, index.mu_star], [place] * 2, color=look, lw=2.4, solid_capstyle="butt", zorder=2)
        ends = [max(0.0, index.mu_star - index.interval), index.mu_star + index.interval]
        axes.plot(ends, [place] * 2, color=INK, lw=0.9, marker="|", ms=5, gid="interval", zorder=3)
        axes.plot(index.mu_star, place, marker, ms=6.5, color=look, mec=INK, mew=0.5, gid="effect", zorder=4)
    axes.set_title(say("how much"), fontsize=9.5)
    axes.set_yticks(range(len(shown)), [index.parameter for index in shown])
    axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
    axes.set_xlim(left=0)
    for marker, look, words in (("^", UP, say("raises")), ("v", DOWN, say("lowers")), ("D", BOTH, say("either way"))):
        axes.plot([], [], marker, ms=6.5, color=look, mec=INK, mew=0.5, label=words)
    axes.add_patch(Rectangle((0, 0), 0, 0, facecolor=NOISE, edgecolor=FAINT, lw=0.6, label=say("noise alone")))
    axes.legend(loc="lower right", frameon=False, fontsize=8.5)
    _frame(axes)


def _interplay(axes: Axes, shown: Sequence[Index]) -> None:
    """sigma / mu* as a dot; 0 for an effect that is the same everywhere."""
    ratios = [index.sigma / index.mu_star for index in shown]
    axes.hlines(range(len(shown)), 0, ratios, color=FAINT, lw=1.0, zorder=1)
    axes.plot(ratios, range(len(shown)), "o", ms=5, color=INK, gid="interplay", zorder=2)
    axes.axvline(BENT, color=INK, lw=0.8, ls=(0, (4, 2)))
    axes.set_xlim(0, max([1.25, *(1.1 * np.array(ratios))]))
    axes.set_title(say("how unevenly"), fontsize=9.5)
    _frame(axes)


def _frame(axes: Axes) -> None:
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GRID, lw=0.7)
    axes.locator_params(axis="x", nbins=6)


def direction(index: Index) -> tuple[str, str, str]:
    """Colour, marker and word for the way a parameter moves the outcome."""
    if index.mu >= ONE_WAY * index.mu_star:
        return UP, "^", say("raises")
    if index.mu <= -ONE_WAY * index.mu_star:
        return DOWN, "v", say("lowers")
    return BOTH, "D", say("either way")


def _words(indices: Sequence[Index], drawn_rows: int) -> str:
    step = say("Step: two thirds of the range tried.")
    stroke = say(
        "Stroke: 95 % interval of mu*. sigma / mu*: 0 where a step does the same everywhere; right of the dashed line "
        "it hangs mostly on the other parameters."
    )
    return sentences([f"{_counts(indices, drawn_rows)}{say('.')}", step, stroke])


def _counts(indices: Sequence[Index], drawn_rows: int) -> str:
    """How many parameters are told from noise, and how many not."""
    told = len(ranked(indices))
    counts = {"told": told, "others": len(not_told(indices)), "never": len(untouched(indices))}
    if drawn_rows < told:
        return say(
            "{rows} of the {told} parameters told from noise; {others} not told from noise, {never} never changed it",
            rows=drawn_rows, **counts,
        )  # fmt: skip
    return say("{told} told from noise; {others} not told from noise, {never} never changed it", **counts)
