"""Columns get longer and keep what was written; what was never written takes no memory."""

import re
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.records import Members, Prospects
from clubsim.sim import columns
from clubsim.sim.columns import HUGE, LARGE, STEP, by_row, empty, grow, lengthen, lengthened, zeros

DTYPES = (np.int8, np.int16, np.int32, np.int64, np.uint64, np.float32, np.float64)
MIB = 1 << 20
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is held is read from /proc")


def held():
    """Bytes of memory that this process holds."""
    return 1024 * int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1])


@given(st.integers(1, 40_000), st.integers(0, 5), st.sampled_from(DTYPES), st.integers(0, 2**32))
def test_a_longer_column_is_the_same_with_zeros_behind(rows, more, dtype, seed):
    rng = np.random.default_rng(seed)
    column = np.zeros((rows, 3), dtype=dtype)
    column[rng.random(rows) < 0.001] = 1
    longer = lengthened(column, rows * (1 + more))
    assert longer.flags.c_contiguous and longer.flags.writeable and longer.flags.aligned
    assert longer.dtype == column.dtype and longer.shape == (rows * (1 + more), 3)
    assert (longer[:rows] == column).all() and not longer[rows:].any()


def test_a_negative_zero_is_copied():
    longer = lengthened(np.array([-0.0, 0.0], dtype=np.float32), 4)
    np.testing.assert_array_equal(np.signbit(longer), [True, False, False, False])


@pytest.mark.parametrize("size", [0, 8, LARGE - 8, LARGE, HUGE, HUGE + 8])
def test_an_array_of_any_size_is_zeroed_and_can_be_written(size):
    array = zeros((size // 8,), np.float64)
    assert array.shape == (size // 8,) and not array.any()
    array[:] = 1.0
    assert array.all()


def test_capacity_at_least_doubles_and_rows_stay():
    owner = SimpleNamespace(members=empty(Members, 4, K=2, S=3, Q=4))
    owner.members.uid[:] = range(4)
    owner.members.tie_row[3] = 7
    before = owner.members
    grow(owner, "members", 4)
    assert owner.members is before
    grow(owner, "members", 5)
    assert {getattr(owner.members, name).shape[0] for name in by_row(Members)} == {8}
    grow(owner, "members", 50)
    assert {getattr(owner.members, name).shape[0] for name in by_row(Members)} == {50}
    assert owner.members.tie_count.shape == (1,)
    np.testing.assert_array_equal(owner.members.uid[:5], [0, 1, 2, 3, 0])
    np.testing.assert_array_equal(owner.members.tie_row[2:5], [[0] * 3, [7] * 3, [0] * 3])


def test_an_old_column_is_gone_before_the_next_one_is_copied(monkeypatch):
    owner, old = SimpleNamespace(prospects=empty(Prospects, 4)), []

    def watched(column, rows):
        assert all(reference() is None for reference in old)
        old.append(weakref.ref(column))
        return lengthened(column, rows)

    monkeypatch.setattr(columns, "lengthened", watched)
    grow(owner, "prospects", 9)
    assert len(old) == len(Prospects._fields)


def test_an_owner_keeps_the_record_where_there_is_no_memory_for_more():
    owner = SimpleNamespace(prospects=empty(Prospects, 4))
    owner.prospects.uid[:] = 5
    with pytest.raises((MemoryError, OSError)):
        lengthen(owner, "prospects", {"reach": 8, "uid": 1 << 56})
    assert owner.prospects.reach.shape == (8,) and (owner.prospects.uid == 5).all()


@on_linux
def test_what_was_never_written_takes_no_memory_in_a_longer_column_either():
    before = held()
    column = zeros((64 * MIB // 8,), np.int64)
    column[:10] = 1
    column = lengthened(column, 2 * column.shape[0])
    assert column.sum() == 10
    assert held() - before < 8 * MIB
    column[:] = 1
    assert held() - before > 120 * MIB
    del column
    assert held() - before < 8 * MIB


def test_a_step_is_a_part_of_a_large_column():
    assert STEP < LARGE < HUGE
