"""What is learnt from answers."""

import numpy as np
import pytest

from clubsim.agents.learning import learn_from_replies, praise_tomorrow


def test_praise_closes_a_share_of_the_gap_to_the_share_that_was_answered():
    assert praise_tomorrow(0.5, 4, 1, 0.2) == pytest.approx(0.5 + 0.2 * (0.25 - 0.5))
    assert praise_tomorrow(0.5, 4, 0, 0.2) == pytest.approx(0.4)
    assert praise_tomorrow(0.5, 1, 1, 1.0) == 1.0


def test_on_a_day_without_messages_nothing_is_learnt():
    assert praise_tomorrow(0.5, 0, 7, 0.9) == 0.5
    assert praise_tomorrow(0.5, 0, 0, 0.9) == 0.5


def test_more_answers_than_messages_are_no_more_than_all():
    assert praise_tomorrow(0.3, 2, 2, 0.1) == praise_tomorrow(0.3, 2, 50, 0.1) < praise_tomorrow(0.3, 2, 2, 0.2)


def test_who_is_always_answered_for_part_comes_to_that_share():
    praise = 0.0
    for _ in range(200):
        praise = praise_tomorrow(praise, 5, 2, 0.05)
    assert praise == pytest.approx(0.4, abs=1e-4)


def test_a_member_learns_from_their_own_day_only(stage):
    scene = stage(n=3, messages=[2, 2, 0], replies=[2, 0, 5], praise=0.5, world={"praise_gain": 0.5})
    learn_from_replies(0, scene.members, scene.world)
    np.testing.assert_array_equal(scene.members.praise, np.float32([0.75, 0.5, 0.5]))
    learn_from_replies(1, scene.members, scene.world)
    learn_from_replies(2, scene.members, scene.world)
    np.testing.assert_array_equal(scene.members.praise, np.float32([0.75, 0.25, 0.5]))
