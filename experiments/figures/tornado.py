"""Tornado: how far each assumption alone moves the difference of an arm, the widest first."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.panels import panels_of
from clubsim.experiments.figures.style import BLUE, INK, ORANGE, describe, drawn, heading, note
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.wording import say

ROW = 0.34  # of an assumption [inch]
HIGH = 0.36  # of a bar, of a row


@drawn
def tornado(effects: pl.DataFrame, outcome: str, words: Mapping[str, str] | None = None) -> Figure:
    """
    A panel an arm, a bar an assumption: its difference at the low and at the high end of the range, all else as it is.

    Args:
        effects: of hinges.effects_at.
        outcome: whose differences they are.
        words: by parameter, how it is called.

    Raises:
        ValueError: there is nothing to draw.
    """
    if effects.is_empty():
        raise ValueError("no assumption was tried, so that there is none to draw; name some under hinges:")
    ends = ends_of(effects)
    order = widest_first(ends)
    figure, panels = panels_of(ends["arm"].unique(maintain_order=True).to_list(), height=0.7 + ROW * len(order))
    for arm, axes in panels.items():
        mine = {row["parameter"]: row for row in ends.filter(pl.col("arm") == arm).to_dicts()}
        axes.axvline(0, color=INK, lw=0.9)
        for place, name in enumerate(order):
            _bar(axes, place, mine[name])
        axes.set_yticks(range(len(order)), [say((words or {}).get(name, name)) for name in order])
        axes.set_ylim(len(order) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.12)
        spec = axes.get_subplotspec()
        if spec is not None and spec.is_last_row():
            axes.set_xlabel(say("difference [{unit}]", unit=say(OUTCOMES[outcome].unit)))
    heading(figure, say("{outcome}, arm less control", outcome=say(OUTCOMES[outcome].label)))
    note(figure, say("bar: from the low end of an assumption's range (blue, round) to the high end (orange, square), "
                     "all else as it is; stroke: the study's own value"))  # fmt: skip
    describe(figure, ends_in_words(effects, outcome, words or {}))
    return figure


def ends_of(effects: pl.DataFrame) -> pl.DataFrame:
    """A row an arm and parameter: at_low, at_high, at_own: the mean difference there; low, high: the values."""
    lowest, highest = pl.col("value").arg_min(), pl.col("value").arg_max()
    own = (pl.col("value") - pl.col("own")).abs().arg_min()
    return effects.group_by("arm", "parameter", maintain_order=True).agg(
        at_low=pl.col("mean").get(lowest),
        at_high=pl.col("mean").get(highest),
        at_own=pl.col("mean").get(own),
        low=pl.col("value").min(),
        high=pl.col("value").max(),
    )


def widest_first(ends: pl.DataFrame) -> list[str]:
    """Parameters by how far they move the difference of the arm that they move most; equal ones as they come."""
    swing = (pl.col("at_high") - pl.col("at_low")).abs().max()
    table = ends.group_by("parameter", maintain_order=True).agg(swing=swing)
    return table.sort("swing", descending=True, maintain_order=True)["parameter"].to_list()


def _bar(axes: Axes, place: int, row: Mapping[str, float]) -> None:
    low, high, own = row["at_low"], row["at_high"], row["at_own"]
    for end, colour, marker in ((low, BLUE, "o"), (high, ORANGE, "s")):
        axes.barh(place, end - own, left=own, height=HIGH, color=colour)
        axes.plot(end, place, marker, ms=6.5, color=colour)
    axes.plot(own, place, "|", ms=13, mew=1.4, color=INK)


def ends_in_words(effects: pl.DataFrame, outcome: str, words: Mapping[str, str]) -> str:
    """The difference of every arm at both ends of every assumption, in sentences."""
    ends = ends_of(effects)
    parts = [say("Difference in {outcome} over the range of each assumption.", outcome=say(OUTCOMES[outcome].label))]
    rows = {(row["parameter"], row["arm"]): row for row in ends.to_dicts()}
    for name in widest_first(ends):
        for arm in ends["arm"].unique(maintain_order=True):
            row = rows[name, arm]
            parts.append(say("{what}, {arm}: {first} at {low}, {last} at {high}.", what=say(words.get(name, name)),
                             arm=in_words(arm), first=f"{row['at_low']:.1f}", last=f"{row['at_high']:.1f}",
                             low=f"{row['low']:.3g}", high=f"{row['high']:.3g}"))  # fmt: skip
    return say(" ").join(parts)
