"""Why people leave."""

import pytest
from scipy.stats import binom

from clubsim.agents.leaving import drop_out, for_invited, lacks_partners, leave, leave_chance, own_leave_chance
from clubsim.agents.records import NEVER, NOBODY, Reason

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


# Latent drop-out.

DROPS = {"dropout_a": 1.0, "leave_base": -30.0}


def dropped(stage, n=4000, world=None, **columns):
    """How many of n members have dropped out by the evening."""
    scene = stage(n=n, world=DROPS | (world or {}), **{"visited": 1, "joined": 0, "dropout": 0.25} | columns)
    for i in range(n):
        leave(i, *scene.acting)
    assert (scene.members.left == NEVER).all()
    return int(scene.members.dropped.sum())


@pytest.mark.parametrize(
    ("columns", "world", "share"),
    [
        ({}, {}, 0.25),
        ({"replies": 2}, {"dropout_reply": 0.4}, 0.15),
        ({"joined": 10}, {"dropout_first": 0.2}, 0.4),
        ({"joined": 10, "replies": 1}, {"dropout_first": 0.2, "dropout_reply": 0.4}, 0.24),
        ({"joined": 9}, {"dropout_first": 0.2}, 0.25),
        ({"dropped": 1, "visited": 0, "replies": 1}, {"dropout_reply": 0.3}, 0.7),
        ({"dropped": 1, "replies": 1}, {"dropout_reply": 0.3}, 0.7),
    ],
)
def test_as_many_drop_out_or_are_brought_back_as_their_chances_say(stage, columns, world, share):
    low, high = binom.interval(1 - 1e-6, 4000, share)
    assert low <= dropped(stage, world=world, **columns) <= high


def test_only_an_active_day_is_ever_the_last(stage):
    assert dropped(stage, n=300, visited=0, dropout=1.0) == 0
    assert dropped(stage, n=300, visited=1, dropout=1.0) == 300


def test_where_only_leaving_ends_it_nobody_drops_out(stage):
    assert dropped(stage, n=300, dropout=1.0, world={"dropout_a": 0.0}) == 0


def test_without_a_reply_nobody_comes_back(stage):
    assert dropped(stage, n=300, dropped=1, replies=0, world={"dropout_reply": 1.0}) == 300
    assert dropped(stage, n=300, dropped=1, replies=1, world={"dropout_reply": 1.0}) == 0


def test_who_has_dropped_out_is_still_a_member_and_may_leave(stage):
    scene = stage(world={"leave_base": 10.0, "leave_attachment": 0.0}, dropped=1)
    leave(0, *scene.acting)
    assert scene.members.reason[0] == Reason.LEFT
    drop_out(1, scene.members, scene.world, scene.today, scene.luck)
    assert scene.members.left[1] == NEVER and scene.members.dropped[1] == 1


# Too few partners, and who was invited.


@pytest.mark.parametrize(("need", "lacking"), [(0, []), (1, [3]), (2, [2, 3]), (3, [1, 2, 3]), (4, [0, 1, 2, 3])])
def test_who_has_fewer_partners_than_they_need_goes(stage, need, lacking):
    tie_row = [[1, 2, 3], [0, 2, -1], [-1, 0, -1], [-1, -1, -1]]
    scene = stage(tie_row=tie_row, world={"need_partners": need, "need_days": 0, "leave_base": -30.0})
    for i in range(4):
        leave(i, *scene.acting)
    assert [i for i in range(4) if scene.members.left[i] != NEVER] == lacking
    assert all(scene.members.reason[i] == Reason.LEFT for i in lacking)


def test_newcomers_have_time_to_find_partners(stage):
    scene = stage(joined=[0, 3, 4, 10], world={"need_partners": 1, "need_days": 7})
    lacking = [bool(lacks_partners(i, scene.members, scene.world, scene.today)) for i in range(4)]
    assert lacking == [True, True, False, False]


def test_a_partner_counts_until_the_evening_on_which_they_go_whoever_decides_first(stage):
    for order in ([0, 1], [1, 0]):
        scene = stage(
            n=2,
            slots=1,
            tie_row=[[1], [0]],
            ordered_out=[1, 0],
            world={"need_partners": 1, "need_days": 0, "leave_base": -30.0},
        )
        for i in order:
            leave(i, *scene.acting)
        assert scene.members.left.tolist() == [10, NEVER]


def test_who_dropped_out_long_ago_counts_no_partner_who_is_gone(stage):
    scene = stage(
        n=2, slots=1, tie_row=[[1], [-1]], left=[NEVER, 4], dropped=1, world={"need_partners": 1, "need_days": 0}
    )
    assert lacks_partners(0, scene.members, scene.world, scene.today)


def test_who_was_invited_goes_by_the_worlds_factor_and_at_most_surely(stage):
    scene = stage(n=2, inviter=[NOBODY, 0], world={"invited_hazard": 0.5})
    assert [for_invited(i, scene.members, scene.world, 0.3) for i in range(2)] == [0.3, 0.15]
    scene = stage(n=2, inviter=[NOBODY, 0], world={"invited_hazard": 2.0})
    assert [for_invited(i, scene.members, scene.world, 0.7) for i in range(2)] == [0.7, 1.0]


def test_who_was_invited_drops_out_and_leaves_less(stage):
    low, high = binom.interval(1 - 1e-6, 4000, 0.25 * 0.6)
    assert low <= dropped(stage, inviter=0, world={"invited_hazard": 0.6}) <= high
    scene = stage(n=2, inviter=[NOBODY, 0], world={"invited_hazard": 0.6, "leave_base": -2.0})
    alone, invited = (own_leave_chance(i, scene.members, scene.world) for i in range(2))
    assert invited == pytest.approx(0.6 * alone)
