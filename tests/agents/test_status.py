"""Status is asymmetric."""

import pytest

from clubsim.agents.finding import thread_weight
from clubsim.agents.parameters import world_of
from clubsim.agents.status import status_of, status_pull


def test_standing_begins_at_none_and_grows_ever_slower():
    assert status_of(0) == 0.0
    steps = [status_of(replies + 1) - status_of(replies) for replies in range(50)]
    assert all(step > 0 for step in steps) and steps == sorted(steps, reverse=True)


def test_those_above_draw_and_those_below_put_off_each_by_its_own_strength():
    assert status_pull(1.0, 3.0, 0.5, 9.0) == pytest.approx(1.0)
    assert status_pull(3.0, 1.0, 9.0, 0.25) == pytest.approx(-0.5)
    assert status_pull(2.0, 2.0, 9.0, 9.0) == 0.0


def test_the_higher_the_better_to_be_near():
    pulls = [status_pull(2.0, theirs, 0.5, 0.2) for theirs in (0.0, 1.0, 2.0, 3.0, 9.0)]
    assert pulls == sorted(pulls) and pulls[0] < 0 < pulls[-1]


def test_a_thread_weighs_by_its_starters_standing_and_the_readers_own():
    flat = {"popularity": 0.0, "topic_preference": 0.0, "unanswered": 0.0}
    drawn = world_of(**flat, status_above=0.5)
    assert thread_weight(3, 1, 1.0, 0, drawn) == pytest.approx(2.0)
    assert thread_weight(0, 1, 1.0, 3, drawn) == 1.0
    put_off = world_of(**flat, status_below=0.5)
    assert thread_weight(0, 1, 1.0, 3, put_off) == pytest.approx(0.5)
    assert thread_weight(3, 1, 1.0, 0, put_off) == 1.0


def test_without_status_the_readers_own_standing_does_not_count():
    world = world_of(popularity=0.5)
    assert thread_weight(3, 1, 1.0, 0, world) == thread_weight(3, 1, 1.0, 500, world)
