"""Who exchanges with whom at chosen days: the reply graph, every member at the same place in every panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from clubsim.experiments.figures.style import FAINT, INK, SOFT, canvas, describe, drawn, heading, legend_below
from clubsim.experiments.figures.words import sentences
from clubsim.experiments.reply_graph import WEEKS, Moment, Place, check_days, moment_of, places_of, strongest
from clubsim.experiments.wording import say

MOST_MEMBERS, MOST_TIES = 160, 700  # drawn; of ties in a panel
COLUMNS = 2
SMALLEST, LARGEST = 7.0, 190.0  # [point²] of a mark
NEW, SETTLED = 28, 90  # [day] in the log
LOOKS = ("^", "#b96a00"), ("s", "#2b8a70"), ("o", "#1d3158")  # of newcomers, those for some weeks, those for months


@drawn
def social_graph(log: pl.DataFrame, days: Sequence[int], name: str) -> Figure:
    """
    A panel a day: a mark a member who exchanged in the four weeks up to it, larger with more partners, a line a pair.

    Args:
        log: a row an event with member, day, kind and target; see measures.reading.
        days: at least one, of the log.
        name: whose graph it is, for the title.

    Raises:
        StudyError: nobody answers anybody, or a day outside of the log.
    """
    check_days(log, days)
    moments = [moment_of(log, day) for day in days]
    members = strongest(moments, MOST_MEMBERS)
    places = places_of(moments, members)
    busiest = max(max(moment.partners.values(), default=1) for moment in moments)
    columns = min(COLUMNS, len(days))
    rows = ceil(len(days) / columns)
    figure = canvas(4.7 * columns, 4.5 * rows + 1.1)
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes, moment in zip(grid.flat, moments, strict=False):
        _panel(axes, moment, places, busiest)
    for axes in grid.flat[len(days) :]:
        axes.set_visible(False)
    heading(figure, say("Who exchanges with whom ({name})", name=name))
    legend_below(figure, _legend(), _note(moments, members))
    _describe(figure, moments, name)
    return figure


def _panel(axes: Axes, moment: Moment, places: Mapping[int, Place], busiest: int) -> None:
    shown = [tie for tie in moment.ties.iter_rows() if tie[0] in places and tie[1] in places][:MOST_TIES]
    largest = max((exchanges for *_, exchanges in shown), default=1)
    axes.add_collection(
        LineCollection(
            [[places[one], places[other]] for one, other, _ in shown],
            colors=SOFT,
            linewidths=[0.3 + 1.7 * exchanges / largest for *_, exchanges in shown],
            alpha=0.35,
            zorder=1,
        )
    )
    _marks(axes, moment, places, busiest)
    values = {"day": moment.day, "members": len(moment.partners), "ties": f"{moment.ties.height:,}"}
    axes.set_title(say("day {day}: {members} members, {ties} ties", **values), fontsize=9.5)
    axes.set(xlim=(-1.06, 1.06), ylim=(-1.06, 1.06), xticks=[], yticks=[], aspect="equal")
    axes.spines[:].set_visible(False)


def _marks(axes: Axes, moment: Moment, places: Mapping[int, Place], busiest: int) -> None:
    """Members with ties by how long they are there, and small rings where somebody was who has none now."""
    partners = moment.partners
    silent = [places[member] for member in places if member in moment.tenure and member not in partners]
    axes.plot(*_columns(silent), "o", ms=2.6, mfc="white", mec=FAINT, mew=0.7, ls="", zorder=2, gid="silent")
    for place, (marker, colour) in enumerate(LOOKS):
        mine = [member for member in places if member in partners and _age(moment.tenure[member]) == place]
        sizes = [SMALLEST + LARGEST * partners[member] / busiest for member in mine]
        look: dict[str, Any] = {"marker": marker, "color": colour, "edgecolors": "white", "linewidths": 0.5}
        axes.scatter(*_columns([places[member] for member in mine]), s=sizes, zorder=3, gid="members", **look)


def _columns(places: Sequence[Place]) -> tuple[list[float], list[float]]:
    return [x for x, _ in places], [y for _, y in places]


def _age(tenure: int) -> int:
    """The place in LOOKS of who was first seen so many days ago."""
    return 0 if tenure < NEW else 1 if tenure < SETTLED else 2


def _legend() -> list[Line2D]:
    words = (
        say("first seen less than {new} days ago", new=NEW),
        say("first seen {new} to {last} days ago", new=NEW, last=SETTLED - 1),
        say("first seen {settled} days ago or more", settled=SETTLED),
    )
    rows = [
        Line2D([], [], ls="", marker=marker, ms=6, color=colour, label=each)
        for (marker, colour), each in zip(LOOKS, words, strict=True)
    ]
    ring: dict[str, Any] = {"ls": "", "marker": "o", "ms": 4, "mfc": "white", "mec": INK, "mew": 0.7}
    return [*rows, Line2D([], [], **ring, label=say("seen before, no exchange in these weeks"))]


def _note(moments: Sequence[Moment], members: Sequence[int]) -> str:
    every = {member for moment in moments for member in moment.partners}
    words = say(
        "A tie: at least one exchange in the {weeks} days up to the day; a larger mark has more partners.", weeks=WEEKS
    )
    most = {"drawn": len(members), "all": len(every)}
    part = (
        say("Drawn are the {drawn} members of {all} with most exchanges.", **most) if len(every) > len(members) else ""
    )
    cut = max(moment.ties.height for moment in moments) > MOST_TIES
    ties = say("Of the ties between them at most the {most} strongest.", most=MOST_TIES) if cut else ""
    return sentences([words, part, ties])


def _describe(figure: Figure, moments: Sequence[Moment], name: str) -> None:
    words = say("Networks of replies in {name}, a panel a day, every member at the same place in each.", name=name)
    told = [
        say(
            "Day {day}: {members} members with {ties} ties and {exchanges} exchanges in {weeks} days; {share} of them "
            "are connected, the busiest with {most} others.",
            day=moment.day,
            members=len(moment.partners),
            ties=f"{moment.ties.height:,}",
            exchanges=f"{moment.exchanges:,}",
            weeks=WEEKS,
            share=f"{100 * moment.largest:.0f} %",
            most=max(moment.partners.values(), default=0),
        )
        for moment in moments
    ]
    describe(figure, sentences([words, *told]))
