"""Where a message goes, whom it answers, and who answers back."""

import numpy as np
import pytest
from scipy.stats import binom, kstest

from clubsim.agents.due import push, take_next
from clubsim.agents.finding import is_own, thread_noticed, thread_of_partner
from clubsim.agents.records import NEVER, NOBODY, Count
from clubsim.agents.replying import LAG_TRIES, is_awake, respond, topic_of
from clubsim.agents.ties import slot_of, strengthen

PLANNED = (NOBODY, NOBODY)
ANSWERS = {"open_first": 0.0, "open_base": -10.0, "partner_share": 0.0, "answer_back": 0.0}  # never opens a thread
OPENS = {"open_first": 1.0, "open_base": 10.0}


def threads(scene, starters, hours, last=None, replies=0, topics=0, first=0):
    """Threads in the feed's window, in the order of their hours."""
    feed, n = scene.feed, len(starters)
    feed.thread_starter[:n], feed.thread_hour[:n] = starters, hours
    feed.thread_last[:n] = starters if last is None else last
    feed.thread_replies[:n], feed.thread_topic[:n] = replies, topics
    feed.counts[Count.THREADS], feed.counts[Count.FIRST_THREAD] = n, first
    return feed


def write(scene, i, hour=12.0, thread=NOBODY, to=NOBODY):
    """Member i writes what is due at that hour."""
    push(scene.feed, hour, i, int(scene.members.uid[i]), thread, to)
    assert take_next(scene.feed, np.inf)
    respond(i, *scene.acting)


def written(scene):
    """(author, hour, topic, thread, answers) of today's messages."""
    feed, n = scene.feed, int(scene.feed.counts[Count.MESSAGES])
    columns = (feed.author, feed.hour, feed.topic, feed.thread, feed.answers)
    return list(zip(*(column[:n].tolist() for column in columns), strict=True))


# Threads that are opened.


def test_who_answers_nobody_opens_a_thread_of_their_own(stage):
    scene = stage(world=OPENS, interests=[[0, 0, 1, 0]])
    threads(scene, [1], [3.0], first=40)
    write(scene, 2, hour=12.25)
    feed = scene.feed
    assert written(scene) == [(2, 12.25, 2, 41, NOBODY)]
    assert feed.counts[Count.THREADS] == 2
    parts = ("thread_hour", "thread_starter", "thread_last", "thread_topic", "thread_replies")
    assert [getattr(feed, name)[1] for name in parts] == [12.25, 2, 2, 2, 0]
    assert not scene.members.replies.any() and (scene.members.tie_row == NOBODY).all()


def test_where_there_is_nothing_to_answer_one_opens(stage):
    for starters in ([], [0]):
        scene = stage(world=ANSWERS)
        threads(scene, starters, [3.0] * len(starters))
        write(scene, 0)
        assert [answers for *_, answers in written(scene)] == [NOBODY]
        assert scene.feed.counts[Count.THREADS] == len(starters) + 1


@pytest.mark.parametrize(("all_messages", "messages", "share"), [(0, 0, 0.2), (1, 0, 0.5), (0, 1, 0.5)])
def test_a_very_first_message_opens_by_a_chance_of_its_own(stage, all_messages, messages, share):
    n = 2000
    world = ANSWERS | {"open_first": 0.2, "open_base": 0.0}
    opened = 0
    for uid in range(n):
        scene = stage(n=2, world=world, all_messages=all_messages, messages=messages, visit_base=-2.3)
        scene.members.uid[0] = uid
        threads(scene, [1], [11.0])
        write(scene, 0)
        opened += int(scene.feed.answers[0] == NOBODY)
    low, high = binom.interval(1 - 1e-6, n, share)
    assert low <= opened <= high


