"""Whom members invite: who they are, when they come, and that nobody else is moved by it."""

from dataclasses import replace

import numpy as np
import pytest

from clubsim.agents.birth import enthusiasm_of
from clubsim.agents.luck import INVITED_CLASS, invited_uid
from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.doors import INVITED
from clubsim.sim.graphs import ties_of
from clubsim.sim.loops import acquaint
from clubsim.sim.world import Channel

INVITING = {"invite_rate": 0.1, "join_first": 1.0}


def inviting(town, days=40, policies=None, scenario=None, **world):
    return town.run(days, policies, scenario or town.small(**INVITING | world), events=True)


def brought(community):
    """Rows of prospects whom members invited."""
    return np.flatnonzero(community.prospects.inviter[: community.n_prospects] != NOBODY)


def by_invitation(community):
    """Rows of members whom members invited."""
    return np.flatnonzero(community.members.inviter[: community.n_members] != NOBODY)


def test_the_invited_come_to_the_door_the_day_after(town):
    community = Community(town.small(**INVITING), seed=5)
    seen = 0
    for day in range(30):
        m = community.members
        asking = {int(row): int(m.inviting[row]) for row in community.present if m.inviting[row] > 0}
        community.step()
        p, new = community.prospects, brought(community)[seen:]
        assert (p.appears[new] == day).all() and (p.knocked[new][p.would_join[new] == 1] == day).all()
        rows, counts = np.unique(p.inviter[new], return_counts=True)
        assert dict(zip(rows.tolist(), counts.tolist(), strict=True)) == asking
        seen += new.size
    assert seen > 30


def test_who_goes_the_same_evening_brings_nobody(town):
    community = inviting(town, days=12)
    m = community.members
    assert (m.inviting[community.present] > 0).any()
    m.left[community.present] = community.day - 1
    community.present = community.present[:0]
    before = brought(community).size
    community.step()
    assert brought(community).size == before


def test_the_invited_have_a_channel_and_a_count_of_their_own(town):
    community = inviting(town)
    p, m = community.prospects, community.members
    assert set(p.channel[brought(community)].tolist()) == {INVITED}
    assert (p.channel[: community.n_prospects] == INVITED).sum() == brought(community).size
    assert set(m.channel[by_invitation(community)].tolist()) == {INVITED}
    joined = np.bincount(m.joined[by_invitation(community)], minlength=40)
    np.testing.assert_array_equal(community.counters.series("invited"), joined)
    assert joined.sum() > 20
    assert (community.counters.series("invited") <= community.counters.series("joined")).all()


def test_whom_somebody_asks_depends_on_how_often_they_asked(town):
    community = inviting(town)
    p, m = community.prospects, community.members
    rows = brought(community)
    for inviter in np.unique(p.inviter[rows]).tolist():
        uids = p.uid[rows[p.inviter[rows] == inviter]].tolist()
        assert uids == [invited_uid(community.luck, int(m.uid[inviter]), j) for j in range(int(m.asked[inviter]))]


def test_no_uid_is_anybody_elses(town):
    community = inviting(town, days=80)
    uids = community.prospects.uid[: community.n_prospects]
    assert np.unique(uids).size == uids.size
    assert np.unique(community.members.uid[: community.n_members]).size == community.n_members
    is_brought = np.isin(np.arange(uids.size), brought(community))
    np.testing.assert_array_equal((uids & INVITED_CLASS) != 0, is_brought)


def test_a_refusal_leaves_somebody_outside_and_moves_nobody_behind_them(town):
    free = inviting(town, days=20)
    dear = inviting(town, days=20, policies={"gate": build("gate/paid", {"price": 1e6})})
    refused = brought(dear)
    assert not by_invitation(dear).size
    p = dear.prospects
    assert (p.refused[refused] == np.where(p.would_join[refused] == 1, Reason.TOO_DEAR, Reason.NONE)).all()
    assert (p.row[refused] == NOBODY).all()
    assert dear.ledger.revenue == 0

    def asked(community):
        return {int(community.members.uid[row]): int(community.members.asked[row]) for row in range(20)}

    def of(community):
        rows = brought(community)
        inviters = community.members.uid[community.prospects.inviter[rows]].tolist()
        return set(zip(inviters, community.prospects.uid[rows].tolist(), strict=True))

    both = {uid: min(asked(free)[uid], asked(dear)[uid]) for uid in asked(free)}
    known = {(uid, invited_uid(free.luck, uid, j)) for uid, count in both.items() for j in range(count)}
    assert len(known) > 10
    assert known <= of(free) and known <= of(dear)


def test_they_know_who_invited_them_by_a_tie_on_both_sides(town):
    scenario = replace(town.small(**INVITING, tie_days=1e5, leave_base=-30.0), tie_slots=200)  # so that none makes way
    community = Community(scenario, seed=5)
    met = 0
    for day in range(25):
        community.step()
        m = community.members
        partners, _, _ = ties_of(m, np.arange(community.n_members))
        for row in by_invitation(community)[met:].tolist():
            inviter = int(m.inviter[row])
            assert int(m.joined[row]) == day
            assert inviter in partners[row] and row in partners[inviter]
            assert m.bonds[row] > 0
            met += 1
    assert met > 20


