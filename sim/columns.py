"""
Columns that grow: a record whose arrays double when they are full; rows never move.

A page of a column takes memory from when something is first written there. So whoever makes room writes no zeros.
"""

import mmap
import sys
from collections.abc import Mapping
from functools import cache
from math import prod
from typing import Any

import numpy as np

from clubsim.agents.records import NOBODY, allocate, dictionary

LARGE = 1 << 18  # bytes from which a column has pages of its own
HUGE = 1 << 24  # and from which its pages may be large ones, of which fewer have to be looked up
STEP = 1 << 16  # bytes that are copied at once, or not at all


def grow(owner: Any, name: str, rows: int) -> None:
    """
    Room for at least `rows` rows in the record `owner.name`: its capacity at least doubles if it has less.

    The new rows are zeroed. Whoever kept a column of the old record keeps a dead one.
    """
    kind: Any = type(getattr(owner, name))
    capacity = getattr(owner, name)[0].shape[0]
    if rows > capacity:
        lengthen(owner, name, {column: max(rows, 2 * capacity) for column in by_row(kind)})


def lengthen(owner: Any, name: str, rows: Mapping[str, int]) -> None:
    """
    Some columns of the record `owner.name` get so many rows each, the new ones zeroed.

    One after another, and the old one goes before the next: for a moment `owner` has no such record. Its images let go
    of it too.
    """
    if not rows:
        return
    if hasattr(owner, "images"):
        getattr(owner.images, name).let_go()
    kind, columns = type(getattr(owner, name)), getattr(owner, name)._asdict()
    setattr(owner, name, None)
    try:
        for column, size in rows.items():
            columns[column] = lengthened(columns[column], size)
    finally:
        setattr(owner, name, kind(**columns))


def lengthened(column: Any, rows: int) -> Any:
    """A copy of a column with `rows` rows, the new ones zeroed; what is zero is not written."""
    longer = zeros((rows, *column.shape[1:]), column.dtype)
    step = max(STEP // max(column[:1].nbytes, 1), 1)
    for first in range(0, column.shape[0], step):
        part = column[first : first + step]
        if part.view(np.uint8).any():
            longer[first : first + part.shape[0]] = part
    return longer


def zeros(shape: tuple[int, ...], dtype: Any) -> Any:
    """
    A zeroed array. A large one has pages of its own, which take no memory before they are written and leave none
    behind; what `np.zeros` gives may be memory that was used before, and is then written.
    """
    size = prod(shape) * np.dtype(dtype).itemsize
    if size < LARGE or sys.platform == "win32":
        return np.zeros(shape, dtype=dtype)
    pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if size >= HUGE and hasattr(mmap, "MADV_HUGEPAGE"):
        pages.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(pages, dtype=dtype).reshape(shape)


def empty(record: type, capacity: int, **sizes: int) -> Any:
    """A zeroed record with room for `capacity` rows (at least 1); sizes name the further dimensions."""
    rows = max(capacity, 1)
    return allocate(record, {"N": rows, "P": rows, "M": rows, "L": 1, **sizes})


@cache
def by_row(record: Any) -> tuple[str, ...]:
    """The columns of a record that have a row for each of what its first one has, by their declaration."""
    letters = {name: kind.partition(" [")[2].rstrip("]").split(", ")[0] for name, kind, _ in dictionary(record)}
    first = next(iter(letters.values()))
    return tuple(name for name, letter in letters.items() if letter == first)


def in_use(record: Any, rows: int) -> Any:
    """A record without the room it has for more than `rows` rows."""
    kind: Any = type(record)
    return record._replace(**{name: getattr(record, name)[:rows] for name in by_row(kind)})


def rows_of(column: Any, wanted: Any) -> Any:
    """In which row of a column of distinct numbers each wanted one stands, int64 [n]; NOBODY where in none."""
    rows = np.full(wanted.shape[0], NOBODY, dtype=np.int64)
    if column.shape[0] and wanted.shape[0]:
        order = np.argsort(column, kind="stable")
        place = np.minimum(np.searchsorted(column, wanted, sorter=order), column.shape[0] - 1)
        found = column[order[place]] == wanted
        rows[found] = order[place[found]]
    return rows
