"""The feed from day to day: the window of threads, the day's messages, what is due."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.due import push, take_next
from clubsim.agents.records import NEVER, NOBODY, Count, Feed
from clubsim.sim.columns import lengthen
from clubsim.sim.community import Community
from clubsim.sim.feed import COLUMNS, ROOM, ROOMS, SPARE, empty_feed, rows_needed, topic_mix
from clubsim.sim.images import IMPRINTS, Image
from clubsim.sim.sums import HOURS, WINDOW, turn_the_day

IMAGES = []
PARTS = {"T": Count.THREADS, "M": Count.MESSAGES, "H": Count.DUE}


def filled(threads=0, messages=0, due=0):
    """A feed whose parts hold so many rows of different numbers, threads in the order of their hours."""
    feed = empty_feed()
    for letter, size in (("T", threads), ("M", messages), ("H", due)):
        feed.counts[PARTS[letter]] = size
        for number, name in enumerate(COLUMNS[letter]):
            getattr(feed, name)[:size] = np.arange(size) + number
    return feed


def at(feed):
    """Where the feed's image stands, for as long as the test lasts."""
    IMAGES.append(Image(IMPRINTS[Feed]))
    return IMAGES[-1].of(feed)


def with_room(feed, planned):
    """The feed once room has been made in it."""
    owner = SimpleNamespace(feed=feed)
    lengthen(owner, "feed", rows_needed(feed, planned))
    return owner.feed


def test_every_column_belongs_to_one_part():
    parts = [name for names in COLUMNS.values() for name in names]
    assert sorted([*parts, "room_last", "now_hour", "counts"]) == sorted(Feed._fields)


def test_an_empty_feed_has_no_messages():
    feed = empty_feed()
    assert not feed.counts.any() and feed.counts.shape[0] == len(Count)


@pytest.mark.parametrize(("threads", "messages", "due"), [(200, 100, 50), (0, 0, 0), (256, 256, 256)])
def test_room_is_made_by_doubling_and_keeps_what_was_written(threads, messages, due):
    feed = filled(threads, messages, due)
    larger = with_room(feed, 1)
    for letter, size in (("T", threads), ("M", messages), ("H", due)):
        for name in COLUMNS[letter]:
            column, before = getattr(larger, name), getattr(feed, name)
            assert column.flags.c_contiguous and column.dtype == before.dtype
            assert column.shape[0] in (before.shape[0], max(2 * before.shape[0], column.shape[0]))
            np.testing.assert_array_equal(column[:size], before[:size])
    assert larger.counts is feed.counts


@given(st.integers(0, 250), st.integers(0, 250), st.integers(0, 3000))
def test_there_is_room_for_all_that_can_open_and_become_due(threads, due, planned):
    feed = with_room(filled(threads, 0, due), planned)
    messages = ROOM * (planned + due) + SPARE
    assert feed.author.shape[0] >= messages
    assert feed.thread_hour.shape[0] >= threads + planned
    assert feed.due_hour.shape[0] >= due + planned


def test_where_there_is_room_the_columns_stay():
    feed = empty_feed()
    assert with_room(feed, 0) is feed


@pytest.mark.parametrize("rooms", [0, 2])
def test_threads_take_their_rooms_along_where_there_are_rooms(rooms):
    feed = filled(threads=5)._replace(room_last=np.zeros(rooms, dtype=np.int32))
    feed.thread_hour[:5] = [-WINDOW, -WINDOW, 1.0, 2.0, 3.0]
    before = {name: getattr(feed, name)[:5].copy() for name in ROOMS}
    turn_the_day(at(feed))
    for name, column in before.items():
        np.testing.assert_array_equal(getattr(feed, name)[:3], column[2:] if rooms else column[:3])


def test_at_midnight_hours_count_from_there_and_no_message_is_todays():
    feed = filled(threads=9, messages=4, due=3)
    feed.counts[Count.DROPPED] = 2
    hours = feed.thread_hour[:9].copy()
    turn_the_day(at(feed))
    np.testing.assert_array_equal(feed.thread_hour[:9], hours - HOURS)
    np.testing.assert_array_equal(feed.due_hour[:3], np.arange(3) - HOURS)
    counts = {name: feed.counts[number] for name, number in Count.__members__.items()}
    assert (counts["THREADS"], counts["FIRST_THREAD"], counts["MESSAGES"], counts["DUE"]) == (9, 0, 0, 3)
    assert counts["DROPPED"] == 0


