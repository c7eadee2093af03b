"""The feed's columns from day to day: the window of threads, the day's messages, what is due."""

from typing import Any

import numpy as np

from clubsim.agents.records import Count, Feed, dictionary
from clubsim.sim.columns import lengthened

HOURS = 24.0
WINDOW = 720.0  # hours for which a thread can be noticed; evidence: 85 to 94 % of threads are finished in 8 days
SPARE = 256  # messages for which there is always room besides those planned and due
ROOM = 6  # for how many messages there is room for each one planned or due
THREADS, MESSAGES, DUE = "thread_hour", "author", "due_hour"  # the first column of each part


def _dimension(name: str) -> str:
    return next(kind for column, kind, _ in dictionary(Feed) if column == name).partition(" [")[2].rstrip("]")


COLUMNS = {letter: [n for n, _, _ in dictionary(Feed) if _dimension(n) == letter] for letter in "TMH"}


def empty_feed() -> Feed:
    """No messages, with room for some."""
    sizes = {"T": SPARE, "M": SPARE, "H": SPARE, "R": 0, "L": 1, "C": len(Count)}
    columns: dict[str, Any] = {
        name: np.zeros(sizes[_dimension(name)], dtype=kind.partition(" [")[0]) for name, kind, _ in dictionary(Feed)
    }
    return Feed(**columns)


def turn_the_day(feed: Feed) -> None:
    """Midnight: hours count from here, threads too old to be noticed leave the window, no message is today's."""
    count = int(feed.counts[Count.THREADS])
    hours = feed.thread_hour[:count]
    hours -= HOURS
    gone = int(np.searchsorted(hours, -WINDOW))
    for name in COLUMNS["T"]:
        column = getattr(feed, name)
        column[: count - gone] = column[gone:count].copy()
    feed.counts[Count.THREADS] = count - gone
    feed.counts[Count.FIRST_THREAD] += gone
    feed.counts[Count.MESSAGES] = 0
    feed.counts[Count.DROPPED] = 0
    feed.due_hour[: int(feed.counts[Count.DUE])] -= HOURS


def with_room(feed: Feed, planned: int) -> Feed:
    """The feed with room for `planned` messages, those due, and what they may give rise to; columns double."""
    due = int(feed.counts[Count.DUE])
    messages = ROOM * (planned + due) + SPARE
    wanted = {"M": messages, "T": int(feed.counts[Count.THREADS]) + messages, "H": due + messages}
    longer: dict[str, Any] = {}
    for letter, rows in wanted.items():
        capacity = getattr(feed, COLUMNS[letter][0]).shape[0]
        if rows > capacity:
            for name in COLUMNS[letter]:
                longer[name] = lengthened(getattr(feed, name), max(rows, 2 * capacity))
    return feed._replace(**longer) if longer else feed


def topic_mix(feed: Feed, topics: int, prior: float) -> Any:
    """
    How much each topic was talked about today for all to see, 1 for a fair share: float64 [topics], mean 1.

    Args:
        prior: messages' worth of even talk that stand in the background, > 0.
    """
    today = int(feed.counts[Count.MESSAGES])
    seen = feed.topic[:today][feed.hidden[:today] == 0]
    counts = np.bincount(seen, minlength=topics).astype(np.float64) + prior / topics
    return counts * topics / (seen.shape[0] + prior)
