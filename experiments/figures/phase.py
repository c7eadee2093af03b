"""A phase diagram: the difference between two arms over two numbers, and where it is told from luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.colors import CenteredNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from clubsim.experiments.figures.style import EMPTY, INK, canvas, describe, drawn, heading, legend_below
from clubsim.experiments.figures.words import changed, named, sentences
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say

COLOURS = "PuOr"  # orange for less, purple for more; lines and hatches say the same in grey
MORE, LESS = "///", "\\\\\\"
STROKES = "#4a4a4a"
LEVELS = 9
PALE = 1.4  # colours end so far beyond the largest difference, or strokes would not show on them


@drawn
def phase_figure(
    table: pl.DataFrame,
    names: tuple[str, str],
    arms: Sequence[str],
    outcome: Outcome,
    own: tuple[float | None, float | None] = (None, None),
) -> Figure:
    """
    Contours of the difference, hatched where its 95 % interval excludes 0, between the points interpolated.

    Args:
        table: of phase_table, of a whole grid.
        names: of the columns across and up.
        arms: the one to compare with, and the one that is compared.
        own: the study's own values, marked where both are known and inside.
    """
    x, y = (np.unique(table[name].cast(pl.Float64).to_numpy()) for name in names)
    mean, low, high = (_grid(table, names, x, y, column) for column in ("difference", "low", "high"))
    figure = canvas(6.6, 5.0)
    axes = figure.subplots()
    axes.set_facecolor(EMPTY)  # where the outcome has no value
    shown = _contours(axes, x, y, mean)
    _hatch(axes, x, y, low, high)
    _points(axes, x, y, mean, low, high)
    _mark_own(axes, own)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    bar = figure.colorbar(shown, ax=axes)
    bar.set_label(say("difference in {outcome}", outcome=named(outcome)))
    words = {"outcome": say(outcome.label), "arm": in_words(arms[1]), "against": in_words(arms[0])}
    title = say("{outcome}: {arm} minus {against}", **words)
    heading(figure, title)
    legend_below(figure, _legend(own))
    _describe(figure, f"{title} [{say(outcome.unit)}]", names, table)
    return figure


def _describe(figure: Figure, title: str, names: tuple[str, str], table: pl.DataFrame) -> None:
    """The extremes, and at how many points the difference is told from luck."""
    known = table.filter(pl.col("difference").is_not_null()).sort("difference")
    words = say("{title}, over {x} and {y}.", title=title, x=names[0], y=names[1])
    extremes = [
        say("{which}: {value} at {x} = {at} and {y} = {up}.", which=which, value=changed(row["difference"]), x=names[0],
            at=f"{row[names[0]]:g}", y=names[1], up=f"{row[names[1]]:g}")
        for which, row in ((say("Least"), known.row(0, named=True)), (say("Most"), known.row(-1, named=True)))
    ]  # fmt: skip
    above, below = known.filter(pl.col("low") > 0).height, known.filter(pl.col("high") < 0).height
    told = say(
        "Of {n} points, {above} have more for sure (95 % interval above 0), {below} less, the others are not told "
        "from luck.",
        n=known.height, above=above, below=below,
    )  # fmt: skip
    describe(figure, sentences([words, *extremes, told]))


def _grid(table: pl.DataFrame, names: tuple[str, str], x: Any, y: Any, column: str) -> Any:
    """A column as float64 [y, x], masked where it has no value."""
    across, up = (table[name].cast(pl.Float64).to_numpy() for name in names)
    cells = np.full((y.size, x.size), np.nan)
    cells[np.searchsorted(y, up), np.searchsorted(x, across)] = table[column].cast(pl.Float64).fill_null(np.nan)
    return np.ma.masked_invalid(cells)


def _contours(axes: Axes, x: Any, y: Any, mean: Any) -> Any:
    """Colours whose middle is 0, lines with their values, the line of no difference thick."""
    largest = float(np.abs(mean).max()) or 1.0
    ends = min(float(mean.min()), 0.0), max(float(mean.max()), 0.0)
    levels = list(MaxNLocator(LEVELS).tick_values(*ends)) if ends[0] < ends[1] else [-1.0, 0.0, 1.0]
    shown = axes.contourf(x, y, mean, levels=levels, cmap=COLOURS, norm=CenteredNorm(0.0, PALE * largest))
    inside = [level for level in levels if mean.min() < level < mean.max()]
    if inside:
        widths = [2.2 if level == 0 else 0.8 for level in inside]
        lines = axes.contour(x, y, mean, levels=inside, colors=INK, linewidths=widths, zorder=2)
        for text in axes.clabel(lines, fmt=_signed, fontsize=8.5, zorder=4):
            text.set(rotation=0, clip_on=False, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2})
    return shown


def _hatch(axes: Axes, x: Any, y: Any, low: Any, high: Any) -> None:
    """Strokes rising where the arm has more for sure, falling where it has less."""
    for edge, levels, hatch in ((low, [0, np.inf], MORE), (high, [-np.inf, 0], LESS)):
        beyond = edge > 0 if hatch == MORE else edge < 0
        if np.ma.any(beyond):
            drawn_over = axes.contourf(x, y, edge, levels=levels, colors="none", hatches=[hatch])
            drawn_over.set_edgecolor(STROKES)
            drawn_over.set_linewidth(0.0)


def _points(axes: Axes, x: Any, y: Any, mean: Any, low: Any, high: Any) -> None:
    """A dot a point that was run: full where its own interval excludes 0."""
    across, up = np.meshgrid(x, y)
    told = np.ma.filled((low > 0) | (high < 0), False)
    known = ~np.ma.getmaskarray(mean)
    style: dict[str, Any] = {"s": 16, "edgecolors": INK, "linewidths": 0.8, "zorder": 3, "clip_on": False}
    for which, colour in ((known & told, INK), (known & ~told, "white")):
        axes.scatter(across[which], up[which], color=colour, **style)


def _mark_own(axes: Axes, own: tuple[float | None, float | None]) -> None:
    across, up = own
    if across is not None and up is not None:
        axes.plot(across, up, "*", ms=15, color="white", mec=INK, mew=1.2, zorder=6, gid="own", clip_on=True)


def _legend(own: tuple[float | None, float | None]) -> list[Any]:
    dot: dict[str, Any] = {"marker": "o", "ms": 4.5, "ls": "", "color": INK}
    handles: list[Any] = [
        Patch(facecolor="none", edgecolor=STROKES, hatch=MORE, label=say("more: 95 % interval above 0")),
        Patch(facecolor="none", edgecolor=STROKES, hatch=LESS, label=say("less: 95 % interval below 0")),
        Line2D([], [], **dot, label=say("point run, told from luck")),
        Line2D([], [], **dot, mfc="white", label=say("point run, not told")),
    ]
    if own[0] is not None and own[1] is not None:
        star: dict[str, Any] = {"marker": "*", "ms": 10, "ls": "", "mfc": "white", "mec": INK}
        handles.append(Line2D([], [], **star, label=say("the study's own values")))
    return handles


def _signed(level: float) -> str:
    """A number on a contour: +4,000, −0.25, 0."""
    return f"{level:+,.0f}" if abs(level) >= 100 else f"{level:+.3g}" if level else "0"
