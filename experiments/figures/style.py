"""How every figure looks: colours, lines that differ in grey too, labels at line ends, files that repeat."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from clubsim.experiments.outcomes import in_words

INK, FAINT = "#222222", "#b8b8b8"

# Ten colours told apart with colour-blind eyes (Petroff 2021, arXiv:2107.02270), the darker ones first.
COLOURS = (
    *("#3f90da", "#bd1f01", "#ffa90e", "#832db6", "#717581"),
    *("#e76300", "#a96b59", "#92dadd", "#b9ac70", "#94a4a2"),
)
DASHES: tuple[Any, ...] = (
    *("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5))),
    *((0, (11, 1.5)), (0, (4, 1, 1, 1, 1, 1)), (0, (2, 1.5))),
)
MARKERS = "osD^vPX*<>"

SETTINGS: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.constrained_layout.w_pad": 0.08,
    "figure.dpi": 150,
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "lines.linewidth": 1.7,
    "savefig.dpi": 150,
    "svg.fonttype": "none",
    "svg.hashsalt": "clubsim",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}

_Parameters = ParamSpec("_Parameters")


@dataclass(frozen=True)
class Line:
    """How the line of one arm looks."""

    colour: str
    dash: Any
    marker: str


@contextmanager
def our_settings() -> Iterator[None]:
    """Matplotlib with our settings and nothing of a user's own matplotlibrc."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = SETTINGS  # matplotlib's types want each key as a literal
        matplotlib.rcParams.update(settings)
        yield


def drawn(figure: Callable[_Parameters, Figure]) -> Callable[_Parameters, Figure]:
    """
    For a function that draws: run it with our settings and settle the layout.

    The engine of the layout starts from where it last ended, so a figure left to it would be saved with
    other coordinates each time.
    """

    @wraps(figure)
    def styled(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> Figure:
        with our_settings():
            done = figure(*args, **kwargs)
            for _ in range(2):
                done.draw_without_rendering()
            done.set_layout_engine("none")
            return done

    return styled


def canvas(width: float, height: float) -> Figure:
    """An empty figure of this size [inch], held by no global state."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def describe(figure: Figure, text: str) -> None:
    """Give a figure the words that stand for it where it is not seen: what is drawn, and the main figures of it."""
    figure.set_label(text)


def alternative_text(figure: Figure) -> str:
    """What `describe` was given; empty for a figure that nobody described."""
    return str(figure.get_label())


def lines_of(arms: Sequence[str]) -> dict[str, Line]:
    """A line for each arm, by its place; colour, dash and marker each tell neighbours apart."""
    return {
        arm: Line(
            COLOURS[place % len(COLOURS)],
            DASHES[place % len(DASHES)],
            MARKERS[(place + place // len(COLOURS)) % len(MARKERS)],
        )
        for place, arm in enumerate(arms)
    }


def label_ends(axes: Axes, ends: Mapping[str, float], lines: Mapping[str, Line]) -> None:
    """
    Name each line to the right of the axes, with a sample of it, moved apart where ends lie close.

    Call it last, when the limits of the axes are final.

    Args:
        axes: where the lines are.
        ends: the value at which the line of each arm ends; NaN names it at the bottom.
        lines: how they look.
    """
    low, high = axes.get_ylim()
    wanted = np.array([(np.nan_to_num(value, nan=low) - low) / (high - low) for value in ends.values()])
    height = axes.figure.get_figure(root=True).get_figheight() * 0.8  # of the axes, roughly [inch]
    gap = 1.45 * SETTINGS["font.size"] / 72 / height
    for (arm, _), start, place in zip(ends.items(), wanted, spread(wanted, gap), strict=True):
        line = lines[arm]
        plain: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False, "color": line.colour}
        axes.plot([1.0, 1.03], [start, place], lw=0.7, alpha=0.7, gid="leader", **plain)
        sample: dict[str, Any] = {"ls": line.dash, "marker": line.marker, "ms": 4.5, "markevery": [1]}
        axes.plot([1.03, 1.07, 1.11], [place] * 3, gid="sample", **sample, **plain)
        axes.text(1.125, place, in_words(arm), transform=axes.transAxes, va="center", gid="label")


def spread(wanted: np.ndarray, gap: float) -> np.ndarray:
    """
    Places as near to the wanted ones as can be (least squares) in the same order, `gap` or more apart.

    They stay in [0, 1] as long as they fit there.
    """
    order = np.argsort(wanted, kind="stable")
    offsets = gap * np.arange(wanted.size)
    blocks: list[tuple[float, int]] = []  # mean of wanted - offset, how many; isotonic regression
    for value in wanted[order] - offsets:
        mean, size = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    level = np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
    highest = 1.0 - offsets[-1] if wanted.size else 1.0
    placed = np.empty_like(wanted, dtype=np.float64)
    placed[order] = np.clip(level, 0.0, max(highest, 0.0)) + offsets
    return placed


def save(figure: Figure, path: Path | str) -> tuple[Path, Path]:
    """
    Write `path`.svg and `path`.png; the same figure gives the same bytes in every process.

    Args:
        figure: what one of our functions drew.
        path: without a suffix; its folder exists.

    Returns:
        The two files, SVG first.
    """
    files = Path(f"{path}.svg"), Path(f"{path}.png")
    with our_settings():
        for file, metadata in zip(files, ({"Date": None}, {"Software": None}), strict=True):
            memory = io.BytesIO()  # so that a figure that fails leaves no torn file
            figure.savefig(memory, format=file.suffix[1:], metadata=metadata)
            file.write_bytes(memory.getvalue())
    return files
