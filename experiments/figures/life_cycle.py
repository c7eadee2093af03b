"""The life of each arm's community: its weekly speakers, and the stages that are read off them."""

from __future__ import annotations

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.panels import panels_of, with_band, word_edges
from clubsim.experiments.figures.style import FAINT, INK, describe, drawn, heading, note
from clubsim.experiments.life_of_arms import WEEK, stages_table, weekly_speakers
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.patterns.stages import shortest_weeks, smoothing_weeks
from clubsim.experiments.wording import say

__all__ = ["life_cycle", "stages_table"]

TINTS = {  # light enough to write on, and the names stand in them
    "inception": "#f4ecd0",
    "growth": "#d8eed4",
    "maturity": "#cfe0f4",
    "decline": "#f7dccb",
    "death": "#d4d4d4",
    "revival": "#e6d9f2",
}
NAME_SIZE = 8.0  # [pt] of a stage's name
LETTER = 0.62 * NAME_SIZE / 72  # width of a letter of it, about [inch]
ROOM, TALL_ROOM = 1.18, 1.45  # of the highest value: what is above is left to names across, and to upright ones


@drawn
def life_cycle(daily: pl.DataFrame) -> Figure:
    """
    Weekly speakers of each arm, mean over seeds with a 95 % band, and the stages read off that mean.

    Args:
        daily: a row an arm, seed and day with weekly_speakers; of several sets, -1 is drawn.

    Raises:
        ValueError: no week is whole.
    """
    weeks, stages = weekly_speakers(daily), stages_table(daily)
    arms = stages["arm"].unique(maintain_order=True).to_list()
    n_weeks = max(weeks["week"].to_list()) + 1
    figure, panels = panels_of(arms)
    upright = False
    for arm, axes in panels.items():
        axes.set_xlim(0, WEEK * n_weeks)
        upright |= _shade(axes, stages.filter(pl.col("arm") == arm))
        _curve(axes, weeks.filter(pl.col("arm") == arm))
    highest = max((weeks["mean"] + weeks["half"]).to_list())
    axes.set_ylim(0, max(highest, 1.0) * (TALL_ROOM if upright else ROOM))
    heading(figure, say("Stages of life: who speaks, {band}", band=with_band(max(weeks["n"].to_list()))))
    word_edges(panels, say("day of the run [day]"), say("weekly speakers [members]"))
    note(figure, _caution(n_weeks))
    describe(figure, _in_words(weeks, stages))
    return figure


def _curve(axes: Axes, rows: pl.DataFrame) -> None:
    """Each week's speakers, at the middle of the week; dark in every panel, for the colours belong to the stages."""
    week, mean, half = (rows[name].to_numpy() for name in ("week", "mean", "half"))
    day = WEEK * week + WEEK / 2
    axes.fill_between(day, (mean - half).clip(min=0), mean + half, color=INK, alpha=0.25, lw=0)
    axes.plot(day, mean, color=INK, marker="o" if len(day) == 1 else None, ms=4.5)


def _shade(axes: Axes, stages: pl.DataFrame) -> bool:
    """A tint from the first to the last day of each stage, and its name; whether one had to be written upright."""
    figure, spec = axes.get_figure(root=True), axes.get_subplotspec()
    assert figure is not None and spec is not None
    inch_a_day = 0.86 * figure.get_figwidth() / spec.get_gridspec().ncols / axes.get_xlim()[1]
    upright = False
    for stage, first, last in stages.select("stage", "first_day", "last_day").iter_rows():
        axes.axvspan(first, last + 1, color=TINTS[stage], lw=0, zorder=0, gid=f"stage {stage}")
        if first > 0:
            axes.axvline(first, color=FAINT, lw=0.8, zorder=0.5, gid="edge")
        name = say(stage)
        fits = LETTER * len(name) * (1 if name.isascii() else 1.8) < (last + 1 - first) * inch_a_day
        look: dict[str, Any] = {"fontsize": NAME_SIZE, "color": INK, "ha": "center", "va": "top", "gid": "stage name"}
        place = ((first + last + 1) / 2, 0.97)
        upright |= not fits
        axes.text(*place, name, transform=axes.get_xaxis_transform(), rotation=0 if fits else 90, **look)
    return upright


def _caution(n_weeks: int) -> str:
    words = say(
        "stages by convention, read off the mean; an edge is no sharper than {smooth} weeks, "
        "and no stage is shorter than {least}",
        smooth=smoothing_weeks(n_weeks),
        least=shortest_weeks(n_weeks),
    )
    return words


def _in_words(weeks: pl.DataFrame, stages: pl.DataFrame) -> str:
    """What the picture shows, arm by arm."""
    parts = [say("Weekly speakers of each arm over the run, in members, with the stages of its life.")]
    for (arm,), mine in stages.group_by("arm", maintain_order=True):
        own = weeks.filter(pl.col("arm") == arm)
        peak = own.row(own["mean"].arg_max() or 0, named=True)
        lived = say(", ").join(
            say("{stage} on days {first} to {last}", stage=say(stage), first=first, last=last)
            for stage, first, last in mine.select("stage", "first_day", "last_day").iter_rows()
        )
        parts.append(
            say(
                "{arm}: {stages}; most in the week from day {day} ({peak}), {end} in the last week.",
                arm=in_words(str(arm)),
                stages=lived,
                day=WEEK * peak["week"],
                peak=f"{peak['mean']:.0f}",
                end=f"{own['mean'].to_list()[-1]:.0f}",
            )
        )
    return " ".join(parts)
