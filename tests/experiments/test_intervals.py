"""Intervals of a mean paired difference: SciPy as a twin, degenerate cases, and coverage on samples of a known mean."""

import numpy as np
import pytest
from scipy import stats

from clubsim.experiments.coverage import KINDS, coverages, stopped
from clubsim.experiments.intervals import (
    BCA_FROM,
    BOOTSTRAP_SEED,
    RESAMPLES,
    alike,
    bca_intervals,
    raised_level,
    shown_intervals,
    t_intervals,
)
from clubsim.experiments.until import LEAST

SKEWED = np.random.default_rng(1).exponential(size=(3, 20))


def test_t_is_the_interval_of_a_paired_t_test():
    for row, (low, high) in zip(SKEWED, t_intervals(SKEWED), strict=True):
        theirs = stats.ttest_1samp(row, 0).confidence_interval(0.95)
        assert (low, high) == pytest.approx((theirs.low, theirs.high), rel=1e-12)


def test_the_raised_level_makes_a_normal_quantile_that_of_t():
    for n in (3, 10, 40):
        quantile = stats.norm.ppf(0.5 + raised_level(n) / 2) * np.sqrt((n - 1) / n)
        assert quantile == pytest.approx(stats.t.ppf(0.975, n - 1))
    assert raised_level(20) == pytest.approx(0.968, abs=5e-4)
    assert 0.95 < raised_level(2000) < 0.951


def test_bca_is_that_of_scipy_outcome_by_outcome_at_the_raised_level():
    mine = bca_intervals(SKEWED)
    for row, low_high in zip(SKEWED, mine, strict=True):
        made = stats.bootstrap(
            (row,),
            np.mean,
            method="BCa",
            confidence_level=raised_level(20),
            n_resamples=RESAMPLES,
            rng=np.random.default_rng(BOOTSTRAP_SEED),
        )
        assert tuple(low_high) == pytest.approx(tuple(made.confidence_interval), rel=1e-12)


def test_bca_follows_the_skew_and_t_does_not():
    shown, ways = shown_intervals(SKEWED)
    means = SKEWED.mean(axis=1)
    assert ways == ["BCa"] * 3
    assert np.all(shown[:, 1] - means > 1.1 * (means - shown[:, 0]))
    mirrored, _ = shown_intervals(-SKEWED)
    assert np.all(means + mirrored[:, 0] < -1.1 * (mirrored[:, 1] + means))


def test_the_same_differences_give_the_same_interval_also_beside_others():
    alone = bca_intervals(SKEWED[1:2])
    np.testing.assert_allclose(bca_intervals(SKEWED)[1], alone[0], rtol=1e-12)  # sums of rows may round otherwise
    np.testing.assert_array_equal(bca_intervals(SKEWED), bca_intervals(SKEWED))


def test_what_cannot_be_resampled_has_the_t_interval_or_none():
    equal = np.full((1, 12), 0.1) + np.array([[0.0] * 11 + [2e-17]])
    assert np.isnan(bca_intervals(equal)).all()
    low_high, ways = shown_intervals(equal)
    assert ways == ["t"]
    assert low_high[0] == pytest.approx([0.1, 0.1])
    assert np.isnan(bca_intervals(np.array([[1.0, 2.0]]))).all()
    few, ways = shown_intervals(SKEWED[:, : BCA_FROM - 1])
    assert ways == ["t"] * 3
    np.testing.assert_array_equal(few, t_intervals(SKEWED[:, : BCA_FROM - 1]))
    one, ways = shown_intervals(np.array([[3.0]]))
    assert np.isnan(one).all() and ways == [None]
    none, ways = shown_intervals(np.empty((2, 0)))
    assert np.isnan(none).all() and ways == [None, None]


def test_columns_are_gathered_by_their_length():
    columns = [np.array([1.0, 2.0]), np.array([]), np.array([3.0, 4.0])]
    found = {tuple(which.tolist()): values.tolist() for which, values in alike(columns)}
    assert found == {(1,): [[]], (0, 2): [[1.0, 2.0], [3.0, 4.0]]}


def limits(samples, chance):
    """From where to where a share of samples lies but once in a million times, if its chance is this."""
    return tuple(bound / samples for bound in stats.binom.interval(1 - 1e-6, samples, chance))


def test_coverage_of_a_normal_sample_is_what_it_says_in_short():
    (by_t, bca) = coverages(500, [KINDS[0]], [20])
    low, high = limits(500, 0.95)
    assert low <= by_t.holds <= high
    assert low <= bca.holds <= high


@pytest.mark.slow
def test_coverage_decides_where_bca_is_shown():
    """
    From BCA_FROM seeds: as good as t on a normal sample and better on skewed ones; below: worse on most.
    """
    samples = 4000
    found = {(each.kind, each.n, each.way): each for each in coverages(samples)}
    low, high = limits(samples, 0.95)
    assert low <= found["normal", 20, "t"].holds <= high
    for n in (10, 20, 40):
        assert found["normal", n, "BCa"].holds >= found["normal", n, "t"].holds - 0.015
        for kind in ("exponential", "log-normal, sd 1 of the log"):
            assert found[kind, n, "BCa"].holds > found[kind, n, "t"].holds
            by_t, bca = found[kind, n, "t"], found[kind, n, "BCa"]
            assert abs(bca.below - bca.above) < abs(by_t.below - by_t.above)
    worse = [kind.name for kind in KINDS if found[kind.name, 5, "BCa"].holds < found[kind.name, 5, "t"].holds - 0.01]
    assert {"normal", "Student's t of 3", "a few members more or less"} <= set(worse)


def test_stopping_on_the_width_is_measured_against_one_look_in_short():
    """One look is exact; looking from 5 seeds on stops too early; a least number of seeds gives most of it back."""
    normal, studies = KINDS[0], 4000
    low, high = limits(studies, 0.95)
    once, seeds = stopped(normal, 30, 30, 30, 30, studies)
    assert low <= once <= high and seeds == 30
    early, _ = stopped(normal, 5, 2, 30, 500, studies)
    guarded, _ = stopped(normal, 5, LEAST, 30, 500, studies)
    assert early < low
    assert early + 0.01 < guarded < high
