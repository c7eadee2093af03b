"""Partner communities live beside ours: what is exchanged, in which direction, and what stays the same."""

import importlib.util
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.luck import ALLIED_CLASS, allied_uid, luck_of
from clubsim.agents.records import NEVER, Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.world import PARTNER

TOWNS = Path(__file__).parents[1] / "sim" / "towns.py"


def _towns():
    spec = importlib.util.spec_from_file_location("towns", TOWNS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


towns = _towns()
SETTINGS = {"partners": 2, "size": 60, "age": 20, "hears": 0.05, "leak": 0.01, "benefit": 0.5, "content": 0.2}
NEEDS = {"needs": 1, "visit_needs": 1.0, "leave_needs": 2.0, "visit_elsewhere": 1.0, "reading": 1}


def allied(days=30, engine="compiled", seed=5, others=None, founders=60, when=None, world=None, **settings):
    policies = {"partners": build("structure/alliance", {**SETTINGS, **settings, **(when or {})})} | (others or {})
    return Community(towns.small(founders, **(world or {})), policies, seed=seed, engine=engine).run(days)


def partners_of(community):
    return community.alliances["partners"].partners


def from_partners(community):
    return np.flatnonzero(community.members.channel[: community.n_members] == PARTNER)


def gone_over(community):
    m, n = community.members, community.n_members
    return np.flatnonzero((m.drawn[:n] > 0) & (m.left[:n] != NEVER))


def entries(community, purpose):
    return [entry for entry in community.ledger.entries if entry.purpose == purpose]


def test_both_engines_give_the_same_and_so_do_the_partners():
    one, other = (
        allied(12, engine, others=towns.operated(), founders=25, size=25, world=towns.EVERYTHING)
        for engine in ("compiled", "objects")
    )
    assert towns.differing(one, other) == []
    assert from_partners(one).size > 0
    for ours, theirs in zip(partners_of(one), partners_of(other), strict=True):
        assert towns.differing(ours.community, theirs.community) == []


def test_partners_are_communities_of_their_own_in_lock_step():
    community = allied(10)
    first, second = (partner.community for partner in partners_of(community))
    for there in (first, second):
        assert there.day == 20 + 9  # this morning's; today they live through tomorrow
        assert there.counters.days == 29 and there.counters.series("messages").sum() > 0
        assert there.scenario.start + timedelta(days=20) == community.scenario.start
        assert (there.weekday - community.weekday) % 7 == 6
    assert first.luck != second.luck
    assert not np.array_equal(first.counters.daily, second.counters.daily)


def test_partners_are_founded_the_same_in_every_arm_and_for_every_seed_others():
    """What a partner was before the alliance began belongs to the seed, the slot and its number."""
    plain, operated = allied(1), allied(1, others=towns.operated())
    for one, other in zip(partners_of(plain), partners_of(operated), strict=True):
        np.testing.assert_array_equal(one.community.counters.daily, other.community.counters.daily)
    other = allied(1, seed=6)
    assert partners_of(other)[0].community.luck != partners_of(plain)[0].community.luck
    three = allied(1, partners=3)
    for one, other in zip(partners_of(plain), partners_of(three), strict=False):
        np.testing.assert_array_equal(one.community.counters.daily, other.community.counters.daily)


def test_members_of_partners_come_to_our_door_and_join():
    community = allied(30, leak=0.0)
    rows = from_partners(community)
    uids = community.members.uid[rows]
    assert rows.size > 10
    assert (uids >> 60 == 3).all() and set((uids >> 52 & 0xFF).tolist()) == {0, 1}
    came = sum(len(partner.came) for partner in partners_of(community))
    p, n = community.prospects, community.n_prospects
    waiting = sum(part[0].size for part in community.awaited)
    assert (p.channel[:n] == PARTNER).sum() == came - waiting
    for place, partner in enumerate(partners_of(community)):
        expected = {allied_uid(community.luck, slot("partners"), place, uid) for uid in partner.came}
        assert {uid for uid in uids.tolist() if uid >> 52 & 0xFF == place} <= expected


def slot(name):
    from clubsim.sim.view import slot_number

    return slot_number(name)


@pytest.mark.parametrize("overlap", [0.0, 1.0])
def test_what_one_cares_for_here_and_there_is_as_alike_as_the_two_overlap(overlap):
    community = allied(20, overlap=overlap, hears=0.5, size=300, partners=1, leak=0.0)
    (partner,) = partners_of(community)
    there = partner.community
    care = {int(uid): row for row, uid in enumerate(there.members.uid[: there.n_members])}
    p, n = community.prospects, community.n_prospects
    here = dict(zip(p.uid[:n].tolist(), p.enthusiasm[:n].tolist(), strict=True))
    from clubsim.agents.birth import enthusiasm_of

    pairs = []
    for uid in partner.came:
        known = allied_uid(community.luck, slot("partners"), 0, uid)
        if known in here:
            shift = float(there.members.shift[care[uid]])
            pairs.append((enthusiasm_of(there.luck, uid, shift), here[known]))
    one, other = np.array(pairs).T
    assert one.size > 100
    if overlap == 1.0:
        np.testing.assert_allclose(one, other, atol=1e-5)
    else:
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.2


def test_an_earned_card_opens_only_to_who_came_lately():
    all_of_them = allied(1, card_days=1000, hears=1.0, partners=1)
    lately = allied(1, card_days=1, hears=1.0, partners=1)
    every, active = (partners_of(c)[0] for c in (all_of_them, lately))
    assert active.came < every.came
    there = active.community
    m = there.members
    seen = {int(m.uid[row]) for row in there.present if m.last_visit[row] == there.day - 1}
    assert active.came == seen and seen


def test_a_sold_card_is_paid_for_once_by_those_to_whom_it_is_worth_it():
    community = allied(15, card="sold", price=80.0)
    holders = community.alliances["partners"].holders
    bought = sum(holders.values())
    assert 0 < bought < len(holders)
    paid = entries(community, "alliance cards")
    assert sum(entry.amount for entry in paid) == 80.0 * bought
    assert {(entry.giver, entry.taker) for entry in paid} == {("members", "club")}
    there = partners_of(community)[0]
    assert there.community.ledger.revenue == 80.0 * sum(there.holders.values()) > 0
    cheaper = allied(15, card="sold", price=20.0)
    assert sum(cheaper.alliances["partners"].holders.values()) > bought


def test_the_work_of_an_alliance_is_in_the_ledger():
    community = allied(10, hours=0.5, cost=3.0, funded="outside")
    work = entries(community, "alliance")
    assert len(work) == 10 and {entry.hours for entry in work} == {1.0} and {entry.amount for entry in work} == {6.0}


def test_a_partner_meets_needs_and_keeps_members():
    """M109, M10: with the card, fewer needs are unmet, fewer leave; nobody goes over as leak is 0."""
    kept, alone = (
        [
            allied(60, seed=seed, founders=150, leak=0.0, hears=0.0, content=0.0, benefit=benefit, world=NEEDS)
            for seed in range(3)
        ]
        for benefit in (0.8, 0.0)
    )
    elsewhere = [np.mean([c.members.elsewhere[c.present].mean() for c in arm]) for arm in (kept, alone)]
    assert elsewhere[0] < elsewhere[1] - 0.05
    left = [sum(int(c.counters.series("left").sum()) for c in arm) for arm in (kept, alone)]
    assert left[0] < left[1]
    assert all(np.array_equal(c.members.allied[c.present], np.zeros(c.headcount)) for c in alone)


def test_more_partners_meet_more_but_never_all():
    shares = [float(allied(8, partners=k, benefit=0.6, hears=0.0, leak=0.0).members.allied[:60].max()) for k in (1, 3)]
    assert 0 < shares[0] < shares[1] < 1


def test_exposure_also_leaks_members_who_live_on_at_the_partner():
    """H51: the direction that nobody raises."""
    community = allied(30, leak=0.05, overlap=1.0, hears=0.0, founders=200)
    out, m = gone_over(community), community.members
    assert out.size > 10 and (m.reason[out] == Reason.LEFT).all()
    for partner in partners_of(community):
        there = partner.community
        arrived = np.flatnonzero(there.members.channel[: there.n_members] == PARTNER)
        yesterday = (m.left[out] == community.day - 1) & (m.drawn[out] == 1 + partner.number)
        assert len(partner.went) == (m.drawn[out] == 1 + partner.number).sum() - yesterday.sum()
        expected = [allied_uid(there.luck, slot("partners"), partner.number, int(m.uid[row])) for row in partner.went]
        assert arrived.size > 0 and set(there.members.uid[arrived].tolist()) <= set(expected)
        assert there.members.all_messages[arrived].sum() > 0
    assert gone_over(allied(30, leak=0.05, overlap=0.0, hears=0.0, founders=200)).size == 0
    assert gone_over(allied(30, leak=0.0, overlap=1.0, hears=0.0, founders=200)).size == 0


def test_who_belongs_here_stays():
    community = allied(40, leak=0.05, overlap=1.0, hears=0.0, founders=300)
    m, over = community.members, gone_over(community)
    here = community.present[m.joined[community.present] == 0]
    assert m.identity[over].mean() < m.identity[here].mean()


def test_a_dead_partner_meets_no_needs_and_draws_nobody():
    silent = {"visit_sd": 0.0, "visit_novelty": 0.0}
    dead = allied(20, liveliness=-10.0, leak=0.2, overlap=1.0, benefit=1.0, size=20, inflow=0.0, world=silent)
    assert gone_over(dead).size == 0 and from_partners(dead).size == 0
    assert not dead.members.allied[: dead.n_members].any()


def test_messages_are_exchanged_and_kept():
    quiet = {"leak": 0.0, "hears": 0.0, "benefit": 0.0}
    without, shown = (allied(20, content=content, **quiet) for content in (0.0, 0.5))
    assert shown.commons.archive > without.commons.archive + 20
    ours, theirs = (partners_of(c)[0].community.commons.archive for c in (without, shown))
    assert theirs > ours


def test_messages_do_not_go_to_and_fro_for_ever():
    """All of each side's own messages are shown on the other side, and none comes back as the other's."""
    community = allied(60, content=1.0, leak=0.0, hears=0.0, benefit=0.0, partners=6)
    own = community.counters.series("messages").sum()
    theirs = sum(partner.community.counters.series("messages")[20:].sum() for partner in partners_of(community))
    assert community.commons.archive < 2.0 * (own + theirs)


def test_an_alliance_that_rests_changes_nothing_meanwhile_and_catches_up():
    community = allied(10, when={"until_day": 5})
    assert partners_of(community)[0].community.day == 20 + 4
    assert not community.members.allied[community.present].any() and not community.exchanged.any()
    again = allied(11, when={"every": 10})
    assert partners_of(again)[0].community.day == 20 + 10


def test_uids_of_allied_people_are_a_class_of_their_own():
    luck = luck_of(3)
    known = {allied_uid(luck, 77, partner, uid) for partner in (0, 1, 255) for uid in range(1000)}
    assert len(known) == 3000
    assert {uid >> 60 for uid in known} == {3} and all(ALLIED_CLASS <= uid < 1 << 62 for uid in known)
    assert allied_uid(luck, 77, 0, 1) != allied_uid(luck, 78, 0, 1) != allied_uid(luck_of(4), 78, 0, 1)
    with pytest.raises(ValueError, match=r"in \[0, 2\*\*8\)"):
        allied_uid(luck, 77, 256, 1)
