"""Two arms with one seed share their people and their luck; what differs is the policy."""

from functools import cache

import numpy as np
import pytest

from clubsim.agents.records import NEVER
from clubsim.experiments.study import load_study
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.doors import INVITED

TRAITS = (
    *("uid", "channel", "shift", "interests", "visit_base", "check_in_base", "talk_base", "further", "halflife"),
    *("usual_hour", "heeds_quota", "heeds_reward"),
)


@cache
def study():
    return load_study("operations_club", ["scale=0.3"])


@cache
def arm(name, days=100, seed=3):
    plan = study()
    return Community(plan.scenario, plan.arms[name].policies, seed=seed, events=True).run(days)


def prospects(community):
    """Who is out there, by uid."""
    p, n = community.prospects, community.n_prospects
    kept = (p.uid, p.channel, p.appears, p.enthusiasm, p.willingness, p.would_join)
    return {row[0]: row for row in zip(*(column[:n].tolist() for column in kept), strict=True)}


def traits(community, names=TRAITS):
    m, n = community.members, community.n_members
    columns = [getattr(m, name)[:n].tolist() for name in names]
    return {row[0]: row for row in map(tuple, zip(*columns, strict=True))}


ARMS = ("as_described", "never_a_fee", "no_cull", "announced_only", "no_rewards", "nothing")


@pytest.mark.parametrize("name", ARMS[1:])
def test_every_arm_meets_the_same_prospects_with_the_same_traits(name):
    assert prospects(arm(name)) == prospects(arm("as_described"))
    assert len(prospects(arm(name))) > 400


@pytest.mark.parametrize("name", ARMS[1:])
def test_the_people_who_ever_knocked_are_the_same_in_every_arm(name):
    def knocked(community):
        p, n = community.prospects, community.n_prospects
        return dict(zip(p.uid[:n].tolist(), p.knocked[:n].tolist(), strict=True))

    mine = knocked(arm(name))
    assert mine == knocked(arm("as_described"))
    assert 100 < sum(day != NEVER for day in mine.values()) < len(mine)


@pytest.mark.parametrize("name", ARMS[1:])
def test_who_joins_in_two_arms_is_the_same_person_in_both(name):
    mine, described = traits(arm(name)), traits(arm("as_described"))
    shared = mine.keys() & described.keys()
    assert len(shared) > 60
    assert all(repr(mine[uid]) == repr(described[uid]) for uid in shared)


def test_with_every_mechanism_on_no_arm_replaces_anybody(town):
    """A name, an archive and a founder make more come on a day; who comes is the same people as far as both reach."""
    scenario = town.small(**town.EVERYTHING)
    one, other = (town.run(60, town.operated(cull=cull), scenario) for cull in (town.OPERATED["cull"], None))
    mine, theirs = (
        {uid: who for uid, who in prospects(each).items() if who[1] != INVITED}  # these know whom they know there
        for each in (one, other)
    )
    assert all(repr(mine[uid]) == repr(theirs[uid]) for uid in mine.keys() & theirs.keys())
    m, t = (organic_by_day(each) for each in (one, other))
    assert m.keys() | t.keys() and all(m.get(day, set()) <= t.get(day, set()) or t.get(day, set()) <= m.get(day, set())
                                       for day in m.keys() | t.keys())  # fmt: skip
    born = [name if name != "interests" else "taste" for name in TRAITS]  # interests drift with what one meets
    people, others = traits(one, born), traits(other, born)
    shared = people.keys() & others.keys()
    assert len(shared) > 40
    assert all(repr(people[uid]) == repr(others[uid]) for uid in shared)


def organic_by_day(community):
    """Who came by themselves, a set of uids a day."""
    p, found = community.prospects, {}
    for row in range(community.n_prospects):
        if p.channel[row] == 1:
            found.setdefault(int(p.appears[row]), set()).add(int(p.uid[row]))
    return found


def test_until_two_arms_differ_they_are_one_run(town):
    """The fee begins on day 84: till then never a fee is what is described."""
    assert town.differing(arm("as_described", 84), arm("never_a_fee", 84)) == []
    assert town.differing(arm("as_described", 100), arm("never_a_fee", 100)) != []


