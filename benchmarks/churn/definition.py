"""Club churn's numbers, its graph, and what every implementation hands back. Needs NumPy alone."""

from typing import NamedTuple

import numpy as np

BASE = -2.0  # [logit]
PULL_OF_NOVELTY = 2.5  # [logit], where the interest matches fully
PULL_OF_FRIENDS = 1.5  # [logit], if all neighbours came yesterday
FADING = 0.03  # share of the novelty that a visit takes
WARMTH = 0.02  # belonging from a visit after a day on which a neighbour came [logit]
POSTING = 0.1  # chance that a visitor posts
PATIENCE = 30  # days in a row without a visit, after which a member leaves
EDGES = 5  # of the graph, for each member


class Course(NamedTuple):
    """What happened, and what it took."""

    seconds: float  # CPU time of the days
    visitors: list[int]  # by day
    posts: list[int]  # by day
    members: list[int]  # by day, at its end


class Graph(NamedTuple):
    """Who neighbours whom, in compressed rows: neighbour[first[i] : first[i + 1]] are member i's."""

    first: np.ndarray  # int32 [N + 1]
    neighbour: np.ndarray  # int32 [10 N], a row
    edges: np.ndarray  # int32 [2, 5 N], the two ends of each edge


def random_graph(members: int, luck: np.random.Generator) -> Graph:
    """
    A graph of 5 edges a member between ends drawn evenly, none from a member to themself.

    Args:
        members: 2 or more, below 2**27.
        luck: where its draws come from.
    """
    one = luck.integers(members, size=EDGES * members, dtype=np.int32)
    other = luck.integers(members - 1, size=EDGES * members, dtype=np.int32)
    other += other >= one
    ends, across = np.concatenate([one, other]), np.concatenate([other, one])
    first = np.zeros(members + 1, dtype=np.int32)
    np.cumsum(np.bincount(ends, minlength=members), out=first[1:])
    return Graph(first, across[np.argsort(ends, kind="stable")], np.stack([one, other]))
