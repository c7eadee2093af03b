"""From the door to staying: how many of 1,000 who knocked get in, write, keep coming and are there at the end."""

from __future__ import annotations

from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.panels import panels_of, with_lines, word_edges
from clubsim.experiments.figures.style import EMPTY, FAINT, INK, Line, describe, drawn, heading, lines_of, note
from clubsim.experiments.life_of_arms import RECENT, STEPS, TENURE, funnel_steps
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.wording import say

KNOCKED = "knocked"


@drawn
def funnel(runs: pl.DataFrame, members: pl.DataFrame, read_off_day: int, end_day: int) -> Figure:
    """
    Per 1,000 who knocked by the read-off day: admitted, wrote, came on or after day 30, still in, active of late.

    The base is the outcome `knocked`, the same people in every arm; who was invited, enrolled or came from
    partners is in the steps and not in the base. Mean over seeds with 95 % intervals, a panel an arm.

    Args:
        runs: a row an arm and seed with knocked, joined_invited and joined_partner; of several sets, -1 is drawn.
        members: a row an arm, seed and member with channel, joined, left, last_visit, messages, active_days_28.
        read_off_day: who knocked and was admitted by then is counted.
        end_day: the last day of the run, to which they are followed.

    Raises:
        ValueError: nobody knocked.
    """
    table = funnel_steps(runs, members, read_off_day, end_day)
    arms = table["arm"].unique(maintain_order=True).to_list()
    figure, panels = panels_of(arms, height=1.75)
    for (arm, axes), line in zip(panels.items(), lines_of(arms).values(), strict=True):
        _steps(axes, table.filter(pl.col("arm") == arm), line)
    names = _names()
    axes.set_yticks(range(len(names)), list(names.values()))
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, 1.25 * max(1000.0, *(table["mean"] + table["half"]).to_list()))
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    heading(
        figure,
        say("From the door to staying: {band}", band=with_lines(max(table["n"].to_list()))),
    )
    word_edges(panels, say("of 1,000 who knocked [members]"), "")
    note(figure, _base(table, read_off_day, end_day))
    describe(figure, _in_words(table, names))
    return figure


def _names() -> dict[str, str]:
    """What each step is called, from the door on."""
    return {
        KNOCKED: say("knocked"),
        "admitted": say("admitted"),
        "wrote": say("wrote at least once"),
        "came_late": say("came on or after day {day}", day=TENURE),
        "still_in": say("still in at the end"),
        "active": say("came in the last {days} days", days=RECENT),
    }


def _steps(axes: Axes, rows: pl.DataFrame, line: Line) -> None:
    """A bar for the door and one for each step, with its number behind it."""
    axes.barh(0, 1000, height=0.72, fc=EMPTY, ec=FAINT, lw=0.6, gid="step")
    _number(axes, 1000, 0, "1,000")
    for place, step in enumerate(STEPS, start=1):
        mean, half = rows.filter(step=step).select("mean", "half").row(0)
        axes.barh(place, mean, height=0.72, fc=(line.colour, 0.75), ec=line.colour, lw=0.6, gid="step")
        axes.hlines(place, max(mean - half, 0.0), mean + half, color=INK, lw=1.4, gid="interval")
        _number(axes, mean + half, place, f"{mean:,.0f}")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _number(axes: Axes, end: float, place: int, text: str) -> None:
    look: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 8.5}
    axes.annotate(text, (end, place), gid="number", **look)


def _base(table: pl.DataFrame, read_off_day: int, end_day: int) -> str:
    """Who is counted, and what a reader must know to compare."""
    followed = {"day": read_off_day, "end": end_day}
    words = [
        say("base: founders and all who knocked of themselves by day {day}, followed to day {end}", **followed),
        say("a step need not be part of the one above"),
    ]
    most = {step: max(table.filter(step=step)["mean"].to_list()) for step in ("beside", "too_late")}
    if most["beside"] > 0:
        about = f"{most['beside']:,.0f}"
        words.append(
            say("in the steps alone: who was invited, enrolled or came from partners; up to about {count}", count=about)
        )
    if most["too_late"] > 0:
        words.append(
            say(
                "up to {count} were admitted within {days} days of the end and cannot have come after them",
                count=f"{most['too_late']:,.0f}",
                days=TENURE,
            )
        )
    return "\n".join(words)


def _in_words(table: pl.DataFrame, names: dict[str, str]) -> str:
    """The steps of each arm."""
    parts = [say("Of 1,000 who knocked, how many came how far, a panel an arm.")]
    for (arm,), mine in table.group_by("arm", maintain_order=True):
        means = dict(mine.select("step", "mean").iter_rows())
        steps = say(", ").join(f"{names[step]} {means[step]:,.0f}" for step in STEPS)
        parts.append(say("{arm}: {shares}.", arm=in_words(str(arm)), shares=steps))
    return " ".join(parts)
