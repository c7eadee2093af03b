"""How long members stay: Kaplan–Meier curves, an arm each."""

from __future__ import annotations

import numpy as np
import polars as pl
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import canvas, describe, drawn, label_ends, lines_of
from clubsim.experiments.figures.words import by_arm, listed, sentences
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.survival import survival_by_arm
from clubsim.experiments.wording import say


@drawn
def survival(members: pl.DataFrame, end_day: int) -> Figure:
    """
    Share of members still in the group by days since joining, censored at `end_day`, with 95 % bands.

    Args:
        members: a row a member with arm, joined and left [day]; the seeds of an arm are pooled.
        end_day: last day looked at; who joined later is left out.
    """
    curves = survival_by_arm(members, end_day)
    arms = curves["arm"].unique(maintain_order=True).to_list()
    lines = lines_of(arms)
    figure = canvas(9.0, 4.6)
    axes = figure.add_subplot()
    ends = {}
    for place, arm in enumerate(arms):
        rows = curves.filter(pl.col("arm") == arm)
        time, share, low, high = (rows[name].to_numpy() for name in ("time", "survival", "low", "high"))
        line = lines[arm]
        axes.fill_between(time, low, high, step="post", color=line.colour, alpha=0.18, lw=0)
        marks = np.searchsorted(time, np.arange(5 + 4 * place, time[-1], 35)).tolist()
        look = {"color": line.colour, "ls": line.dash, "marker": line.marker, "ms": 4.5}
        axes.plot(time, share, drawstyle="steps-post", markevery=marks, **look)
        ends[arm] = float(share[-1])
    axes.set_title(say("Who is still in the group (Kaplan–Meier, band: 95 % over members)"))
    axes.set_xlabel(say("time since joining [day]; leaving and being removed both count as gone"))
    axes.set_ylabel(say("still in the group [share of members]"))
    axes.set_xlim(0, curves["time"].to_numpy().max())
    axes.set_ylim(0, 1.02)
    label_ends(axes, ends, lines)
    _describe(figure, curves, ends)
    return figure


def _describe(figure: Figure, curves: pl.DataFrame, ends: dict[str, float]) -> None:
    words = say("Share of members still in the group by days since joining, a falling line an arm ({n}).", n=len(ends))
    last = say("At the end of each line: {values}.", values=by_arm(ends))
    halves = [f"{in_words(arm)} {_half(curves.filter(pl.col('arm') == arm))}" for arm in ends]
    describe(figure, sentences([words, last, say("Days until half are gone: {values}.", values=listed(halves))]))


def _half(curve: pl.DataFrame) -> str:
    """The day on which half are gone, in words."""
    gone = curve.filter(pl.col("survival") <= 0.5)
    return f"{gone['time'].to_list()[0]:g}" if gone.height else say("never")
