"""What is given on of what was received: how much, how often, to whom."""

import math

import numpy as np
import pytest

from clubsim.agents.giving import gift_of, give_on, give_on_chance
from clubsim.agents.records import Count

PACKETS = {"packets": 1}


@pytest.mark.parametrize("received", [0.5, 4.0, 5.0, 12.0, 27.0, 28.0, 200.0])
def test_the_share_given_on_is_the_contagion_whatever_was_received(received):
    expected = give_on_chance(received, 0.18, 5.0) * gift_of(received, 0.18, 5.0)
    assert expected == pytest.approx(0.18 * received)
    assert gift_of(received, 0.18, 5.0) <= received


def test_more_money_makes_more_givers_before_it_makes_larger_gifts():
    assert [give_on_chance(r, 0.2, 5.0) for r in (2.0, 5.0, 10.0, 25.0, 50.0)] == pytest.approx([0.2, 0.2, 0.4, 1, 1])
    assert [gift_of(r, 0.2, 5.0) for r in (2.0, 5.0, 10.0, 25.0, 50.0)] == pytest.approx([2, 5, 5, 5, 10])
    assert give_on_chance(0.0, 0.2, 5.0) == 0.0


def crowd(stage, n=3000, **columns):
    """Visitors who each have a tie to the first member, and 10 yuan before them."""
    scene = stage(n=n, visited=1, packet=10.0, today=PACKETS, **columns)
    scene.members.tie_row[1:, 0], scene.members.tie_weight[1:, 0] = 0, 1.0
    return scene


def test_as_many_give_as_the_rule_says_and_to_their_partner(stage):
    scene = crowd(stage)
    for i in range(1, 3000):
        give_on(i, *scene.acting)
    gave = scene.members.giving[1:] > 0
    assert abs(gave.sum() - 2999 * 0.36) < 5 * math.sqrt(2999 * 0.36 * 0.64)
    assert (scene.members.giving[1:][gave] == 5.0).all()
    assert not scene.members.giving_to[1:][gave].any()


def test_who_does_not_come_or_has_nothing_gives_nothing(stage):
    for columns in ({"visited": 0}, {"packet": 0.0}):
        scene = crowd(stage, n=200)
        for name, value in columns.items():
            getattr(scene.members, name)[:] = value
        for i in range(200):
            give_on(i, *scene.acting)
        assert not scene.members.giving.any()


def test_who_has_no_partner_gives_to_whom_they_read_and_never_to_themselves(stage):
    n = 400
    scene = stage(n=n, visited=1, packet=100.0, hour=20.0, today=PACKETS)
    feed = scene.feed
    feed.thread_hour[:2], feed.thread_starter[:2] = (10.0, 19.0), (3, 7)
    feed.counts[Count.THREADS] = 2
    for i in range(n):
        give_on(i, *scene.acting)
    gave = np.flatnonzero(scene.members.giving > 0)
    to = scene.members.giving_to[gave]
    assert gave.size > n - 5  # all who did not come across a thread of their own
    assert set(to.tolist()) == {3, 7} and (to != gave).all()
    assert (to == 7).sum() > (to == 3).sum()  # the newer thread is read by more


def test_nobody_to_give_to_is_nothing_given(stage):
    scene = stage(n=50, visited=1, packet=100.0, today=PACKETS)
    for i in range(50):
        give_on(i, *scene.acting)
    assert not scene.members.giving.any()
