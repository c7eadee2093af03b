"""Members invite others: how often, whom, and who comes."""

from itertools import pairwise
from math import e, log

import numpy as np
import pytest
from scipy.stats import poisson

from clubsim.agents.birth import be_born, enthusiasm_of
from clubsim.agents.inviting import (
    MOST_INVITED,
    friends_inside,
    invitation_rate,
    invitations_left,
    invite,
    join_chance,
    links_inside,
    shift_of_invited,
)
from clubsim.agents.luck import invited_uid, luck_of
from clubsim.agents.prospects import appear
from clubsim.agents.records import NEVER, NO_LIMIT, NOBODY

LUCK = luck_of(11)


def test_the_rate_is_that_of_the_world_for_who_half_belongs():
    assert invitation_rate(0.5, 1.0, 1.0, 0.02, 3.0) == pytest.approx(0.02)
    assert invitation_rate(1.0, 1.0, 1.0, 0.02, 2.0) == pytest.approx(0.02 * e)
    assert invitation_rate(1.0, 0.25, 1.0, 0.02, 2.0) == pytest.approx(0.005 * e)
    assert invitation_rate(1.0, 0.0, 1.0, 5.0, 9.0) == 0.0


def test_word_of_mouth_runs_out_with_whom_it_could_reach():
    assert invitation_rate(0.5, 1.0, 0.25, 0.02, 3.0) == pytest.approx(0.005)
    assert invitation_rate(1.0, 1.0, 0.0, 5.0, 9.0) == 0.0


def test_who_belongs_more_invites_more():
    rates = [invitation_rate(belonging, 1.0, 1.0, 0.02, 2.0) for belonging in (0.0, 0.3, 0.6, 1.0)]
    assert rates == sorted(rates) and len(set(rates)) == 4
    assert len({invitation_rate(belonging, 1.0, 1.0, 0.02, 0.0) for belonging in (0.0, 0.5, 1.0)}) == 1


def test_invitations_are_used_up_and_come_anew_with_each_period():
    assert [invitations_left(3, 0, 900, asked) for asked in (0, 2, 3, 7)] == [3, 1, 0, 0]
    assert [invitations_left(3, 30, tenure, 2) for tenure in (0, 29, 30, 65)] == [1, 1, 4, 7]
    assert invitations_left(0, 30, 90, 0) == 0
    assert invitations_left(NO_LIMIT, 30, 90, 10_000) == MOST_INVITED


def test_nobody_invites_more_than_they_may(stage):
    scene = stage(n=300, world={"invite_rate": 2.0}, today={"invitations": 3}, joined=0, asked=1, trust=1.0, visited=1)
    free = stage(n=300, world={"invite_rate": 2.0}, joined=0, asked=1, trust=1.0, visited=1)
    for i in range(300):
        invite(i, *scene.acting)
        invite(i, *free.acting)
    np.testing.assert_array_equal(scene.members.inviting, np.minimum(free.members.inviting, 2))
    assert free.members.inviting.max() > 2


def test_friends_inside_make_joining_likelier_each_further_one_less():
    curve = [join_chance(friends, 0.0, 0.1, 0.4, 0.5) for friends in range(25)]
    assert curve[0] == pytest.approx(1 - e**-0.1)
    assert curve[1] == pytest.approx(1 - e ** -(0.1 + 0.4 * log(2)))
    gains = [after - before for before, after in pairwise(curve)]
    assert all(gain > 0 for gain in gains) and gains == sorted(gains, reverse=True)


def test_friends_who_know_each_other_make_it_likelier_still():
    assert join_chance(3, 1.0, 0.1, 0.4, 0.5) == pytest.approx(1 - e ** -(1.5 * (0.1 + 0.4 * log(4))))
    assert join_chance(3, 1.0, 0.1, 0.4, 0.0) == join_chance(3, 0.0, 0.1, 0.4, 0.5)
    assert 0.0 == join_chance(24, 1.0, 0.0, 0.0, 5.0) < join_chance(24, 1.0, 5.0, 5.0, 5.0) <= 1.0


def test_the_invited_are_as_like_who_invites_them_as_the_likeness_says():
    uids = [invited_uid(LUCK, 77, j) for j in range(4000)]
    inviters = [enthusiasm_of(LUCK, uid, 0.0) for uid in range(4000)]
    for likeness in (0.0, 0.6, 1.0):
        shifts = [shift_of_invited(LUCK, uid, one, likeness) for uid, one in zip(uids, inviters, strict=True)]
        theirs = [enthusiasm_of(LUCK, uid, shift) for uid, shift in zip(uids, shifts, strict=True)]
        assert np.corrcoef(inviters, theirs)[0, 1] == pytest.approx(likeness, abs=0.06)
        assert np.std(theirs) == pytest.approx(1.0, abs=0.06)
    assert set(shift_of_invited(LUCK, uid, 2.0, 0.0) for uid in uids) == {0.0}


