"""The feed's columns from day to day: the window of threads, the day's messages, what is due."""

from typing import Any

import numpy as np

from clubsim.agents.records import Count, Feed, dictionary
from clubsim.sim.sums import mix_topics

SPARE = 256  # messages for which there is always room besides those planned and due
ROOM = 6  # for how many messages there is room for each one planned or due
THREADS, MESSAGES, DUE = "thread_hour", "author", "due_hour"  # the first column of each part


def _dimension(name: str) -> str:
    return next(kind for column, kind, _ in dictionary(Feed) if column == name).partition(" [")[2].rstrip("]")


ROOMS = ("thread_room", "thread_earlier", "thread_back", "thread_leap")  # columns that are 0 while there is one room
COLUMNS = {letter: [n for n, _, _ in dictionary(Feed) if _dimension(n) == letter] for letter in "TMH"}


def empty_feed() -> Feed:
    """No messages, with room for some."""
    sizes = {"T": SPARE, "M": SPARE, "H": SPARE, "R": 0, "L": 1, "C": len(Count)}
    columns: dict[str, Any] = {
        name: np.zeros(sizes[_dimension(name)], dtype=kind.partition(" [")[0]) for name, kind, _ in dictionary(Feed)
    }
    return Feed(**columns)


def rows_needed(feed: Feed, planned: int) -> dict[str, int]:
    """
    How many rows the columns get that have no room for `planned` messages, those due, and what they may give rise to:
    by column, at least twice as many as they have.
    """
    due = int(feed.counts[Count.DUE])
    messages = ROOM * (planned + due) + SPARE
    wanted = {"M": messages, "T": int(feed.counts[Count.THREADS]) + messages, "H": due + messages}
    longer: dict[str, int] = {}
    for letter, rows in wanted.items():
        capacity = getattr(feed, COLUMNS[letter][0]).shape[0]
        if rows > capacity:
            longer |= dict.fromkeys(COLUMNS[letter], max(rows, 2 * capacity))
    return longer


def topic_mix(feed_at: int, topics: int, prior: float) -> Any:
    """
    How much each topic was talked about today for all to see, 1 for a fair share: float64 [topics], mean 1.

    Args:
        prior: messages' worth of even talk that stand in the background, > 0.
    """
    mix = np.zeros(topics)
    mix_topics(feed_at, mix, prior)
    return mix
