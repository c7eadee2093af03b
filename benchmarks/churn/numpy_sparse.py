"""Club churn in NumPy, with the neighbours' visits as a product with a sparse matrix of scipy."""

import time

import numpy as np
from scipy.sparse import csr_matrix

from churn.definition import (
    BASE,
    FADING,
    PATIENCE,
    POSTING,
    PULL_OF_FRIENDS,
    PULL_OF_NOVELTY,
    WARMTH,
    Course,
    random_graph,
)


def run(members: int, days: int, seed: int) -> Course:
    """Club churn, once."""
    luck = np.random.default_rng(seed)
    graph = random_graph(members, luck)
    ones = np.ones(graph.neighbour.shape[0], dtype=np.float32)
    neighbours = csr_matrix((ones, graph.neighbour, graph.first), shape=(members, members))
    per_friend = (PULL_OF_FRIENDS / np.maximum(np.diff(graph.first), 1)).astype(np.float32)
    appeal = PULL_OF_NOVELTY * luck.random(members, dtype=np.float32)  # of novelty and match, faded by visits
    belonging = np.zeros(members, dtype=np.float32)
    away = np.zeros(members, dtype=np.int16)
    here = np.ones(members, dtype=np.bool_)
    came = np.zeros(members, dtype=np.bool_)
    course = Course(0.0, [], [], [])
    start = time.process_time()
    for _ in range(days):
        friends = neighbours @ came.astype(np.float32)
        pull = BASE + appeal + per_friend * friends + belonging
        came = here & (luck.random(members, dtype=np.float32) < 1.0 / (1.0 + np.exp(-pull)))
        appeal[came] *= 1.0 - FADING
        belonging[came & (friends > 0)] += WARMTH
        away += 1
        away[came] = 0
        here &= away < PATIENCE
        course.visitors.append(int(np.count_nonzero(came)))
        course.posts.append(int(np.count_nonzero(luck.random(course.visitors[-1]) < POSTING)))
        course.members.append(int(np.count_nonzero(here)))
    return course._replace(seconds=time.process_time() - start)
