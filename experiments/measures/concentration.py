"""How unequally the events are spread over the members who have any (V1, V2, V3)."""

from __future__ import annotations

import numpy as np

from clubsim.experiments.measures.careers import Ints


def top_share(totals: Ints, top: float) -> float | None:
    """
    Share of all events by the most active `top` of members.

        sum of the k largest totals / sum of all,   k = max(1, round(top * n)), halves up

    Args:
        totals: events of each member with at least one [M].
        top: share of the members, in (0, 1].

    Returns:
        In (0, 1]; None without members.
    """
    if totals.size == 0:
        return None
    k = max(1, int(top * totals.size + 0.5))
    return float(np.sort(totals)[-k:].sum() / totals.sum())


def gini(totals: Ints) -> float | None:
    """
    Gini coefficient of events over members.

        G = 2 sum_i i x_i / (n sum_i x_i) - (n + 1) / n,   x sorted upwards, i = 1..n

    Args:
        totals: events of each member with at least one [M].

    Returns:
        0 if all have the same, (n - 1) / n if one had all; None without members.
    """
    if totals.size == 0:
        return None
    n = totals.size
    rank = np.arange(1, n + 1)
    return float(2 * (rank @ np.sort(totals)) / (n * totals.sum()) - (n + 1) / n)