def test_a_run_is_its_seeds_and_its_policies(town):
    runs = [town.run(25, town.operated(), seed=seed, events=True) for seed in (8, 8, 9)]
    assert town.differing(runs[0], runs[1]) == []
    assert town.differing(runs[0], runs[2]) != []


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_outside_its_range_is_refused(town, seed):
    with pytest.raises(ValueError, match="seed"):
        Community(town.small(), seed=seed)


def test_seed_zero_is_a_seed(town):
    assert town.differing(town.run(5, seed=0), town.run(5, seed=0)) == []
    assert town.differing(town.run(5, seed=0), town.run(5, seed=1)) != []


# None of these reads what another does on the same morning: no shared balance, no shared event, one prize.
INDEPENDENT = {
    "recruitment": ("recruitment/seasons", {"places": 25, "period": 14}),
    "gate": ("gate/paid", {"price": 60.0}),
    "cull": ("cull/quota", {"messages": 6, "check_ins": 3, "period": 14}),
    "inactive": ("cull/inactive", {"days": 12}),
    "topic": ("programme/discussion", {"weekday": "tuesday", "hours_of_work": 0}),
    "cash": ("reward/cash", {"winners": 2, "funded": "outside"}),
}


@pytest.mark.parametrize(
    "order", [list(INDEPENDENT)[::-1], sorted(INDEPENDENT), list(INDEPENDENT)[3:] + list(INDEPENDENT)[:3]]
)
def test_luck_is_keyed_by_a_slots_name_and_not_by_its_place(town, order):
    one, other = ({slot: build(*INDEPENDENT[slot]) for slot in slots} for slots in (INDEPENDENT, order))
    first = town.run(35, one, events=True)
    assert "reward" in set(town.kinds(first.events.columns()))
    second = town.run(35, other, events=True)
    # the order of acting is the order of the log's rewards, entries and of nothing else
    assert [name for name in town.differing(first, second) if name != "ledger"] == []
    assert sorted(first.ledger.entries) == sorted(second.ledger.entries)


def test_a_slot_that_is_called_otherwise_has_other_luck(town):
    def winners(slot):
        policies = {slot: build("reward/cash", {"winners": 2, "funded": "outside"})}
        policies["topic"] = build("programme/discussion", {})
        log = town.run(35, policies, events=True).events.columns()
        return log["member"][town.kinds(log) == "reward"].tolist()

    assert winners("cash") == winners("cash") != winners("red_packets")


def test_a_slot_more_that_does_nothing_takes_no_luck_from_the_others(town):
    with_idle = {"idle": build("reward/merchandise", {"copies": 0}), **town.operated()}
    assert town.differing(town.run(30, with_idle, events=True), town.run(30, town.operated(), events=True)) == []


@pytest.mark.slow
def test_pairing_is_worth_its_seeds():
    """The effect of a small policy varies far less between seeds when both arms share them."""
    plan, seeds = study(), range(24)

    def messages(name, seed):
        run = Community(plan.scenario, plan.arms[name].policies, seed=seed).run(277)
        return run.counters.series("messages")[260:277].mean()

    described, without = (np.array([messages(name, seed) for seed in seeds]) for name in ("as_described", "no_rewards"))
    paired = np.std(described - without, ddof=1)
    unpaired = np.std(described - np.roll(without, 1), ddof=1)
    assert unpaired > 2 * paired


@pytest.mark.slow
def test_pairing_is_worth_its_seeds_with_every_mechanism_on(town):
    scenario, seeds = town.small(founders=150, **town.EVERYTHING), range(24)
    some = {"topic": build("programme/discussion", {}), "cash": build("reward/cash", {"funded": "outside"})}

    def visits(policies, seed):
        return town.run(60, policies, scenario, seed=seed).counters.series("visitors")[30:].mean()

    given, without = (np.array([visits(each, seed) for seed in seeds]) for each in (some, {"topic": some["topic"]}))
    paired, unpaired = (np.std(given - np.roll(without, shift), ddof=1) for shift in (0, 1))
    assert unpaired > 2 * paired
