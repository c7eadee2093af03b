"""A goal near at hand: who strives for it, how much, and that the rate of messages is what grows."""

import math

import numpy as np
import pytest

from clubsim.agents.posting import contribute
from clubsim.agents.striving import goal_factor, quickened

GOALS = {"goals": np.array([10, 50]), "goal_gains": np.array([1.0, 0.5])}


def test_the_nearer_the_goal_the_more():
    assert goal_factor(1, 0.8, 10.0) == pytest.approx(1 + 0.8 * math.exp(-0.1))
    assert goal_factor(30, 0.8, 10.0) == pytest.approx(1 + 0.8 * math.exp(-3))
    factors = [goal_factor(left, 0.8, 10.0) for left in range(1, 60)]
    assert factors == sorted(factors, reverse=True)
    assert 1 < factors[-1] < factors[0] < 1.8


@pytest.mark.parametrize("left", [0, -5])
def test_who_is_there_strives_no_more(left):
    assert goal_factor(left, 1.0, 10.0) == 1.0


def test_the_nearest_goal_ahead_counts_and_only_for_those_who_heed_rewards(stage):
    scene = stage(
        n=5, heeds_reward=[0, 1, 1, 1, 1], all_messages=[9, 9, 10, 49, 50], world={"goal_distance": 4.0}, today=GOALS
    )
    factors = [quickened(i, scene.members, scene.world, scene.today) for i in range(5)]
    near = math.exp(-0.25)
    assert factors == pytest.approx([1, 1 + near, 1 + 0.5 * math.exp(-10), 1 + 0.5 * near, 1])


def test_without_a_goal_nobody_strives(stage):
    scene = stage(heeds_reward=1, all_messages=3)
    assert [quickened(i, scene.members, scene.world, scene.today) for i in range(4)] == [1.0] * 4


def test_the_mean_of_messages_of_a_speaking_day_grows_by_the_factor(stage):
    """1 + further messages, times the factor; bounds are five standard deviations of a geometric number's mean."""
    n, gain = 4000, 0.75
    scene = stage(
        n=n,
        visited=1,
        talk_base=30.0,
        further=3.0,
        heeds_reward=1,
        all_messages=9,
        world={"goal_distance": 1e4, "most_messages": 1000},
        today={"goals": np.array([10]), "goal_gains": np.array([gain])},
    )
    for i in range(n):
        contribute(i, *scene.acting)
    mean = 4.0 * (1 + gain)
    spread = math.sqrt((mean - 1) * mean / n)
    assert abs(scene.members.planned.mean() - mean) < 5 * spread + 1e-3
