"""How firm a ranking of arms is: in what share of the ensemble's sets one beats another."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import canvas, describe, drawn, heading, letters_on, note
from clubsim.experiments.figures.words import sentences
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import chosen, in_words
from clubsim.experiments.wording import say

COLOUR_MAP = "PuOr"


@drawn
def ranking(beaten: pl.DataFrame, outcomes: Sequence[str]) -> Figure:
    """
    A matrix an outcome: the share of sets in which the arm of the row beats the arm of the column.

    Args:
        beaten: of ranking.beaten.
        outcomes: which ones, in this order; those that are not there are left out.

    Raises:
        ValueError: none of them is there.
    """
    shown = [outcome for outcome in chosen(list(outcomes)) if outcome.name in beaten["outcome"]]
    if not shown:
        raise ValueError(f"there is no ranking by any of {', '.join(outcomes)} to draw")
    arms = beaten["arm"].unique(maintain_order=True).to_list()
    size = 0.5 * len(arms)
    figure = canvas(2.0 + (size + 0.4) * len(shown), size + 2.2)
    grid = figure.subplots(1, len(shown), sharey=True, squeeze=False)
    for axes, outcome in zip(grid.flat, shown, strict=True):
        _matrix(axes, _shares(beaten.filter(pl.col("outcome") == outcome.name), arms))
        axes.set_title(say(outcome.label).replace(" per ", "\nper "), fontsize=9.5)
        names = [in_words(arm) for arm in arms]
        axes.set_xticks(range(len(arms)), names, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(arms)), names)
    sets = beaten["sets"].to_list()[0]
    heading(figure, say("How firm is the ranking? Share of {sets} sets of assumptions in which …", sets=sets))
    note(figure, say("… the arm of the row beats that of the column [%]"))
    words = say("Matrix of arms: in what share of {sets} sets of assumptions one beats another.", sets=sets)
    describe(figure, sentences([words, *(_in_words(beaten, each) for each in shown)]))
    return figure


def _in_words(beaten: pl.DataFrame, outcome: Outcome) -> str:
    """Each arm with the share of all its matches that it wins, the most first."""
    mine = beaten.filter((pl.col("outcome") == outcome.name) & pl.col("share").is_not_null())
    means = mine.group_by("arm", maintain_order=True).agg(pl.col("share").mean())
    best = means.sort("share", descending=True, maintain_order=True).iter_rows()
    values = say("; ").join(f"{in_words(arm)} {100 * share:.0f} %" for arm, share in best)
    return say("By {what}, on average over the others: {values}.", what=say(outcome.label), values=values)


def _shares(rows: pl.DataFrame, arms: list[str]) -> np.ndarray:
    """Shares [arms, arms], NaN on the diagonal and where no set has both."""
    shares = np.full((len(arms), len(arms)), np.nan)
    for row in rows.iter_rows(named=True):
        if row["share"] is not None:
            shares[arms.index(row["arm"]), arms.index(row["other"])] = row["share"]
    return shares


def _matrix(axes: Axes, shares: np.ndarray) -> None:
    axes.imshow(shares, cmap=COLOUR_MAP, vmin=0, vmax=1, aspect="equal")
    colours = matplotlib.colormaps[COLOUR_MAP]
    for i, j in zip(*np.nonzero(np.isfinite(shares)), strict=True):
        share = shares[i, j]
        colour = letters_on(colours(share))
        axes.text(j, i, f"{100 * share:.0f}", ha="center", va="center", fontsize=8.5, color=colour, gid="cell")
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
