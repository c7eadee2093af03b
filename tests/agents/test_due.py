"""Due messages: a heap by hour."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.due import push, take_next
from clubsim.agents.records import NOBODY, Count

# Few hours and few people, so that many are equal; hours beyond midnight too.
DUE = st.tuples(st.sampled_from([0.0, 7.25, 12.5, 23.75, 24.0, 31.0]) | st.floats(0, 40), st.integers(0, 2**62))
ENOUGH = 200


def pushed(stage, messages, room=ENOUGH):
    """A feed in which the k-th message is by row k, in thread 10 * k, for row k + 1."""
    feed = stage(room=room).feed
    for k, (hour, uid) in enumerate(messages):
        push(feed, hour, k, uid, 10 * k, k + 1)
    return feed


def taken(feed, until=np.inf):
    """(hour, author, thread, to) of all that is due before an hour, as it comes out."""
    found = []
    while take_next(feed, until):
        parts = (feed.counts[part] for part in (Count.NOW_AUTHOR, Count.NOW_THREAD, Count.NOW_TO))
        found.append((float(feed.now_hour[0]), *map(int, parts)))
    return found


def expected(messages):
    """The same by Python's own sort, hour by hour and then by uid."""
    ranked = sorted(range(len(messages)), key=lambda k: messages[k])
    return [(messages[k][0], k, 10 * k, k + 1) for k in ranked]


@given(st.lists(DUE, max_size=60, unique=True))
def test_messages_come_out_by_hour_and_equal_hours_by_uid(stage, messages):
    feed = pushed(stage, messages)
    assert feed.counts[Count.DUE] == len(messages)
    assert taken(feed) == expected(messages)
    assert feed.counts[Count.DUE] == 0


@given(st.lists(DUE, max_size=40, unique=True), st.floats(0, 40))
def test_what_is_due_later_waits(stage, messages, until):
    feed = pushed(stage, messages)
    before = [each for each in expected(messages) if each[0] < until]
    assert taken(feed, until) == before
    assert feed.counts[Count.DUE] == len(messages) - len(before)
    assert taken(feed) == expected(messages)[len(before) :]


@given(st.lists(DUE, max_size=30, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_pushing_does_not_matter(stage, messages, rng):
    turned = list(messages)
    rng.shuffle(turned)
    by_hour = [[messages[row] for _, row, *_ in taken(pushed(stage, messages))]]
    by_hour.append([turned[row] for _, row, *_ in taken(pushed(stage, turned))])
    assert by_hour[0] == by_hour[1]


@given(st.lists(st.lists(DUE, max_size=8), max_size=8))
def test_what_becomes_due_meanwhile_takes_its_place(stage, rounds):
    """After every few messages one is taken, and it is always the least of what is there."""
    feed, waiting, uid = stage(room=ENOUGH).feed, [], 0
    for messages in rounds:
        for hour, _ in messages:
            uid += 1
            push(feed, hour, 0, uid, NOBODY, NOBODY)
            waiting.append((hour, uid))
        if waiting:
            least = min(waiting)
            waiting.remove(least)
            assert take_next(feed, np.inf)
            assert feed.now_hour[0] == least[0]
    assert [hour for hour, *_ in taken(feed)] == [hour for hour, _ in sorted(waiting)]


def test_where_nothing_is_due_nothing_changes(stage):
    feed = pushed(stage, [(25.0, 5)])
    feed.counts[Count.NOW_AUTHOR], feed.now_hour[0] = 3, 9.0
    assert not take_next(feed, 24.0)
    assert not take_next(feed, 25.0)
    assert (feed.counts[Count.NOW_AUTHOR], feed.now_hour[0], feed.counts[Count.DUE]) == (3, 9.0, 1)
    assert not take_next(stage().feed, 24.0)


def test_what_there_is_no_room_for_is_counted_and_the_rest_stays_in_order(stage):
    messages = [(9.0, 1), (8.0, 2), (7.0, 3), (6.0, 4), (5.0, 5)]
    feed = pushed(stage, messages, room=3)
    assert feed.counts[Count.DROPPED] == 2
    assert taken(feed) == expected(messages[:3])


def test_hours_keep_all_their_bits(stage):
    hours = np.nextafter(12.0, [-np.inf, np.inf])
    feed = pushed(stage, [(float(hours[1]), 1), (12.0, 2), (float(hours[0]), 3)])
    assert [hour for hour, *_ in taken(feed)] == [hours[0], 12.0, hours[1]]
