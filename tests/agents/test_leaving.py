"""Why people leave."""

import pytest
from scipy.stats import binom

from clubsim.agents.leaving import leave, leave_chance
from clubsim.agents.records import NEVER, Reason

LAST_DAY = {
    "quota": 1,
    "executed": 1,
    "need_messages": 10,
    "need_check_ins": 5,
    "quota_last": 10,
}


def test_the_chance_to_leave_is_the_base_at_an_attachment_of_one():
    assert leave_chance(0.5, 0.5, 0.0, 0.0, 2.0) == pytest.approx(0.5)
    assert leave_chance(0.25, 0.25, 1.0, 0.0, 2.0) == pytest.approx(0.5)
    assert leave_chance(0.0, 0.0, 0.0, -2.0, 2.0) == pytest.approx(0.5)


@pytest.mark.parametrize("what", [0, 1, 2])
def test_everything_that_attaches_keeps(what):
    some = [0.2, 0.2, 0.2]
    more = list(some)
    more[what] = 0.4
    assert leave_chance(*more, -4.0, 2.0) < leave_chance(*some, -4.0, 2.0)
    assert leave_chance(*more, -4.0, 0.0) == leave_chance(*some, -4.0, 0.0)


def test_as_many_leave_as_their_chance_says(stage):
    n = 4000
    scene = stage(n=n, world={"leave_base": -1.0, "leave_attachment": 1.0}, novelty=1.0)
    for i in range(n):
        leave(i, *scene.acting)
    gone = scene.members.left == scene.today.day
    low, high = binom.interval(1 - 1e-6, n, 0.2689414213699951)
    assert low <= int(gone.sum()) <= high
    assert (scene.members.reason[gone] == Reason.LEFT).all()
    assert (scene.members.left[~gone] == NEVER).all() and not scene.members.reason[~gone].any()


def test_silence_is_not_leaving(stage):
    """Who never visits, checks in or writes is no likelier to go than anybody with the same attachment."""
    silent, busy = (
        stage(n=500, world={"leave_base": 0.0}, visited=is_busy, messages=9 * is_busy, last_visit=10 * is_busy - 1)
        for is_busy in (0, 1)
    )
    for scene in (silent, busy):
        for i in range(500):
            leave(i, *scene.acting)
    assert silent.members.left.tolist() == busy.members.left.tolist()


def test_an_order_comes_before_a_failed_quota_and_that_before_an_own_wish(stage):
    scene = stage(
        n=3,
        world={"leave_base": 10.0, "leave_attachment": 0.0},
        ordered_out=[1, 0, 0],
        quota_messages=[0, 0, 10],
        quota_check_ins=[0, 0, 5],
        today=LAST_DAY,
    )
    for i in range(3):
        leave(i, *scene.acting)
    assert scene.members.reason.tolist() == [Reason.REMOVED, Reason.FAILED_QUOTA, Reason.LEFT]
    assert scene.members.left.tolist() == [10, 10, 10]


def test_a_quota_that_was_only_announced_removes_nobody(stage):
    scene = stage(world={"leave_base": -30.0}, today=LAST_DAY | {"executed": 0, "announced": 1})
    for i in range(4):
        leave(i, *scene.acting)
    assert (scene.members.left == NEVER).all()
