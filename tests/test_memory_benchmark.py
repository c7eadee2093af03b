"""The benchmark of memory, at a small size: pages that were written are the same on every machine."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


def load_bench():
    spec = importlib.util.spec_from_file_location("bench_of_memory", FOLDER / "memory.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = load_bench()
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")


def test_a_page_counts_whole_once_anything_stands_in_it():
    column = np.zeros((3000, 4), dtype=np.float32)
    assert bench.written(column) == 0
    column[0, 3] = column[1, 0] = -0.0
    assert bench.written(column) == bench.PAGE
    column[-1] = 1
    assert bench.written(column) == bench.PAGE + column.nbytes % bench.PAGE


@on_linux
def test_it_says_what_is_declared_written_and_held():
    measured = bench.apart(members=3000, days=2)
    assert measured["declared"] > 500 and measured["columns"]["uid"] == 8.0 and measured["columns"]["redeemed"] == 0.0
    assert 0 < sum(measured["columns"].values()) < measured["declared"]
    assert measured["peak"] > 0
    title, line, row = bench.table([measured])
    assert title.count("|") == line.count("|") == row.count("|") and row.startswith("| 3,000 | 2 |")
