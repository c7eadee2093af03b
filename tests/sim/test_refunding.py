"""A cull of people who paid: refunds in the ledger, anger in the log, and what it does to the community's name."""

import numpy as np
import pytest

from clubsim.agents.records import Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, MEMBERS, SUPPLIERS
from clubsim.sim.refunding import rest_of_term
from clubsim.sim.vessel import Vessel, stricter
from clubsim.sim.world import Channel, Scenario

FLOW = (Channel(name="passers_by", flow=8.0),)
ANGRY = {"anger_share": 1.0, "anger_reputation": 3.0, "reputation_recruitment": 3.0, "leave_base": -30.0}
QUIET = {"visit_mean": -2.5, "willingness_median": 300.0}
CULL = ("cull/inactive", {"days": 5, "from_day": 20})
FEE = ("gate/paid", {"price": 60.0, "term_days": 100})


def club(town, days=30, vessel=None, world=None, **policies):
    chosen = {slot: build(*given) for slot, given in policies.items()}
    given = town.small(founders=10, channels=FLOW, **ANGRY | QUIET | (world or {}))
    scenario = Scenario(
        name="small", start=given.start, world=given.world, channels=FLOW, founders=10, vessel=vessel or Vessel()
    )
    return Community(scenario, chosen, seed=5, events=True).run(days)


def refunds(community):
    return [entry for entry in community.ledger.entries if entry.purpose == "refunds"]


def removed_payers(community):
    m, n = community.members, community.n_members
    return np.flatnonzero((m.reason[:n] == Reason.REMOVED) & (m.paid[:n] > 0))


def told_of(town, community, kind):
    log = community.events.columns()
    return np.sort(log["member"][town.kinds(log) == kind]).tolist()


def test_without_a_rule_of_refunds_the_removed_payers_are_angry_and_the_name_suffers(town):
    c = club(town, fee=FEE, cull=CULL)
    rows = removed_payers(c)
    assert rows.size > 10 and not refunds(c)
    assert told_of(town, c, "anger") == rows.tolist() == np.flatnonzero(c.members.angry).tolist()
    assert c.counters.series("angry").sum() == rows.size
    assert c.counters.series("reputation")[:20].min() == 1.0 > c.counters.series("reputation").min() + 0.2


def test_the_rest_of_the_term_is_paid_back_by_the_club_and_nobody_is_angry(town):
    c = club(town, fee=FEE, cull=CULL, refund=("money/refund", {"removed": "rest_of_term"}))
    m, rows = c.members, removed_payers(c)
    had = m.left[rows] - m.paid_on[rows]
    assert m.refunded[rows] == pytest.approx(60.0 * (100 - had) / 100, rel=1e-6)
    assert {(e.giver, e.taker) for e in refunds(c)} == {(CLUB, MEMBERS)}
    assert sum(e.amount for e in refunds(c)) == pytest.approx(m.refunded[: c.n_members].sum(), rel=1e-5)
    assert told_of(town, c, "refund") == rows.tolist() and told_of(town, c, "anger") == []
    assert c.counters.series("reputation").min() == 1.0


def test_all_of_it_is_paid_back_where_the_rule_says_so(town):
    c = club(town, fee=FEE, cull=CULL, refund=("money/refund", {"removed": "full"}))
    assert (c.members.refunded[removed_payers(c)] == 60.0).all()


def test_a_name_that_suffers_costs_newcomers(town):
    kept = club(town, 60, fee=FEE, cull=CULL)
    paid_back = club(town, 60, fee=FEE, cull=CULL, refund=("money/refund", {"removed": "full"}))
    assert paid_back.n_members > kept.n_members + 10


def test_a_club_that_has_spent_the_fees_pays_back_what_it_has_and_the_rest_makes_angry(town):
    c = club(town, 20, fee=FEE, cull=CULL, refund=("money/refund", {"removed": "full"}))
    c.ledger.record(c.day, CLUB, SUPPLIERS, c.ledger.balances[CLUB] - 100.0, "rent")
    c.step()
    m, rows = c.members, removed_payers(c)
    assert rows.size > 5 and len(set(m.refunded[rows].tolist())) == 1
    assert c.ledger.balances[CLUB] >= -1e-6 and m.refunded[rows].sum() < 60.0 * rows.size
    owed = 60.0 * (100 - (20 - m.paid_on[rows])) / 100
    assert m.angry[rows].tolist() == (owed > m.refunded[rows]).astype(int).tolist() and m.angry[rows].sum() > 3