def test_threads_leave_the_window_after_thirty_days_and_keep_their_numbers():
    feed = filled(threads=3)
    feed.thread_hour[:3] = [1.0, 2.0, 30.0]
    feed.counts[Count.FIRST_THREAD] = 70
    for day in range(1, 33):
        turn_the_day(at(feed))
        left = int(np.count_nonzero(np.array([1.0, 2.0, 30.0]) - HOURS * day < -WINDOW))
        assert feed.counts[Count.FIRST_THREAD] == 70 + left
        assert feed.counts[Count.THREADS] == 3 - left
        starters = np.arange(3)[left:] + COLUMNS["T"].index("thread_starter")
        np.testing.assert_array_equal(feed.thread_starter[: 3 - left], starters)
    assert left == 3


def test_a_message_due_on_another_day_is_taken_on_that_day():
    feed = empty_feed()
    for hour, uid in ((50.5, 1), (30.0, 2), (3.0, 3)):
        push(feed, hour, 0, uid, NOBODY, NOBODY)
    taken = []
    for _ in range(3):
        while take_next(feed, HOURS):
            taken.append(float(feed.now_hour[0]))
        turn_the_day(at(feed))
    assert taken == [3.0, 6.0, 2.5]


@given(st.lists(st.integers(0, 3), max_size=60), st.floats(0.1, 100))
def test_the_mix_of_topics_has_mean_one_and_is_even_without_talk(topics, prior):
    feed = filled(messages=len(topics))
    feed.topic[: len(topics)], feed.hidden[:] = topics, 0
    mix = topic_mix(at(feed), 4, prior)
    assert mix.mean() == pytest.approx(1)
    assert (mix > 0).all()
    if not topics:
        np.testing.assert_array_equal(mix, 1.0)


def test_a_topic_that_all_talk_about_fills_the_mix():
    feed = filled(messages=100)
    feed.topic[:100], feed.hidden[:] = 2, 0
    assert topic_mix(at(feed), 4, 1e-9) == pytest.approx([0, 0, 4, 0], abs=1e-6)
    feed.hidden[:100] = 1  # what nobody sees does not count
    assert topic_mix(at(feed), 4, 1e-9) == pytest.approx(1.0)


# A community's feed, day by day.


@pytest.fixture(scope="module")
def days(town):
    """Of each of fifty days: the day's messages, the threads before and after; and the community."""
    community = Community(town.small(answer_back=0.5), town.operated(), seed=5, events=True)
    found = []
    for _ in range(50):
        community.step()
        feed = community.feed
        today, window = (slice(0, int(feed.counts[which])) for which in (Count.MESSAGES, Count.THREADS))
        found.append(
            {
                "first": int(feed.counts[Count.FIRST_THREAD]),
                "dropped": int(feed.counts[Count.DROPPED]),
                "due": feed.due_hour[: int(feed.counts[Count.DUE])].copy(),
                **{name: getattr(feed, name)[today].copy() for name in COLUMNS["M"]},
                **{name: getattr(feed, name)[window].copy() for name in COLUMNS["T"]},
                "here": community.members_of_the_day,
                "members": type(community.members)(*(column.copy() for column in community.members)),
            }
        )
    return community, found


def test_messages_are_written_in_the_order_of_their_hour_within_the_day(days):
    for day in days[1]:
        assert (np.diff(day["hour"]) >= 0).all()
        assert ((day["hour"] >= 0) & (day["hour"] < HOURS)).all()
        assert (day["due"] >= HOURS).all() and day["dropped"] == 0


def test_threads_stand_in_the_order_of_their_opening_in_the_window(days):
    for day in days[1]:
        assert (np.diff(day["thread_hour"]) >= 0).all()
        assert ((day["thread_hour"] >= -WINDOW) & (day["thread_hour"] < HOURS)).all()
    assert days[1][-1]["first"] > 0


def test_messages_and_replies_are_those_of_the_columns(days):
    for day in days[1]:
        m, here, size = day["members"], day["here"], day["members"].uid.shape[0]
        written = np.bincount(day["author"], minlength=size)
        np.testing.assert_array_equal(written[here], m.messages[here])
        received = np.bincount(day["answers"][day["answers"] != NOBODY], minlength=size)
        np.testing.assert_array_equal(received[here], m.replies[here])
        np.testing.assert_array_equal(received[here], m.considered[here])


