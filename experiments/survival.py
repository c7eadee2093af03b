"""How long members stay: Kaplan–Meier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from clubsim.experiments.pairs import Floats, arms_of, normal_quantile


@dataclass(frozen=True)
class Survival:
    """A Kaplan–Meier curve: a step at each of the M times at which somebody left or was censored."""

    time: Floats  # [M], rising, from 0
    at_risk: NDArray[np.int64]  # [M], still followed just before the time
    losses: NDArray[np.int64]  # [M], lost at the time
    survival: Floats  # [M], chance to last longer than the time
    low: Floats  # [M], 95 % band, Greenwood's variance on the log-log scale; NaN where survival is 0
    high: Floats  # [M]


def kaplan_meier(duration: ArrayLike, observed: ArrayLike) -> Survival:
    """
    Product-limit survival of right-censored durations, with a pointwise 95 % band.

        S(t) = product over times s <= t of (1 - losses(s) / at_risk(s))

    Who is censored at a time still counts as at risk at that time.

    Args:
        duration: how long each was followed, >= 0 [N].
        observed: whether the end was seen; False is censored [N].

    Raises:
        ValueError: nobody, unequal lengths, a duration that is negative or not a number.

    Source: adapted. Kaplan & Meier (1958), JASA 53, 457-481; band of Kalbfleisch & Prentice (1980).
    """
    durations = np.asarray(duration, dtype=np.float64)
    seen = np.asarray(observed, dtype=np.bool_)
    if durations.ndim != 1 or durations.shape != seen.shape or durations.size == 0:
        raise ValueError(
            "kaplan_meier takes two columns of one length with at least one row, "
            f"not shapes {durations.shape} and {seen.shape}"
        )
    if not np.all(durations >= 0):
        raise ValueError("a duration must be >= 0 days; check that nobody left before joining")
    time = np.union1d(durations, [0.0])
    followed = np.sort(durations)
    at_risk = durations.size - np.searchsorted(followed, time, side="left")
    losses = np.bincount(np.searchsorted(time, durations[seen]), minlength=time.size)
    survival: Floats = np.cumprod(1 - losses / at_risk, dtype=np.float64)
    low, high = _band(at_risk, losses, survival)
    return Survival(time, at_risk, losses, survival, low, high)


def _band(at_risk: NDArray[np.int64], losses: NDArray[np.int64], survival: Floats) -> tuple[Floats, Floats]:
    """Greenwood's 95 % band on the log-log scale; 1 before the first loss, NaN once nobody is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(losses / (at_risk * (at_risk - losses)))
        spread = normal_quantile() * np.sqrt(variance) / np.abs(np.log(survival))
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    whole, none = survival == 1, survival == 0
    for edge in (low, high):
        edge[whole] = 1.0
        edge[none] = np.nan
    return low, high


def survival_by_arm(members: pl.DataFrame, end_day: int) -> pl.DataFrame:
    """
    How long members stay, by arm: Kaplan–Meier over tenure, the seeds of an arm pooled.

    Leaving and being removed both end a stay. Who is in on `end_day` is censored there, and who joined
    later is left out. The band takes members as independent, also those of one seed, and so is narrower
    than the spread between seeds.

    Args:
        members: a row a member with arm, joined [day] and left [day], null while in the group.
        end_day: last day looked at.

    Returns:
        A row an arm and tenure: arm, time [day], at_risk, losses, survival, low, high.
    """
    curves = []
    for arm in arms_of(members):
        mine = members.filter((pl.col("arm") == arm) & (pl.col("joined") <= end_day))
        if mine.is_empty():
            continue
        curve = kaplan_meier(*stays(mine, end_day))
        curves.append(pl.DataFrame({"arm": [arm] * curve.time.size, **vars(curve)}))
    if not curves:
        raise ValueError(f"no member joined by day {end_day}; take a later end day")
    return pl.concat(curves)


def stays(members: pl.DataFrame, end_day: int) -> tuple[Floats, NDArray[np.bool_]]:
    """How long each member stayed or was followed up to `end_day` [day], and whether the end was seen."""
    stay = members.select(
        days=(pl.min_horizontal(pl.col("left"), pl.lit(end_day)) - pl.col("joined")).cast(pl.Float64),
        seen=(pl.col("left") <= end_day).fill_null(False),
    )
    return stay["days"].to_numpy(), stay["seen"].to_numpy()
