"""The arithmetic all rules stand on: the same bits plain and compiled, near the truth, tame at its edges."""

import hashlib
import math

import mpmath
import numpy as np
import pytest
from numba import njit

from clubsim.agents import arithmetic
from clubsim.agents.arithmetic import (
    closer,
    exp,
    exponent_of,
    floor_int,
    fraction_of,
    geometric_count,
    log,
    logistic,
    lognormal,
    middle_quantile,
    normal_quantile,
    poisson_by_inversion,
    poisson_count,
    power,
    quotient,
    rule,
    square_root,
    times_power_of_two,
    whole,
    wide,
    word,
)

N = 100_000
MANY = 1_000_000_000
EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-300, -1e-300, 5e-324, 1e308, 708.0, -708.0, -709.0, 709.0, 710.0]
EDGES += [math.inf, -math.inf, math.nan, 0.02425, 0.97575, 2.0**-33, 1 - 2.0**-33, 0.7071067811865476]


def uniforms(key: int, n: int = N) -> np.ndarray:
    """float64 [n], numbers that a draw can be, in (0, 1)."""
    return (np.random.default_rng(key).integers(0, 2**32, n) + 0.5) / 2**32


def wide_range(key: int, n: int = N) -> np.ndarray:
    """float64 [n], numbers of both signs and all sizes, and the edges."""
    rng = np.random.default_rng(key)
    spread = rng.choice([-1.0, 1.0], n) * np.exp(rng.uniform(-30, 8, n))
    return np.concatenate([spread, EDGES])


def compiled(function, *columns):
    """float64 [N] or int64 [N], a function over columns in compiled code."""

    @njit
    def one(result, a):
        for i in range(result.size):
            result[i] = function(a[i])

    @njit
    def two(result, a, b):
        for i in range(result.size):
            result[i] = function(a[i], b[i])

    @njit
    def three(result, a, b, c):
        for i in range(result.size):
            result[i] = function(a[i], b[i], c[i])

    kind = np.int64 if isinstance(function(*(each[0].item() for each in columns)), int) else np.float64
    result = np.empty(columns[0].size, kind)
    {1: one, 2: two, 3: three}[len(columns)](result, *columns)
    return result


def plain(function, *columns):
    """The same in plain Python, number by number."""
    values = [function(*row) for row in zip(*(each.tolist() for each in columns), strict=True)]
    return np.array(values, np.int64 if isinstance(values[0], int) else np.float64)


def normal_numbers(key):
    """float64 [N], positive normal numbers of all sizes."""
    return np.exp(np.random.default_rng(key).uniform(-700, 700, N))


def means(key, most):
    """float64 [N], means of counts from 0 to `most`, most of them small."""
    return np.random.default_rng(key).uniform(0, 1, N) ** 6 * most


# every function of the module: its name and a column an argument
COLUMNS = {
    exp: [np.concatenate([np.random.default_rng(1).uniform(-720, 720, N), wide_range(2)])],
    log: [np.concatenate([normal_numbers(3), wide_range(4)])],
    logistic: [wide_range(5)],
    power: [normal_numbers(6), np.random.default_rng(7).uniform(-3, 3, N)],
    square_root: [wide_range(8)],
    closer: [uniforms(27), uniforms(28), uniforms(29)],
    floor_int: [wide_range(9)],
    middle_quantile: [np.concatenate([uniforms(10), EDGES[:8]])],
    normal_quantile: [np.concatenate([uniforms(10), EDGES[:8]])],
    lognormal: [uniforms(11), normal_numbers(12) ** 0.01, np.random.default_rng(13).uniform(0, 2, N)],
    geometric_count: [uniforms(14), means(15, 1e4), np.random.default_rng(16).integers(0, 1000, N)],
    poisson_by_inversion: [uniforms(17), means(18, 300.0)],
    poisson_count: [uniforms(19), means(20, 1500.0)],
    quotient: [wide_range(21)[:N], normal_numbers(22)],
    times_power_of_two: [uniforms(23), np.random.default_rng(24).integers(-900, 1000, N) * 1.0],
    fraction_of: [normal_numbers(25)],
    exponent_of: [normal_numbers(26)],
}


@pytest.mark.everywhere
@pytest.mark.parametrize("function", COLUMNS, ids=lambda each: each.__name__)
def test_plain_and_compiled_agree_in_every_bit(function):
    columns = COLUMNS[function]
    one, other = plain(function, *columns), compiled(function, *columns)
    assert one.dtype == other.dtype
    np.testing.assert_array_equal(one.view(np.int64), other.view(np.int64))


def test_every_rule_of_the_module_is_compared():
    every = vars(arithmetic).values()
    own = [each for each in every if getattr(each, "__module__", "") == arithmetic.__name__]
    names = {each.__name__ for each in own if not each.__name__.startswith("_")}
    marks = {"Function", "act", "rule", "whole", "wide", "word"}
    assert {each.__name__ for each in COLUMNS} == names - marks