def test_as_many_are_invited_as_the_rate_says_and_eight_at_most(stage):
    n = 4000
    for rate in (0.05, 5.0):
        scene = stage(n=n, visited=1, bonds=0.5, identity=0.5, world={"invite_rate": rate})
        for i in range(n):
            invite(i, *scene.acting)
        counts = np.arange(60)
        mean = float((np.minimum(counts, MOST_INVITED) * poisson.pmf(counts, rate)).sum())
        invited = scene.members.inviting
        assert abs(invited.mean() - mean) < 5 * np.sqrt(rate / n)
        assert invited.max() <= MOST_INVITED
    assert invited.max() == MOST_INVITED


@pytest.mark.parametrize(("trust", "unreached"), [(0.0, 1.0), (1.0, 0.0)])
def test_who_has_no_trust_or_nobody_left_to_ask_invites_nobody(stage, trust, unreached):
    scene = stage(n=300, visited=1, trust=trust, world={"invite_rate": 5.0}, today={"unreached": unreached})
    for i in range(300):
        invite(i, *scene.acting)
    assert not scene.members.inviting.any()


# member 0 invites; 1, 2 and 3 are partners, of whom 1 and 2 know each other
CIRCLE = {"tie_row": [[1, 2, 3], [0, 2, -1], [0, 1, -1], [0, -1, -1]], "tie_weight": 1.0}


def circle(stage, overlap=1.0, **columns):
    scene = stage(**CIRCLE | columns, world={"friend_overlap": overlap})
    return scene.members, 2**62 + 12345, scene.world, scene.luck


def test_who_is_invited_knows_at_least_who_invites_them(stage):
    assert friends_inside(0, *circle(stage, overlap=0.0)) == 1
    assert links_inside(0, *circle(stage, overlap=0.0)) == 0.0


def test_all_friends_and_their_links_are_counted(stage):
    assert friends_inside(0, *circle(stage)) == 4
    assert links_inside(0, *circle(stage)) == pytest.approx(4 / 6)  # three with 0, and 1 with 2, of six pairs
    assert links_inside(3, *circle(stage)) == 1.0  # the only pair


@pytest.mark.parametrize("keeper", [1, 2])
def test_a_tie_counts_whichever_of_the_two_keeps_it(stage, keeper):
    tie_row = [[1, 2, 3], [0, -1, -1], [0, -1, -1], [0, -1, -1]]
    tie_row[keeper][1] = 3 - keeper
    assert links_inside(0, *circle(stage, tie_row=tie_row)) == pytest.approx(4 / 6)


def test_partners_who_are_gone_are_no_friends_inside(stage):
    gone = {"left": [NEVER, 5, NEVER, NEVER]}
    assert friends_inside(0, *circle(stage, **gone)) == 3
    assert links_inside(0, *circle(stage, **gone)) == pytest.approx(2 / 3)


def test_whom_they_know_is_theirs_and_not_a_matter_of_slots(stage):
    members, _, world, luck = circle(stage, overlap=0.5)
    asked = range(2**62, 2**62 + 400)
    before = [friends_inside(0, members, uid, world, luck) for uid in asked]
    members.tie_row[0] = [3, 1, 2]
    assert [friends_inside(0, members, uid, world, luck) for uid in asked] == before
    assert np.mean(before) == pytest.approx(2.5, abs=0.25) and set(before) == {1, 2, 3, 4}


def test_who_is_invited_joins_by_friends_and_not_by_enthusiasm(stage, out_there):
    world = stage(world={"join_first": 0.0, "join_friends": 5.0, "enthusiasm_join": -10.0}).world
    prospects = out_there(3, inviter=[0, 0, NOBODY], friends=[24, 0, 24])
    for j in range(3):
        appear(j, prospects, world, 0.0, 1.0, 4, LUCK)
    assert prospects.would_join.tolist() == [1, 0, 0]


def test_the_invited_have_tastes_between_their_own_and_those_of_who_invited_them(stage):
    def taste(likeness, inviter):
        """The same, whether or not interests drift and the taste is kept beside them."""
        still, drifting = (
            stage(n=2, inviter=[NOBODY, inviter], world={"invited_likeness": likeness, "drift_talk": drift})
            for drift in (0.0, 0.1)
        )
        still.members.interests[0] = drifting.members.taste[0] = [0.9, 0.1, 0.0, 0.0]
        for scene in (still, drifting):
            be_born(1, *scene.acting)
        np.testing.assert_array_equal(still.members.interests[1], drifting.members.interests[1])
        np.testing.assert_array_equal(drifting.members.interests[1], drifting.members.taste[1])
        assert not still.members.taste.any()
        return drifting.members.taste[1]

    alone = taste(0.7, NOBODY)
    np.testing.assert_array_equal(taste(0.0, 0), alone)
    assert taste(1.0, 0) == pytest.approx([0.9, 0.1, 0.0, 0.0])
    assert taste(0.5, 0) == pytest.approx((alone + np.array([0.9, 0.1, 0.0, 0.0])) / 2, abs=1e-6)
