"""The window of messages one can read: yesterday's and today's, found by key."""

from typing import Any

import numpy as np

from clubsim.agents.records import Feed, dictionary
from clubsim.sim.columns import lengthened

HOURS = 24.0
COLUMNS = tuple(name for name, _, _ in dictionary(Feed))
OF_A_MESSAGE = COLUMNS[:6]  # author .. answered; sorted_key and order are the index


def empty_feed() -> Feed:
    """No messages, with room for some."""
    columns: dict[str, Any] = {name: np.zeros(256, dtype=kind.partition(" [")[0]) for name, kind, _ in dictionary(Feed)}
    return Feed(**columns, start=0, end=0)


def turn_to_yesterday(feed: Feed) -> Feed:
    """Midnight: what was today's is yesterday's, its hours below 0; what was yesterday's is gone."""
    count = feed.end - feed.start
    for name in OF_A_MESSAGE:
        column = getattr(feed, name)
        column[:count] = column[feed.start : feed.end].copy()
    feed.hour[:count] -= np.float32(HOURS)
    return feed._replace(start=count, end=count)


def with_room(feed: Feed, messages: int) -> Feed:
    """The feed with room for `messages` more of today; its columns double when they are full."""
    end = feed.start + messages
    capacity = feed.author.shape[0]
    if end <= capacity:
        return feed._replace(end=end)
    longer = {name: lengthened(getattr(feed, name), max(end, 2 * capacity)) for name in COLUMNS}
    return feed._replace(**longer, end=end)


def index_by_key(feed: Feed, uid: Any) -> None:
    """Sort the window's keys, equal ones by author: writes sorted_key and order, so that a key finds its message."""
    window = feed.key[: feed.end]
    order = np.lexsort((uid[feed.author[: feed.end]], window))
    feed.order[: feed.end] = order
    feed.sorted_key[: feed.end] = window[order]


def topic_mix(feed: Feed, topics: int, prior: float) -> Any:
    """
    How much each topic is talked about in the window, 1 for a fair share: float64 [topics], mean 1.

    Args:
        prior: messages' worth of even talk that stand in the background, > 0.
    """
    counts = np.bincount(feed.topic[: feed.end], minlength=topics).astype(np.float64) + prior / topics
    return counts * topics / (feed.end + prior)
