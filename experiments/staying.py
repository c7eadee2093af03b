"""
Do members stay longer in one arm than in another? Days in the group seed by seed, and the customary log-rank test.

The members of a run are not independent: they share its luck and act on each other. The customary log-rank test
counts each as one more observation, so its p value says little here, also when it is stratified by seed: strata take
away what a seed does to both of its runs, not what the members of a run do to each other. The main number is
therefore the mean time in the group up to a day (restricted mean survival time), once a run, and its paired
difference over seeds; and the log-rank's own score is tested once more with the seed as the unit, by flipping its
sign.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from clubsim.experiments.flips import holm, sign_flip_p
from clubsim.experiments.intervals import shown_intervals
from clubsim.experiments.pairs import SCENARIO, Floats, arms_of, check_arm
from clubsim.experiments.survival import kaplan_meier, stays

Stays = tuple[Floats, NDArray[np.bool_]]  # duration [day] and whether its end was seen, a member each
_SCHEMA = {
    "arm": pl.String,
    "tau": pl.Float64,
    "days": pl.Float64,
    "days_control": pl.Float64,
    "mean": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "interval": pl.String,
    "p": pl.Float64,
    "p_holm": pl.Float64,
    "logrank_z": pl.Float64,
    "logrank_p": pl.Float64,
    "logrank_p_by_seed": pl.Float64,
    "n": pl.Int64,
}


def restricted_mean(duration: ArrayLike, observed: ArrayLike, tau: float) -> float:
    """
    Mean time to the end, counted up to tau: the area under the Kaplan–Meier curve from 0 to tau.

    Args:
        duration: how long each was followed, >= 0 [N].
        observed: whether the end was seen; False is censored [N].
        tau: > 0, in the unit of the durations.

    Returns:
        In [0, tau]; NaN where nobody is followed to tau and some of them had not ended.

    Source: adapted. Irwin (1949), J. Hygiene 47, 188-189; Royston & Parmar (2013), BMC Med. Res. Methodol. 13, 152.
    """
    curve = kaplan_meier(duration, observed)
    if curve.time[-1] < tau and curve.survival[-1] > 0:
        return float("nan")
    inside = curve.time < tau
    edges = np.append(curve.time[inside], tau)
    return float(np.sum(curve.survival[inside] * np.diff(edges)))


def logrank_score(mine: Stays, others: Stays) -> tuple[float, float]:
    """
    Losses of one group less those to be expected if both lost alike, and the variance of that.

    At each time with d losses among n at risk, of whom n1 are of the group: d * n1 / n are expected, with variance
    n1 * n0 * d * (n - d) / (n**2 * (n - 1)).

    Source: adapted. Mantel (1966), Cancer Chemother. Rep. 50, 163-170.
    """
    times = np.unique(np.concatenate([mine[0][mine[1]], others[0][others[1]]]))
    risk, lost = (np.array([counts(times, *group) for group in (mine, others)])[:, k] for k in (0, 1))
    n, d = risk.sum(axis=0), lost.sum(axis=0)
    score = (lost[0] - d * risk[0] / n).sum()
    several = np.maximum(n - 1, 1)
    variance = (risk[0] * risk[1] * d * (n - d) / (n**2 * several)).sum()
    return float(score), float(variance)


def counts(times: Floats, duration: Floats, observed: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """How many are at risk just before each time and how many are lost at it [times]."""
    at_risk = duration.size - np.searchsorted(np.sort(duration), times, side="left")
    ends = np.sort(duration[observed])
    lost = np.searchsorted(ends, times, side="right") - np.searchsorted(ends, times, side="left")
    return at_risk.astype(np.float64), lost.astype(np.float64)


def staying(
    members: pl.DataFrame, control: str, end_day: int, tau: float | None = None, arms: Sequence[str] | None = None
) -> pl.DataFrame:
    """
    How long members stay, each arm against the control, over the seeds that both have members in.

    Args:
        members: a row a member with arm, seed, joined [day] and left [day], null while in the group; rows of an
            ensemble are left out.
        control: the arm that the others are compared with.
        end_day: last day looked at; who is in then is censored, who joined later is left out.
        tau: up to which day of tenure days are counted; None for the last to which every run has followed somebody.

        arms: all arms, also one in which nobody ever was; None for those of the members.

    Returns:
        A row an arm (but the control) that has members in a seed in which the control has some: tau; days,
        days_control: restricted mean of a run, mean over seeds; mean, low, high, interval: of its paired difference; p,
        p_holm: of the sign-flip test; logrank_z: positive where the arm loses members sooner, stratified by seed;
        logrank_p: of it, members taken as independent; logrank_p_by_seed: of its score, by flipping the sign of each
        seed's; n: seeds.

    Raises:
        ValueError: the control is no arm.
    """
    own = members.filter(pl.col("set") == SCENARIO) if "set" in members.columns else members
    arms = arms_of(own) if arms is None else arms
    check_arm(control, arms)
    groups = own.filter(pl.col("joined") <= end_day).group_by("arm", "seed", maintain_order=True)
    runs: dict[tuple[str, int], Stays] = {(mine["arm"][0], mine["seed"][0]): stays(mine, end_day) for _, mine in groups}
    if tau is None:
        tau = min([_followed(stay) for stay in runs.values()], default=0.0)
    rows = [
        row
        for arm in arms
        if arm != control and (row := _against(arm, control, runs, tau if np.isfinite(tau) else float(end_day)))
    ]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    adjusted = pl.Series("p_holm", holm(found["p"].cast(pl.Float64).to_numpy()), nan_to_null=True)
    return found.with_columns(adjusted).with_columns(pl.col(pl.Float64).fill_nan(None))


def _followed(stay: Stays) -> float:
    """To which tenure a run tells of its members: its longest stay, and any where the longest was seen to end."""
    longest = stay[0].max()
    return float("inf") if stay[1][stay[0] == longest].all() else float(longest)


def _against(arm: str, control: str, runs: dict[tuple[str, int], Stays], tau: float) -> tuple[object, ...] | None:
    """The row of one arm; None where no seed has members in both."""
    from scipy.special import ndtr

    seeds = sorted(seed for name, seed in runs if name == arm and (control, seed) in runs)
    if not seeds or tau <= 0:
        return None
    pairs = [(runs[arm, seed], runs[control, seed]) for seed in seeds]
    days = np.array([[restricted_mean(*stay, tau) for stay in pair] for pair in pairs])
    scores = np.array([logrank_score(*pair) for pair in pairs])
    change = (days[:, 0] - days[:, 1])[None, :]
    (low_high,), (way,) = shown_intervals(change)
    score, variance = scores.sum(axis=0)
    z = score / np.sqrt(variance) if variance > 0 else 0.0
    p, by_seed = sign_flip_p(change)[0], sign_flip_p(scores[None, :, 0])[0]
    numbers = (tau, *days.mean(axis=0), change.mean(), *low_high)
    return (
        arm,
        *map(float, numbers),
        way,
        float(p),
        None,
        float(z),
        float(2 * ndtr(-abs(z))),
        float(by_seed),
        len(seeds),
    )
