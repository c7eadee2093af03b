"""Who is out there, who knocks, who gets in: the same people in every arm."""

import numpy as np
import pytest
from scipy.stats import poisson

from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.policies.registry import build
from clubsim.sim import doors
from clubsim.sim.community import Community
from clubsim.sim.world import Channel


def people(community):
    """Every prospect's traits by uid."""
    p, n = community.prospects, community.n_prospects
    columns = (p.channel, p.appears, p.shift, p.enthusiasm, p.willingness, p.would_join)
    return {
        uid: tuple(values) for uid, *values in zip(p.uid[:n].tolist(), *(c[:n].tolist() for c in columns), strict=True)
    }


def knockers(community):
    p, n = community.prospects, community.n_prospects
    return dict(zip(p.uid[:n].tolist(), p.knocked[:n].tolist(), strict=True))


def test_the_same_people_with_the_same_traits_meet_every_arm(town):
    arms = [town.run(40, policies) for policies in ({}, town.operated(), town.operated(gate=None, cull=None))]
    first, *others = (people(arm) for arm in arms)
    assert len(first) > 100
    for other in others:
        assert other == first


def test_the_same_people_knock_on_the_same_day_whatever_gate_they_find(town):
    recruitment = {"recruitment": build("recruitment/seasons", {"places": 25, "period": 14})}
    first = knockers(town.run(40, recruitment))
    assert sum(day != NEVER for day in first.values()) > 30
    for gate in ({"price": 60.0}, {"price": 1e6, "from_day": 14}):
        assert knockers(town.run(40, recruitment | {"gate": build("gate/paid", gate)})) == first


def test_another_seed_is_other_people(town):
    assert set(people(town.run(10, seed=1)).values()).isdisjoint(people(town.run(10, seed=2)).values())


def test_more_demand_adds_people_and_replaces_none(town):
    def flowing(flow):
        return people(town.run(30, scenario=town.small(channels=[Channel(name="passers_by", flow=flow)])))

    few, many = flowing(1.0), flowing(2.5)
    assert len(few) < len(many)
    assert few.items() <= many.items()


def test_a_bigger_pool_adds_people_and_replaces_none(town):
    def pooled(pool):
        return people(town.run(1, scenario=town.small(channels=[Channel(name="readers", pool=pool)])))

    assert pooled(20).items() < pooled(50).items()


def test_as_many_come_by_themselves_as_the_flow_says(town):
    community = town.run(400, scenario=town.small(founders=0, channels=[Channel(name="passers_by", flow=1.7)]))
    low, high = poisson.interval(1 - 1e-6, 400 * 1.7)
    assert low <= community.n_prospects <= high


def test_a_channel_brings_nobody_before_it_opens(town):
    late = Channel(name="late", pool=30, flow=2.0, opens=7)
    community = Community(town.small(channels=[late]))
    community.run(7)
    assert community.n_prospects == 0
    community.step()
    assert community.n_prospects >= 30
    assert (community.prospects.appears[: community.n_prospects] >= 7).all()


def test_a_channel_brings_nobody_from_the_day_on_which_it_closes(town):
    launch = Channel(name="launch", pool=30, growth=2.0, flow=3.0, opens=2, closes=9)
    community = town.run(30, scenario=town.small(channels=[launch]))
    appears = community.prospects.appears[: community.n_prospects]
    assert set(appears.tolist()) == set(range(2, 9))
    assert community.pool_sizes[0] == 30 + 2 * 6


@pytest.mark.parametrize("closes", [0, 7, 100_001])
def test_a_channel_closes_after_it_opens(closes):
    with pytest.raises(ValueError, match="channel late: closes is a day after it opens, 8 to 100000, not"):
        Channel(name="late", opens=7, closes=closes)


def test_what_comes_before_a_channel_closes_is_the_same_as_if_it_never_did(town):
    def flowing(**closing):
        scenario = town.small(channels=[Channel(name="passers_by", flow=2.0, **closing)])
        return people(town.run(12, scenario=scenario))

    ever, closing = flowing(), flowing(closes=6)
    assert 0 < len(closing) < len(ever)
    assert closing.items() <= ever.items()


def test_a_pool_grows_by_its_growth(town):
    community = town.run(21, scenario=town.small(channels=[Channel(name="readers", pool=10, growth=0.5)]))
    assert community.n_prospects == 20


def test_uids_are_unique_among_members_and_prospects(town):
    community = town.run(60, town.operated())
    members = community.members.uid[: community.n_members]
    prospects = community.prospects.uid[: community.n_prospects]
    assert len(set(members.tolist())) == members.size > 60
    assert len(set(prospects.tolist())) == prospects.size
    came = prospects[community.prospects.row[: community.n_prospects] != NOBODY]
    assert set(members[20:].tolist()) == set(came.tolist())  # the first 20 are founders