def test_who_leaves_within_the_days_gets_the_fee_back_and_who_stays_longer_does_not(town):
    c = club(
        town,
        40,
        fee=FEE,
        refund=("money/refund", {"removed": "none", "days": 6}),
        world={"leave_base": -2.5, "visit_mean": -0.5},
    )
    m, n = c.members, c.n_members
    went = np.flatnonzero((m.reason[:n] == Reason.LEFT) & (m.paid[:n] > 0))
    early = m.left[went] - m.paid_on[went] < 6
    assert early.sum() > 3 and (~early).sum() > 3
    assert m.refunded[went].tolist() == np.where(early, 60.0, 0.0).tolist()
    assert not m.angry[:n].any()


def test_who_paid_for_good_is_owed_what_is_left_of_a_year(town):
    c = club(town, 1, fee=("gate/paid", {"price": 73.0}))
    payers = np.flatnonzero(c.members.paid[: c.n_members] > 0)
    c.day = 365 - 73
    assert rest_of_term(c, payers) == pytest.approx(14.6)
    c.day = 500
    assert not rest_of_term(c, payers).any()


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_as_many_are_angry_as_the_world_says(town, share):
    c = club(town, 60, fee=FEE, cull=CULL, world={"anger_share": share})
    angry, wronged = int(c.members.angry.sum()), removed_payers(c).size
    assert wronged > 30 and abs(angry - share * wronged) < 4 * (wronged * 0.25) ** 0.5 * (share > 0) + 1e-9


def test_a_name_recovers(town):
    cull = ("cull/inactive", {"days": 5, "from_day": 20, "until_day": 24})
    reputation = club(town, 120, fee=FEE, cull=cull, world={"reputation_gain": 0.05}).counters.series("reputation")
    assert reputation[22:26].min() < 0.8 < 0.95 < reputation[-1]


# the vessel


def test_the_vessel_has_payers_refunded_whatever_the_operator_says(town):
    c = club(town, fee=FEE, cull=CULL, vessel=Vessel(name="shop", refunds="full"))
    assert (c.members.refunded[removed_payers(c)] == 60.0).all()
    assert [stricter(*pair) for pair in (("none", "full"), ("full", "none"), ("rest_of_term", "none"))] == [
        "full",
        "full",
        "rest_of_term",
    ]


@pytest.mark.parametrize(
    ("vessel", "policy", "words"),
    [
        ({"removal": False}, CULL, "lets no operator remove members"),
        ({"removal": False}, ("cull/quota", {}), "lets no operator remove members"),
        ({"removal": False}, ("money/charge", {}), "lets no operator remove members"),
        ({"approval": False}, FEE, "lets no operator choose who joins"),
        ({"approval": False}, ("gate/review", {"until_day": 9}), "lets no operator choose who joins"),
    ],
)
def test_a_policy_that_the_vessel_does_not_allow_is_refused_before_the_run(town, vessel, policy, words):
    with pytest.raises(ValueError, match=f"^slot mine: the vessel open_forum {words}; write mine: null"):
        club(town, 0, mine=policy, vessel=Vessel(name="open_forum", **vessel))


def test_a_threat_needs_no_right_to_remove(town):
    threat = ("cull/quota", {"executed": False})
    assert club(town, 1, mine=threat, vessel=Vessel(removal=False)).headcount > 0


def test_exits_that_nobody_sees_cost_no_trust(town):
    world = {"trusting": 1, "trust_removal": 0.5}
    seen, unseen = (
        club(town, 40, cull=CULL, world=world, vessel=Vessel(exits_visible=visible)) for visible in (True, False)
    )
    assert seen.members.trust[seen.present].min() < 0.9
    assert (unseen.members.trust[unseen.present] == 1.0).all()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"refunds": "half"}, "refunds is one of none, rest_of_term, full"),
        ({"removal": "no"}, "removal is true or fal"),
    ],
)
def test_a_vessel_of_other_words_is_refused(fields, words):
    with pytest.raises(ValueError, match=f"^vessel raft: {words}"):
        Vessel(name="raft", **fields)
