"""The front of an optimisation, goal against goal, and how the best of a single goal was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import ceil
from typing import Any

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clubsim.experiments.figures.style import (
    BLUE,
    FAINT,
    GRID,
    INK,
    ORANGE,
    canvas,
    describe,
    drawn,
    heading,
    legend_below,
)
from clubsim.experiments.figures.words import listed, named, sentences, short
from clubsim.experiments.optimum import FRESH, TRIAL
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.searching import Goal
from clubsim.experiments.trying import outcome_of
from clubsim.experiments.wording import say

FRONT, CONFIRMED = BLUE, ORANGE  # the markers differ as well
MOST_NAMED = 16  # trials of the front that bear their numbers; half of it where there are several panels
MARKERS = {"own": "s", "control": "^"}


@drawn
def pareto(table: pl.DataFrame, goals: Sequence[Goal], about: Mapping[str, Any]) -> Figure:
    """
    A panel a pair of goals: every trial, the front and what fresh seeds say of it, the study's own values, the control.

    Args:
        table: of optimum.table_of, with a feasible trial.
        goals: at least two.
        about: of an optimisation: study, arm, against, fresh_seeds.
    """
    pairs = list(combinations(goals, 2))
    columns = min(3, len(pairs))
    rows = ceil(len(pairs) / columns)
    figure = canvas(7.4 if len(pairs) == 1 else 4.4 * columns, 1.3 + (4.4 if len(pairs) == 1 else 3.7) * rows)
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes, pair in zip(grid.flat, pairs, strict=False):
        _panel(axes, table, pair, about)
    for axes in grid.flat[len(pairs) :]:
        axes.set_visible(False)
    title = _title(about, say("what no other trial beats"))
    heading(figure, title)
    _legend(figure, grid.flat[0])
    _describe(figure, title, table, goals)
    return figure


def _panel(axes: Axes, table: pl.DataFrame, pair: tuple[Goal, Goal], about: Mapping[str, Any]) -> None:
    x, y = (goal.outcome for goal in pair)
    trials = table.filter((pl.col("role") == TRIAL) & pl.col(x).is_not_null() & pl.col(y).is_not_null())
    others = trials.filter(pl.col("feasible") & ~pl.col("front"))
    outside = trials.filter(~pl.col("feasible"))
    axes.plot(outside[x], outside[y], "x", ms=4.5, color=FAINT, label=say("beyond a limit"), zorder=1)
    axes.plot(others[x], others[y], "o", ms=4.5, mfc="white", mec="#7a7a7a", label=say("other trials"), zorder=2)
    front = trials.filter(pl.col("front")).sort(x)
    alone = len(about["goals"]) == 2
    if alone:  # what lies beyond its steps no trial has reached
        steps = "steps-pre" if pair[0].maximise else "steps-post"
        axes.plot(front[x], front[y], color=FRONT, lw=0.8, ls=(0, (4, 2)), drawstyle=steps, zorder=2, gid="front line")
    words = say("front, on the seeds of the search")
    axes.plot(front[x], front[y], "o", ms=6, color=FRONT, label=words, zorder=4, gid="front")
    _confirmed(axes, front, x, y)
    for role, (marker, words) in _references(about).items():
        mine = table.filter(pl.col("role") == role)
        axes.plot(mine[x], mine[y], marker, ms=8, color=INK, mec="white", mew=0.8, label=words, zorder=5, gid=role)
    if front.height <= (MOST_NAMED if alone else MOST_NAMED // 2):
        _name(axes, front, x, y)
    axes.set_xlabel(_label(pair[0]))
    axes.set_ylabel(_label(pair[1]))
    axes.grid(color=GRID, lw=0.7)
    axes.margins(0.08)


def _confirmed(axes: Axes, front: pl.DataFrame, x: str, y: str) -> None:
    """On fresh seeds, with 95 % intervals, a thin line from where the search saw it."""
    if f"{FRESH}{x}" not in front.columns:
        return
    for row in front.iter_rows(named=True):
        across, up = row[f"{FRESH}{x}"], row[f"{FRESH}{y}"]
        if across is None or up is None:
            continue
        axes.plot([row[x], across], [row[y], up], color=CONFIRMED, lw=0.8, zorder=3)
        _interval(axes, row, f"{FRESH}{x}", up, across=True)
        _interval(axes, row, f"{FRESH}{y}", across, across=False)
        axes.plot(across, up, "D", ms=4.5, color=CONFIRMED, mec=INK, mew=0.5, zorder=4, gid="confirmed")
    fresh = say("front, on fresh seeds (95 % interval)")
    axes.plot([], [], "D", ms=4.5, color=CONFIRMED, mec=INK, mew=0.5, label=fresh, gid="fresh")


def _interval(axes: Axes, row: Mapping[str, Any], name: str, place: float, across: bool) -> None:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is not None:
        points = ([low, high], [place] * 2) if across else ([place] * 2, [low, high])
        axes.plot(*points, color=CONFIRMED, lw=1.0, zorder=3, gid="interval")


def _name(axes: Axes, front: pl.DataFrame, x: str, y: str) -> None:
    """Numbers beside the front's trials."""
    for place, (number, across, up) in enumerate(front.select(TRIAL, x, y).iter_rows()):
        offset = ((6, 4), (-6, -10))[place % 2]  # neighbours on either side
        look: dict[str, Any] = {"fontsize": 8, "color": FRONT, "ha": ("left", "right")[place % 2], "gid": "number"}
        axes.annotate(str(number), (across, up), xytext=offset, textcoords="offset points", zorder=6, **look)


