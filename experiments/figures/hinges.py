"""The main difference of each arm as one assumption after the other is moved over its plausible range."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import INK, Line, canvas, describe, drawn, heading, label_ends, lines_of, note
from clubsim.experiments.figures.tornado import ends_in_words
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.wording import say

PANELS = 3  # beside each other
LABELS = 1.9  # [inch] for the names of arms


@drawn
def hinges(effects: pl.DataFrame, outcome: str, words: Mapping[str, str] | None = None) -> Figure:
    """
    A panel an assumption, a line an arm with its 95 % band, the study's own value as a vertical line, 0 as a level one.

    Args:
        effects: of hinges.effects_at.
        outcome: whose differences they are.
        words: by parameter, how it is called.

    Raises:
        ValueError: there is nothing to draw.
    """
    if effects.is_empty():
        raise ValueError("no assumption was tried, so that there is none to draw; name some under hinges:")
    names = effects["parameter"].unique(maintain_order=True).to_list()
    arms = effects["arm"].unique(maintain_order=True).to_list()
    lines = lines_of(arms)
    columns = min(PANELS, len(names))
    rows = -(-len(names) // columns)
    figure = canvas(2.9 * columns + LABELS, 0.6 + 2.6 * rows)
    grid = figure.subplots(rows, columns, sharey=True, squeeze=False)
    for place, (axes, name) in enumerate(zip(grid.flat, names, strict=False)):
        _panel(axes, effects.filter(pl.col("parameter") == name), lines, (words or {}).get(name, name))
        if place % columns == 0:
            axes.set_ylabel(say("difference [{unit}]", unit=say(OUTCOMES[outcome].unit)))
    for axes in list(grid.flat)[len(names) :]:
        axes.set_visible(False)
    last = effects.filter(pl.col("parameter") == names[min(columns, len(names)) - 1])
    ends = last.sort("value").group_by("arm", maintain_order=True).agg(pl.col("mean").last())
    order = dict(zip(ends["arm"], ends["mean"], strict=True))
    label_ends(grid[0, min(columns, len(names)) - 1], {arm: order[arm] for arm in arms}, lines)
    heading(figure, say("{outcome}, arm less control", outcome=say(OUTCOMES[outcome].label)))
    note(figure, say("one assumption at a time; dotted: the study's own value; bands: 95 % interval over seeds"))
    describe(figure, ends_in_words(effects, outcome, words or {}))
    return figure


def _panel(axes: Axes, effects: pl.DataFrame, lines: Mapping[str, Line], words: str) -> None:
    axes.axhline(0, color=INK, lw=0.9)
    axes.axvline(effects["own"].to_list()[0], color=INK, lw=0.8, ls=(0, (2, 2)), gid="own")
    for (arm,), mine in effects.group_by("arm", maintain_order=True):
        line, table = lines[str(arm)], mine.sort("value")
        value, mean, low, high = (table[name].to_numpy() for name in ("value", "mean", "low", "high"))
        axes.fill_between(value, low, high, color=line.colour, alpha=0.15, lw=0)
        axes.plot(value, mean, color=line.colour, ls=line.dash, marker=line.marker, ms=4)
    axes.set_xlabel(_wrapped(say(words)))
    axes.locator_params(axis="x", nbins=5)


def _wrapped(words: str, length: int = 34) -> str:
    """Words on as many lines as they take; Chinese, which has no spaces, stays on one."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
