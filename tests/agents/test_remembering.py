"""What stays of a day."""

import numpy as np
import pytest

from clubsim.agents.remembering import remember


def test_a_day_adds_to_the_counts_and_a_missed_check_in_ends_a_streak(stage):
    scene = stage(n=2, visited=1, checked_in=[1, 0], messages=[3, 0], streak=4, longest_streak=4, replies=2)
    for i in range(2):
        remember(i, *scene.acting)
    m = scene.members
    assert m.streak.tolist() == [5, 0]
    assert m.longest_streak.tolist() == [5, 4]
    assert m.all_messages.tolist() == m.quota_messages.tolist() == [3, 0]
    assert m.all_check_ins.tolist() == m.quota_check_ins.tolist() == [1, 0]
    assert m.replied.tolist() == [2, 2]
    assert m.visits.tolist() == [1, 1]


def test_what_was_won_is_forgotten_by_its_share(stage):
    scene = stage(reward_memory=0.5, world={"reward_forgetting": 0.25})
    remember(0, *scene.acting)
    assert scene.members.reward_memory[0] == pytest.approx(0.375)


def test_a_member_remembers_for_themselves_only(stage):
    scene, untouched = stage(n=3, visited=1, habit=0.5), stage(n=3, visited=1, habit=0.5)
    remember(1, *scene.acting)
    for name in set(scene.members._fields) - {"tie_count"}:
        now, before = getattr(scene.members, name), getattr(untouched.members, name)
        np.testing.assert_array_equal(now[[0, 2]], before[[0, 2]])
    assert scene.members.habit[1] != untouched.members.habit[1]
