"""Days as bits."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clubsim.agents.days import ALL_BITS, LAST_28_DAYS, bits_set, days_of

WORDS = st.integers(0, 2**64 - 1)


def test_days_with_a_visit_are_bits_from_today_on():
    days = 0
    for visited in (1, 0, 1, 1):
        days = days_of(days, visited)
    assert days == 0b1011


def test_the_bit_set_holds_64_days():
    assert days_of(1 << 63, 0) == 0
    assert days_of(2**64 - 1, 1) == 2**64 - 1 == ALL_BITS


@given(st.lists(st.integers(0, 1), max_size=100))
def test_the_bits_are_the_last_64_days(visits):
    days = 0
    for visited in visits:
        days = days_of(days, visited)
    kept = visits[::-1][:64]
    assert [days >> bit & 1 for bit in range(len(kept))] == kept
    assert days >> len(kept) == 0
    assert bits_set(days) == sum(kept)
    assert bits_set(days & LAST_28_DAYS) == sum(kept[:28])


@example(0)
@example(2**64 - 1)
@example(0x5555555555555555)
@given(WORDS)
def test_bits_are_counted_as_python_counts_them(days):
    assert bits_set(days) == days.bit_count()


@pytest.mark.parametrize("bit", range(64))
def test_each_bit_counts_once(bit):
    assert bits_set(1 << bit) == 1
    assert bits_set(ALL_BITS ^ 1 << bit) == 63
