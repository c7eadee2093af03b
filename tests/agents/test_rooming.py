"""Rooms: the list of a room's threads, who reads where, and what is said around a member."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.finding import nearest_thread, thread_noticed, thread_of_partner
from clubsim.agents.records import NEVER, NOBODY, Count
from clubsim.agents.replying import respond
from clubsim.agents.rooming import (
    choose_room,
    hang_up,
    is_in,
    mix_of,
    nearest_in_room,
    noise_around,
    place_of,
    signal_of,
    silence_around,
)


def furnished(scene, rooms, threads, first=0):
    """The scene with so many rooms, and threads hung up in them: (hour, room) in the order of their hours."""
    feed = scene.feed._replace(room_last=np.full(rooms, NOBODY, np.int32))
    feed.counts[Count.FIRST_THREAD] = first
    for place, (hour, room) in enumerate(threads):
        feed.thread_hour[place] = hour
        hang_up(place, room, feed)
        feed.counts[Count.THREADS] = place + 1
    scene.feed = feed
    scene.acting = (scene.members, feed, scene.world, scene.today, scene.luck)
    return scene


THREADS = st.lists(st.tuples(st.integers(-300, 24), st.integers(0, 3)), max_size=60).map(sorted)


@given(THREADS, st.integers(-310, 30), st.integers(0, 60))
def test_the_nearest_thread_of_a_room_is_nearest_whatever_has_left_the_window(stage, threads, hour, gone):
    feed = furnished(stage(), 4, threads, first=7).feed
    gone = min(gone, len(threads))
    for column in (feed.thread_hour, feed.thread_room, feed.thread_earlier, feed.thread_back, feed.thread_leap):
        column[: len(threads) - gone] = column[gone : len(threads)].copy()
    feed.counts[Count.FIRST_THREAD] += gone
    left = threads[gone:]
    for room in range(4):
        place = nearest_in_room(feed, room, float(hour))
        own = [abs(each - hour) for each, where in left if where == room]
        if not own:
            assert place < 0
        else:
            assert left[place][1] == room and abs(left[place][0] - hour) == min(own)


@given(st.lists(st.integers(-300, 24), min_size=1, max_size=60).map(sorted), st.floats(-310, 30))
def test_with_all_in_one_room_it_is_the_nearest_of_all(stage, hours, hour):
    scene = furnished(stage(), 2, [(each, 0) for each in hours])
    plain = stage().feed
    plain.thread_hour[: len(hours)], plain.counts[Count.THREADS] = hours, len(hours)
    assert nearest_thread(scene.feed, hour) == nearest_thread(plain, hour)


def test_a_thread_far_back_is_found_in_few_steps(stage):
    """Each step looks at two threads at most: as many as 20,000 threads have digits, a few times over."""
    n = 20_000
    feed = furnished(stage(room=n), 1, [(float(hour), 0) for hour in range(n)]).feed

    class Counting:
        looks = 0

        def __getitem__(self, place):
            Counting.looks += 1
            return feed.thread_hour[place]

    counted = feed._replace(thread_hour=Counting())
    for hour in (0, 1, 777, 12_345, 19_998):
        Counting.looks = 0
        assert nearest_in_room(counted, 0, float(hour)) == hour
        assert Counting.looks < 120


def test_lists_go_on_when_what_they_point_to_has_left_the_window(stage):
    """A window that moves for long: every thread is found, in few steps, and pointers end inside it or nowhere."""
    scene = furnished(stage(room=600), 1, [])
    feed = scene.feed
    for number in range(3000):
        place = int(feed.counts[Count.THREADS])
        if place == 500:
            for column in (feed.thread_hour, feed.thread_earlier, feed.thread_back, feed.thread_leap):
                column[:400] = column[100:500].copy()
            feed.counts[Count.FIRST_THREAD] += 100
            place = 400
        feed.thread_hour[place] = float(number)
        hang_up(place, 0, feed)
        feed.counts[Count.THREADS] = place + 1
        if number % 97 == 0:
            first = int(feed.counts[Count.FIRST_THREAD])
            for wanted in range(first, number + 1, 13):
                assert nearest_in_room(feed, 0, float(wanted)) == wanted - first


def test_nobody_notices_a_thread_of_a_foreign_room(stage):
    scene = stage(n=6, world={"candidates": 4}, room=200)
    furnished(scene, 2, [(0.1 * k, k % 2) for k in range(120)])
    scene.feed.thread_starter[:120] = scene.feed.thread_last[:120] = 5
    for room in (0, 1):
        scene.feed.counts[Count.NOW_ROOM] = room
        found = {thread_noticed(0, 64 * k, 12.0, *scene.acting) for k in range(60)}
        assert len(found - {NOBODY}) > 3
        assert {place % 2 for place in found - {NOBODY}} == {room}


def test_a_partners_thread_counts_only_where_is_written(stage):
    scene = stage(n=3, world={"triad_share": 0.0})
    furnished(scene, 2, [(1.0, 1)])
    m = scene.members
    m.tie_row[0, 0], m.tie_weight[0, 0] = 1, 1.0
    m.last_message[1], m.last_hour[1], m.last_thread[1] = scene.today.day, 1.0, 0
    scene.feed.counts[Count.NOW_ROOM] = 1
    assert thread_of_partner(0, 0, 1.0, *scene.acting) == 0
    scene.feed.counts[Count.NOW_ROOM] = 0
    assert thread_of_partner(0, 0, 1.0, *scene.acting) == NOBODY


def test_a_message_goes_to_the_own_room_or_with_a_share_to_the_sub_group(stage):
    scene = stage(n=2000)
    furnished(scene, 3, [])
    scene.members.room[:], scene.members.group[:1000] = 1, 2
    rooms = []
    for i in range(2000):
        choose_room(i, scene.members, scene.feed, scene.today._replace(group_share=0.25), scene.luck)
        rooms.append(int(scene.feed.counts[Count.NOW_ROOM]))
    assert set(rooms[1000:]) == {1} and set(rooms[:1000]) == {1, 2}
    assert 190 < rooms[:1000].count(2) < 310  # 250, sd 14


def due(scene, i, thread, to):
    """Member i writes an answer in a thread of that number."""
    counts = scene.feed.counts
    counts[Count.NOW_THREAD], counts[Count.NOW_TO], scene.feed.now_hour[0] = thread, to, 12.0
    respond(i, *scene.acting)


def test_who_has_moved_neither_answers_in_the_old_room_nor_hears_an_answer_there(stage):
    scene = furnished(stage(n=3), 2, [(1.0, 0)])
    m, feed = scene.members, scene.feed
    feed.thread_starter[0] = feed.thread_last[0] = 1
    m.room[0] = 1
    due(scene, 0, 0, 1)
    assert feed.counts[Count.MESSAGES] == 0
    due(scene, 2, 0, 1)
    assert feed.counts[Count.MESSAGES] == 1 and m.replies[1] == 1
    m.room[1] = 1
    due(scene, 2, 0, 1)
    assert feed.counts[Count.MESSAGES] == 2 and m.replies[1] == 1
    m.group[1] = 0
    due(scene, 2, 0, 1)
    assert m.replies[1] == 2


def test_one_is_in_two_rooms_at_most(stage):
    members = stage(n=2).members
    members.room[:], members.group[1] = 3, 5
    assert [[is_in(i, room, members) for room in (3, 5, 0)] for i in (0, 1)] == [[1, 0, 0], [1, 1, 0]]


def test_a_number_that_has_left_the_window_has_no_place(stage):
    feed = stage().feed
    feed.counts[Count.FIRST_THREAD] = 4
    assert [place_of(number, feed) for number in (4, 9)] == [0, 5]
    assert place_of(3, feed) < 0 and place_of(NOBODY, feed) < 0


def test_what_is_said_around_one_is_that_of_both_rooms(stage):
    rooms = {
        "room_signal": np.array([[1.0, 2, 0, 0], [10, 20, 0, 0], [5, 0, 0, 1]]),
        "room_noise": np.array([1.0, 2, 4]),
        "room_topics": np.array([[0.0, 0, 0, 0], [4, 0, 0, 0], [6, 0, 0, 0]]),
        "room_shown": np.array([0.0, 4, 6]),
        "room_chatter": np.array([NEVER, 1.0, 0.5]),
    }
    scene = stage(n=3, today=rooms | {"silence": 7.0, "noise": 99.0}, world={"silence_strength": 1.0})
    m, today, world = scene.members, scene.today, scene.world
    m.room[:], m.group[:] = [0, 1, 1], [NOBODY, NOBODY, 2]
    assert [signal_of(i, 0, m, today) for i in range(3)] == [1, 10, 15]
    assert [noise_around(i, m, today) for i in range(3)] == [1, 2, 6]
    assert [mix_of(i, 0, m, world, today) for i in range(3)] == pytest.approx([1, (4 + 5) * 4 / 24, (10 + 5) * 4 / 30])
    levels = [(world.silence_floor + chatter) / world.silence_reference for chatter in (1.0, 1.5)]
    assert [silence_around(i, m, world, today) for i in range(3)] == pytest.approx([7, *np.log(levels)])


def test_without_rooms_it_is_that_of_all(stage):
    scene = stage(today={"signal": np.arange(4.0), "noise": 3.0, "mix": np.arange(4.0), "silence": -0.5})
    m, today, world = scene.members, scene.today, scene.world
    assert (signal_of(0, 2, m, today), noise_around(0, m, today)) == (2, 3)
    assert (mix_of(0, 3, m, world, today), silence_around(0, m, world, today)) == (3, -0.5)
