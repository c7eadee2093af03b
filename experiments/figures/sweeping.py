"""What an outcome is over one swept number, as lines with bands, or over two, as a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, Protocol

import matplotlib
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from clubsim.experiments.figures.style import (
    EMPTY,
    GRID,
    INK,
    Line,
    canvas,
    describe,
    drawn,
    heading,
    label_ends,
    letters_on,
    lines_of,
    note,
)
from clubsim.experiments.figures.words import named, sentences, short
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.wording import say

MOST_PANELS = 9
MOST_NUMBERS = 40  # of cells in which a number is written
COLOURS = "cividis"  # rises in lightness, so that it reads in grey


class Axis(Protocol):
    """What is swept, as far as a figure has to know."""

    @property
    def name(self) -> str:
        """Of its column."""

    @property
    def is_number(self) -> bool:
        """Whether something can be drawn along it."""

    @property
    def log(self) -> bool:
        """Whether its values are shared out by their logarithms."""


def numbers_of(axes: Sequence[Axis], summary: pl.DataFrame) -> list[Axis]:
    """The axes with more than one number, along which something can be drawn."""
    return [axis for axis in axes if axis.is_number and summary[axis.name].n_unique() > 1]


def why_not_drawn(axes: Sequence[Axis], summary: pl.DataFrame) -> str | None:
    """Why there is no figure of a sweep over these axes, None if there is one."""
    numbers = numbers_of(axes, summary)
    if not 1 <= len(numbers) <= 2:
        return f"no figure: {len(numbers) or 'no'} numbers are swept, and it is drawn over one or two"
    panels = _panels(axes, numbers, summary)
    if len(numbers) == 2:
        panels = [panel for panel in panels for _ in summary["arm"].unique()]
    if len(panels) > MOST_PANELS:
        return f"no figure: it would take {len(panels)} panels, and at most {MOST_PANELS} are drawn; name one --arm"
    return None


def _panels(axes: Sequence[Axis], numbers: Sequence[Axis], summary: pl.DataFrame) -> list[dict[str, Any]]:
    """What stands at each panel of the axes that are not numbers."""
    words = [axis.name for axis in axes if axis not in numbers]
    return summary.select(words).unique(maintain_order=True).to_dicts() if words else [{}]


def _rows_of(panel: dict[str, Any], summary: pl.DataFrame) -> pl.DataFrame:
    return summary.filter([pl.col(name) == value for name, value in panel.items()]) if panel else summary


def _title(panel: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in panel.items())


def sweep_figures(
    summary: pl.DataFrame, axes: Sequence[Axis], outcomes: Sequence[str], name: str
) -> Iterator[tuple[str, Figure]]:
    """
    A figure an outcome that has a value at some point, by its name; none where none can be drawn, see why_not_drawn.

    Args:
        summary: of summary_of with the coordinates, of these outcomes.
    """
    if why_not_drawn(axes, summary) is not None:
        return
    for outcome in outcomes:
        rows = summary.filter(pl.col("outcome") == outcome)
        if rows["mean"].null_count() < rows.height:
            yield outcome, sweep_figure(rows, axes, OUTCOMES[outcome], name)


@drawn
def sweep_figure(summary: pl.DataFrame, axes: Sequence[Axis], outcome: Outcome, name: str) -> Figure:
    """
    One outcome over the one or two numbers that are swept; a panel for each choice of whatever else is.

    Args:
        summary: rows of one outcome, of `summary_of` with the coordinates.
        axes: all that is swept; see `why_not_drawn`.
        name: of the sweep, for the title.
    """
    numbers = numbers_of(axes, summary)
    panels = _panels(axes, numbers, summary)
    figure = (_lines if len(numbers) == 1 else _maps)(summary, numbers, panels, outcome)
    title = say("{outcome} ({name})", outcome=say(outcome.label), name=name)
    heading(figure, title)
    over = say(" and ").join(axis.name for axis in numbers)
    words = say("{what} over {axes}.", what=f"{title} [{say(outcome.unit)}]", axes=over)
    arms = summary["arm"].unique(maintain_order=True).to_list()
    describe(figure, sentences([words, *(_in_words(arm, summary.filter(pl.col("arm") == arm), axes) for arm in arms)]))
    return figure


def _in_words(arm: str, rows: pl.DataFrame, axes: Sequence[Axis]) -> str:
    """Where an arm has least of the outcome and where most."""
    known = rows.filter(pl.col("mean").is_not_null()).sort("mean", maintain_order=True)
    if known.is_empty():
        return ""
    low, high = known.row(0, named=True), known.row(-1, named=True)
    values = {"low": short(low["mean"]), "high": short(high["mean"])}
    places = {"least": _title({axis.name: low[axis.name] for axis in axes}),
              "most": _title({axis.name: high[axis.name] for axis in axes})}  # fmt: skip
    return say("{arm}: from {low} at {least} to {high} at {most}.", arm=in_words(arm), **values, **places)


def _lines(summary: pl.DataFrame, numbers: Sequence[Axis], panels: list[dict[str, Any]], outcome: Outcome) -> Figure:
    """A panel a choice, a line an arm with the 95 % band of its mean."""
    (axis,) = numbers
    columns = min(3, len(panels))
    rows = ceil(len(panels) / columns)
    figure = canvas(4.6 * columns + 2.2, 3.5 * rows + 0.4)
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    arms = summary["arm"].unique(maintain_order=True).to_list()
    looks = lines_of(arms)
    for place, (axes, panel) in enumerate(zip(grid.flat, panels, strict=False)):
        ends = {arm: _line(axes, _rows_of(panel, summary), axis, arm, looks[arm]) for arm in arms}
        axes.set_title(_title(panel), fontsize=9.5)
        axes.grid(axis="y", color=GRID, lw=0.7)
        if axis.log:
            logarithmic(axes, "x")
        if place >= len(panels) - columns:
            axes.set_xlabel(axis.name)
        if place % columns == 0:
            axes.set_ylabel(named(outcome))
        if place == len(panels) - 1 or place % columns == columns - 1:
            label_ends(axes, ends, looks)
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    note(figure, say("Dots: the points run. Band: 95 % interval of the mean over seeds."))
    return figure


def logarithmic(axes: Axes, which: str) -> None:
    """A logarithmic axis whose numbers are written out: 20, 50, 100."""
    (axes.set_xscale if which == "x" else axes.set_yscale)("log")
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def _line(axes: Axes, rows: pl.DataFrame, axis: Axis, arm: str, look: Line) -> float:
    """The line of one arm and its band. Returns where it ends, NaN for no value."""
    mine = rows.filter(pl.col("arm") == arm).sort(axis.name)
    x, mean, low, high = (mine[name].cast(pl.Float64).to_numpy() for name in (axis.name, "mean", "low", "high"))
    axes.fill_between(x, low, high, color=look.colour, alpha=0.18, lw=0, gid="band")
    axes.plot(x, mean, color=look.colour, ls=look.dash, marker=look.marker, ms=4.5, gid=f"line {arm}")
    return float(mean[-1]) if mean.size else float("nan")


def _maps(summary: pl.DataFrame, numbers: Sequence[Axis], panels: list[dict[str, Any]], outcome: Outcome) -> Figure:
    """A panel an arm and choice, all on one scale: cells where the points are a grid, else a dot a point."""
    arms = summary["arm"].unique(maintain_order=True).to_list()
    places = [(arm, panel) for panel in panels for arm in arms]
    columns = min(3, len(places))
    rows = ceil(len(places) / columns)
    figure = canvas(3.6 * columns + 1.6, 3.1 * rows + 0.6)
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    means = summary["mean"].drop_nulls().to_numpy()
    scale = Normalize(float(means.min()), float(means.max()))
    for axes, (arm, panel) in zip(grid.flat, places, strict=False):
        mine = _rows_of(panel, summary).filter(pl.col("arm") == arm)
        shown = _map(axes, mine, numbers, scale)
        axes.set_title(", ".join(filter(None, [in_words(arm), _title(panel)])), fontsize=9.5)
        axes.set_xlabel(numbers[0].name)
        axes.set_ylabel(numbers[1].name)
        for axis, which in zip(numbers, "xy", strict=True):
            if axis.log:
                logarithmic(axes, which)
        axes.label_outer()
    for axes in grid.flat[len(places) :]:
        axes.set_visible(False)
    bar = figure.colorbar(shown, ax=grid, shrink=0.9)
    bar.set_label(named(outcome))
    return figure


def _map(axes: Axes, rows: pl.DataFrame, numbers: Sequence[Axis], scale: Normalize) -> Any:
    x, y = (rows[axis.name].cast(pl.Float64).to_numpy() for axis in numbers)
    mean = rows["mean"].cast(pl.Float64).to_numpy()
    across, up = np.unique(x), np.unique(y)
    if across.size * up.size != rows.height:
        axes.set_facecolor("#f4f4f4")
        return axes.scatter(x, y, c=mean, cmap=COLOURS, norm=scale, s=34, edgecolors=INK, linewidths=0.4)
    cells = np.full((up.size, across.size), np.nan)
    cells[np.searchsorted(up, y), np.searchsorted(across, x)] = mean
    axes.set_facecolor(EMPTY)  # where the outcome has no value
    shown = axes.pcolormesh(np.arange(across.size + 1), np.arange(up.size + 1), cells, cmap=COLOURS, norm=scale)
    _ticks(axes, across, up)
    if cells.size <= MOST_NUMBERS:
        _write_numbers(axes, cells, scale)
    return shown


def _ticks(axes: Axes, across: Any, up: Any) -> None:
    """The values below their cells, which are all of one size; every second one where they are many."""
    for values, set_ticks in ((across, axes.set_xticks), (up, axes.set_yticks)):
        step = ceil(values.size / 8)
        set_ticks(np.arange(values.size)[::step] + 0.5, [f"{value:.4g}" for value in values[::step]])
    axes.tick_params(length=0)


def _write_numbers(axes: Axes, cells: Any, scale: Normalize) -> None:
    digits = 0 if np.nanmax(np.abs(cells)) >= 100 else 1 if np.nanmax(np.abs(cells)) >= 10 else 2
    for (row, column), value in np.ndenumerate(cells):
        if np.isfinite(value):
            look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8, "gid": "cell"}
            colour = letters_on(matplotlib.colormaps[COLOURS](scale(value)))
            axes.text(column + 0.5, row + 0.5, f"{value:.{digits}f}", color=colour, **look)
