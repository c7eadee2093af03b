"""A person can join only once, whoever they are and however many there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.luck import founder_uid, organic_uid, prospect_uid
from clubsim.sim.known import FEW, Known

FOUNDERS = np.array([founder_uid(j) for j in range(50)])
POOL = np.array([prospect_uid(0, j) for j in range(4 * FEW)])


def known(*groups):
    """Who is known once these have joined one after another."""
    all_of_them = Known()
    for group in groups:
        all_of_them.add(np.asarray(group, dtype=np.int64))
    return all_of_them


@pytest.mark.parametrize(
    "groups",
    [
        (FOUNDERS, FOUNDERS),
        (FOUNDERS, [7]),
        (FOUNDERS, [organic_uid(0, 1, 0)], [3, organic_uid(0, 1, 1)]),
        (POOL[:3], POOL[2:4]),
        ([POOL[0], POOL[0]],),
        (POOL, POOL[-1:]),
        (POOL, POOL[:1]),
        (POOL[::2], POOL[1::2], [POOL[1000]]),
        (POOL[:10], POOL[10:], [POOL[5]]),
        (np.concatenate([FOUNDERS, POOL]), [49]),
    ],
)
def test_nobody_joins_twice(groups):
    with pytest.raises(ValueError, match="join only once"):
        known(*groups)


@given(st.lists(st.integers(0, 3 * FEW), min_size=1, unique=True), st.integers(0, 2**32))
def test_whoever_has_not_joined_can(places, seed):
    rng = np.random.default_rng(seed)
    groups = np.array_split(POOL[places], rng.integers(1, 5))
    all_of_them = known(FOUNDERS, *groups)
    others = np.setdiff1d(POOL, POOL[places])
    all_of_them.add(rng.permutation(others))
    for uid in (*rng.choice(POOL, 3), *rng.choice(FOUNDERS, 3)):
        with pytest.raises(ValueError, match="join only once"):
            all_of_them.add(np.array([uid]))


def test_nobody_at_all_can_join_again_and_again():
    known([], [])


def test_founders_are_counted_and_others_put_in_order_once_they_are_many():
    all_of_them = known(FOUNDERS, POOL[: FEW // 2], POOL[FEW // 2 :][::-1])
    assert all_of_them.founders == 50 and not all_of_them.latest
    np.testing.assert_array_equal(all_of_them.ordered, POOL)
