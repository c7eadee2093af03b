"""How firm a ranking of arms is: in what share of the ensemble's sets one beats another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import INK, canvas, drawn
from clubsim.experiments.outcomes import chosen, in_words

DARK = 0.3  # shares as far from a half as that have white figures


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
        axes.set_title(outcome.label.replace(" per ", "\nper "), fontsize=9.5)
        names = [in_words(arm) for arm in arms]
        axes.set_xticks(range(len(arms)), names, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(arms)), names)
    sets = beaten["sets"].to_list()[0]
    title = f"How firm is the ranking? Share of {sets} sets of assumptions in which …"
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    figure.supxlabel("… the arm of the row beats that of the column [%]", x=0.01, ha="left", fontsize=8.5)
    return figure


def _shares(rows: pl.DataFrame, arms: list[str]) -> np.ndarray:
    """Shares [arms, arms], NaN on the diagonal and where no set has both."""
    shares = np.full((len(arms), len(arms)), np.nan)
    for row in rows.iter_rows(named=True):
        if row["share"] is not None:
            shares[arms.index(row["arm"]), arms.index(row["other"])] = row["share"]
    return shares


def _matrix(axes: Axes, shares: np.ndarray) -> None:
    axes.imshow(shares, cmap="PuOr", vmin=0, vmax=1, aspect="equal")
    for i, j in zip(*np.nonzero(np.isfinite(shares)), strict=True):
        share = shares[i, j]
        colour = "white" if abs(share - 0.5) > DARK else INK
        axes.text(j, i, f"{100 * share:.0f}", ha="center", va="center", fontsize=8.5, color=colour)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
