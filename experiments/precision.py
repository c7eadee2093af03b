"""How many seeds a wished precision takes."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.pairs import t_quantile

OF_A_SHARE = 0.01  # the half-width that tables speak of
OF_A_COUNT = 0.01  # likewise, in parts of the control's mean
MOST = 10_000_000  # seeds that anybody would speak of


def seeds_needed(sd: float, halfwidth: float) -> int | None:
    """
    The fewest seeds whose 95 % interval of a mean paired difference is expected to be no wider than +- halfwidth.

        smallest n >= 2 with t(n - 1) * sd / sqrt(n) <= halfwidth

    Args:
        sd: standard deviation of the paired differences, >= 0; itself known only as well as the seeds it is from allow.
        halfwidth: in the same unit, > 0.

    Returns:
        2 where nothing varies; None above MOST.

    Raises:
        ValueError: a half-width that is not above 0, or an sd that is negative or no number.
    """
    if not 0 < halfwidth < math.inf:
        raise ValueError(f"a half-width is above 0, not {halfwidth:g}; write for example 0.01")
    if not 0 <= sd < math.inf:
        raise ValueError(f"a standard deviation is 0 or more, not {sd:g}")
    low, high = 1, 2  # low seeds are too few, high may do
    while expected_halfwidth(sd, high) > halfwidth:
        low, high = high, 2 * high
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if expected_halfwidth(sd, middle) <= halfwidth else (middle, high)
    return high


def expected_halfwidth(sd: float, n: int) -> float:
    """Of the t interval of the mean of n differences of that standard deviation, n >= 2."""
    return float(t_quantile(np.array([float(n)]))[0] * sd / math.sqrt(n))


def wished(outcome: str, level: float | None) -> float | None:
    """
    The half-width that tables speak of: a percentage point of a share, else a percent of the control's mean.

    Args:
        outcome: its name.
        level: the control's mean; None or 0 where there is none to take a percent of.
    """
    if OUTCOMES[outcome].unit == "share":
        return OF_A_SHARE
    return OF_A_COUNT * abs(level) if level else None


def precision(differences: pl.DataFrame, summary: pl.DataFrame, control: str) -> pl.DataFrame:
    """
    For each arm and outcome, how wide its interval is and how many seeds a narrower one would take.

    Args:
        differences: of paired_differences.
        summary: of arm_summary.
        control: the arm that the differences are to.

    Returns:
        A row an arm and outcome with a difference: arm, outcome, halfwidth (half of the interval's width), sd (of the
        paired differences), wished (see `wished`), seeds_needed for it (null above MOST seeds), n.
    """
    levels = dict(summary.filter(pl.col("arm") == control).select("outcome", "mean").iter_rows())
    rows = []
    for row in differences.filter(pl.col("low").is_not_null()).iter_rows(named=True):
        wish = wished(row["outcome"], levels.get(row["outcome"]))
        needed = None if wish is None else seeds_needed(row["sd"], wish)
        halfwidth = (row["high"] - row["low"]) / 2
        rows.append((row["arm"], row["outcome"], halfwidth, row["sd"], wish, needed, row["n"]))
    schema = {
        "arm": pl.String,
        "outcome": pl.String,
        "halfwidth": pl.Float64,
        "sd": pl.Float64,
        "wished": pl.Float64,
        "seeds_needed": pl.Int64,
        "n": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