def test_who_comes_more_than_the_mean_opens_fewer(stage):
    n = 2000
    world = ANSWERS | {"open_base": 0.0, "open_active": 0.5, "visit_mean": -1.0}
    opened = 0
    for uid in range(n):
        scene = stage(n=2, world=world, all_messages=1, visit_base=1.0)
        scene.members.uid[0] = uid
        threads(scene, [1], [11.0])
        write(scene, 0)
        opened += int(scene.feed.answers[0] == NOBODY)
    low, high = binom.interval(1 - 1e-6, n, 1 / (1 + np.e))
    assert low <= opened <= high


def test_each_message_of_a_day_has_luck_of_its_own(stage):
    scene = stage(n=2, world=ANSWERS | {"open_base": 0.0}, all_messages=1, visit_base=-2.3)
    threads(scene, [1], [11.0])
    for _ in range(40):
        write(scene, 0)
    opened = [to == NOBODY for *_, to in written(scene)]
    low, high = binom.interval(1 - 1e-6, 40, 0.5)
    assert low <= sum(opened) <= high


def test_at_an_event_one_writes_of_its_topic_and_else_by_interest(stage):
    scene = stage(n=2, interests=[[0, 0, 1, 0]], attended=[1, 0], today={"event_topic": 3})
    topics = set()
    for number in range(20):
        scene.members.messages[:] = number
        topics |= {(i, topic_of(i, scene.members, scene.world, scene.today, scene.luck)) for i in (0, 1)}
    assert topics == {(0, 3), (1, 2)}


def test_topics_come_as_often_as_they_interest(stage):
    n, interests = 4000, [0.5, 0.125, 0.25, 0.125]
    scene = stage(n=1, interests=[interests])
    topics = []
    for number in range(n):
        scene.members.begun[0] = number
        topics.append(topic_of(0, scene.members, scene.world, scene.today, scene.luck))
    for topic, share in enumerate(interests):
        low, high = binom.interval(1 - 1e-6, n, share)
        assert low <= topics.count(topic) <= high


# Answers.


def test_an_answer_counts_for_its_author_and_ties_both(stage):
    scene = stage(world=ANSWERS, all_replies=5)
    threads(scene, [1], [9.0], topics=3, first=7)
    write(scene, 0, hour=12.0)
    m, feed = scene.members, scene.feed
    assert written(scene) == [(0, 12.0, 3, 7, 1)]
    assert m.replies.tolist() == m.considered.tolist() == [0, 1, 0, 0]
    assert m.all_replies.tolist() == [5, 6, 5, 5]
    assert (feed.thread_replies[0], feed.thread_last[0], feed.thread_starter[0]) == (1, 0, 1)
    assert slot_of(0, 1, m) != NOBODY and slot_of(1, 0, m) != NOBODY
    assert feed.counts[Count.THREADS] == 1


@pytest.mark.parametrize(
    ("root", "starter", "last", "answered"),
    [(1.0, 1, 2, 1), (0.0, 1, 2, 2), (0.0, 1, 0, 1), (1.0, 0, 2, 2), (0.0, 0, 2, 2), (1.0, 1, 1, 1)],
)
def test_the_opening_or_the_latest_message_is_answered_and_never_ones_own(stage, root, starter, last, answered):
    scene = stage(world=ANSWERS | {"reply_root": root})
    threads(scene, [starter], [9.0], last=[last])
    write(scene, 0)
    assert [answers for *_, answers in written(scene)] == [answered]


def test_what_is_ones_own_alone_is_not_answered(stage):
    scene = stage()
    feed = threads(scene, [0, 0, 1], [1.0, 2.0, 3.0], last=[0, 1, 0])
    assert [is_own(0, place, feed) for place in range(3)] == [True, False, False]


