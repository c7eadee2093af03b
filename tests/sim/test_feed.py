"""The window of messages one can read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.records import NOBODY
from clubsim.sim.community import Community
from clubsim.sim.feed import COLUMNS, empty_feed, index_by_key, topic_mix, turn_to_yesterday, with_room


def filled(messages):
    feed = with_room(empty_feed(), messages)
    for number, name in enumerate(COLUMNS):
        getattr(feed, name)[:messages] = np.arange(messages) + number
    return feed


def test_an_empty_feed_has_no_messages():
    feed = empty_feed()
    assert (feed.start, feed.end) == (0, 0)


def test_room_is_made_by_doubling_and_keeps_what_was_written():
    feed = filled(200)
    capacity = feed.author.shape[0]
    larger = with_room(feed._replace(start=200), capacity)
    assert (larger.start, larger.end) == (200, 200 + capacity)
    for name in COLUMNS:
        column = getattr(larger, name)
        assert column.shape[0] == 2 * capacity and column.flags.c_contiguous
        np.testing.assert_array_equal(column[:200], getattr(feed, name)[:200])


def test_where_there_is_room_the_columns_stay():
    feed = empty_feed()
    assert with_room(feed, 10).author is feed.author


def test_at_midnight_todays_messages_are_yesterdays_and_the_others_gone():
    feed = filled(9)._replace(start=4)
    authors, hours = feed.author[4:9].copy(), feed.hour[4:9].copy()
    turned = turn_to_yesterday(feed)
    assert (turned.start, turned.end) == (5, 5)
    np.testing.assert_array_equal(turned.author[:5], authors)
    np.testing.assert_array_equal(turned.hour[:5], hours - 24)


def test_a_day_without_messages_leaves_none_to_read_the_day_after():
    turned = turn_to_yesterday(turn_to_yesterday(filled(9)))
    assert (turned.start, turned.end) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=40))
def test_the_index_finds_every_message_by_its_key_and_equal_keys_by_uid(messages):
    feed = with_room(empty_feed(), len(messages))
    feed.key[: len(messages)], feed.author[: len(messages)] = np.array(messages).T
    uid = np.array([50, 40, 30, 20, 10, 0, 9, 8, 7, 6])
    index_by_key(feed, uid)
    order, found = feed.order[: feed.end], feed.sorted_key[: feed.end]
    assert sorted(order.tolist()) == list(range(len(messages)))
    np.testing.assert_array_equal(found, feed.key[order])
    pairs = list(zip(found.tolist(), uid[feed.author[order]].tolist(), strict=True))
    assert pairs == sorted(pairs)


@given(st.lists(st.integers(0, 3), max_size=60), st.floats(0.1, 100))
def test_the_mix_of_topics_has_mean_one_and_is_even_without_talk(topics, prior):
    feed = with_room(empty_feed(), len(topics))
    feed.topic[: len(topics)] = topics
    mix = topic_mix(feed, 4, prior)
    assert mix.mean() == pytest.approx(1)
    assert (mix > 0).all()
    if not topics:
        np.testing.assert_array_equal(mix, 1.0)


def test_a_topic_that_all_talk_about_fills_the_mix():
    feed = with_room(empty_feed(), 100)
    feed.topic[:100] = 2
    assert topic_mix(feed, 4, 1e-9) == pytest.approx([0, 0, 4, 0], abs=1e-6)


def test_answers_go_to_earlier_messages_of_others_who_are_in_the_window(town):
    """A reply's target wrote something today before, or yesterday; so said by the log alone."""
    community = town.run(25, town.operated(), events=True)
    log = community.events.columns()
    kinds = town.kinds(log)
    spoke = {}
    told = np.flatnonzero((kinds == "message") | (kinds == "reply"))
    for row in told:
        spoke.setdefault((log["member"][row], log["day"][row]), []).append(log["hour"][row])
    replies = told[kinds[told] == "reply"]
    assert replies.size > 50
    for row in replies:
        who, target, day, hour = (log[name][row] for name in ("member", "target", "day", "hour"))
        assert who != target != NOBODY
        earlier_today = any(other <= hour for other in spoke.get((target, day), ()))
        assert earlier_today or (target, day - 1) in spoke


def test_messages_are_those_of_the_columns(town):
    community = Community(town.small(), town.operated(), seed=5)
    for _ in range(15):
        community.step()
        feed, m = community.feed, community.members
        today = slice(feed.start, feed.end)
        written = np.bincount(feed.author[today], minlength=community.n_members)
        here = community.members_of_the_day
        np.testing.assert_array_equal(written[here], m.messages[here])
        received = np.bincount(feed.answers[today][feed.answers[today] >= 0], minlength=community.n_members)
        np.testing.assert_array_equal(received[here], m.replies[here])
