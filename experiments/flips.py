"""
Could chance have done it? The sign-flip test of paired differences, and Holm's adjustment over the arms of an
outcome.

If a policy did nothing at all, either run of a pair could have been the control's, and the sign of each difference
would be the toss of a coin. The p value is how often such tosses give a mean as far from 0 as the one that was found.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clubsim.experiments.pairs import Floats

EXACT_TO = 16  # seeds: so many are tossed in every way that there is
TOSSES = 10_000  # above it
TOSS_SEED = 1935
LARGEST = 4_000_000  # signs in memory at once
TIED = 1e-9  # of the sum of their sizes: what rounding may tell two means apart by


def sign_flip_p(values: Floats) -> Floats:
    """
    Two-sided p value of each mean of paired differences: every way to toss up to EXACT_TO signs, else TOSSES of them.

        p = (1 + tosses as far) / (1 + tosses), or the share of all ways that are as far

    Args:
        values: paired differences [outcomes, seeds], finite.

    Returns:
        In (0, 1] [outcomes]; no less than 2 / 2**seeds; 1 where all are 0; NaN below two seeds.

    Source: adapted. Fisher (1935), The Design of Experiments, section 21; the 1 that is added: Phipson & Smyth
    (2010), Stat. Appl. Genet. Mol. Biol. 9, 39.
    """
    rows, n = values.shape
    if n < 2:
        return np.full(rows, np.nan)
    far = np.abs(values.sum(axis=1)) - TIED * np.abs(values).sum(axis=1)
    as_far, tosses = np.zeros(rows), 0
    for signs in _tosses(n):
        as_far += (np.abs(signs @ values.T) >= far).sum(axis=0)
        tosses += len(signs)
    return as_far / tosses if n <= EXACT_TO else (1 + as_far) / (1 + tosses)


def _tosses(n: int) -> Iterator[Floats]:
    """Signs [tosses, n], in parts. All ways have the first sign +: with - each would be as far once more."""
    if n <= EXACT_TO:
        ways = np.arange(2 ** (n - 1))[:, None] >> np.arange(n) & 1
        yield (1 - 2 * ways).astype(np.float64)
        return
    rng = np.random.default_rng(TOSS_SEED)
    part = max(1, min(TOSSES, LARGEST // n))
    for first in range(0, TOSSES, part):
        yield (1 - 2 * rng.integers(0, 2, (min(part, TOSSES - first), n))).astype(np.float64)


def holm(p: Floats) -> Floats:
    """
    The p values of a family, adjusted so that the chance to find anything where there is nothing stays under each
    level.

        adjusted of the k-th smallest of m = largest of (m - j + 1) * p_j over j <= k, at most 1

    Args:
        p: in [0, 1] [m]; NaN is no member of the family and stays NaN.

    Source: adapted. Holm (1979), Scand. J. Statist. 6, 65-70.
    """
    adjusted = np.full(p.shape, np.nan)
    family = np.flatnonzero(np.isfinite(p))
    order = family[np.argsort(p[family], kind="stable")]
    steps = p[order] * np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted
