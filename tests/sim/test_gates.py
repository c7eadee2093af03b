"""What stands at the door: several gates in order, their reasons, their work, and whom they lose."""

from itertools import pairwise

import numpy as np
import pytest

from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.policies.registry import build
from clubsim.sim.graphs import ties_of
from clubsim.sim.world import Channel

REVIEW = ("gate/review", {"threshold": 0.5, "noise": 1.0, "hours": 0.25})
HOMEWORK = ("gate/homework", {"effort": 0.5, "spare": 0.5, "hours": 2.0, "commenters": 3})
VALUES = ("gate/values", {"least": 1.0, "vagueness": 0.3})
INVITE = ("gate/invite", {})
FEE = ("gate/paid", {"price": 60.0})
GATES = {"review": REVIEW, "homework": HOMEWORK, "values": VALUES, "fee": FEE}
REASONS = {
    "review": Reason.UNCONVINCING,
    "homework": Reason.GAVE_UP,
    "values": Reason.OTHER_VALUES,
    "fee": Reason.TOO_DEAR,
}


def opened(town, days=1, places=10_000, period=10, founders=5, seasons=True, world=None, **gates):
    """A community after some days, whose doors open on the first and every so many days; gates: by slot, in order."""
    policies = {slot: build(*given) for slot, given in gates.items()}
    if seasons:
        policies["recruitment"] = build("recruitment/seasons", {"places": places, "period": period})
    channels = [Channel(name="readers", pool=600, reach=0.9)]
    return town.run(days, policies, town.small(founders=founders, channels=channels, **(world or {})), events=True)


def those_out(community):
    """The reason of the last refusal by uid, of those who never joined."""
    p, n = community.prospects, community.n_prospects
    outside = np.flatnonzero((p.row[:n] == NOBODY) & (p.knocked[:n] != NEVER))
    return dict(zip(p.uid[outside].tolist(), p.refused[outside].tolist(), strict=True))


def those_in(community):
    return set(community.members.uid[: community.n_members].tolist())


def knocked(community):
    p, n = community.prospects, community.n_prospects
    return dict(zip(p.uid[:n].tolist(), p.knocked[:n].tolist(), strict=True))


def hours_for(community, purpose):
    return sum(entry.hours for entry in community.ledger.entries if entry.purpose == purpose)


@pytest.mark.parametrize("name", [*GATES, "invite"])
def test_the_same_people_knock_whatever_gate_they_find(town, name):
    free, gated = opened(town, days=25), opened(town, days=25, gate={**GATES, "invite": INVITE}[name])
    assert knocked(gated) == knocked(free)
    assert gated.n_members < free.n_members
    assert those_in(gated) < those_in(free)


@pytest.mark.parametrize("name", GATES)
def test_who_is_refused_is_told_why(town, name):
    community = opened(town, gate=GATES[name])
    reasons = those_out(community)
    assert 20 < len(reasons) == community.refused
    assert set(reasons.values()) == {REASONS[name]}
    assert community.n_members > 20


def test_several_gates_are_met_in_the_order_of_their_slots(town):
    """Who fails two is refused at the first, and every gate refuses some of those whom the one before let past."""
    alone = {name: {uid for uid in those_out(opened(town, **{name: gate}))} for name, gate in GATES.items()}
    forth, back = list(GATES), list(GATES)[::-1]
    for order in (forth, back):
        reasons = those_out(opened(town, **{name: GATES[name] for name in order}))
        first = {uid: next(name for name in order if uid in alone[name]) for uid in reasons}
        assert {uid: REASONS[name] for uid, name in first.items()} == reasons
        assert set(reasons) == set().union(*alone.values())
        assert set(reasons.values()) == set(REASONS.values())


def test_pay_first_or_review_first_lets_the_same_people_in_and_costs_other_hours(town):
    paying, reviewing = opened(town, fee=FEE, review=REVIEW), opened(town, review=REVIEW, fee=FEE)
    assert those_in(paying) == those_in(reviewing)
    assert 0 < paying.ledger.hours < reviewing.ledger.hours
    assert paying.ledger.revenue == reviewing.ledger.revenue == 60.0 * (paying.n_members - 5)


def test_work_at_the_door_is_by_the_head(town):
    reviewed, worked = opened(town, gate=REVIEW), opened(town, gate=HOMEWORK)
    knocks = sum(day == 0 for day in knocked(reviewed).values())
    assert hours_for(reviewed, "review of applications") == pytest.approx(0.25 * knocks)
    assert hours_for(worked, "comments on tasks") == pytest.approx(2.0 * (worked.n_members - 5))
    assert sum(reviewed.ledger.balances.values()) == 0 == reviewed.ledger.spent


@pytest.mark.parametrize("name", ["review", "homework", "values"])
def test_who_is_refused_today_is_refused_tomorrow(town, name):
    """Founders invite nobody here and the pool stands still: a season later only those who had not heard are new."""
    once = opened(town, gate=GATES[name])
    twice = opened(town, days=21, gate=GATES[name])
    again = those_out(once).keys() - those_out(twice).keys()
    assert again == set()
    assert twice.counters.series("refused")[10] > 0.5 * once.refused  # they did knock again


@pytest.mark.parametrize("name", ["review", "fee"])
def test_a_gate_that_is_lowered_lets_in_who_was_refused(town, name):
    kind, fields = GATES[name]
    lowered = opened(town, days=21, gate=(kind, fields | {"steps": [[10, 0.0], [20, 0.0]]}))
    stays = opened(town, days=21, gate=GATES[name])
    at_first = those_out(opened(town, gate=GATES[name]))
    let_in = at_first.keys() & those_in(lowered)
    assert len(let_in) > 20 and at_first.keys().isdisjoint(those_in(stays))
    np.testing.assert_array_equal(lowered.counters.daily[:10], stays.counters.daily[:10])


def test_the_higher_the_threshold_the_fewer_and_the_keener(town):
    """And no gate is a filter of quality alone: each loses some who care more than some whom it lets in."""
    entered, caring = [], []
    for threshold in (-1.0, 0.0, 1.0, 2.0):
        community = opened(town, gate=("gate/review", {"threshold": threshold}))
        p, n = community.prospects, community.n_prospects
        inside, refused = p.row[:n] != NOBODY, p.refused[:n] == Reason.UNCONVINCING
        assert p.enthusiasm[:n][refused].max() > p.enthusiasm[:n][inside].min() + 1.0
        entered.append(those_in(community))
        caring.append(float(p.enthusiasm[:n][inside].mean()))
    assert all(after < before for before, after in pairwise(entered))
    assert caring == sorted(caring) and caring[-1] > caring[0] + 0.5


def test_the_worse_a_reviewer_sees_the_less_a_review_is_worth(town):
    def mean_caring(noise):
        community = opened(town, founders=0, gate=("gate/review", {"threshold": 0.5, "noise": noise}))
        p, n = community.prospects, community.n_prospects
        return float(p.enthusiasm[:n][p.row[:n] != NOBODY].mean())

    means = [mean_caring(noise) for noise in (0.0, 1.0, 5.0)]
    assert means == sorted(means, reverse=True) and means[0] > means[2] + 0.4


def test_values_gather_people_of_one_interest(town):
    open_to_all, gated = opened(town, founders=0), opened(town, founders=0, gate=("gate/values", {"topic": 1}))
    shares = [c.members.interests[: c.n_members, 1].mean() for c in (open_to_all, gated)]
    assert shares[1] > 1.2 * shares[0]
    other = opened(town, founders=0, gate=("gate/values", {"topic": 2}))
    assert those_in(other) != those_in(gated)


def test_who_did_the_task_knows_one_who_commented(town):
    opening = ("recruitment/seasons", {"places": 40, "first_day": 1, "period": 90})
    silent = {"talk_mean": -10.0, "talk_sd": 0.0}  # or they would get to know each other by talk
    season = opened(town, days=2, founders=9, seasons=False, world=silent, gate=HOMEWORK, opening=opening)
    m, n = season.members, season.n_members
    new = np.flatnonzero(m.joined[:n] == 1)
    assert new.size == 40 and not m.all_messages[:n].any()
    ties, _, _ = ties_of(m, np.arange(n))
    partners = [ties[i][ties[i] != NOBODY].tolist() for i in new]
    assert all(len(partner) == 1 and partner[0] < 9 for partner in partners)
    commenters = {row for partner in partners for row in partner}
    assert len(commenters) == 3
    for i in commenters:
        kept = ties[i][ties[i] != NOBODY].tolist()
        assert set(kept) <= {row for row, partner in zip(new.tolist(), partners, strict=True) if partner == [i]}


def inviting(town, days=40, **fields):
    policies = {"gate": build("gate/invite", fields)}
    return town.run(days, policies, town.small(invite_rate=0.3, join_first=1.0))


def test_only_whom_a_member_invited_gets_in(town):
    community = inviting(town, invitations=None)
    m, n = community.members, community.n_members
    assert n > 40 and (m.inviter[20:n] != NOBODY).all()
    p, found = community.prospects, community.n_prospects
    uninvited = (p.inviter[:found] == NOBODY) & (p.knocked[:found] != NEVER)
    assert uninvited.sum() > 10 and (p.refused[:found][uninvited] == Reason.NOT_INVITED).all()
    welcome = inviting(town, invitations=None, others="welcome")
    assert (welcome.members.inviter[20 : welcome.n_members] == NOBODY).any()


def test_the_more_invitations_the_more_come_and_nobody_asks_more_often(town):
    entered = []
    for most in (0, 1, 3, None):
        community = inviting(town, invitations=most)
        asked = community.members.asked[: community.n_members]
        assert most is None or asked.max() <= most
        entered.append(community.n_members)
    assert entered == sorted(entered) and entered[0] == 20 < entered[1] < entered[3]


def test_invitations_come_anew_with_the_period(town):
    once, monthly = inviting(town, invitations=1), inviting(town, invitations=1, every_days=10)
    asked, days = monthly.members.asked[: monthly.n_members], 40 - monthly.members.joined[: monthly.n_members]
    assert (asked <= 1 + days // 10).all() and asked.max() > 1
    assert monthly.n_members > once.n_members


def test_where_nobody_invites_the_gate_shuts_the_community(town):
    assert town.run(30, {"gate": build("gate/invite", {})}).n_members == 20


def test_every_gate_at_once_is_the_same_in_both_engines(communities):
    gates = GATES | {"invite": ("gate/invite", {"others": "welcome", "invitations": 2, "every_days": 7})}
    easy = {
        "review": {"threshold": -0.5},
        "homework": {"effort": -0.5},
        "values": {"least": 0.5},
        "fee": {"price": 5.0},
    }
    policies = {slot: build(kind, fields | easy.get(slot, {})) for slot, (kind, fields) in gates.items()}
    policies["recruitment"] = build("recruitment/seasons", {"places": 30, "period": 6})
    scenario = communities.small_scenario(invite_rate=0.3)
    assert communities.in_both_engines(scenario, policies, days=14) == []
