"""The reply network: clustering, closure, how long ties last, who receives (V20, V21, V23, V37)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Ints, Share
from clubsim.experiments.patterns.ordered import Bools, Spoken

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WINDOW = 90  # [day]
MONTH = 30  # [day]
LEAST_TIES = 5  # new ties without a shared partner that a lift needs
ROWS = 2_000  # of a product of matrices at a time


class Pairs(NamedTuple):
    """Unordered pairs of people, low < high."""

    low: Ints
    high: Ints


def pairs_of(spoken: Spoken, where: Bools) -> Pairs:
    """The two people of each aimed event in `where` [E], low first, with repeats."""
    chosen = where & spoken.aimed
    one, other = spoken.member[chosen], spoken.target[chosen]
    return Pairs(np.minimum(one, other), np.maximum(one, other))


class Clustering(NamedTuple):
    """How closed the undirected reply network is."""

    local: float  # mean over people
    transitivity: float


def clustering(spoken: Spoken) -> Clustering | None:
    """
    Mean local clustering and transitivity of the undirected, static reply network (V20).

        c_i = 2 T_i / (k_i (k_i - 1)), 0 where k_i < 2;   local = mean over everyone with a tie
        transitivity = sum_i T_i / sum_i k_i (k_i - 1) / 2

    with T_i the ties among i's partners and k_i their number.

    Returns:
        None without a person with two partners.
    """
    network = adjacency(pairs_of(spoken, spoken.aimed), spoken.n_people)
    degree = np.diff(network.indptr).astype(np.float64)
    possible = degree * (degree - 1) / 2
    if not possible.any():
        return None
    among = np.concatenate(
        [
            (part @ network).multiply(part).sum(axis=1) / 2
            for part in (network[k : k + ROWS] for k in range(0, spoken.n_people, ROWS))
        ]
    )
    local = np.divide(among, possible, out=np.zeros_like(possible), where=possible > 0)
    return Clustering(float(local[degree > 0].mean()), float(among.sum() / possible.sum()))


class Closure(NamedTuple):
    """Counts behind the closure lift, over all pairs of successive windows."""

    closed: int  # new ties between people with a shared partner
    open_pairs: int  # untied pairs with a shared partner
    other: int  # new ties between people without one
    other_pairs: int
    windows: int

    @property
    def lift(self) -> float | None:
        """P(new tie | shared partner) / P(new tie | none); None with too few new ties to say."""
        if self.other < LEAST_TIES or not self.open_pairs:
            return None
        return (self.closed / self.open_pairs) / (self.other / self.other_pairs)


def closure(spoken: Spoken, window: int = WINDOW) -> Closure:
    """
    How much a shared partner raises the chance of a new tie, in successive windows (V21).

        lift = P(tie in the next window | untied, shared partner) / P(tie in the next | untied, none)

    over pairs of people with any tie in the first of the two windows. Windows of `window` days follow each
    other from the first observed day; counts of all successive two are added up. People who have gone by the
    second window count, and more so among those without a shared partner: asked of people with a tie in both
    windows the lift is about half.
    """
    total = np.zeros(4, dtype=np.int64)
    n_windows = spoken.n_days // window
    place = (spoken.day - spoken.first_day) // window
    for k in range(n_windows - 1):
        before, after = pairs_of(spoken, place == k), pairs_of(spoken, place == k + 1)
        total += _closing(before, after)
    closed, open_pairs, other, other_pairs = map(int, total)
    return Closure(closed, open_pairs, other, other_pairs, max(n_windows - 1, 0))


def _closing(before: Pairs, after: Pairs) -> Ints:
    """Closed, open pairs, other new ties, other pairs, between two windows."""
    here = np.unique(np.concatenate(before))
    n_all = int(max((pair.max() for pair in (*before, *after) if pair.size), default=-1)) + 1
    if here.size < 2:
        return np.zeros(4, dtype=np.int64)
    old, new = adjacency(before, n_all)[here], adjacency(after, n_all)[here][:, here]
    tied = old[:, here]
    shared = (old @ old.T).tocsr()
    shared.data[:] = 1
    shared.setdiag(0)
    shared.eliminate_zeros()
    shared = shared - shared.multiply(tied)
    fresh = new - new.multiply(tied)
    closed, n_fresh = round(fresh.multiply(shared).sum() / 2), round(fresh.sum() / 2)
    n_open = round(shared.sum() / 2)
    untied = here.size * (here.size - 1) // 2 - round(tied.sum() / 2)
    return np.array([closed, n_open, n_fresh - closed, untied - n_open], dtype=np.int64)


def brief_ties(spoken: Spoken, month: int = MONTH) -> Share:
    """Share of undirected ties all of whose events lie in one block of `month` days (V23)."""
    low, high = pairs_of(spoken, spoken.aimed)
    block = (spoken.day[spoken.aimed] - spoken.first_day) // month
    tie = low * spoken.n_people + high
    _, which = np.unique(tie, return_inverse=True)
    size = int(which.max()) + 1 if which.size else 0
    first, last = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(first, which, block)
    np.maximum.at(last, which, block)
    return Share(int((first == last).sum()), size)


def in_degrees(spoken: Spoken) -> Ints:
    """How many different people aimed an event at each person, of those with any."""
    pair = np.unique(spoken.target[spoken.aimed] * spoken.n_people + spoken.member[spoken.aimed])
    degrees: Ints = np.unique(pair // spoken.n_people, return_counts=True)[1].astype(np.int64)
    return degrees


def rank_frequency(degrees: Ints) -> float | None:
    """
    R2 of a straight line through rank and degree on double logarithmic axes (V37).

        ln(rank) on ln(degree), a point for each person, rank 1 for the highest

    A point for each degree that occurs instead weighs the few best known more and gives .02 to .03 more.

    Returns:
        In [0, 1]; None with fewer than three distinct degrees.

    Source: adapted. Form of Johnson, Faraj & Kudaravalli (2014), in-degrees of forum members.
    """
    if np.unique(degrees).size < 3:
        return None
    rank = np.arange(degrees.size, 0, -1)
    return float(np.corrcoef(np.log(np.sort(degrees)), np.log(rank))[0, 1] ** 2)


def adjacency(pairs: Pairs, size: int) -> csr_array:
    """The pairs as a symmetric matrix of zeros and ones [size, size], repeats counted once."""
    from scipy.sparse import csr_array

    keys = np.unique(pairs.low * size + pairs.high)
    low, high = keys // size, keys % size
    ones = np.ones(2 * keys.size, dtype=np.float64)
    where = (np.concatenate([low, high]), np.concatenate([high, low]))
    return csr_array((ones, where), shape=(size, size))
