"""
Club churn in this project's acts: compiled, as its engine compiles, or as plain Python, a member at a time.

The engine's own loops read the records of a Community. So this workload, whose records are others, has its own loop,
made by the same `compiled`, of the same acts' kind. It goes over rows side by side in spans that stay in the nearest
cache, and counts rows without a sign: to rows that might be negative Python gives a meaning, which costs a comparison
each and keeps the compiler from vector instructions.
"""

import time
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from churn import acts
from churn.acts import DAY, Club, Nature, Today, be_seen, cast, come, post, stay_away, tire, warm_to, weigh
from churn.definition import (
    BASE,
    FADING,
    PATIENCE,
    POSTING,
    PULL_OF_FRIENDS,
    PULL_OF_NOVELTY,
    WARMTH,
    Course,
    Graph,
    random_graph,
)
from clubsim.agents.arithmetic import word
from clubsim.agents.luck import Luck, luck_of
from clubsim.sim.compiling import compiled

SPAN = 512  # rows side by side
SOURCES = blake2b(Path(acts.__file__).read_bytes(), digest_size=4).hexdigest()  # a changed act is compiled anew


@compiled(f"club_churn.{SOURCES}")
def live_a_day(club: Any, world: Any, today: Any, luck: Any, desk: Any, visitors: Any, counts: Any) -> None:
    """
    Everybody's day, compiled.

    Args:
        club, world, today, luck: as of acts.py; club is written.
        desk: float64 [3, SPAN], written: where acts leave what others take up.
        visitors: int32 [N + 1], written: rows of who came today.
        counts: int64 [days, 3], of which today's row is written: visitors, posts, members.
    """
    n = word(club.uid.shape[0])
    for first in range(word(0), n, word(SPAN)):
        rows = min(n - first, word(SPAN))
        for place in range(rows):
            weigh(first + place, place, club, world, today, luck, desk)
        for place in range(rows):
            cast(first + place, place, club, world, today, luck, desk)
        for place in range(rows):
            come(first + place, place, club, world, today, luck, desk)
        for place in range(rows):
            post(first + place, place, club, world, today, luck, desk)
        for place in range(rows):
            tire(first + place, place, club, world, today, luck, desk)
        for place in range(rows):
            warm_to(first + place, place, club, world, today, luck, desk)
        for place in range(rows):
            stay_away(first + place, place, club, world, today, luck, desk)
    came, posts, members = word(0), 0, 0
    for i in range(n):
        club.around[i] = 0
        visitors[came] = i
        came += word(club.visited[i])
        posts += int(club.posted[i])
        members += int(int(club.away[i]) < world.patience)
    for position in range(came):
        be_seen(word(visitors[position]), club)
    counts[today.day, 0], counts[today.day, 1], counts[today.day, 2] = came, posts, members


def live_a_day_plainly(club: Club, world: Nature, today: Today, luck: Luck, desk: Any, _: Any, counts: Any) -> None:
    """The same as plain Python, each member's day from its first act to its last."""
    n = club.uid.shape[0]
    for i in range(n):
        for each in DAY:
            each(i, 0, club, world, today, luck, desk)
    club.around[:] = 0
    for i in np.flatnonzero(club.visited).tolist():
        be_seen(i, club)
    counts[today.day] = (club.visited.sum(), club.posted.sum(), (club.away < world.patience).sum())


def new_club(graph: Graph, luck: np.random.Generator) -> Club:
    """Everybody on the first morning."""
    degree = np.diff(graph.first)
    if degree.max() > 127:
        raise ValueError(f"a member's neighbours are counted up to 127, and here somebody has {degree.max()}")
    n = degree.shape[0]
    return Club(
        uid=np.arange(n, dtype=np.int64),
        match=luck.random(n, dtype=np.float32),
        novelty=np.ones(n, dtype=np.float32),
        belonging=np.zeros(n, dtype=np.float32),
        weight=np.where(degree > 0, 1.0 / np.maximum(degree, 1), 0.0).astype(np.float32),
        around=np.zeros(n, dtype=np.int8),
        away=np.zeros(n, dtype=np.int8),
        visited=np.zeros(n, dtype=np.bool_),
        posted=np.zeros(n, dtype=np.bool_),
        first=graph.first,
        neighbour=graph.neighbour,
    )


def live(members: int, days: int, seed: int, *, plain: bool = False) -> tuple[Club, Course]:
    """The club after its last day, and its course."""
    generator = np.random.default_rng(seed)
    club = new_club(random_graph(members, generator), generator)
    world = Nature(BASE, PULL_OF_NOVELTY, PULL_OF_FRIENDS, FADING, WARMTH, POSTING, PATIENCE)
    luck = luck_of(seed)
    desk, visitors = np.zeros((3, SPAN)), np.zeros(members + 1, dtype=np.int32)
    counts = np.zeros((days, 3), dtype=np.int64)
    a_day = live_a_day_plainly if plain else live_a_day
    start = time.process_time()
    for day in range(days):
        a_day(club, world, Today(day), luck, desk, visitors, counts)
    seconds = time.process_time() - start
    came, posts, left_over = counts.T.tolist()
    return club, Course(seconds, came, posts, left_over)


def run(members: int, days: int, seed: int) -> Course:
    """Club churn, once, compiled before the clock starts."""
    live(100, 1, seed)
    return live(members, days, seed)[1]
