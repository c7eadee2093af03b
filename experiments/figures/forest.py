"""What each policy changes: paired differences to the control with both of their uncertainties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import BLUE, GRID, INK, ORANGE, canvas, describe, drawn, heading, note
from clubsim.experiments.figures.words import changed, named, sentences
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import chosen, in_words
from clubsim.experiments.wording import say

SEEDS, SETS = BLUE, ORANGE  # the bars also differ in thickness and place
UNTOLD = "#8096ab"  # where the sign-flip test tells no difference from chance
LEVEL = 0.05  # of the test, after Holm
PANELS = 3  # beside each other


@drawn
def forest(
    differences: pl.DataFrame,
    outcomes: Sequence[str],
    ensemble: pl.DataFrame | None = None,
    control: str | None = None,
) -> Figure:
    """
    A panel an outcome, a row an arm. Thick bar: 95 % interval over seeds; thin bar: range over the ensemble.

    Args:
        differences: of paired_differences.
        outcomes: which ones, in this order.
        ensemble: of ensemble_differences; without it there is no thin bar.
        control: its name, for the words.

    Raises:
        ValueError: an outcome that is unknown or not in the differences.
    """
    for name in outcomes:
        if name not in differences["outcome"]:
            raise ValueError(f"there is no difference of '{name}' to draw")
    arms = differences["arm"].unique(maintain_order=True).to_list()
    columns = min(PANELS, len(outcomes))
    rows = -(-len(outcomes) // columns)
    figure = canvas(2.2 + 2.9 * columns, 0.7 + rows * (0.75 + 0.36 * len(arms)))
    grid = figure.subplots(rows, columns, sharey=True, squeeze=False)
    for axes, outcome in zip(grid.flat, chosen(list(outcomes)), strict=False):
        _panel(axes, outcome, arms, _by_arm(differences, outcome), _by_arm(ensemble, outcome))
    for axes in list(grid.flat)[len(outcomes) :]:
        axes.set_visible(False)
    _explain(figure, control, sets=ensemble is not None and not ensemble.is_empty())
    described = [_in_words(differences, each) for each in chosen(list(outcomes))]
    describe(figure, sentences([f"{_title(control)}{say('.')}", *described]))
    return figure


def _by_arm(table: pl.DataFrame | None, outcome: Outcome) -> dict[str, dict[str, Any]]:
    if table is None:
        return {}
    mine = table.filter(pl.col("outcome") == outcome.name)
    return {row["arm"]: row for row in mine.iter_rows(named=True)}


def _panel(
    axes: Axes,
    outcome: Outcome,
    arms: Sequence[str],
    seeds: dict[str, dict[str, Any]],
    sets: dict[str, dict[str, Any]],
) -> None:
    """One outcome; an arm without a number has an empty row."""
    axes.axvline(0, color=INK, lw=0.9, zorder=1)
    for place, arm in enumerate(arms):
        if arm in seeds:
            _bar_over_seeds(axes, place - 0.12, seeds[arm])
        if arm in sets:
            _bar_over_sets(axes, place + 0.2, sets[arm])
    if np.ptp(axes.get_xlim()) < 1e-9:  # no arm differs: do not magnify rounding
        axes.set_xlim(-1, 1)
    axes.set_yticks(range(len(arms)), [in_words(arm) for arm in arms])
    axes.set_ylim(len(arms) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GRID, lw=0.7)
    axes.locator_params(axis="x", nbins=6)
    axes.set_title(say(outcome.label), fontsize=9.5)
    axes.set_xlabel(say("difference [{unit}]", unit=say(outcome.unit)))


def _bar_over_seeds(axes: Axes, height: float, row: dict[str, Any]) -> None:
    if row["low"] is not None:
        ends = [row["low"], row["high"]]
        told = row["p_holm"] is not None and row["p_holm"] <= LEVEL
        axes.plot(ends, [height] * 2, color=SEEDS if told else UNTOLD, lw=6, solid_capstyle="butt", gid="seeds")
    if row["mean"] is not None:
        axes.plot(row["mean"], height, "|", ms=11, mew=1.3, color=INK, zorder=3)


def _bar_over_sets(axes: Axes, height: float, row: dict[str, Any]) -> None:
    if row["median"] is not None:
        axes.plot([row["low"], row["high"]], [height] * 2, color=SETS, lw=1.6, marker="|", ms=6, gid="sets")
        axes.plot(row["median"], height, "D", ms=3.2, color=SETS, zorder=3)


def _title(control: str | None) -> str:
    against = say("“{arm}”", arm=in_words(control)) if control else say("the control")
    return say("Arm minus {control}, paired by seed", control=against)


def _explain(figure: Figure, control: str | None, sets: bool) -> None:
    """The title and what the bars are."""
    heading(figure, _title(control))
    words = say("thick bar, stroke: 95 % interval over seeds, mean (pale: p > .05 after Holm)")
    if sets:
        thin = say("thin bar, diamond: 5–95 % range over the ensemble of fitted sets, median")
        words = f"{words}   ·   {thin}"
    note(figure, words)


def _in_words(differences: pl.DataFrame, outcome: Outcome) -> str:
    """The differences of one outcome, with intervals and whether they are told from chance."""
    found = []
    for arm, row in _by_arm(differences, outcome).items():
        words = f"{in_words(arm)} {changed(row['mean'])}"
        if row["low"] is not None:
            words += say(" ({low} to {high})", low=changed(row["low"]), high=changed(row["high"]))
            if row["p_holm"] is None or row["p_holm"] > LEVEL:
                words += say(", not told from chance")
        found.append(words)
    return say("{what}: {values}.", what=named(outcome), values=say("; ").join(found))
