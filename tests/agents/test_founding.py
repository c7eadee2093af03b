"""A founder who hosts: comes and writes by their hours, tires, and gives up."""

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.founding import fatigue_tomorrow, hours_of_host, is_hosting, messages_of_host, tire
from clubsim.agents.leaving import leave
from clubsim.agents.posting import contribute
from clubsim.agents.records import NEVER, Reason, Role
from clubsim.agents.visiting import visit

HOSTING = {"founder_hours": 2.0, "founder_message_hours": 0.25}


def test_work_tires_and_a_night_restores():
    assert fatigue_tomorrow(0.2, 0.0, 0.1, 0.5) == pytest.approx(0.1)
    assert fatigue_tomorrow(0.0, 3.0, 0.1, 0.0) == pytest.approx(0.3)
    assert fatigue_tomorrow(0.5, 3.0, 0.1, 0.2) == pytest.approx((0.5 + 0.3 * 0.5) * 0.8)
    assert fatigue_tomorrow(0.0, 24.0, 1.0, 0.0) == 1.0


def test_the_more_hours_the_more_tired_and_fatigue_stays_a_share():
    curve = [fatigue_tomorrow(0.3, float(hours), 0.05, 0.1) for hours in range(25)]
    assert curve == sorted(curve) and 0.0 <= curve[0] < curve[-1] <= 1.0


def test_only_a_founder_with_hours_hosts(stage):
    scene = stage(n=2, role=[Role.FOUNDER, Role.MEMBER], world=HOSTING)
    assert [bool(is_hosting(i, scene.members, scene.world)) for i in range(2)] == [True, False]
    idle = stage(n=2, role=Role.FOUNDER)
    assert not is_hosting(0, idle.members, idle.world)


def test_who_is_tired_works_less_and_who_did_not_come_not_at_all(stage):
    scene = stage(n=3, role=Role.FOUNDER, visited=[1, 1, 0], fatigue=[0.0, 0.25, 0.0], world=HOSTING)
    assert [hours_of_host(i, scene.members, scene.world) for i in range(3)] == [2.0, 1.5, 0.0]


def test_messages_fill_the_hours_a_part_of_one_by_luck(stage):
    n = 2000
    world = HOSTING | {"founder_hours": 0.575, "most_messages": 80}  # 2.3 messages' worth
    scene = stage(n=n, role=Role.FOUNDER, visited=1, world=world)
    counts = np.array([messages_of_host(i, scene.members, scene.world, scene.today, scene.luck) for i in range(n)])
    assert set(counts.tolist()) == {2, 3}
    low, high = binom.interval(1 - 1e-6, n, 0.3)
    assert low <= int((counts == 3).sum()) <= high


def test_no_more_messages_than_anybody_can_write(stage):
    scene = stage(n=1, role=Role.FOUNDER, visited=1, world=HOSTING | {"founder_hours": 24.0, "most_messages": 7})
    contribute(0, *scene.acting)
    assert scene.members.planned[0] == 7


def test_a_rested_founder_comes_every_day_and_a_tired_one_as_often_as_they_are_rested(stage):
    n = 2000
    for fatigue, share in ((0.0, 1.0), (0.25, 0.75), (1.0, 0.0)):
        scene = stage(n=n, role=Role.FOUNDER, visit_base=-50.0, fatigue=fatigue, world=HOSTING)
        for i in range(n):
            visit(i, *scene.acting)
        low, high = binom.interval(1 - 1e-6, n, share)
        assert low <= int(scene.members.visited.sum()) <= high


def test_who_has_had_enough_is_a_member_like_any_other(stage):
    world = HOSTING | {"founder_tiring": 0.3, "founder_rest": 0.0, "founder_quits": 0.65}
    scene = stage(n=1, role=Role.FOUNDER, visited=1, world=world)
    tire(0, scene.members, scene.world)
    assert (scene.members.role[0], scene.members.fatigue[0]) == (Role.FOUNDER, pytest.approx(0.6))
    tire(0, scene.members, scene.world)
    assert scene.members.role[0] == Role.MEMBER


def test_by_default_nobody_is_ever_tired_enough_to_quit(stage):
    scene = stage(n=1, role=Role.FOUNDER, visited=1, world={"founder_hours": 24.0, "founder_tiring": 1.0})
    for _ in range(50):
        tire(0, scene.members, scene.world)
    assert scene.members.role[0] == Role.FOUNDER


def test_a_founder_who_hosts_stays_whatever_befalls_members(stage):
    gone = {"leave_base": 10.0, "leave_attachment": 0.0, "need_partners": 5, "need_days": 0, "dropout_a": 1.0}
    quota = {"quota": 1, "executed": 1, "need_messages": 10, "quota_last": 10}
    scene = stage(
        n=2, role=[Role.FOUNDER, Role.MEMBER], visited=1, dropout=1.0, ordered_out=1, world=HOSTING | gone, today=quota
    )
    for i in range(2):
        leave(i, *scene.acting)
    assert scene.members.left.tolist() == [NEVER, 10]
    assert scene.members.dropped.tolist() == [0, 1]


def test_an_order_against_a_host_does_not_wait_for_the_day_they_quit(stage):
    scene = stage(n=1, role=Role.FOUNDER, ordered_out=1, world=HOSTING | {"leave_base": -30.0})
    leave(0, *scene.acting)
    scene.members.role[0] = Role.MEMBER
    leave(0, *scene.acting)
    assert scene.members.left[0] == NEVER and scene.members.reason[0] == Reason.NONE
