"""Columns that grow: a record whose arrays double when they are full; rows never move."""

from typing import Any

import numpy as np

from clubsim.agents.records import NOBODY, allocate


def grown(record: Any, rows: int) -> Any:
    """
    The record with room for at least `rows` rows: itself if it has it, else a copy of at least twice its capacity.

    The new rows are zeroed. Whoever kept a column of the old record keeps a dead one.
    """
    capacity = record[0].shape[0]
    if rows <= capacity:
        return record
    return type(record)(*(lengthened(column, max(rows, 2 * capacity)) for column in record))


def lengthened(column: Any, rows: int) -> Any:
    """A copy of a column with `rows` rows, the new ones zeroed."""
    longer = np.zeros((rows, *column.shape[1:]), dtype=column.dtype)
    longer[: column.shape[0]] = column
    return longer


def empty(record: type, capacity: int, **sizes: int) -> Any:
    """A zeroed record with room for `capacity` rows (at least 1); sizes name the further dimensions."""
    rows = max(capacity, 1)
    return allocate(record, {"N": rows, "P": rows, "M": rows, **sizes})


def rows_of(column: Any, wanted: Any) -> Any:
    """In which row of a column of distinct numbers each wanted one stands, int64 [n]; NOBODY where in none."""
    rows = np.full(wanted.shape[0], NOBODY, dtype=np.int64)
    if column.shape[0] and wanted.shape[0]:
        order = np.argsort(column, kind="stable")
        place = np.minimum(np.searchsorted(column, wanted, sorter=order), column.shape[0] - 1)
        found = column[order[place]] == wanted
        rows[found] = order[place[found]]
    return rows