@pytest.mark.parametrize("again", [slice(0, 1), slice(3, 5)])
def test_nobody_is_admitted_twice(town, again):
    community = town.run(3)
    uid, before = community.members.uid[again].copy(), town.bits(community)
    with pytest.raises(ValueError, match=r"^a person can join only once; "):
        doors.admit(community, uid, np.zeros(uid.size, int), np.zeros(uid.size), np.full(uid.size, NOBODY), 0.0)
    assert town.bits(community) == before


def test_two_of_one_uid_are_not_admitted_together(town):
    community = town.run(3)
    uid = np.array([2**61 + 7] * 2)
    with pytest.raises(ValueError, match=r"^a person can join only once; "):
        doors.admit(community, uid, np.zeros(2, int), np.zeros(2), np.full(2, NOBODY), 0.0)


def test_a_row_and_its_prospect_are_one_person(town):
    community = town.run(40, town.operated())
    p, m = community.prospects, community.members
    inside = np.flatnonzero(p.row[: community.n_prospects] != NOBODY)
    rows = p.row[inside]
    np.testing.assert_array_equal(p.uid[inside], m.uid[rows])
    np.testing.assert_array_equal(p.channel[inside], m.channel[rows])
    np.testing.assert_array_equal(p.shift[inside], m.shift[rows])
    assert (p.knocked[inside] <= m.joined[rows]).all()
    assert (p.would_join[inside] == 1).all()


def season(town, places, price=0.0, day=0):
    policies = {"recruitment": build("recruitment/seasons", {"places": places, "first_day": day})}
    if price:
        policies["gate"] = build("gate/paid", {"price": price})
    return town.run(day + 1, policies, town.small(founders=0, channels=[Channel(name="readers", pool=400, reach=0.5)]))


def test_no_more_get_in_than_there_are_places_and_luck_chooses_who(town):
    few, more, all_who_knock = season(town, 10), season(town, 30), season(town, 10_000)
    assert (few.n_members, more.n_members) == (10, 30)
    uids = [community.members.uid[: community.n_members].tolist() for community in (few, more, all_who_knock)]
    assert uids[1][:10] == uids[0] and uids[2][:30] == uids[1]  # a place more goes to the next in the queue
    assert uids[2] != sorted(uids[2])
    assert all_who_knock.refused == 0
    assert few.refused == all_who_knock.n_members - 10
    refused = few.prospects.refused[: few.n_prospects]
    assert (refused == Reason.FULL).sum() == few.refused


def test_a_price_keeps_out_those_who_would_not_pay_it(town):
    free, dear = season(town, 10_000), season(town, 10_000, price=80.0)
    p = dear.prospects
    knocked = p.knocked[: dear.n_prospects] != NEVER
    too_dear = p.refused[: dear.n_prospects] == Reason.TOO_DEAR
    assert 0 < dear.n_members < free.n_members == knocked.sum()
    assert too_dear.sum() + dear.n_members == free.n_members
    willingness = p.willingness[: dear.n_prospects]
    assert willingness[too_dear].mean() < willingness[knocked & ~too_dear].mean()
    assert set(dear.members.uid[: dear.n_members].tolist()) < set(free.members.uid[: free.n_members].tolist())
    assert dear.ledger.revenue == 80.0 * dear.n_members
    assert (dear.members.paid[: dear.n_members] == 80.0).all()


def test_founders_meet_no_gate(town):
    community = town.run(1, {"gate": build("gate/paid", {"price": 1e6})}, town.small(founders=12, channels=[]))
    assert community.n_members == 12
    assert not community.members.paid.any() and community.ledger.revenue == 0


def test_who_left_does_not_come_back_as_somebody_new(town):
    policies = {"recruitment": build("recruitment/seasons", {"places": 10_000, "period": 5})}
    scenario = town.small(founders=0, channels=[Channel(name="readers", pool=100, reach=1.0)], leave_base=0.0)
    community = town.run(41, policies, scenario)
    assert community.n_members <= 100
    assert community.headcount < 20
    assert len(community.notice_days) == 9


def test_a_scenario_without_anybody_lives_on(town):
    community = town.run(10, town.operated(), town.small(founders=0, channels=[]))
    assert (community.n_members, community.headcount) == (0, 0)
    assert not community.counters.daily[:, :13].any()


@pytest.mark.parametrize("field", ["pool", "growth", "flow"])
@pytest.mark.parametrize("value", [-1, float("nan")])
def test_a_channel_of_fewer_than_nobody_is_refused(field, value):
    with pytest.raises(ValueError, match=rf"^channel x: {field} is a number of people and must be >= 0, not "):
        Channel(name="x", **{field: value})
