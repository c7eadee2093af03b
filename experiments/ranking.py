"""
How far a ranking of arms hangs on what is assumed: over the sets of an ensemble, how often one arm beats another.

Each set is a world that fits the source about equally well. The share of worlds in which A beats B is no probability
that A is better: it says how many of the assumptions that were tried agree. Sets are what varies, seeds of a set are
averaged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.pairs import SCENARIO, Floats, arms_of, in_rows, normal_quantile, unless_censored

SAME = 1e-9  # of the larger: means as near to each other are tied
_BEATEN = {"outcome": pl.String, "arm": pl.String, "other": pl.String, "share": pl.Float64, "low": pl.Float64}
_BEATEN |= {"high": pl.Float64, "ties": pl.Int64, "n": pl.Int64, "sets": pl.Int64}
_BEST = {name: kind for name, kind in _BEATEN.items() if name != "other"}


def beaten(runs: pl.DataFrame, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    For each two arms, the share of the ensemble's sets in which one beats the other; a tie is half a win of each.

    Args:
        runs: a row a run; sets 0.. are the ensemble.
        outcomes: names; None for all that the runs have.

    Returns:
        A row an outcome, arm and other arm: share; low, high: 95 % Wilson interval; ties; n: sets in which both have
        a value; sets: all. To beat is to lie higher, or lower where less is better. No row without an ensemble.
    """
    rows = []
    for name, arms, means in _worlds(runs, outcomes):
        for i, arm in enumerate(arms):
            for j, other in enumerate(arms):
                if i == j:
                    continue
                both = means[np.isfinite(means[:, [i, j]]).all(axis=1)]
                tied = _tied(both[:, i], both[:, j])
                wins = float((both[:, i] > both[:, j])[~tied].sum()) + tied.sum() / 2
                rows.append((name, arm, other, *share_of(wins, len(both)), int(tied.sum()), len(both), len(means)))
    return pl.DataFrame(rows, schema=_BEATEN, orient="row")


def best(runs: pl.DataFrame, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    For each arm, the share of the ensemble's sets in which it is the best of all; k arms tied for it have 1 / k each.

    Returns:
        A row an outcome and arm: share; low, high: 95 % Wilson interval; ties: sets in which it shares the place; n:
        sets in which every arm has a value; sets: all. No row without an ensemble.
    """
    rows = []
    for name, arms, means in _worlds(runs, outcomes):
        whole = means[np.isfinite(means).all(axis=1)]
        top = _tied(whole, whole.max(axis=1, keepdims=True, initial=-np.inf))
        sharing = top.sum(axis=1, keepdims=True)
        for i, arm in enumerate(arms):
            wins = float((top / np.maximum(sharing, 1))[:, i].sum())
            ties = int((top[:, i] & (sharing[:, 0] > 1)).sum())
            rows.append((name, arm, *share_of(wins, len(whole)), ties, len(whole), len(means)))
    return pl.DataFrame(rows, schema=_BEST, orient="row")


def _worlds(runs: pl.DataFrame, outcomes: Sequence[str] | None) -> list[tuple[str, list[str], Floats]]:
    """By outcome: its name, the arms, and their means over seeds [sets, arms], more is better; NaN where missing."""
    ensemble = runs.filter(pl.col("set") > SCENARIO)
    if ensemble.is_empty():
        return []
    arms = arms_of(runs)
    means = (
        in_rows(ensemble, outcomes)
        .group_by("outcome", "set", "arm", maintain_order=True)
        .agg(value=unless_censored(pl.col("value").mean()))
    )
    found = []
    for name in means["outcome"].unique(maintain_order=True):
        wide = means.filter(pl.col("outcome") == name).pivot(on="arm", index="set", values="value").sort("set")
        table = wide.select(arms).cast(pl.Float64).fill_null(float("nan")).to_numpy()
        found.append((name, arms, -table if OUTCOMES[name].better == -1 else table))
    return found


def _tied(one: Floats, other: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.abs(one - other) <= SAME * np.maximum(np.abs(one), np.abs(other)))


def share_of(wins: float, n: int) -> tuple[float | None, float | None, float | None]:
    """
    wins / n and its 95 % interval; None of nothing.

    Args:
        wins: in [0, n], halves for ties.

    Source: adapted. Wilson (1927), JASA 22, 209-212, with half wins.
    """
    if n == 0:
        return None, None, None
    z, share = normal_quantile(), wins / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return share, float(max(0.0, middle - half)), float(min(1.0, middle + half))