@pytest.mark.everywhere
@pytest.mark.parametrize("way", [plain, compiled], ids=["plain", "compiled"])
def test_the_bits_are_the_committed_ones(way):
    """On every processor and version: the inputs come from + * % alone, which are exact there."""
    digest = hashlib.sha256()
    steps = np.array([i * 0.6180339887498949 % 1.0 for i in range(1, 20_000)])
    spans = [(exp, -700, 700), (logistic, -40, 40), (log, 0.001, 50), (normal_quantile, 0, 1)]
    for function, low, high in spans:
        digest.update(way(function, low + (high - low) * steps).tobytes())
    assert digest.hexdigest() == "e0eea023df30e94086668d362efc0b18a312d5dbec3785ad42ba9173e3d33849"


@pytest.mark.everywhere
def test_wide_makes_a_stored_number_a_double_in_both_engines():
    @rule
    def squared(column, i):
        return wide(column[i]) * wide(column[i])

    column = np.random.default_rng(2).uniform(0, 9, N).astype(np.float32)

    @njit
    def loop(column, result):
        for i in range(column.size):
            result[i] = squared(column, i)

    result = np.empty(N)
    loop(column, result)
    np.testing.assert_array_equal([squared(column, i) for i in range(N)], result)


@pytest.mark.everywhere
def test_exp_of_a_stored_number_is_that_of_the_double():
    column = np.random.default_rng(2).uniform(-9, 9, 1000).astype(np.float32)
    expected = [exp(x) for x in column.tolist()]
    np.testing.assert_array_equal([exp(x) for x in column], expected)
    np.testing.assert_array_equal(compiled(exp, column), expected)


@pytest.mark.everywhere
def test_word_and_whole_carry_64_bits_back_and_forth():
    @njit
    def there_and_back(x):
        return whole(word(x) << word(1) >> word(1))

    numbers = [0, 1, 2**31, 2**32 + 7, 2**62 + 3, 2**63 - 1]
    assert [there_and_back(x) for x in numbers] == numbers
    assert [whole(word(np.int64(x))) for x in numbers] == numbers
    assert type(whole(word(np.int32(5)))) is int


def ulps(function, truth, xs) -> float:
    """The worst distance from the truth, in units in the last place."""
    with mpmath.workprec(120):
        worst = mpmath.mpf(0)
        for x in xs.tolist():
            true = truth(mpmath.mpf(x))
            worst = max(worst, abs(function(x) - true) / math.ulp(abs(float(true))))
        return float(worst)


def test_exp_is_within_two_units_in_the_last_place():
    rng = np.random.default_rng(31)
    xs = [rng.uniform(-708, 709, 8000), rng.uniform(-2, 2, 8000), rng.normal(0, 1e-3, 4000)]
    assert ulps(exp, mpmath.exp, np.concatenate(xs)) <= 2


def test_log_is_within_three_units_in_the_last_place():
    rng = np.random.default_rng(32)
    xs = [np.exp(rng.uniform(-700, 700, 8000)), rng.uniform(0.5, 2, 8000), 1 + rng.normal(0, 1e-4, 4000)]
    assert ulps(log, mpmath.log, np.concatenate(xs)) <= 3


def test_logistic_is_within_four_units_in_the_last_place():
    rng = np.random.default_rng(33)
    xs = [rng.uniform(-700, 40, 8000), rng.uniform(-8, 8, 12000)]
    assert ulps(logistic, lambda x: 1 / (1 + mpmath.exp(-x)), np.concatenate(xs)) <= 4


def test_the_normal_quantile_is_right_to_eight_digits():
    xs = np.concatenate([uniforms(34, 3000), 2.0 ** -np.random.default_rng(35).uniform(1, 33, 1000)])
    with mpmath.workprec(120):
        for u in xs.tolist():
            z = normal_quantile(u)
            # one step of Newton from z: its size is the error of z
            error = (mpmath.ncdf(z) - u) / mpmath.npdf(z)
            assert abs(error) <= 1e-8 * abs(z)


def test_known_values():
    assert exp(0) == 1.0
    assert exp(1) == pytest.approx(math.e, rel=1e-15)
    assert log(1) == 0.0
    assert log(math.e) == pytest.approx(1, rel=1e-15)
    assert logistic(0) == 0.5
    assert logistic(math.log(3)) == pytest.approx(0.75, rel=1e-15)
    assert power(2, 10) == pytest.approx(1024, rel=1e-14)
    assert square_root(9) == 3.0
    assert [floor_int(x) for x in (2.9, -0.1, -3.0, 7)] == [2, -1, -3, 7]


def test_the_edges_are_clamped_and_nothing_is_raised():
    assert exp(math.inf) == exp(1e9) == exp(709.0) < math.inf
    assert 0 < exp(-math.inf) == exp(-1e9) == exp(-708.0) < 1e-307
    assert log(0.0) == log(-5.0) == log(-math.inf) == log(2.2250738585072014e-308)
    assert log(math.inf) == log(1.7976931348623157e308)
    assert logistic(1e9) == 1.0
    assert 0 < logistic(-1e9) < 1e-307
    assert square_root(-1e-18) == 0.0
    assert floor_int(math.inf) == 2**62
    assert floor_int(-math.inf) == -(2**62)


