"""Titles, notes and labels of axes that are wider than there is room are broken into lines."""

from __future__ import annotations

import re

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"  # Chinese letters and their punctuation
PIECES = re.compile(rf"[{WIDE}]|[^\s{WIDE}]+(?: %)?|[^\S\n]+|\n")  # a Chinese letter, a word, a gap, an end of a line
NOT_FIRST = "，。：；、！？）】》"  # stand at no line's beginning
MARGIN = 4.0  # [pixel] that stay free on either side


def break_titles(figure: Figure) -> bool:
    """Break what is above the figure and its axes and below them; the layout must be settled. Whether anything was."""
    left, right = MARGIN, figure.bbox.width - MARGIN
    rooms = [(text, left, right) for text in (*figure.texts, *(legend.get_title() for legend in figure.legends))]
    for axes in figure.axes:
        if axes.get_visible():
            before, behind = _beside(axes, figure)
            rooms += [(text, left, behind) for text in _titles_of(axes)]
            rooms.append((axes.xaxis.label, before, behind))
    return any([_break(text, low, high) for text, low, high in rooms if text.get_text().strip()])


def _titles_of(axes: Axes) -> list[Text]:
    title = axes.get_title(loc="left")
    return [text for text in axes.get_children() if isinstance(text, Text) and text.get_text() == title]


def _beside(axes: Axes, figure: Figure) -> tuple[float, float]:
    """From where to where there is room above and below some axes [pixel]: to the middle of the gaps beside them."""
    mine = axes.bbox
    shown = [each.bbox for each in figure.axes if each.get_visible()]
    row = [box for box in shown if box.y0 < mine.y1 and mine.y0 < box.y1]
    left = max((box.x1 for box in row if box.x1 <= mine.x0), default=None)
    right = min((box.x0 for box in row if box.x0 >= mine.x1), default=None)
    return (
        MARGIN if left is None else (left + mine.x0) / 2 + MARGIN,
        figure.bbox.width - MARGIN if right is None else (right + mine.x1) / 2 - MARGIN,
    )


def _break(text: Text, left: float, right: float) -> bool:
    """Put line ends into a text that does not fit between left and right [pixel]; whether it took any."""
    box = text.get_window_extent()
    if box.x0 >= left - 1 and box.x1 <= right + 1:
        return False
    middle = (box.x0 + box.x1) / 2
    room = 2 * min(right - middle, middle - left) if text.get_horizontalalignment() == "center" else right - box.x0
    before = text.get_text()
    lines = [""]
    for piece in PIECES.findall(before):
        if piece == "\n":
            lines.append("")
        elif lines[-1] and piece not in NOT_FIRST and _width(text, lines[-1] + piece) > room:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    text.set_text("\n".join(line.rstrip() for line in lines))
    return text.get_text() != before


def _width(text: Text, words: str) -> float:
    """How wide a text with these words would be [pixel]."""
    text.set_text(words.rstrip())
    return float(text.get_window_extent().width)
