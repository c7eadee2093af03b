"""What a page is made of, before it is HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """Plain text. kind: "" for the text, "small" for what is said beside it, "command" for a command line."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Bullets:
    """
    A list of sentences, under a heading of its own if it has one.

    word: a verdict in a word; side: its sign; about: what the heading means.
    """

    items: tuple[str, ...]
    heading: str = ""
    word: str = ""
    side: int = 0
    about: str = ""


@dataclass(frozen=True)
class Table:
    """
    A table.

    header: a word a column; rows: a text a cell, the first of each row its header; numbers: from which column on cells
    are numbers, which stand at the right; None for none.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int | None = 1

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"every row of “{self.caption}” has {len(self.header)} cells, as its header")


@dataclass(frozen=True)
class Picture:
    """A figure. svg: to stand in the page; words: its alternative text; caption: what stands under it."""

    name: str
    svg: str
    words: str
    caption: str


Part = Paragraph | Bullets | Table | Picture


@dataclass(frozen=True)
class Section:
    """A part of the page under a heading. name: its anchor."""

    name: str
    title: str
    parts: Sequence[Part]