def test_not_a_number_stays_one():
    for function in (exp, log, logistic):
        assert math.isnan(function(math.nan))
    assert floor_int(math.nan) == 0


def test_exp_log_and_logistic_never_decrease():
    xs = np.sort(np.random.default_rng(36).uniform(-30, 30, 20_000))
    assert np.all(np.diff(plain(exp, xs)) >= 0)
    assert np.all(np.diff(plain(logistic, xs)) >= 0)
    assert np.all(np.diff(plain(log, np.sort(normal_numbers(37))[:20_000])) >= 0)


def test_the_normal_quantile_is_symmetrical_to_the_last_bit():
    us = uniforms(38, 10_000)
    np.testing.assert_array_equal(plain(normal_quantile, 1 - us), -plain(normal_quantile, us))
    assert normal_quantile(0.5) == 0.0


def test_the_normal_quantile_never_decreases():
    us = np.sort(np.concatenate([uniforms(39, 20_000), 0.02425 + np.linspace(-1e-8, 1e-8, 1001)]))
    assert np.all(np.diff(plain(normal_quantile, us)) >= 0)


def test_a_lognormal_has_its_median_and_its_spread():
    assert lognormal(0.5, 30.0, 1.5) == 30.0
    logs = np.log(plain(lognormal, uniforms(40), np.full(N, 30.0), np.full(N, 0.7)) / 30.0)
    assert abs(logs.mean()) < 5 * 0.7 / math.sqrt(N)
    assert logs.std() == pytest.approx(0.7, abs=5 * 0.7 / math.sqrt(2 * N))


@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 250.0])
def test_a_geometric_count_has_its_mean_and_its_zeros(mean):
    counts = plain(geometric_count, uniforms(41), np.full(N, mean), np.full(N, MANY))
    assert counts.min() == 0
    assert counts.mean() == pytest.approx(mean, abs=5 * math.sqrt(mean * (1 + mean) / N))
    zeros = 1 / (1 + mean)
    assert np.mean(counts == 0) == pytest.approx(zeros, abs=5 * math.sqrt(zeros * (1 - zeros) / N))


def test_a_geometric_count_worked_by_hand():
    # mean 1: P(count >= n) = 2**-n, so u just below and above 1 - 2**-3
    assert geometric_count(0.874, 1.0, MANY) == 2
    assert geometric_count(0.876, 1.0, MANY) == 3
    assert geometric_count(0.876, 1.0, 2) == 2
    assert geometric_count(0.999, 0.0, MANY) == 0
    assert geometric_count(0.999, -1.0, MANY) == 0
    assert geometric_count(0.5, 1e300, 17) == 17


@pytest.mark.parametrize("mean", [1e-9, 0.3, 4.0, 60.0, 699.0])
def test_poisson_counts_are_the_quantiles_of_their_distribution(mean):
    for u in [1e-9, 0.001, 0.2, 0.5, 0.9, 0.999999, *uniforms(42, 20).tolist()]:
        count = poisson_count(u, mean)
        assert below_or_at(count, mean) >= u
        assert count == 0 or below_or_at(count - 1, mean) < u


def below_or_at(count, mean):
    """The Poisson distribution's share at or below a count."""
    with mpmath.workprec(120):
        return mpmath.gammainc(count + 1, mean, mpmath.inf, regularized=True)


@pytest.mark.parametrize("mean", [701.0, 5000.0, 1e6])
def test_large_poisson_counts_are_the_quantiles_too(mean):
    for u in [1e-9, 0.001, 0.2, 0.5, 0.9, 0.999999, *uniforms(43, 20).tolist()]:
        count = poisson_count(u, mean)
        assert below_or_at(count + 1, mean) >= u
        assert below_or_at(count - 2, mean) < u


def test_more_demand_never_takes_a_comer_away():
    steps = np.concatenate([np.linspace(0, 40, 300), np.linspace(690, 720, 300), np.geomspace(721, 1e9, 200)])
    for u in [2.0**-33, 0.01, 0.37, 0.5, 0.93, 1 - 2.0**-33]:
        assert np.all(np.diff(plain(poisson_count, np.full(steps.size, u), steps)) >= 0)
        columns = np.full(steps.size, u), steps, np.full(steps.size, MANY)
        assert np.all(np.diff(plain(geometric_count, *columns)) >= 0)


def test_nobody_is_taken_away_where_the_approximation_begins():
    us = uniforms(44, 20_000)
    before, after = (plain(poisson_count, us, np.full(us.size, mean)) for mean in (700.0, 700.000001))
    assert np.all(before <= after)
    assert np.mean(before != after) < 1e-3


def test_no_demand_brings_nobody():
    assert poisson_count(0.999, 0.0) == poisson_count(0.999, -3.0) == poisson_count(0.5, math.nan) == 0