def test_younger_threads_are_noticed_more_by_the_attention_that_is_left(stage):
    """Of two threads, one is noticed when the age drawn lies nearer to its own."""
    n, world = 3000, {"candidates": 1, "attention_scale": 5.0, "attention_shape": 1.0}
    scene = stage(world=world)
    threads(scene, [1, 2], [2.0, 10.0])
    picks = []
    for uid in range(n):
        scene.members.uid[0] = uid
        picks.append(thread_noticed(0, 0, 12.0, *scene.acting))
    low, high = binom.interval(1 - 1e-6, n, np.exp(-6.0 / 5.0))  # an age of more than 6 h, half way
    assert low <= picks.count(0) <= high
    assert picks.count(NOBODY) == 0


@pytest.mark.parametrize(
    ("world", "columns", "weight"),
    [
        ({"unanswered": float(np.log(3))}, {}, 1 / 3),  # of the first of two threads to that of the second
        ({"popularity": 1.0}, {"all_replies": [50, 4, 0, 0]}, 5.0),
        ({"topic_preference": 1.0}, {"interests": [0.5, 0.25, 0.25, 0.0]}, np.e),
    ],
    ids=["unanswered", "popular", "of interest"],
)
def test_of_noticed_threads_one_is_taken_by_weight(stage, world, columns, weight):
    """Half of the ages drawn lie nearer to the one thread and half to the other."""
    n = 4000
    even = {"candidates": 2, "attention_shape": 1.0, "attention_scale": 6.0 / np.log(2)}
    even |= {"unanswered": 0.0, "popularity": 0.0, "topic_preference": 0.0}
    scene = stage(world=even | world, **columns)
    threads(scene, [1, 2], [0.0, 12.0], replies=[1, 0], topics=[0, 1])
    picks = []
    for uid in range(n):
        scene.members.uid[0] = uid
        picks.append(thread_noticed(0, 0, 12.0, *scene.acting))
    # the same is noticed twice with chance 1/4 each; else there are both
    low, high = binom.interval(1 - 1e-6, n, 0.25 + 0.5 * weight / (1 + weight))
    assert low <= picks.count(0) <= high


def test_one_thread_more_changes_only_the_choices_next_to_it(stage):
    """A time is drawn and not a place in a list; this alone keeps two arms paired."""
    chosen = []
    for extra in (False, True):
        scene = stage(n=60, world={"attention_shape": 0.5})
        hours = [*np.linspace(-100, 11, 40).tolist(), *([11.5] if extra else [])]
        order = np.argsort(hours)
        threads(scene, (np.arange(len(hours)) + 1)[order], np.array(hours)[order])
        picks = []
        for uid in range(1000, 1400):
            scene.members.uid[0] = uid
            place = thread_noticed(0, 0, 12.0, *scene.acting)
            picks.append(int(scene.feed.thread_starter[place]))
        chosen.append(picks)
    before, after = chosen
    moved = {(one, other) for one, other in zip(before, after, strict=True) if one != other}
    assert len(set(before)) > 20
    assert moved and all(41 in pair or 40 in pair for pair in moved)


# Partners.


def acquainted(stage, **world):
    """Member 0 knows 1, who wrote last at 9 in thread 8 and yesterday's thread 7 is 2's."""
    scene = stage(world={"triad_share": 0.0} | world, last_message=[NEVER, 10, 9, NEVER], last_hour=9.0)
    scene.members.last_thread[:] = [0, 8, 7, 0]
    strengthen(0, 1, scene.members, 9)
    threads(scene, [2, 3], [-10.0, 8.0], first=7)
    return scene


def test_the_latest_message_of_a_partner_is_answered_in_its_thread(stage):
    scene = acquainted(stage, partner_share=1.0, open_first=0.0, attention_scale=1000.0, attention_shape=2.0)
    write(scene, 0, hour=9.5)
    assert [(thread, to) for *_, thread, to in written(scene)] == [(8, 1)]


