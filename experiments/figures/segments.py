"""Who wins and who loses: the change of a person's active days by segment, picked in either run."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import BLUE, GRID, INK, ORANGE, canvas, describe, drawn, heading, note
from clubsim.experiments.figures.words import changed, sentences
from clubsim.experiments.kinds import KINDS
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.segments import ARM, CONTROL
from clubsim.experiments.wording import say

SHOWN = (*KINDS, "all")
LABELS = {"all": "all who were ever in either"}
COLOURS = {CONTROL: BLUE, ARM: ORANGE}  # the marks also differ in shape and place


@drawn
def segments(changes: pl.DataFrame, control: str, measure: str = "active_days") -> Figure:
    """
    A panel a segment, a row an arm: mean change of a person with its 95 % interval over seeds.

    Filled: people picked by what they are in the control's run; hollow: by what they are in the arm's.

    Args:
        changes: of segment_changes.
        control: its name, for the words.
        measure: which one is drawn.

    Raises:
        ValueError: there is no such measure.
    """
    mine = changes.filter(pl.col("measure") == measure)
    if mine.is_empty():
        raise ValueError(f"there is no change of '{measure}' to draw")
    arms = mine["arm"].unique(maintain_order=True).to_list()
    shown = [name for name in SHOWN if mine.filter(pl.col("segment") == name)["n"].sum() > 0]
    figure = canvas(2.0 + 2.1 * len(shown), 1.2 + 0.42 * len(arms))
    grid = figure.subplots(1, len(shown), sharey=True, squeeze=False)
    for axes, name in zip(grid.flat, shown, strict=True):
        _panel(axes, mine.filter(pl.col("segment") == name), arms)
        axes.set_title(_label(name), fontsize=9.5)
        axes.set_xlabel(say("change [days of 28]") if measure == "active_days" else say("change [a person]"))
    grid.flat[0].set_yticks(range(len(arms)), [in_words(arm) for arm in arms])
    title = say("Active days of a person: arm minus “{control}”, by who they are", control=in_words(control))
    heading(figure, title)
    words = (
        say("filled: picked in the control's run"),
        say("hollow: picked in the arm's run"),
        say("bar: 95 % interval over seeds"),
    )
    note(figure, "   ·   ".join(words))
    described = [_in_words(name, mine.filter(pl.col("segment") == name)) for name in shown]
    describe(figure, sentences([f"{title}{say('.')}", *described]))
    return figure


def _label(name: str) -> str:
    """Of a segment."""
    return say(LABELS.get(name, name))


def _in_words(name: str, rows: pl.DataFrame) -> str:
    """The mean changes of one segment, as those picked in the control's run have them, or else in the arm's."""
    of_control = rows.filter((pl.col("picked_in") == CONTROL) & pl.col("mean").is_not_null())
    of_arm = rows.filter((pl.col("picked_in") == ARM) & pl.col("mean").is_not_null())
    known = of_control if of_control.height else of_arm
    values = say("; ").join(f"{in_words(row['arm'])} {changed(row['mean'])}" for row in known.iter_rows(named=True))
    return say("{what}: {values}.", what=_label(name), values=values) if values else ""


def _panel(axes: Axes, rows: pl.DataFrame, arms: list[str]) -> None:
    axes.axvline(0, color=INK, lw=0.9, zorder=1)
    for row in rows.iter_rows(named=True):
        if row["mean"] is not None:
            _mark(axes, arms.index(row["arm"]), row)
    if np.ptp(axes.get_xlim()) < 1e-9:
        axes.set_xlim(-1, 1)
    axes.set_ylim(len(arms) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GRID, lw=0.7)
    axes.locator_params(axis="x", nbins=5)


def _mark(axes: Axes, place: int, row: dict[str, Any]) -> None:
    by_control = row["picked_in"] == CONTROL
    colour, height = COLOURS[row["picked_in"]], place + (-0.12 if by_control else 0.16)
    if row["low"] is not None:
        axes.plot([row["low"], row["high"]], [height] * 2, color=colour, lw=1.6, gid="interval")
    face = colour if by_control else "white"
    axes.plot(row["mean"], height, "o" if by_control else "D", ms=5, color=colour, mfc=face, zorder=3, gid="mean")
