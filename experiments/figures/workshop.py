"""
Pictures for a slider that is waited for: small, with margins that are set and not sought, so that they take a few ms.

A picture is to be read at the width of a phone, so each shows one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.agents.novelty import novelty_left
from clubsim.agents.parameters import NoveltyForm
from clubsim.experiments.figures.style import (
    FAINT,
    INK,
    Line,
    canvas,
    describe,
    our_settings,
    spread,
)
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.pairs import t_quantile
from clubsim.experiments.patterns.stages import Stage
from clubsim.experiments.wording import say

WIDTH, HEIGHT = 5.6, 3.2  # [inch]
LEFT, BOTTOM, TALL = 0.115, 0.15, 0.73  # of the axes, as shares of the figure
GREY, BLUE, BROWN, RED = "#666666", "#1b5e9e", "#9a4d00", "#bd1f01"  # as text: 4.5 times as dark as white or more
STAGE_COLOURS = {
    "inception": "#e8f1fa",
    "growth": "#cfe6cf",
    "maturity": "#fff2c4",
    "decline": "#f6d9c8",
    "death": "#d9d4d4",
    "revival": "#dcd3ee",
}
COHORTS = {  # by group of workshops.life.retention: colour, dash, where along the line its name stands
    "first day": (BLUE, "-", 0.35),
    "later": (BROWN, (0, (5, 1.5)), 0.75),
}
ARMS = (Line(GREY, "-", "o"), Line(BLUE, (0, (5, 1.5)), "s"), Line(BROWN, (0, (1, 1.2)), "D"))  # dark enough for words
FORMS = {
    NoveltyForm.NONE: "none",
    NoveltyForm.EXPONENTIAL: "exponential",
    NoveltyForm.STRETCHED: "stretched",
    NoveltyForm.LOMAX: "Lomax",
    NoveltyForm.HYPERBOLIC: "hyperbolic",
}
FEWEST = 30  # members: a share of fewer is luck and not drawn
APART = 0.085  # of the height of the axes, from name to name
WEEK = 7  # [day]

_Parameters = ParamSpec("_Parameters")


def quickly(figure: Callable[_Parameters, Figure]) -> Callable[_Parameters, Figure]:
    """For a function that draws with margins of its own: run it with our settings."""

    @wraps(figure)
    def styled(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> Figure:
        with our_settings():
            return figure(*args, **kwargs)

    return styled


@quickly
def life_curve(daily: pl.DataFrame, stages: Sequence[Stage], before: pl.DataFrame | None = None) -> Figure:
    """
    Weekly speakers day by day on the stages of a life.

    Args:
        daily: a row a day with day and weekly_speakers, of one run.
        stages: of patterns.stages.from_series.
        before: likewise, of another run, drawn in grey behind; None for none.
    """
    title = say("Who speaks, and the stages of its life")
    figure, axes = _axes(title, say("day of the run [day]"), say("weekly speakers [members]"))
    days, now = daily["day"].to_numpy(), daily["weekly_speakers"].to_numpy()
    highest = [now.max(), *([] if before is None else [before["weekly_speakers"].to_numpy().max()])]
    axes.set_xlim(0, days[-1])
    axes.set_ylim(0, 1.2 * max(1.0, *map(float, highest)))
    _stages(axes, stages)
    if before is not None:
        axes.plot(before["day"], before["weekly_speakers"], color=GREY, lw=1.2, ls=(0, (4, 2)), gid="before")
        _name(axes, before, 0.62, say("at first"), GREY)
    axes.plot(days, now, color=BLUE, lw=2, gid="now")
    _name(axes, daily, 0.36, say("now"), BLUE)
    numbers = {"days": days.size, "most": int(now.max()), "end": int(now[-1])}
    words = say("Weekly speakers over {days} days: most {most}, {end} at the end.", **numbers)
    describe(figure, " ".join([words, *(f"{say(s.stage)} {s.first_day}–{s.last_day}." for s in stages)]))
    return figure


@quickly
def novelty_curves(halflife: float, floor: float, shape: float, form: int, daily_exposure: float, days: int) -> Figure:
    """
    What is left of the new to somebody who comes every day: the form chosen, and faint the other forms.

    Args:
        halflife: [exposure]; floor: [share]; shape: exponent; form: a NoveltyForm.
        daily_exposure: of a day on which one comes [exposure].
        days: to draw.
    """
    title = say("How the new wears off")
    figure, axes = _axes(title, say("days of coming every day [day]"), say("left of the new [share]"), right=0.79)
    x = np.linspace(0, days, 60)
    curves = {
        each: np.array([novelty_left(daily_exposure * day, halflife, floor, shape, int(each)) for day in x.tolist()])
        for each in NoveltyForm
    }
    axes.set_xlim(0, days)
    axes.set_ylim(0, 1.03)
    for each, curve in curves.items():
        chosen = each == form
        axes.plot(x, curve, color=BLUE if chosen else FAINT, lw=2.2 if chosen else 1.1, zorder=3 if chosen else 2)
    looks = {FORMS[each]: (BLUE if each == form else GREY, each == form) for each in NoveltyForm}
    _names_at_the_end(axes, [float(curve[-1]) for curve in curves.values()], looks)
    left = float(curves[NoveltyForm(form)][-1])
    words = say("Novelty curve of the form {form}.", form=say(FORMS[NoveltyForm(form)]))
    describe(figure, words + " " + say("After {days} days {share:.0%} of the new is left.", days=days, share=left))
    return figure


@quickly
def weeks_since_joining(shares: pl.DataFrame) -> Figure:
    """
    Share who came in each week since joining, by when they joined.

    Args:
        shares: of workshops.life.retention: group ("first day", "later"), week, size, share.
    """
    figure, axes = _axes(say("Who still comes"), say("time since joining [week]"), say("came in the week [%]"))
    names = {"first day": say("joined on the first day"), "later": say("joined later")}
    said = [say("Share of members who came in each week since they joined.")]
    for group, (colour, dash, along) in COHORTS.items():
        rows = shares.filter((pl.col("group") == group) & (pl.col("size") >= FEWEST))
        if rows.is_empty():
            continue
        week, share = rows["week"].to_numpy() + 1, rows["share"].to_numpy()
        axes.plot(week, 100 * share, lw=2, color=colour, ls=dash, gid=group)
        at = int(along * (week.size - 1))
        above = float(
            shares.filter((pl.col("size") >= FEWEST) & (pl.col("week") >= week[at] - 1))["share"].to_numpy().max()
        )
        _beside(axes, names[group], week[at], 100 * above, colour)
        numbers = {"group": names[group], "share": share[-1], "week": week[-1]}
        said.append(say("{group}: {share:.0%} in week {week}.", **numbers))
    axes.set_xlim(left=1)
    axes.set_ylim(0, 102)
    describe(figure, " ".join(said))
    return figure


@quickly
def messages_and_noise(daily: pl.DataFrame) -> Figure:
    """
    Messages a day, mean of a week: what is worth reading, and noise on top of it.

    Args:
        daily: a row a day with day, messages and noise, of one run.
    """
    figure, axes = _axes(say("What is written"), say("day of the run [day]"), say("messages a day (weekly mean)"))
    week = daily.select("day", pl.col("messages", "noise").rolling_mean(WEEK, min_samples=1))
    day, messages, noise = (week[name].to_numpy() for name in ("day", "messages", "noise"))
    axes.set_xlim(0, day[-1])
    axes.set_ylim(0, 1.12 * max(1.0, float(messages.max())))
    axes.fill_between(day, 0, messages - noise, color="#9cc4e8", lw=0)
    axes.fill_between(day, messages - noise, messages, color=RED, lw=0)
    axes.plot(day, messages, color=INK, lw=0.8)
    share = float(daily["noise"].sum()) / max(float(daily["messages"].sum()), 1.0)
    at = int(0.3 * (day.size - 1))
    _beside(axes, say("noise, {share:.0%} of all", share=share), day[at], messages[at], RED, up=12)
    _beside(axes, say("worth reading"), day[at // 3], 0, "#17466f")
    numbers = {"first": messages[min(WEEK, day.size) - 1], "last": messages[-1], "share": share}
    words = "Messages a day: {first:.0f} in the first week, {last:.0f} in the last; {share:.0%} noise."
    describe(figure, say(words, **numbers))
    return figure


@quickly
def speakers_of_arms(daily: pl.DataFrame) -> Figure:
    """
    Weekly speakers of each arm, mean of the seeds with a 95 % band.

    Args:
        daily: a row an arm, seed and day, with weekly_speakers; of three arms, the control before the others.
    """
    title = say("Who speaks")
    figure, axes = _axes(title, say("day of the run [day]"), say("weekly speakers [members]"), right=0.83)
    arms = daily["arm"].unique(maintain_order=True).to_list()
    lines = dict(zip(arms, ARMS, strict=True))
    ends = {arm: _band(axes, daily.filter(pl.col("arm") == arm), lines[arm]) for arm in arms}
    axes.set_xlim(0, daily["day"].to_numpy().max())
    axes.set_ylim(bottom=0)
    _names_at_the_end(axes, list(ends.values()), {in_words(arm): (lines[arm].colour, True) for arm in arms})
    told = [say("{arm}: {end:.0f} at the end.", arm=say(in_words(arm)), end=end) for arm, end in ends.items()]
    describe(figure, " ".join([say("Weekly speakers of each arm over the days."), *told]))
    return figure


@quickly
def three_denominators(changes: pl.DataFrame, labels: Mapping[str, str]) -> Figure:
    """
    What an arm changes, by what it is divided by, in percent of the control's mean, with 95 % intervals over seeds.

    Args:
        changes: a row an arm and outcome: percent, low, high [%]; low and high are null for fewer than two seeds.
        labels: of the outcomes, by name, in the order of drawing.
    """
    title = say("Three ways to count")
    figure, axes = _axes(title, say("weekly speakers, beside doing nothing [%]"), "", left=0.32)
    arms = changes["arm"].unique(maintain_order=True).to_list()
    lines = dict(zip(arms, ARMS[-len(arms) :], strict=True))
    axes.axvline(0, color=INK, lw=0.9)
    told = [say("Change of weekly speakers beside doing nothing, by denominator.")]
    for row in changes.filter(pl.col("percent").is_not_null()).iter_rows(named=True):
        place = list(labels).index(row["outcome"]) + 0.36 * (arms.index(row["arm"]) - (len(arms) - 1) / 2)
        _change(axes, row, place, lines[row["arm"]])
        told.append(f"{say(labels[row['outcome']])}, {say(in_words(row['arm']))}: {row['percent']:+.0f} %.")
    axes.set_yticks(range(len(labels)), [say(label) for label in labels.values()])
    axes.set_ylim(len(labels) - 0.5, -0.62)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.12)
    axes.grid(axis="x", color="#e2e2e2", lw=0.7)
    describe(figure, " ".join(told))
    return figure


def _axes(title: str, x: str, y: str, left: float = LEFT, right: float = 0.97) -> tuple[Figure, Axes]:
    """A small figure and its axes, between `left` and `right` [share of the width]."""
    figure = canvas(WIDTH, HEIGHT)
    figure.set_layout_engine("none")
    axes = figure.add_axes((left, BOTTOM, right - left, TALL))
    axes.set_title(title, y=1.02)  # places that are given are not sought, which takes half of the time
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.xaxis.set_label_coords(0.5, -0.135)
    axes.yaxis.set_label_coords(-0.085 / (right - left), 0.5)
    return figure, axes


def _stages(axes: Axes, stages: Sequence[Stage]) -> None:
    """A band a stage, with its name at the top where there is room for it."""
    _, last = axes.get_xlim()
    for stage in stages:
        first, end = stage.first_day, min(stage.last_day + 1, last)
        axes.axvspan(first, end, color=STAGE_COLOURS[stage.stage], lw=0, gid="stage")
        if end - first > 0.12 * last:
            inside: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "ha": "center", "va": "top"}
            axes.text((first + end) / 2, 0.98, say(stage.stage), fontsize=8.5, **inside)


def _beside(axes: Axes, words: str, x: float, y: float, colour: str, up: float = 6) -> None:
    """A word at a point of a line, `up` points above it."""
    offset: dict[str, Any] = {"xytext": (5, up), "textcoords": "offset points"}
    axes.annotate(words, (x, y), color=colour, fontsize=9, fontweight="bold", **offset)


def _name(axes: Axes, daily: pl.DataFrame, along: float, words: str, colour: str) -> None:
    """A word beside the line of weekly speakers, at a share of its length."""
    place = int(along * (daily.height - 1))
    _beside(axes, words, daily["day"][place], daily["weekly_speakers"][place], colour)


def _names_at_the_end(axes: Axes, ends: Sequence[float], looks: Mapping[str, tuple[str, bool]]) -> None:
    """
    Name each line to the right of the axes, moved apart where ends lie close.

    Args:
        ends: the value at which each ends.
        looks: colour, and whether it is bold, by English name, in the order of the ends.
    """
    wanted = np.array(ends) / axes.get_ylim()[1]
    for (name, (colour, bold)), place in zip(looks.items(), spread(wanted, APART), strict=True):
        weight = "bold" if bold else "normal"
        axes.text(1.02, place, say(name), transform=axes.transAxes, va="center", color=colour, fontweight=weight)


def _band(axes: Axes, rows: pl.DataFrame, line: Line) -> float:
    """The mean of an arm and its 95 % band over seeds; returns where it ends."""
    speakers = pl.col("weekly_speakers")
    means = rows.group_by("day").agg(mean=speakers.mean(), sd=speakers.std(), n=pl.len()).sort("day")
    day, mean, n = (means[name].to_numpy().astype(np.float64) for name in ("day", "mean", "n"))
    half = np.nan_to_num(t_quantile(n) * means["sd"].fill_null(0).to_numpy() / np.sqrt(n))
    axes.fill_between(day, np.maximum(mean - half, 0), mean + half, color=line.colour, alpha=0.2, lw=0)
    axes.plot(day, mean, color=line.colour, ls=line.dash, lw=2, gid="mean")
    return float(mean[-1])


def _change(axes: Axes, row: Mapping[str, Any], place: float, line: Line) -> None:
    """A difference, its interval and the arm's name above it."""
    if row["low"] is not None:
        axes.plot([row["low"], row["high"]], [place] * 2, color=line.colour, lw=2.2, gid="interval")
    axes.plot(row["percent"], place, line.marker, ms=7, color=line.colour, gid="mean")
    above: dict[str, Any] = {"xytext": (0, 6), "textcoords": "offset points", "ha": "center"}
    axes.annotate(say(in_words(row["arm"])), (row["percent"], place), fontsize=8.5, color=line.colour, **above)
