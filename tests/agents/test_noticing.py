"""What is noticed: the attention to a thread by its age, its weight, and who is awake."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.agents.finding import (
    age_attended,
    attention,
    last_at_or_before,
    nearest_thread,
    open_chance,
    thread_weight,
)
from clubsim.agents.parameters import world_of
from clubsim.agents.records import NOBODY, Count
from clubsim.agents.replying import is_awake


def test_attention_is_whole_at_first_and_37_percent_at_its_scale():
    assert attention(0.0, 9.0, 0.5) == attention(-3.0, 9.0, 0.5) == 1.0
    assert attention(9.0, 9.0, 0.5) == pytest.approx(np.exp(-1))
    assert attention(36.0, 9.0, 0.5) == pytest.approx(np.exp(-2))
    curve = [attention(age, 9.0, 0.4) for age in (0.1, 1, 5, 20, 400)]
    assert curve == sorted(curve, reverse=True)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0.5, 20), st.floats(0.2, 2))
def test_the_age_that_is_drawn_is_the_one_of_which_that_attention_is_left(u, scale, shape):
    assert attention(age_attended(u, scale, shape), scale, shape) == pytest.approx(u)


def test_the_active_answer_and_others_ask():
    assert open_chance(0.0, 0, 0.0, 1.0, 0.9) == 0.5
    assert open_chance(2.0, 0, 0.0, 1.0, 0.9) < 0.5 < open_chance(-2.0, 0, 0.0, 1.0, 0.9)
    assert open_chance(2.0, 0, 0.0, 0.0, 0.9) == 0.5
    assert open_chance(7.0, 1, 0.0, 1.0, 0.9) == 0.9


def test_a_thread_draws_by_its_starter_its_silence_and_its_topic():
    world = world_of(popularity=0.5, unanswered=1.0, topic_preference=2.0)
    assert thread_weight(0, 1, 1.0, 0, world) == 1.0
    assert thread_weight(3, 1, 1.0, 0, world) == pytest.approx(2.0)
    assert thread_weight(0, 0, 1.0, 0, world) == pytest.approx(np.e)
    assert thread_weight(0, 1, 1.5, 0, world) == pytest.approx(np.e)
    assert thread_weight(8, 0, 0.0, 0, world) == pytest.approx(3 * np.exp(1 - 2))


@given(st.lists(st.integers(-50, 24), max_size=40), st.integers(-60, 30))
def test_the_last_hour_at_or_before_is_found(hours, hour):
    hours = sorted(hours)
    found = last_at_or_before(np.array([*hours, 0, 0], float), len(hours), float(hour))
    assert found == sum(each <= hour for each in hours) - 1


@given(st.lists(st.floats(-50, 24), min_size=1, max_size=40), st.floats(-80, 30))
def test_the_nearest_thread_is_nearest(stage, hours, hour):
    feed = stage().feed
    feed.thread_hour[: len(hours)] = sorted(hours)
    feed.counts[Count.THREADS] = len(hours)
    place = nearest_thread(feed, hour)
    assert abs(feed.thread_hour[place] - hour) == min(abs(each - hour) for each in hours)


def test_in_an_empty_window_there_is_no_nearest_thread(stage):
    assert nearest_thread(stage().feed, 5.0) == NOBODY


@given(st.one_of(st.floats(0, 24), st.floats(24, 1e12)), st.floats(0, 24, exclude_max=True))
def test_who_is_awake_is_within_eight_hours_of_their_usual_one(hour, usual):
    around = abs((hour - usual + 12) % 24 - 12)
    if abs(around - 8) > 1e-3:
        assert is_awake(hour, usual) == (around < 8)


def test_the_ends_of_the_waking_hours_are_waking():
    assert is_awake(20.0, 12.0) and is_awake(4.0, 12.0) and is_awake(28.0, 12.0)
    assert not is_awake(20.5, 12.0) and not is_awake(3.5, 12.0)
    assert is_awake(2.0, 23.0) and is_awake(31.0, 23.0) and not is_awake(8.0, 23.0)
