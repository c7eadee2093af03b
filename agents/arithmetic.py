"""
Numbers that come out the same everywhere: exp, log and what stands on them, from + - * / and bit moves.

The C library and NumPy give other last bits on another processor, and Python and compiled code differ
from each other (`2.0 ** x`, float32 reads). So rules and acts take their functions from here, widen what
they read with `wide` and `word`, and are marked with `rule` or `act`: they stay plain Python, and
compiled code may call them too.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba.extending import overload, register_jitable

Function = TypeVar("Function", bound=Callable[..., Any])

LN2 = 0.6931471805599453
LN2_HIGH = 0.6931471803691238  # ln 2 cut to 32 bits, so that whole multiples up to 2**21 are exact
LN2_LOW = 1.9082149292705877e-10  # ln 2 - LN2_HIGH
PER_LN2 = 1.4426950408889634  # 1 / ln 2
SQRT_HALF = 0.7071067811865476

EXP_LEAST = -708.0  # exp of it is the last that needs no subnormal number
EXP_MOST = 709.0
SMALLEST_NORMAL = 2.2250738585072014e-308
LARGEST = 1.7976931348623157e308
ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding and taking it away rounds to a whole number
WHOLE_MOST = 4611686018427387904.0  # 2**62

QUANTILE_TAIL = 0.02425  # where the approximation of the normal quantile changes its form
GEOMETRIC_MEAN_MOST = 1e12
POISSON_INVERSION_MOST = 700.0  # exp(-mean) is still a normal number


def rule(function: Function) -> Function:
    """Mark a pure function of numbers: it stays plain Python, and compiled code can call and inline it."""
    registered: Function = register_jitable(forceinline=True, no_cfunc_wrapper=True, _nrt=False)(function)
    return registered


def act(function: Function) -> Function:
    """
    Mark one member's behaviour (gather, ask the rules, draw, write): as `rule`, but it writes columns.

    It is inlined too: calls cost a tenth of the time, and only what is inlined can be done for rows side by side.
    """
    registered: Function = register_jitable(forceinline=True, no_cfunc_wrapper=True, _nrt=False)(function)
    return registered


def wide(x: Any) -> float:
    """The same number in 64 bits: around every read of a float column, which may hold 32."""
    return float(x)


@overload(wide, inline="always", strict=False)
def _wide_compiled(x: Any) -> Any:
    return lambda x: np.float64(x)


def word(x: Any) -> int:
    """An integer for bit work: exact in plain Python, 64 unsigned bits compiled; mask shifts and sums."""
    return int(x)


@overload(word, inline="always", strict=False)
def _word_compiled(x: Any) -> Any:
    return lambda x: np.uint64(x)


def whole(x: Any) -> int:
    """An integer to count and index with, in [-2**63, 2**63): 64 signed bits compiled, also of a `word`."""
    return int(x)


@overload(whole, inline="always", strict=False)
def _whole_compiled(x: Any) -> Any:
    return lambda x: np.int64(x)


def quotient(a: float, b: float) -> float:
    """a / b for a divisor that is never 0: compiled without the check for 0, so that loops vectorise."""
    return a / b


@overload(quotient, inline="always", strict=False)
def _quotient_compiled(a: Any, b: Any) -> Any:
    return lambda a, b: np.divide(a, b)


def times_power_of_two(x: float, exponent: float) -> float:
    """x * 2**exponent for a whole exponent in [-1022, 1023], exact where the result is a normal number."""
    return math.ldexp(x, int(exponent))


@overload(times_power_of_two, inline="always", strict=False)
def _times_power_of_two_compiled(x: Any, exponent: Any) -> Any:
    # The low bits of ROUNDER + n are n: moved up by 52 they are the exponent of a double.
    return lambda x, exponent: (
        x * np.int64(np.float64(exponent + 1023.0 + ROUNDER).view(np.int64) << np.int64(52)).view(np.float64)
    )


def fraction_of(x: float) -> float:
    """The fraction f in [0.5, 1) of x = f * 2**k, for a normal x > 0."""
    return math.frexp(x)[0]


@overload(fraction_of, inline="always", strict=False)
def _fraction_of_compiled(x: Any) -> Any:
    return lambda x: np.int64(
        (np.float64(x).view(np.int64) & np.int64(0x000FFFFFFFFFFFFF)) | np.int64(0x3FE0000000000000)
    ).view(np.float64)


def exponent_of(x: float) -> float:
    """The whole number k of x = f * 2**k with f in [0.5, 1), for a normal x > 0."""
    return float(math.frexp(x)[1])


@overload(exponent_of, inline="always", strict=False)
def _exponent_of_compiled(x: Any) -> Any:
    return lambda x: np.float64((np.float64(x).view(np.int64) >> np.int64(52)) - np.int64(1022))


@rule
def exp(x: float) -> float:
    """
    e to the power x, for x clamped to [-708, 709]; never raises, never 0 or infinite.

    With k the whole number nearest to x / ln 2 and r = x - k ln 2, so that |r| <= 0.35:

        exp(x) = 2**k * (1 + r + r**2 / 2! + ... + r**13 / 13!)

    Args:
        x: any number.

    Returns:
        In [3.3e-308, 8.2e307], within 1 unit in the last place; NaN for NaN.

    Source: measured. Cody & Waite (1980), Software Manual for the Elementary Functions (the split of ln 2).
    """
    x = wide(x)
    if x != x:
        return x
    if x < EXP_LEAST:
        x = EXP_LEAST
    if x > EXP_MOST:
        x = EXP_MOST
    k = (x * PER_LN2 + ROUNDER) - ROUNDER
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    tail = 1.6059043836821613e-10  # 1 / 13!
    tail = tail * r + 2.08767569878681e-09
    tail = tail * r + 2.505210838544172e-08
    tail = tail * r + 2.755731922398589e-07
    tail = tail * r + 2.7557319223985893e-06
    tail = tail * r + 2.48015873015873e-05
    tail = tail * r + 0.0001984126984126984
    tail = tail * r + 0.001388888888888889
    tail = tail * r + 0.008333333333333333
    tail = tail * r + 0.041666666666666664
    tail = tail * r + 0.16666666666666666
    tail = tail * r + 0.5  # 1 / 2!
    return times_power_of_two(1.0 + (r + r * r * tail), k)


@rule
def log(x: float) -> float:
    """
    Natural logarithm of x, for x clamped to the positive normal numbers; never raises, never infinite.

    With x = m * 2**k, m in [0.71, 1.41), f = m - 1 and s = f / (2 + f):

        log(x) = k ln 2 + f - s * (f - 2 s**2 / 3 - 2 s**4 / 5 - ... - 2 s**20 / 21)

    Args:
        x: any number; what is <= 2.2e-308 (0 and negative numbers too) counts as 2.2e-308.

    Returns:
        In [-708.4, 709.8], within 1 unit in the last place; NaN for NaN.

    Source: measured. The series of the inverse hyperbolic tangent, Abramowitz & Stegun (1964), 4.1.27.
    """
    given = wide(x)
    x = given if given > SMALLEST_NORMAL else SMALLEST_NORMAL
    x = x if x < LARGEST else LARGEST
    m = fraction_of(x)
    k = exponent_of(x)
    doubled = m < SQRT_HALF
    m = m + m if doubled else m
    k = k - 1.0 if doubled else k
    f = m - 1.0
    s = quotient(f, 2.0 + f)
    z = s * s
    tail = 0.09523809523809523  # 2 / 21
    tail = tail * z + 0.10526315789473684
    tail = tail * z + 0.11764705882352941
    tail = tail * z + 0.13333333333333333
    tail = tail * z + 0.15384615384615385
    tail = tail * z + 0.18181818181818182
    tail = tail * z + 0.2222222222222222
    tail = tail * z + 0.2857142857142857
    tail = tail * z + 0.4
    tail = tail * z + 0.6666666666666666  # 2 / 3
    result = k * LN2_HIGH - ((s * (f - z * tail) - k * LN2_LOW) - f)
    return result if given == given else given


@rule
def logistic(x: float) -> float:
    """
    1 / (1 + exp(-x)), the chance whose log odds are x.

    Args:
        x: log odds, any number.

    Returns:
        In [3.3e-308, 1]; NaN for NaN. logistic(x) + logistic(-x) is 1 to the rounding.
    """
    x = wide(x)
    odds = exp(-abs(x))
    top = odds if x < 0.0 else 1.0
    return quotient(top, 1.0 + odds)


@rule
def power(base: float, exponent: float) -> float:
    """
    base to the power exponent, as exp(exponent * log(base)).

    Args:
        base: > 0; what is <= 0 counts as 2.2e-308, so that a positive exponent gives almost 0.
        exponent: any number.

    Returns:
        In [3.3e-308, 8.2e307]. Its relative error is about 1e-16 * |exponent * log(base)|.
    """
    return exp(exponent * log(base))


@rule
def closer(value: float, to: float, share: float) -> float:
    """A value after it has closed a share, in [0, 1], of its gap to another: value + share * (to - value)."""
    return value + share * (to - value)


@rule
def square_root(x: float) -> float:
    """Square root of x >= 0, rounded rightly on every processor; what is below 0 counts as 0."""
    x = wide(x)
    if x < 0.0:
        x = 0.0
    return math.sqrt(x)


@rule
def floor_int(x: float) -> int:
    """The greatest whole number <= x, for x clamped to [-2**62, 2**62]; 0 for NaN."""
    x = wide(x)
    if x != x:
        return 0
    if x < -WHOLE_MOST:
        x = -WHOLE_MOST
    if x > WHOLE_MOST:
        x = WHOLE_MOST
    return whole(math.floor(x))


@rule
def middle_quantile(u: float) -> float:
    """`normal_quantile` of u in [0.02425, 0.97575], where nothing branches."""
    q = u - 0.5
    r = q * q
    top = ((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r
    top = ((top + 138.3577518672690) * r - 30.66479806614716) * r + 2.506628277459239
    bottom = ((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r
    bottom = ((bottom + 66.80131188771972) * r - 13.28068155288572) * r + 1.0
    return quotient(q * top, bottom)


@rule
def normal_quantile(u: float) -> float:
    """
    The standard normal number with the share u of the distribution below it (inverse normal CDF).

    A ratio of polynomials in (u - 1/2)**2 for u in [0.02425, 0.97575], and in sqrt(-2 log u) further out.

    Args:
        u: a uniform draw, in (0, 1); 0 and 1 give about -37.5 and 37.5.

    Returns:
        Relative error below 1.2e-9; normal_quantile(1 - u) = -normal_quantile(u) where 1 - u is exact.

    Source: measured. Acklam (2003), An algorithm for computing the inverse normal cumulative distribution
    function (its coefficients).
    """
    lower, sign = (1.0 - u, -1.0) if u > 0.5 else (u, 1.0)
    if lower < QUANTILE_TAIL:
        t = square_root(-2.0 * log(lower))
        top = ((-7.784894002430293e-03 * t - 3.223964580411365e-01) * t - 2.400758277161838) * t
        top = ((top - 2.549732539343734) * t + 4.374664141464968) * t + 2.938163982698783
        bottom = ((7.784695709041462e-03 * t + 3.224671290700398e-01) * t + 2.445134137142996) * t
        return sign * (top / ((bottom + 3.754408661907416) * t + 1.0))
    return middle_quantile(u)


@rule
def lognormal(u: float, median: float, log_sd: float) -> float:
    """
    The lognormal number with the share u of the distribution below it.

    Args:
        u: a uniform draw, in (0, 1).
        median: half of the distribution lies below, > 0; the unit of the result.
        log_sd: standard deviation of the logarithm, >= 0; 0 gives the median.

    Returns:
        median * exp(log_sd * normal_quantile(u)), > 0. The mean is median * exp(log_sd**2 / 2).
    """
    return median * exp(log_sd * normal_quantile(u))


@rule
def geometric_count(u: float, mean: float, most: int) -> int:
    """
    A count with a geometric distribution on 0, 1, 2, ... by inversion.

        P(count >= n) = (mean / (1 + mean))**n

    Args:
        u: a uniform draw, in (0, 1).
        mean: mean of the count before the cap, >= 0 and counted as 1e12 above it; 0 and NaN give 0.
        most: the cap, >= 0 and below 2**53.

    Returns:
        In [0, most]; not decreasing in u and in mean.
    """
    if not mean > SMALLEST_NORMAL:
        return 0
    if mean > GEOMETRIC_MEAN_MOST:
        mean = GEOMETRIC_MEAN_MOST
    steps = -log(1.0 - u) / log(1.0 + 1.0 / mean)
    if not steps < most:
        return whole(most)
    return floor_int(steps)


@rule
def poisson_by_inversion(u: float, mean: float) -> int:
    """
    The smallest count with at least the share u of the Poisson distribution at or below it.

    Args:
        u: a uniform draw, in (0, 1).
        mean: in [0, 700], so that exp(-mean) is a normal number.

    Returns:
        >= 0; the sum stops at the latest 40 standard deviations and 40 above the mean.
    """
    share = exp(-mean)
    below = share
    count = 0
    last = floor_int(mean + 40.0 * square_root(mean)) + 40
    while below < u and count < last:
        count += 1
        share = share * mean / count
        below += share
    return count


@rule
def poisson_count(u: float, mean: float) -> int:
    """
    A count with a Poisson distribution: by inversion up to a mean of 700, above it approximated.

    The approximation is the normal quantile z corrected for the skew, rounded:

        count = floor(mean + sqrt(mean) * z + (z**2 - 1) / 6 + (z - z**3) / (72 sqrt(mean)) + 1/2)

    Args:
        u: a uniform draw, in (0, 1).
        mean: of the count, in [0, 1e15]; what is below 0, and NaN, counts as 0.

    Returns:
        >= 0; not decreasing in u and, up to rounding, in mean: more demand adds arrivals and replaces none.

    Source: measured. Cornish & Fisher (1938), Revue de l'Institut International de Statistique 5, 307-320.
    """
    if not mean > 0.0:
        return 0
    if mean <= POISSON_INVERSION_MOST:
        return poisson_by_inversion(u, mean)
    z = normal_quantile(u)
    spread = square_root(mean)
    near = mean + spread * z + (z * z - 1.0) / 6.0 + (z - z * z * z) / (72.0 * spread)
    return max(floor_int(near + 0.5), poisson_by_inversion(u, POISSON_INVERSION_MOST))
