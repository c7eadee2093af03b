"""The sign-flip test and Holm's adjustment: worked by hand, against SciPy, and by how often they cry wolf."""

import numpy as np
import pytest
from scipy import stats

from clubsim.experiments.flips import EXACT_TO, TOSSES, holm, sign_flip_p

NAN = float("nan")


def p_of(*differences):
    return sign_flip_p(np.array([differences], dtype=float))[0]


def test_a_p_value_worked_by_hand():
    """1, 2, 3 sum to 6: + + + and - - - are as far, of 8 ways. -1, 2, 3 sum to 4: + + +, - + + and their mirrors."""
    assert p_of(1, 2, 3) == 2 / 8
    assert p_of(-1, 2, 3) == 4 / 8
    assert p_of(1, -2, 1) == 1
    assert p_of(0, 0, 0) == 1
    assert p_of(5, 0) == 1  # one seed that differs tells nothing
    assert np.isnan(p_of(5))


def test_the_least_p_value_is_two_of_all_ways():
    assert p_of(*range(1, 6)) == 2 / 2**5
    assert p_of(*[0.1] * 12) == 2 / 2**12  # equal differences, whose sums are apart by rounding alone


def test_the_exact_test_is_that_of_scipy():
    rng = np.random.default_rng(2)
    values = rng.normal(0.3, 1, (4, 10)).round(1)  # rounded, so that there are ties
    for row, p in zip(values, sign_flip_p(values), strict=True):
        theirs = stats.permutation_test((row,), np.mean, permutation_type="samples", vectorized=True, axis=-1)
        assert p == pytest.approx(theirs.pvalue, rel=1e-12)


def test_above_the_limit_tosses_are_drawn_one_is_added_and_the_bytes_repeat():
    rng = np.random.default_rng(3)
    values = np.vstack([rng.normal(0.4, 1, EXACT_TO + 1), np.arange(1.0, EXACT_TO + 2)])
    p = sign_flip_p(values)
    np.testing.assert_array_equal(p, sign_flip_p(values))
    assert p[1] == 1 / (1 + TOSSES)
    exact = np.mean([abs(way @ values[0]) >= abs(values[0].sum()) for way in all_ways(EXACT_TO + 1)])
    low, high = stats.binom.interval(1 - 1e-6, TOSSES, exact)
    assert low / TOSSES <= p[0] <= (1 + high) / TOSSES


def all_ways(n):
    return 1.0 - 2.0 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)


@pytest.mark.parametrize("n", [8, 20])
def test_where_there_is_nothing_it_is_found_in_one_of_twenty_also_in_heavy_tails(n):
    studies = 1500
    p = sign_flip_p(np.random.default_rng(n).standard_t(2, (studies, n)))
    low, high = stats.binom.interval(1 - 1e-6, studies, 0.05)
    assert low <= np.sum(p <= 0.05) <= high


def test_holm_adjusts_a_worked_example():
    """.01, .04, .03, .005 of four: .005 x 4, .01 x 3, .03 x 2, .04 x 1 and no less than the one before."""
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.6, 0.7])).tolist() == [1, 1]
    assert holm(np.array([0.03])).tolist() == [0.03]


def test_holm_leaves_out_what_is_missing():
    adjusted = holm(np.array([0.01, NAN, 0.02]))
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.02])
    assert np.isnan(adjusted[1])
    assert holm(np.array([])).size == 0


def test_holm_keeps_the_order_and_lies_between_the_plain_p_and_bonferroni():
    rng = np.random.default_rng(5)
    for _ in range(200):
        p = rng.random(rng.integers(1, 9)) ** 3
        adjusted = holm(p)
        assert np.all(np.diff(adjusted[np.argsort(p)]) >= 0)
        assert np.all(adjusted >= p) and np.all(adjusted <= np.minimum(1, p * p.size) + 1e-15)


def test_holm_keeps_the_chance_of_any_false_find_in_the_family():
    """Six arms that do nothing: some plain p is small far too often, some adjusted one is not."""
    studies, rng = 800, np.random.default_rng(8)
    p = sign_flip_p(rng.normal(size=(studies * 6, 10))).reshape(studies, 6)
    adjusted = np.array([holm(row) for row in p])
    assert (p <= 0.05).any(axis=1).mean() > 0.15
    assert (adjusted <= 0.05).any(axis=1).sum() <= stats.binom.ppf(1 - 1e-6, studies, 0.05)
