"""Which inputs the variance of an outcome comes from: bars of first and total order, and what is luck."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from clubsim.experiments.figures.style import BLUE, GRID, INK, canvas, describe, drawn, heading, note
from clubsim.experiments.figures.words import sentences
from clubsim.experiments.inputs import SEED_INPUT
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.printing import percent
from clubsim.experiments.sobol import Index, Indices, ranked
from clubsim.experiments.wording import say

MOST = 20  # inputs drawn
FIRST, TOTAL, NOISE = BLUE, "#9ec5e8", "#c9c9c9"  # dark to light in grey too; the light ones have an edge
WIDTH = 0.36  # of a bar
LOWEST, HIGHEST = -0.5, 1.5  # share drawn; intervals of what hardly anything is known of go far beyond


@drawn
def sensitivity_figure(indices: Indices, outcome: Outcome, where: str, seeds: int) -> Figure:
    """
    A row an input, at most MOST, the largest total first: both indices with their intervals; below them the noise.

    Args:
        where: study and arms, for the title.
        seeds: on how many each point was run, or how many there are where the seed is an input.
    """
    shown = ranked(indices)[:MOST]
    rows = len(shown) + (indices.noise is not None)
    figure = canvas(8.4, 1.9 + 0.46 * max(rows, 3))
    axes = figure.subplots()
    for place, index in enumerate(shown):
        _bars(axes, place, index, raw=indices.noise is not None)
    labels = [_name(index) for index in shown]
    if indices.noise is not None:
        axes.barh(
            len(shown), indices.noise, height=2 * WIDTH, color=NOISE, hatch="///", edgecolor=INK, lw=0.6, gid="noise"
        )
        labels.append(say("noise left in\nthe mean of {seeds} seeds", seeds=seeds))
    _frame(axes, labels, raw=indices.noise is not None)
    title = say("Where the variance of “{outcome}” comes from\n({where})", outcome=say(outcome.label), where=where)
    heading(figure, title)
    note(figure, _words(indices, len(shown), seeds))
    shares = say("; ").join(f"{_name(each)} {each.first:.2f} / {each.total:.2f}" for each in shown)
    values = say("First order / total order, largest total first: {shares}.", shares=shares)
    describe(figure, sentences([f"{' '.join(title.split())}{say('.')}", values, _words(indices, len(shown), seeds)]))
    return figure


def _name(index: Index) -> str:
    return say("the seed (luck)") if index.input == SEED_INPUT else index.input


def _bars(axes: Axes, place: int, index: Index, raw: bool) -> None:
    """The first order above the total order, each with its interval and a ring where it would be with the noise."""
    kinds = (
        (-WIDTH / 2, FIRST, index.first, index.first_low, index.first_high, index.first_raw, "first"),
        (WIDTH / 2, TOTAL, index.total, index.total_low, index.total_high, index.total_raw, "total"),
    )
    for shift, colour, value, low, high, with_noise, gid in kinds:
        axes.barh(place + shift, value, height=WIDTH, color=colour, edgecolor=FIRST, lw=0.6, gid=gid, zorder=2)
        axes.plot([low, high], [place + shift] * 2, color=INK, lw=1.0, marker="|", ms=5, gid="interval", zorder=3)
        if raw:
            axes.plot(with_noise, place + shift, "o", ms=4.5, mfc="white", mec=INK, mew=0.8, gid="raw", zorder=4)


def _frame(axes: Axes, labels: list[str], raw: bool) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.axvline(0, color=INK, lw=0.8)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=GRID, lw=0.7)
    axes.set_xlabel(say("share of the variance over the ranges"))
    low, high = axes.get_xlim()
    axes.set_xlim(max(low, LOWEST), min(max(high, 0.5), HIGHEST))
    handles: list[Artist] = [
        Rectangle((0, 0), 0, 0, color=FIRST, label=say("first order: alone")),
        Rectangle((0, 0), 0, 0, fc=TOTAL, ec=FIRST, lw=0.6, label=say("total order: with others")),
    ]
    if raw:
        ring: dict[str, Any] = {"ls": "", "marker": "o", "ms": 4.5, "mfc": "white", "mec": INK, "mew": 0.8}
        handles.append(Line2D([], [], **ring, label=say("with the noise in it")))
    axes.legend(handles=handles, loc="lower right", frameon=False, fontsize=8.5)


def _words(indices: Indices, rows: int, seeds: int) -> str:
    ends = [
        end for each in indices.inputs for end in (each.first_low, each.total_low, each.first_high, each.total_high)
    ]
    parts = []
    if rows < len(indices.inputs):
        parts.append(say("{rows} of {inputs} inputs.", rows=rows, inputs=len(indices.inputs)))
    if min(ends) < LOWEST or max(ends) > HIGHEST:
        cut = {"low": f"{LOWEST:g}", "high": f"{HIGHEST:g}"}
        parts.append(say("{n} base points. Stroke: 95 % interval, cut at {low} and {high}.", n=indices.points, **cut))
    else:
        parts.append(say("{n} base points. Stroke: 95 % interval.", n=indices.points))
    if indices.noise is None or indices.luck is None:
        parts.append(say("Each point is run on one of {seeds} seeds, which are an input like the others.", seeds=seeds))
    else:
        noise, luck = percent(indices.noise), percent(indices.luck)
        parts.append(say(
            "Noise is {noise} of the variance of the means over the seeds and subtracted from the indices; luck is "
            "{luck} of the variance of a single run.",
            noise=noise, luck=luck,
        ))  # fmt: skip
    return sentences(parts)
