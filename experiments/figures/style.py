"""How every figure looks: colours, lines that differ in grey too, labels at line ends, files that repeat."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from clubsim.experiments.figures.breaking import break_titles
from clubsim.experiments.figures.fonts import families
from clubsim.experiments.figures.svg import described, for_page
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.results import write_whole
from clubsim.experiments.wording import ENGLISH, language

# What carries meaning has a contrast of at least 3 to 1 on white, letters of 4.5 to 1 (WCAG 2.2, AA).
INK, SOFT = "#222222", "#5c5c5c"  # of letters and strokes, and of what stands back
FAINT = "#8c8c8c"  # of marks that stand back further: seasons, trials that count for nothing
GRID, EMPTY = "#e2e2e2", "#e6e6e6"  # carry no meaning alone: lines to read numbers by, the ground where there is none
BLUE, ORANGE = "#1b5e9e", "#b96a00"  # of two kinds that are told apart; their marks differ in shape or place as well

# Ten colours that keep apart with colour-blind eyes, chosen by search over CIELAB as those of all eyes simulate it
# (Machado et al. 2009, doi:10.1109/TVCG.2009.113); neighbours differ in lightness, for print in grey.
COLOURS = (
    *("#3b6cc4", "#a78000", "#1d3158", "#ce3b45", "#4e1d9d"),
    *("#319d80", "#4e626c", "#4e2714", "#d862b1", "#584e00"),
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
    "figure.titlesize": 11,
    "figure.titleweight": "bold",
    "font.size": 9.5,
    "hatch.linewidth": 0.8,
    "lines.linewidth": 1.7,
    "pdf.fonttype": 42,  # TrueType, embedded: what journals ask for
    "savefig.dpi": 150,
    "svg.fonttype": "none",
    "svg.hashsalt": "clubsim",
    "text.color": INK,
    "text.parse_math": False,  # a user's words may hold a $, and ours hold no formula
    "xtick.color": INK,
    "ytick.color": INK,
}

SINGLE, DOUBLE = 89.0, 183.0  # [mm] the columns of most journals
PRINTED = 7.0  # [point] letters in a column
FORMATS = ("svg", "png")
ALL_FORMATS = ("svg", "png", "pdf")

_Parameters = ParamSpec("_Parameters")
_width: ContextVar[float | None] = ContextVar("width", default=None)  # [mm] of the column drawn for


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
        settings: Any = SETTINGS | {"font.family": families()}  # matplotlib's types want each key as a literal
        if language() != ENGLISH:  # fonts with Chinese letters seldom have bold ones, and half a title in bold is odd
            settings |= dict.fromkeys(("axes.titleweight", "figure.titleweight"), "normal")
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
            if _width.get() is not None:
                _shrink(done, PRINTED / SETTINGS["font.size"])
            _settle(done)
            if break_titles(done):
                _settle(done)
            done.set_layout_engine("none")
            return done

    return styled


def _settle(figure: Figure) -> None:
    for _ in range(2):
        figure.draw_without_rendering()


@contextmanager
def in_column(width: float) -> Iterator[None]:
    """
    Figures drawn inside are of this width [mm], such as SINGLE or DOUBLE, with letters of the size journals print.

    Their heights shrink as the letters do, so a figure keeps its rows. What stands side by side in many panels wants a
    double column.
    """
    before = _width.set(width)
    try:
        yield
    finally:
        _width.reset(before)


def canvas(width: float, height: float) -> Figure:
    """An empty figure of this size [inch], or as wide as the column it is drawn for, held by no global state."""
    column = _width.get()
    size = (width, height) if column is None else (column / 25.4, height * PRINTED / SETTINGS["font.size"])
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _shrink(figure: Figure, factor: float) -> None:
    """Make letters, lines and marks smaller, also those of ticks that are yet to come."""
    for text in figure.findobj(Text):
        text.set_fontsize(float(text.get_fontsize()) * factor)
    for line in figure.findobj(Line2D):
        line.set(linewidth=line.get_linewidth() * factor, markersize=line.get_markersize() * factor)
    for axes in figure.axes:
        axes.tick_params(labelsize=SETTINGS["font.size"] * factor)


def heading(figure: Figure, words: str) -> None:
    """The title above all panels of a figure."""
    figure.suptitle(words, x=0.01, ha="left")


def note(figure: Figure, words: str) -> None:
    """What one has to know to read a figure, below all its panels."""
    figure.supxlabel(words, x=0.01, ha="left", fontsize=8.5)


def legend_below(figure: Figure, handles: Sequence[Any], words: str = "", columns: int = 2) -> None:
    """What the marks of all panels are, below them, under a line or two of words."""
    look: dict[str, Any] = {"frameon": False, "fontsize": 8.5, "title": words or None, "title_fontsize": 8.5}
    figure.legend(handles=handles, loc="outside lower left", ncols=columns, alignment="left", **look)


def letters_on(colour: Any) -> str:
    """Black or white, whichever is read more easily on a colour: at least 4.5 to 1."""
    return "black" if luminance(colour) > 0.179 else "white"


def luminance(colour: Any) -> float:
    """
    Relative luminance of a colour, 0 for black to 1 for white.

    Source: measured. WCAG 2.2, on sRGB of IEC 61966-2-1.
    """
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


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
    spec = axes.get_subplotspec()
    rows = 1 if spec is None else spec.get_gridspec().nrows
    height = axes.figure.get_figure(root=True).get_figheight() * 0.8 / rows  # of the axes, roughly [inch]
    gap = 1.45 * SETTINGS["font.size"] / 72 / height
    for (arm, _), start, place in zip(ends.items(), wanted, spread(wanted, gap), strict=True):
        line = lines[arm]
        plain: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False, "color": line.colour}
        axes.plot([1.0, 1.03], [start, place], lw=0.7, gid="leader", **plain)
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


def save(figure: Figure, path: Path | str, formats: Sequence[str] = FORMATS) -> tuple[Path, ...]:
    """
    Write `path`.svg and so on; the same figure gives the same bytes in every process.

    Each file bears the figure's alternative text: an SVG as title and description, a PNG and a PDF in what they say of
    themselves. A PDF has its fonts in it.

    Args:
        figure: what one of our functions drew.
        path: without a suffix; its folder exists.
        formats: of svg, png and pdf.

    Returns:
        The files, in the order of the formats.
    """
    return tuple(_written(figure, Path(f"{path}.{each}"), each) for each in formats)


def _written(figure: Figure, file: Path, kind: str) -> Path:
    content = content_of(figure, kind)  # first all of it, so that a figure that fails leaves no torn file
    write_whole(file, lambda unfinished: unfinished.write_bytes(content))
    return file


def save_all(figures: Iterable[tuple[str, Figure]], folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write figures by their names into a folder that exists, one after the other. Returns the files."""
    return [file for name, figure in figures for file in save(figure, folder / name, formats)]


def content_of(figure: Figure, kind: str) -> bytes:
    """A figure as a file of a kind: svg, png or pdf."""
    text = alternative_text(figure)
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None},
        "png": {"Software": None, "Title": title_of(figure), "Description": text},
        "pdf": {"CreationDate": None, "Title": title_of(figure), "Subject": text},
    }
    memory = io.BytesIO()
    with our_settings():
        figure.savefig(memory, format=kind, metadata=metadata[kind])
    if kind != "svg":
        return memory.getvalue()
    return described(memory.getvalue().decode("utf-8"), title_of(figure), text).encode("utf-8")


def figure_as_svg(figure: Figure) -> str:
    """
    A figure to stand in an HTML page, as wide as there is room, with its alternative text.

    Its ids are its own, so several stand in one page; nothing in it comes from elsewhere.
    """
    return for_page(content_of(figure, "svg").decode("utf-8"))


def title_of(figure: Figure) -> str:
    """The title on top of a figure, on one line."""
    above = figure.get_suptitle() or next((axes.get_title(loc="left") for axes in figure.axes), "")
    return " ".join(above.split())
