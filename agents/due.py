"""Due messages: a heap by hour in the feed's columns, from which the next one is taken."""

from typing import Any

from clubsim.agents.arithmetic import act, wide, word
from clubsim.agents.fetching import fetch
from clubsim.agents.records import Count


@act
def is_before(hour: float, uid: int, feed: Any, place: int) -> bool:
    """Whether a message at an hour comes before the due message at a place: by hour, equal hours by who."""
    other = wide(feed.due_hour[word(place)])
    if hour == other:
        return uid < int(feed.due_uid[word(place)])
    return hour < other


@act
def comes_before(feed: Any, one: int, other: int) -> bool:
    """Whether the due message at one place is before that at another."""
    return is_before(wide(feed.due_hour[word(one)]), int(feed.due_uid[word(one)]), feed, other)


@act
def move(feed: Any, source: int, target: int) -> None:
    """Copy a due message to another place."""
    source, target = word(source), word(target)  # so that nothing asks whether they are below 0
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
        thread, to: number of the thread and row of who is answered; NOBODY for a planned message. An answer promised
            to somebody is due with them as author and as answered, until a helper writes it.
    """
    place = int(feed.counts[Count.DUE])
    if place >= feed.due_hour.shape[0]:
        count_dropped(feed)
        return
    feed.counts[Count.DUE] = place + 1
    while place > 0:
        parent = (place - 1) >> 1
        if not is_before(hour, uid, feed, parent):
            break
        move(feed, parent, place)
        place = parent
    feed.due_hour[place] = hour
    feed.due_author[place] = author
    feed.due_uid[place] = uid
    feed.due_thread[place] = thread
    feed.due_to[place] = to


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
    fill_the_top(feed, size)
    return True


@act
def fill_the_top(feed: Any, last: int) -> None:
    """
    The message at the heap's top is taken: the one at the place `last` finds its place among those before it.

    The gap goes down to the bottom, always to the earlier of two, and from there up again to where the last one
    belongs: that is seldom far, and takes half of the comparisons of a way down.
    """
    place = 0
    child = 1
    while child < last:
        fetch(feed.due_hour, 8 * place + 10)  # great-grandchildren
        if child + 1 < last:
            child += int(comes_before(feed, child + 1, child))  # added, not branched on: half would be guessed wrong
        move(feed, child, place)
        place = child
        child = 2 * place + 1
    while place > 0 and not comes_before(feed, (place - 1) >> 1, last):
        move(feed, (place - 1) >> 1, place)
        place = (place - 1) >> 1
    move(feed, last, place)
