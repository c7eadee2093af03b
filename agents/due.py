"""Due messages: a heap by hour in the feed's columns, from which the next one is taken."""

from typing import Any

from clubsim.agents.arithmetic import act, wide
from clubsim.agents.records import Count


@act
def comes_before(feed: Any, one: int, other: int) -> bool:
    """Whether the due message at one place is before that at another: by hour, equal hours by who."""
    hour, other_hour = wide(feed.due_hour[one]), wide(feed.due_hour[other])
    if hour == other_hour:
        return int(feed.due_uid[one]) < int(feed.due_uid[other])
    return hour < other_hour


@act
def swap(feed: Any, one: int, other: int) -> None:
    """Exchange two due messages."""
    hour, author, uid = wide(feed.due_hour[one]), int(feed.due_author[one]), int(feed.due_uid[one])
    thread, to = int(feed.due_thread[one]), int(feed.due_to[one])
    move(feed, other, one)
    feed.due_hour[other] = hour
    feed.due_author[other] = author
    feed.due_uid[other] = uid
    feed.due_thread[other] = thread
    feed.due_to[other] = to


@act
def move(feed: Any, source: int, target: int) -> None:
    """Copy a due message to another place."""
    feed.due_hour[target] = wide(feed.due_hour[source])
    feed.due_author[target] = int(feed.due_author[source])
    feed.due_uid[target] = int(feed.due_uid[source])
    feed.due_thread[target] = int(feed.due_thread[source])
    feed.due_to[target] = int(feed.due_to[source])


@act
def count_dropped(feed: Any) -> None:
    """There was no room for a message of today."""
    feed.counts[Count.DROPPED] = int(feed.counts[Count.DROPPED]) + 1


@act
def push(feed: Any, hour: float, author: int, uid: int, thread: int, to: int) -> None:
    """
    A message becomes due.

    Args:
        hour: when, since this midnight; beyond 24 it waits for its day.
        author, uid: row and uid of who will write it.
        thread, to: number of the thread and row of who is answered; NOBODY for a planned message.
    """
    place = int(feed.counts[Count.DUE])
    if place >= feed.due_hour.shape[0]:
        count_dropped(feed)
        return
    feed.due_hour[place] = hour
    feed.due_author[place] = author
    feed.due_uid[place] = uid
    feed.due_thread[place] = thread
    feed.due_to[place] = to
    feed.counts[Count.DUE] = place + 1
    while place > 0:
        parent = (place - 1) // 2
        if not comes_before(feed, place, parent):
            return
        swap(feed, place, parent)
        place = parent


@act
def take_next(feed: Any, until: float) -> bool:
    """
    Take the first due message before the hour `until` out of the heap: it is the one being written now.

    Returns:
        False if there is none, and then nothing has changed.
    """
    size = int(feed.counts[Count.DUE])
    if size == 0 or wide(feed.due_hour[0]) >= until:
        return False
    feed.now_hour[0] = wide(feed.due_hour[0])
    feed.counts[Count.NOW_AUTHOR] = int(feed.due_author[0])
    feed.counts[Count.NOW_THREAD] = int(feed.due_thread[0])
    feed.counts[Count.NOW_TO] = int(feed.due_to[0])
    size -= 1
    feed.counts[Count.DUE] = size
    move(feed, size, 0)
    sink(feed, size)
    return True


@act
def sink(feed: Any, size: int) -> None:
    """Bring the heap's first message down to its place among `size`."""
    place = 0
    while True:
        first = 2 * place + 1
        if first >= size:
            return
        if first + 1 < size and comes_before(feed, first + 1, first):
            first += 1
        if not comes_before(feed, first, place):
            return
        swap(feed, first, place)
        place = first
