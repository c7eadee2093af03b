"""Which parameters move an outcome: a ranking by mu*, and how much each hangs on the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from clubsim.experiments.figures.style import FAINT, INK, canvas, drawn
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.screening import Index, not_told, ranked, untouched

MOST = 25  # parameters drawn
UP, DOWN, BOTH = "#1b5e9e", "#d98200", "#7a7a7a"  # apart in grey too; the markers differ as well
NOISE = "#e0e0e0"
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
    left.set_xlabel(f"mu*: mean change of the outcome by a step, up or down [{outcome.unit}]")
    right.set_xlabel("sigma / mu* [ratio]")
    title = f"Which parameters move “{outcome.label}” ({where})"
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    figure.supxlabel(_words(indices, len(shown)), x=0.01, ha="left", fontsize=8.5)
    return figure


def _effects(axes: Axes, shown: Sequence[Index]) -> None:
    """mu* as a bar from 0, its interval, the floor of noise behind it."""
    for place, index in enumerate(shown):
        look, marker, _ = direction(index)
        axes.barh(place, index.floor, height=0.86, color=NOISE, gid="floor", zorder=1)
        axes.plot([0, index.mu_star], [place] * 2, color=look, lw=2.4, solid_capstyle="butt", zorder=2)
        ends = [max(0.0, index.mu_star - index.interval), index.mu_star + index.interval]
        axes.plot(ends, [place] * 2, color=INK, lw=0.9, marker="|", ms=5, gid="interval", zorder=3)
        axes.plot(index.mu_star, place, marker, ms=6.5, color=look, mec=INK, mew=0.5, gid="effect", zorder=4)
    axes.set_title("how much", fontsize=9.5)
    axes.set_yticks(range(len(shown)), [index.parameter for index in shown])
    axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
    axes.set_xlim(left=0)
    for marker, look, words in (("^", UP, "raises"), ("v", DOWN, "lowers"), ("D", BOTH, "either way")):
        axes.plot([], [], marker, ms=6.5, color=look, mec=INK, mew=0.5, label=words)
    axes.add_patch(Rectangle((0, 0), 0, 0, color=NOISE, label="noise alone"))
    axes.legend(loc="lower right", frameon=False, fontsize=8.5)
    _frame(axes)


def _interplay(axes: Axes, shown: Sequence[Index]) -> None:
    """sigma / mu* as a dot; 0 for an effect that is the same everywhere."""
    ratios = [index.sigma / index.mu_star for index in shown]
    axes.hlines(range(len(shown)), 0, ratios, color=FAINT, lw=1.0, zorder=1)
    axes.plot(ratios, range(len(shown)), "o", ms=5, color=INK, gid="interplay", zorder=2)
    axes.axvline(BENT, color=INK, lw=0.8, ls=(0, (4, 2)))
    axes.set_xlim(0, max([1.25, *(1.1 * np.array(ratios))]))
    axes.set_title("how unevenly", fontsize=9.5)
    _frame(axes)


def _frame(axes: Axes) -> None:
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color="#e2e2e2", lw=0.7)
    axes.locator_params(axis="x", nbins=6)


def direction(index: Index) -> tuple[str, str, str]:
    """Colour, marker and word for the way a parameter moves the outcome."""
    if index.mu >= ONE_WAY * index.mu_star:
        return UP, "^", "raises"
    if index.mu <= -ONE_WAY * index.mu_star:
        return DOWN, "v", "lowers"
    return BOTH, "D", "either way"


def _words(indices: Sequence[Index], drawn_rows: int) -> str:
    told = len(ranked(indices))
    first = f"{drawn_rows} of the {told} parameters told from noise" if drawn_rows < told else f"{told} told from noise"
    rest = f"{len(not_told(indices))} not told from noise, {len(untouched(indices))} never changed it"
    return (
        f"{first}; {rest}. Step: two thirds of the range tried.\n"
        "Stroke: 95 % interval of mu*. sigma / mu*: 0 where a step does the same everywhere; right of the dashed line\n"
        "it hangs mostly on the other parameters."
    )