def test_who_wrote_has_visited(days):
    came_by_answering = 0
    for number, day in enumerate(days[1]):
        m, authors = day["members"], np.unique(day["author"])
        assert m.visited[authors].all()
        assert (m.last_visit[authors] == number).all() and (m.last_message[authors] == number).all()
        latest = {int(who): k for k, who in enumerate(day["author"])}
        for who, k in latest.items():
            assert m.last_hour[who] == pytest.approx(day["hour"][k], abs=1e-4)
            assert m.last_thread[who] == day["thread"][k]
        came_by_answering += int(np.count_nonzero(m.planned[authors] == 0))
    assert came_by_answering > 20


def test_threads_count_the_replies_that_were_written_in_them(days):
    """Every message opens the next thread or answers in one, and a thread knows its answers and its last author."""
    replies, last, starter, topic = {}, {}, {}, {}
    for day in days[1]:
        for who, subject, number, to in zip(
            *(day[name].tolist() for name in ("author", "topic", "thread", "answers")), strict=True
        ):
            if to == NOBODY:
                assert number == len(starter)
                starter[number], topic[number], replies[number] = who, subject, 0
            else:
                assert to != who
                replies[number] += 1
            last[number] = who
            assert topic[number] == subject
        numbers = range(day["first"], day["first"] + day["thread_hour"].size)
        for name, expected in (("starter", starter), ("last", last), ("topic", topic), ("replies", replies)):
            assert day[f"thread_{name}"].tolist() == [expected[number] for number in numbers]
    assert sum(replies.values()) > 200 and len(starter) > 100


def test_whom_one_answers_wrote_in_that_thread_before(days):
    wrote = {}
    for day in days[1]:
        for who, number, to in zip(*(day[name].tolist() for name in ("author", "thread", "answers")), strict=True):
            if to != NOBODY:
                assert to in wrote[number]
            wrote.setdefault(number, set()).add(who)


def test_the_log_has_the_same_messages_and_answers_go_to_who_wrote_before(days, town):
    community, found = days
    log = community.events.columns()
    kinds = town.kinds(log)
    assert log["hour"].dtype == np.float32
    told = (kinds == "message") | (kinds == "reply")
    assert (log["hour"][told] < 24).all() and (log["hour"][told] >= 0).all()
    for number, day in enumerate(found):
        mine = told & (log["day"] == number)
        assert sorted(log["member"][mine].tolist()) == sorted(day["author"].tolist())
        assert np.count_nonzero(mine & (kinds == "reply")) == np.count_nonzero(day["answers"] != NOBODY)
    spoke = {}
    for row in np.flatnonzero(told)[np.lexsort((log["hour"][told], log["day"][told]))]:
        spoke.setdefault(int(log["member"][row]), (int(log["day"][row]), float(log["hour"][row])))
    for row in np.flatnonzero(kinds == "reply"):
        assert spoke[int(log["target"][row])] <= (int(log["day"][row]), float(log["hour"][row]))


def test_who_has_left_writes_nothing_after_their_last_day(days):
    community, found = days
    left = community.members.left
    for number, day in enumerate(found):
        authors = day["author"]
        assert ((left[authors] == NEVER) | (left[authors] >= number)).all()
    assert (left[: community.n_members] != NEVER).sum() > 10


# Where room is short.


def test_a_conversation_near_to_never_ending_stays_within_its_room(town):
    """Room is for a few messages each planned one; what is more is counted as dropped and the day goes on."""
    chat = {"answer_back": 0.95, "answer_lag": 0.01, "answer_lag_sd": 0.1, "open_base": -8.0, "open_first": 0.05}
    scenario = town.small(founders=150, channels=(), **chat, visit_mean=2.0, talk_mean=1.0)
    community = Community(scenario, {}, seed=5)
    dropped = 0
    for _ in range(4):
        community.step()
        feed, here, m = community.feed, community.members_of_the_day, community.members
        messages = int(feed.counts[Count.MESSAGES])
        dropped += int(feed.counts[Count.DROPPED])
        assert messages <= feed.author.shape[0]
        assert feed.counts[Count.DROPPED] == 0 or messages == feed.author.shape[0]
        assert m.messages[here].sum() == messages
        assert community.counters.series("messages")[-1] == messages
    assert dropped > 100