def test_a_partner_is_minded_by_the_age_of_their_message(stage):
    n = 2000
    scene = acquainted(stage, attention_scale=9.0, attention_shape=1.0)
    for day, age in ((10, 3.0), (9, 27.0)):
        scene.members.last_message[1] = day
        minded = 0
        for uid in range(n):
            scene.members.uid[0] = uid
            minded += thread_of_partner(0, 0, 12.0, *scene.acting) == 1
        low, high = binom.interval(1 - 1e-6, n, np.exp(-age / 9.0))
        assert low <= minded <= high


@pytest.mark.parametrize("why", ["nobody known", "never wrote", "thread gone"])
def test_where_no_partner_can_be_answered_there_is_no_thread(stage, why):
    scene = acquainted(stage, attention_scale=1000.0, attention_shape=2.0)
    assert thread_of_partner(0, 0, 9.0, *scene.acting) == 1
    if why == "nobody known":
        scene.members.tie_row[0] = NOBODY
    elif why == "never wrote":
        scene.members.last_message[1] = NEVER
    else:
        scene.members.last_thread[1] = 5  # before the window's first
    assert thread_of_partner(0, 0, 9.0, *scene.acting) == NOBODY


def test_everybody_chooses_among_partners_by_luck_of_their_own(stage):
    n = 300
    scene = acquainted(stage, attention_scale=1000.0, attention_shape=2.0)
    strengthen(0, 2, scene.members, 9)
    scene.members.last_message[:], scene.members.last_thread[:] = 10, [0, 8, 7, 0]
    places = []
    for uid in range(n):
        scene.members.uid[0] = uid
        places.append(thread_of_partner(0, 0, 9.0, *scene.acting))
    low, high = binom.interval(1 - 1e-6, n, 0.5)
    assert low <= places.count(1) <= high


def test_at_times_a_partners_partner_is_answered_and_never_oneself(stage):
    scene = acquainted(stage, triad_share=1.0, attention_scale=1000.0, attention_shape=2.0)
    assert thread_of_partner(0, 0, 9.0, *scene.acting) == NOBODY  # 1 knows nobody
    strengthen(1, 0, scene.members, 9)
    scene.members.last_message[0] = 10
    scene.members.last_thread[0] = 8
    assert thread_of_partner(0, 0, 9.0, *scene.acting) == NOBODY  # 1 knows 0 alone
    scene.members.tie_row[1, 0] = 2
    assert thread_of_partner(0, 0, 9.0, *scene.acting) == 0
    assert scene.feed.counts[Count.NOW_TO] == 2


# Answers back.


def answered(stage, uid, hour=12.0, **world):
    """Hours at which each of some people, once answered by member 0, is due to answer back."""
    hours = []
    for each in uid:
        scene = stage(world=ANSWERS | world, usual_hour=12.0)
        scene.members.uid[1] = each
        threads(scene, [1], [9.0], first=3)
        write(scene, 0, hour=hour)
        feed = scene.feed
        if feed.counts[Count.DUE]:
            assert (feed.due_author[0], feed.due_uid[0], feed.due_thread[0], feed.due_to[0]) == (1, each, 3, 0)
            hours.append(float(feed.due_hour[0]))
    return hours


def test_as_many_answer_back_as_the_world_says(stage):
    n = 1500
    hours = answered(stage, uid=range(n), answer_back=0.4, answer_lag=0.05, answer_lag_sd=0.5)
    low, high = binom.interval(1 - 1e-6, n, 0.4)
    assert low <= len(hours) <= high
    lags = np.log(np.array(hours) - 12.0)
    assert kstest(lags, "norm", args=(np.log(0.05), 0.5)).pvalue > 1e-6


def test_answers_that_fall_into_sleeping_hours_are_drawn_again(stage):
    asleep = [not is_awake(hour, 12.0) for hour in answered(stage, uid=range(800), answer_back=0.95, answer_lag=10.0)]
    # alone a lag falls into sleep with chance 1/3 or so, four in a row with 1/80
    assert 0 < np.mean(asleep) < 3.0 * 0.4**LAG_TRIES


