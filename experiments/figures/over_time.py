"""Lines over the days of a run, an arm each: weekly speakers, headcount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import FAINT, SOFT, Line, canvas, describe, drawn, label_ends, lines_of
from clubsim.experiments.figures.words import by_arm, sentences
from clubsim.experiments.pairs import SCENARIO, t_quantile
from clubsim.experiments.wording import say

MARK_EVERY = 30  # days between the markers of a line


@drawn
def weekly_speakers(daily: pl.DataFrame, seasons: Sequence[int] = ()) -> Figure:
    """
    Distinct members with a message in the last 7 days, day by day, with 95 % bands over seeds.

    Args:
        daily: a row an arm, seed and day with weekly_speakers; of several sets, -1 is drawn.
        seasons: first day of each season, marked by faint vertical lines.
    """
    return _over_time(daily, "weekly_speakers", seasons, say("Who speaks"), say("weekly speakers [members]"))


@drawn
def headcount(daily: pl.DataFrame, seasons: Sequence[int] = ()) -> Figure:
    """Members in the group at the end of each day, as `weekly_speakers`."""
    return _over_time(daily, "headcount", seasons, say("Who is in the group"), say("headcount [members]"))


def _over_time(daily: pl.DataFrame, column: str, seasons: Sequence[int], title: str, unit: str) -> Figure:
    table = _means(daily, column)
    arms = table["arm"].unique(maintain_order=True).to_list()
    lines = lines_of(arms)
    figure = canvas(9.0, 4.6)
    axes = figure.add_subplot()
    for place, arm in enumerate(arms):
        _line(axes, table.filter(pl.col("arm") == arm), lines[arm], first_mark=4 * place % MARK_EVERY)
    seeds = table["n"].to_list()[0]
    band = say("mean of {seeds} seeds, band: 95 % interval of the mean", seeds=seeds) if seeds > 1 else say("one seed")
    axes.set_title(say("{what}: {how}", what=title, how=band))
    axes.set_xlabel(say("day of the run [day]"))
    axes.set_ylabel(unit)
    axes.set_xlim(table["day"].to_list()[0], table["day"].to_list()[-1])
    axes.set_ylim(bottom=0)
    _mark(axes, seasons)
    label_ends(axes, _at(table, pl.col("mean").last()), lines)
    _describe(figure, table, title, unit)
    return figure


def _at(table: pl.DataFrame, value: pl.Expr) -> dict[str, float]:
    """A value an arm."""
    found = table.group_by("arm", maintain_order=True).agg(value=value)
    return dict(zip(found["arm"], found["value"], strict=True))


def _describe(figure: Figure, table: pl.DataFrame, title: str, unit: str) -> None:
    arms = _at(table, pl.col("mean").last())
    words = say("{title}: {unit} over the days of the run, a line an arm ({n}).", title=title, unit=unit, n=len(arms))
    day = table["day"].to_list()[-1]
    ends = say("On day {day}, the last: {values}.", day=day, values=by_arm(arms))
    peaks = say("At most, on any day: {values}.", values=by_arm(_at(table, pl.col("mean").max())))
    describe(figure, sentences([words, ends, peaks]))


def _means(daily: pl.DataFrame, column: str) -> pl.DataFrame:
    """Mean over seeds and half of its 95 % interval: arm, day, mean, half, n; half is 0 for one seed."""
    if "set" in daily.columns:
        daily = daily.filter(pl.col("set") == SCENARIO)
    if daily.is_empty():
        raise ValueError(f"no day to draw {column} of; give daily rows of the scenario (set {SCENARIO})")
    values = pl.col(column)
    table = (
        daily.group_by("arm", "day", maintain_order=True)
        .agg(mean=values.mean(), sd=values.std(), n=values.count())
        .sort("day", maintain_order=True)
    )
    errors = pl.Series(t_quantile(table["n"].cast(pl.Float64).to_numpy()))
    return table.with_columns(half=(errors * pl.col("sd") / pl.col("n").sqrt()).fill_nan(0).fill_null(0))


def _line(axes: Axes, rows: pl.DataFrame, line: Line, first_mark: int) -> None:
    day, mean, half = (rows[name].to_numpy() for name in ("day", "mean", "half"))
    axes.fill_between(day, mean - half, mean + half, color=line.colour, alpha=0.18, lw=0)
    marks = slice(first_mark, None, MARK_EVERY)
    axes.plot(day, mean, color=line.colour, ls=line.dash, marker=line.marker, ms=4.5, markevery=marks)


def _mark(axes: Axes, seasons: Sequence[int]) -> None:
    """A faint vertical line at the first day of each season, numbered at the top."""
    for number, day in enumerate(seasons, start=1):
        axes.axvline(day, color=FAINT, lw=0.5, zorder=0, gid="season")
        name = say("season {number}", number=number) if number == 1 else str(number)
        inside: dict[str, Any] = {"xytext": (3, -2), "textcoords": "offset points", "va": "top"}
        axes.annotate(name, (day, 1.0), xycoords=("data", "axes fraction"), fontsize=8, color=SOFT, **inside)