def _legend(figure: Figure, axes: Axes) -> None:
    """Below all panels, without what is nowhere drawn."""
    handles = {words: handle for handle, words in zip(*axes.get_legend_handles_labels(), strict=True)}
    drawn_lines: dict[str, Any] = {words: handle for words, handle in handles.items()}
    there = {words: line for words, line in drawn_lines.items() if len(line.get_xdata()) or line.get_gid() == "fresh"}
    legend_below(figure, list(there.values()), columns=3)


def _references(about: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Marker and words of what the trials stand beside, by role."""
    words = {"own": say("{arm}, as the study has it", arm=in_words(about["arm"]))}
    if about["against"] is not None:
        words["control"] = say("control: {arm}", arm=in_words(about["against"]))
    return {role: (MARKERS[role], each) for role, each in words.items()}


def _label(goal: Goal) -> str:
    better = say("more is better") if goal.maximise else say("less is better")
    return f"{named(outcome_of(goal.outcome))},\n{better}"


def _title(about: Mapping[str, Any], words: str) -> str:
    return say("{study}, {arm}: {what}", study=in_words(about["study"]), arm=in_words(about["arm"]), what=words)


def _describe(figure: Figure, title: str, table: pl.DataFrame, goals: Sequence[Goal]) -> None:
    """The trials of the front, and what fresh seeds say of each."""
    trials = table.filter(pl.col("role") == TRIAL)
    counts = say("{trials} trials, {front} of them on the front.", trials=trials.height, front=table["front"].sum())
    rows = []
    for row in table.filter(pl.col("front")).sort(goals[0].outcome).head(MOST_NAMED).iter_rows(named=True):
        values = listed(f"{named(outcome_of(goal.outcome))} {_value(row, goal.outcome)}" for goal in goals)
        rows.append(say("Trial {number}: {values}.", number=row[TRIAL], values=values))
    describe(figure, sentences([f"{title}{say('.')}", counts, *rows]))


def _value(row: Mapping[str, Any], name: str) -> str:
    """Of one trial, on the seeds of the search and on fresh ones, if it was run on any."""
    fresh = row.get(f"{FRESH}{name}")
    found = short(row[name])
    return found if fresh is None else say("{found} (on fresh seeds {fresh})", found=found, fresh=short(fresh))


@drawn
def history(table: pl.DataFrame, goals: Sequence[Goal], about: Mapping[str, Any]) -> Figure:
    """
    Every trial of a single goal in its order, the best so far, and what fresh seeds say of the best.

    Args:
        table, goals, about: as for `pareto`, with one goal.
    """
    (goal,) = goals
    name = goal.outcome
    trials = table.filter((pl.col("role") == TRIAL) & pl.col(name).is_not_null())
    feasible = trials.filter("feasible")
    so_far = pl.col(name).cum_max() if goal.maximise else pl.col(name).cum_min()
    best = feasible.select(TRIAL, best=so_far)
    last = int(table[TRIAL].drop_nulls().to_numpy().max())
    figure = canvas(7.4, 4.4)
    axes = figure.subplots()
    outside = trials.filter(~pl.col("feasible"))
    axes.plot(outside[TRIAL], outside[name], "x", ms=4.5, color=FAINT, label=say("beyond a limit"))
    axes.plot(feasible[TRIAL], feasible[name], "o", ms=4.5, mfc="white", mec="#7a7a7a", label=say("trial"))
    steps = ([*best[TRIAL], last], [*best["best"], best["best"][-1]])
    words = say("best so far, on the seeds of the search")
    axes.plot(*steps, color=FRONT, drawstyle="steps-post", label=words, gid="best")
    for role, (marker, words) in _references(about).items():
        for row in table.filter((pl.col("role") == role) & pl.col(name).is_not_null()).iter_rows(named=True):
            axes.plot([0, last], [row[name]] * 2, color=INK, lw=0.8, ls=(0, (4, 2)) if role == "own" else ":", gid=role)
            axes.plot(-0.03 * last - 0.5, row[name], marker, ms=8, color=INK, mec="white", label=words)
    _confirmed_best(axes, table, name, last)
    axes.set_xlabel(say("trial [number]"))
    axes.set_ylabel(_label(goal))
    axes.grid(axis="y", color=GRID, lw=0.7)
    title = _title(about, say("how the best was found"))
    heading(figure, title)
    _legend(figure, axes)
    _describe(figure, title, table, goals)
    return figure


def _confirmed_best(axes: Axes, table: pl.DataFrame, name: str, last: int) -> None:
    front = table.filter(pl.col("front"))
    if f"{FRESH}{name}" not in front.columns or front[f"{FRESH}{name}"].null_count():
        return
    (row,) = front.iter_rows(named=True)
    place, value = 1.03 * last + 0.5, row[f"{FRESH}{name}"]
    _interval(axes, row, f"{FRESH}{name}", place, across=False)
    words = say("the best, on fresh seeds (95 % interval)")
    axes.plot(place, value, "D", ms=5.5, color=CONFIRMED, mec=INK, mew=0.5, label=words, gid="confirmed")