def test_an_answer_that_is_due_goes_where_it_belongs(stage):
    scene = stage(world=OPENS | {"answer_back": 0.0}, visited=0)
    threads(scene, [2, 3], [1.0, 2.0], topics=[1, 2], first=30)
    write(scene, 1, hour=15.5, thread=31, to=3)
    m = scene.members
    assert written(scene) == [(1, 15.5, 2, 31, 3)]
    assert (m.visited[1], m.hour[1], m.last_visit[1], m.messages[1]) == (1, 15.5, 10, 1)
    assert (m.last_message[1], m.last_hour[1], m.last_thread[1]) == (10, 15.5, 31)


def test_who_has_come_keeps_the_hour_of_the_visit(stage):
    scene = stage(world=OPENS, visited=1, hour=9.0, last_visit=10)
    write(scene, 1, hour=15.5)
    assert (scene.members.hour[1], scene.members.last_hour[1]) == (9.0, 15.5)


def test_an_answer_to_a_thread_that_left_the_window_is_not_written(stage):
    scene = stage()
    threads(scene, [2], [1.0], first=30)
    write(scene, 1, thread=29, to=2)
    assert written(scene) == [] and not scene.members.replies.any() and not scene.members.visited.any()
    assert scene.feed.counts[Count.DROPPED] == 0


def test_who_has_left_writes_nothing_more(stage):
    scene = stage(world=OPENS, left=[NEVER, 9, NEVER, NEVER])
    threads(scene, [2], [1.0])
    write(scene, 1)
    write(scene, 1, thread=0, to=2)
    assert written(scene) == [] and not scene.members.messages.any()


def test_who_has_left_may_be_answered_and_does_not_answer_back(stage):
    scene = stage(world=ANSWERS | {"answer_back": 0.95}, left=[NEVER, 9, NEVER, NEVER])
    threads(scene, [1], [9.0])
    for uid in range(40):
        scene.members.uid[1] = uid
        write(scene, 0)
    assert len(written(scene)) == 40 and scene.members.replies[1] == 40
    assert scene.feed.counts[Count.DUE] == 0


def test_each_reply_is_considered_with_luck_of_its_own(stage):
    scene = stage(n=40, room=200, world=ANSWERS | {"answer_back": 0.5, "answer_lag": 100.0})
    threads(scene, [1], [9.0])
    for i in range(2, 40):
        push(scene.feed, 12.0 + i / 1000, i, i, NOBODY, NOBODY)
    while take_next(scene.feed, 13.0):
        respond(int(scene.feed.counts[Count.NOW_AUTHOR]), *scene.acting)
    due = int(scene.feed.counts[Count.DUE])
    assert scene.members.considered[1] > 10
    assert 5 <= due <= 33
    assert np.unique(scene.feed.due_hour[:due]).size == due


# The ends of the room and of the day.


def test_what_there_is_no_room_for_is_counted_and_changes_nothing(stage):
    scene = stage(world=OPENS, room=2)
    for hour in (9.0, 10.0, 11.0, 12.0):
        write(scene, 1, hour=hour)
    assert [hour for _, hour, *_ in written(scene)] == [9.0, 10.0]
    assert scene.feed.counts[Count.DROPPED] == 2
    assert scene.members.messages[1] == 2 and scene.members.last_hour[1] == 10.0


def test_a_thread_there_is_no_room_for_is_counted(stage):
    scene = stage(world=OPENS)
    threads(scene, [2] * 64, np.arange(64.0) - 64)
    write(scene, 1)
    assert written(scene) == [] and scene.feed.counts[Count.DROPPED] == 1


def test_the_last_moment_of_a_day_is_no_midnight_in_32_bits(stage):
    scene = stage(world=OPENS)
    write(scene, 1, hour=float(np.nextafter(24.0, 0.0)))
    assert scene.feed.hour[0] < 24.0
    assert scene.members.hour[1] < 24.0 and scene.members.last_hour[1] < 24.0
