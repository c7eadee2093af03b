"""
The interval of a mean paired difference: Student's t for few seeds, a bootstrap that follows the skew from ten on.

Which one, and from how many seeds, was decided by coverage measured on skewed and on discrete samples
(`python -m clubsim.experiments.coverage`, docs/statistics.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from clubsim.experiments.pairs import Floats, t_quantile

BCA_FROM = 10  # seeds: below, the bootstrap covers less than t does
BCA_TO = 2000  # seeds: above, both are the same to the eye and the bootstrap takes long
RESAMPLES = 4999
BOOTSTRAP_SEED = 1987
LARGEST = 4_000_000  # numbers in memory at once
SAME = 1e-12  # of their size: differences as far apart as that are equal up to rounding
T, BCA = "t", "BCa"


def t_intervals(values: Floats) -> Floats:
    """
    Mean plus and minus the t quantile times the standard error; NaN below two seeds.

    Args:
        values: paired differences [outcomes, seeds].

    Returns:
        Low and high [outcomes, 2]; a point where all differences are equal, which does not say that they always are.
    """
    n = values.shape[1]
    if n < 2:
        return np.full((values.shape[0], 2), np.nan)
    half = t_quantile(np.array([float(n)])) * values.std(axis=1, ddof=1) / np.sqrt(n)
    means = values.mean(axis=1)
    return np.column_stack([means - half, means + half])


def bca_intervals(values: Floats, resamples: int = RESAMPLES) -> Floats:
    """
    Bias-corrected and accelerated bootstrap interval of each mean, widened as t is for few seeds.

    A resample draws seeds, the same for every outcome, from a generator of its own seed: the same table gives the same
    bytes. A plain bootstrap interval is too narrow for few seeds, as it has neither the n - 1 of the standard
    deviation nor the tails of t; its level is raised until it would be as wide as t on a normal sample.

    Args:
        values: paired differences [outcomes, seeds].
        resamples: how many.

    Returns:
        Low and high [outcomes, 2]; NaN where all differences are equal and below three seeds, where resampling has
        nothing to go by.

    Source: adapted. BCa: Efron (1987), JASA 82, 171-185, by SciPy; the level: Hesterberg (2015), The American
    Statistician 69, 371-386, section 3.2.
    """
    found = np.full((values.shape[0], 2), np.nan)
    if values.shape[1] < 3:
        return found
    spread, size = np.ptp(values, axis=1), np.abs(values).max(axis=1)
    unequal = np.flatnonzero(spread > SAME * size)
    if unequal.size:
        found[unequal] = _bca(values[unequal], resamples)
    return found


def _bca(values: Floats, resamples: int) -> Floats:
    from scipy.stats import bootstrap

    made = bootstrap(
        (values,),
        np.mean,
        axis=1,
        method="BCa",
        n_resamples=resamples,
        batch=max(1, LARGEST // values.size),
        confidence_level=raised_level(values.shape[1]),
        rng=np.random.default_rng(BOOTSTRAP_SEED),
    )
    return np.column_stack(made.confidence_interval)


def raised_level(n: int) -> float:
    """The confidence at which a normal quantile times sqrt((n - 1) / n) is that of t: .968 for 20 seeds, n >= 2."""
    from scipy.special import ndtr

    quantile = t_quantile(np.array([float(n)]))[0] * np.sqrt(n / (n - 1))
    return float(1 - 2 * ndtr(-quantile))


def shown_intervals(values: Floats, resamples: int = RESAMPLES) -> tuple[Floats, list[str | None]]:
    """
    The intervals that tables and figures show, and the name of the way each was made.

    BCa from BCA_FROM to BCA_TO seeds, else t; t also where the bootstrap has none. None below two seeds.

    Args:
        values: paired differences [outcomes, seeds].
    """
    n = values.shape[1]
    low_high = t_intervals(values)
    if n < 2:
        return low_high, [None] * len(values)
    if not BCA_FROM <= n <= BCA_TO:
        return low_high, [T] * len(values)
    bca = bca_intervals(values, resamples)
    there = np.asarray(np.isfinite(bca).all(axis=1))
    low_high[there] = bca[there]
    return low_high, [BCA if found else T for found in there]


def alike(values: Sequence[Floats]) -> Iterator[tuple[NDArray[np.int64], Floats]]:
    """Columns of differences gathered by their length: which ones, and they as one array [outcomes, seeds]."""
    lengths = np.array([len(column) for column in values])
    for n in np.unique(lengths):
        which = np.flatnonzero(lengths == n)
        yield which, np.array([values[place] for place in which.tolist()], dtype=np.float64).reshape(which.size, int(n))