def test_who_invited_somebody_and_went_is_no_tie_of_theirs(town):
    """A prospect who found no place hears of a later notice, when who invited them may be gone."""
    community = inviting(town, days=15, scenario=town.small(**INVITING))
    m, p = community.members, community.prospects
    waiting = brought(community)[p.row[brought(community)] == NOBODY]
    assert waiting.size
    inviter = int(p.inviter[waiting[0]])
    m.left[inviter], m.reason[inviter] = community.day - 1, Reason.LEFT
    community.present = community.present[community.present != inviter]
    p.would_join[waiting[0]] = 1
    community.policies = {"recruitment": build("recruitment/seasons", {"places": 10_000, "first_day": community.day})}
    community.step()
    row = int(community.prospects.row[waiting[0]])
    assert row != NOBODY and community.members.inviter[row] == inviter
    assert inviter not in ties_of(community.members, np.array([row]))[0]


def likeness(community):
    """Correlation of the invited with who invited them, and with all the others: enthusiasm, tastes."""
    m, rows = community.members, by_invitation(community)
    uids, shifts = m.uid[: community.n_members].tolist(), m.shift[: community.n_members].tolist()
    enthusiasm = np.array([enthusiasm_of(community.luck, *each) for each in zip(uids, shifts, strict=True)])
    inviters = m.inviter[rows]
    own = np.corrcoef(enthusiasm[rows], enthusiasm[inviters])[0, 1]
    others = np.corrcoef(enthusiasm[rows], enthusiasm[np.roll(inviters, rows.size // 2)])[0, 1]
    tastes = np.corrcoef(m.interests[rows].ravel(), m.interests[inviters].ravel())[0, 1]
    return own, others, tastes


def test_they_are_more_like_who_invited_them_than_like_others(town):
    scenario = town.small(founders=150, channels=[], **INVITING, invited_likeness=0.7)
    own, others, tastes = likeness(inviting(town, days=25, scenario=scenario))
    assert own > others + 0.3 and own == pytest.approx(0.7, abs=0.15)
    assert tastes > 0.5
    scenario = town.small(founders=150, channels=[], **INVITING, invited_likeness=0.0)
    own, _, tastes = likeness(inviting(town, days=25, scenario=scenario))
    assert abs(own) < 0.25 and abs(tastes) < 0.25


def exogenous(community):
    """Everybody whom nobody invited, with their traits and when they first knocked, by uid."""
    p, n = community.prospects, community.n_prospects
    kept = (p.uid, p.channel, p.appears, p.shift, p.enthusiasm, p.willingness, p.would_join, p.knocked)
    rows = zip(*(column[:n].tolist() for column in kept), strict=True)
    return {row[0]: row for row, inviter in zip(rows, p.inviter[:n].tolist(), strict=True) if inviter == NOBODY}


@pytest.mark.parametrize("policies", ["none", "operated"])
def test_everybody_else_is_the_same_with_and_without_invitations(town, policies):
    given = town.operated() if policies == "operated" else None
    with_them = inviting(town, policies=given)
    without = inviting(town, policies=given, invite_rate=0.0)
    assert not brought(without).size and brought(with_them).size > 20
    assert exogenous(with_them) == exogenous(without)
    assert len(exogenous(without)) > 60


def test_who_invites_was_there_before_who_is_invited(town):
    m = (community := inviting(town, days=80)).members
    rows = by_invitation(community)
    assert (m.inviter[rows] < rows).all()
    assert (m.joined[m.inviter[rows]] < m.joined[rows]).all()
    gone = m.left[m.inviter[rows]]
    assert ((gone == NEVER) | (gone >= m.joined[rows])).all()


def test_more_friends_inside_bring_more_to_join(town):
    few = inviting(town, join_first=0.3, join_friends=0.0, friend_overlap=1.0)
    many = inviting(town, join_first=0.3, join_friends=2.0, friend_overlap=1.0)
    shares = [community.prospects.would_join[brought(community)].mean() for community in (few, many)]
    assert shares[0] == pytest.approx(1 - np.exp(-0.3 * 1.25), abs=0.15)
    assert shares[1] > shares[0] + 0.3
    assert many.prospects.friends[brought(many)].max() > 2


def test_invitations_are_the_same_in_both_engines(town, communities):
    one, other = (
        Community(town.small(**INVITING, topics=3), town.operated(), seed=4, engine=engine, events=True).run(20)
        for engine in ("objects", "compiled")
    )
    assert brought(one).size > 5
    assert communities.differences(one, other) == []
    assert len(acquaint.signatures) == 1


def test_a_community_of_one_can_grow_by_invitation_alone(town):
    scenario = town.small(founders=1, channels=[Channel(name="nobody")], **INVITING | {"invite_rate": 0.4})
    community = inviting(town, days=20, scenario=scenario)
    assert community.n_members > 10
    assert community.counters.series("invited").sum() == community.n_members - 1
