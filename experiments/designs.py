"""
At which points a sweep runs: every combination, a Latin hypercube, a Sobol sequence, or those of a table.

A Latin hypercube cuts each axis into as many slices as there are points and has one point in each slice. A Sobol
sequence fills the whole space more evenly still, in powers of two; it is scrambled, so that its seed matters.

Source: McKay, Beckman & Conover (1979), Technometrics 21, 239-245; Sobol (1967), USSR Computational Mathematics and
Mathematical Physics 7, 86-112; Owen (2020), arXiv:2008.08051, on what a number of points that is no power of two costs.
Both by scipy.stats.qmc.
"""

import csv
import warnings
from collections.abc import Sequence
from itertools import product
from math import log2, prod
from pathlib import Path
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.axes import NOT_SWEPT, Axis, distinct, listed, written
from clubsim.experiments.errors import StudyError
from clubsim.experiments.overrides import MOST_SHOWN, override_of, parsed_override, plain

DESIGNS = ("grid", "lhs", "sobol")
USUAL_POINTS = 64
MOST_POINTS = 10_000
LARGEST_TABLE = 10_000_000  # [byte]

Coordinates = list[tuple[Any, ...]]  # a point each: a value of every axis


def coordinates_of(axes: Sequence[Axis], design: str, points: int | None, seed: int) -> Coordinates:
    """
    The points of a design, in its order, the same for the same axes and seed.

    Args:
        design: one of DESIGNS.
        points: how many; None for USUAL_POINTS. A grid has as many as it has.
        seed: of a Latin hypercube, of a Sobol sequence's scrambling.

    Raises:
        StudyError: an unknown design, an interval in a grid, too many points.
    """
    if design not in DESIGNS:
        raise StudyError(unknown("design", design, DESIGNS))
    if not axes:
        raise StudyError("nothing is swept; give a key several values, such as gate.price=99,199")
    if design == "grid":
        return _grid(axes, points)
    count = USUAL_POINTS if points is None else points
    if not 2 <= count <= MOST_POINTS:
        raise StudyError(f"--points is a whole number from 2 to {MOST_POINTS}, not {count}; write --points 64")
    if not 0 <= seed < 2**31:
        raise StudyError(f"--design-seed is a whole number from 0 to {2**31 - 1}, not {seed}; write --design-seed 0")
    return [
        tuple(axis.at(float(u)) for axis, u in zip(axes, row, strict=True))
        for row in _shares(design, axes, count, seed)
    ]


def _grid(axes: Sequence[Axis], points: int | None) -> Coordinates:
    if points is not None:
        raise StudyError(
            f"a grid has as many points as its values make; take out --points {points} or write --design lhs"
        )
    for axis in axes:
        if not axis.values:
            raise StudyError(
                f"{axis.override.text!r} is an interval and a grid takes values one by one; "
                f"write range({axis.low:g},{axis.high:g},STEP), or --design sobol --points 64"
            )
    _check_count(prod(len(axis.values) for axis in axes))
    return list(product(*(axis.values for axis in axes)))


def _check_count(count: int) -> None:
    if count > MOST_POINTS:
        raise StudyError(
            f"this sweep has {count:,} points and at most {MOST_POINTS:,} are run; "
            "take larger steps, or --design sobol --points 1024"
        )


def _shares(design: str, axes: Sequence[Axis], count: int, seed: int) -> Any:
    """How far along each axis each point is, in [0, 1): float64 [count, axes]."""
    import numpy as np
    from scipy.stats import qmc

    make = qmc.LatinHypercube if design == "lhs" else qmc.Sobol
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it says of powers of two is said by `advice`
        return _made(make, len(axes), np.random.default_rng(seed)).random(count)


def _made(make: Any, axes: int, luck: Any) -> Any:
    """The engine of a design; SciPy calls its luck rng since 1.15 and seed before."""
    try:
        return make(d=axes, rng=luck)
    except TypeError:
        return make(d=axes, seed=luck)


def advice(design: str, count: int) -> list[str]:
    """A sentence to whoever takes points of a Sobol sequence that are no power of two."""
    if design != "sobol" or log2(count) == int(log2(count)):
        return []
    less, more = 2 ** int(log2(count)), 2 ** (int(log2(count)) + 1)
    return [f"{count} points of a Sobol sequence are not balanced; --points {less} or {more}, powers of two, would be"]


def from_table(path: Path) -> tuple[list[Axis], Coordinates]:
    """
    The points of a CSV: its header names what is swept, a row is a point, a cell is a value as behind a =.

    Raises:
        StudyError: no such file, or one that is no such table.
    """
    header, rows = _read_table(path)
    columns = [
        [_cell(path, place, key, cell) for place, cell in enumerate(column, start=1)]
        for key, column in zip(header, zip(*rows, strict=True), strict=True)
    ]
    axes = []
    for key, column in zip(header, columns, strict=True):
        values = distinct(column)
        axes.append(listed(parsed_override(f"{key}=0"), values, f"{key}={','.join(map(written, values))}"[:MOST_SHOWN]))
    return axes, list(zip(*columns, strict=True))


def _read_table(path: Path) -> tuple[list[str], list[list[str]]]:
    if not path.is_file():
        raise StudyError(f"there is no file {path}; give a CSV whose header names what is swept, such as gate.price")
    if path.stat().st_size > LARGEST_TABLE:
        raise StudyError(f"{path} is no table of points: it has more than {LARGEST_TABLE:,} bytes")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file, strict=True) if row] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StudyError(f"{path} cannot be read as a table: {error}") from None
    if not header or not rows:
        raise StudyError(f"{path} has no point; write a header such as gate.price,cull.messages and a row a point")
    _check_count(len(rows))
    for place, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise StudyError(f"{path}, row {place}: {len(row)} cells under {len(header)} names; write one under each")
    return [key.strip() for key in header], rows


def _cell(path: Path, place: int, key: str, cell: str) -> Any:
    parsed = parsed_override(f"{key}={cell.strip()}")
    if parsed.is_sweep_override() or parsed.is_delete() or not cell.strip():
        raise StudyError(f"{path}, row {place}: {cell!r} is no value of {key}; write one value, null for nothing")
    if parsed.key_or_group.split(".")[0] in NOT_SWEPT:
        raise StudyError(f"{path}: {key} is the same at every point; write {key}=VALUE on the command line")
    return override_of(parsed, plain(parsed.value()), f"{key}={cell}").value
