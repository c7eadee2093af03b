"""Why somebody is here, how far that is met, what they expect, and where else they turn."""

import numpy as np
import pytest

from clubsim.agents.birth import be_born
from clubsim.agents.motives import MOTIVES, Motive, motive_mean, needs_met, surplus_of, weigh_needs
from clubsim.agents.parameters import world_of

SUPPLY = {"benefit": 0.4, "bonds": 0.8, "praise": 0.6, "reward_memory": 0.2}
MEANS = {"motive_information": 0.4, "motive_bonds": 0.3, "motive_recognition": 0.2, "motive_gain": 0.1}


def test_each_motive_has_its_own_mean():
    world = world_of(**MEANS)
    assert [motive_mean(which, world) for which in Motive] == [0.4, 0.3, 0.2, 0.1]


def test_needs_are_met_by_weight_times_what_there_is(stage):
    assert needs_met(0, stage(**SUPPLY).members) == pytest.approx(0.25 * 2.0)
    assert needs_met(0, stage(**SUPPLY, motives=[0.5, 0.5, 0, 0]).members) == pytest.approx(0.6)


@pytest.mark.parametrize(("which", "supply"), list(zip(Motive, SUPPLY, strict=True)))
def test_who_has_one_motive_minds_only_what_meets_it(stage, which, supply):
    weights = np.eye(MOTIVES)[which]
    assert needs_met(0, stage(**SUPPLY, motives=weights).members) == pytest.approx(SUPPLY[supply])
    only = {supply: SUPPLY[supply]}
    assert needs_met(0, stage(**only, motives=weights).members) == pytest.approx(SUPPLY[supply])


def test_what_costs_more_than_it_benefits_meets_nothing(stage):
    assert needs_met(0, stage(benefit=-0.7).members) == 0.0


def test_the_expectation_follows_and_what_is_unmet_goes_elsewhere(stage):
    world = {"expectation_gain": 0.1, "elsewhere_gain": 0.5}
    scene = stage(**SUPPLY, expectation=0.3, elsewhere=0.9, world=world)
    weigh_needs(0, scene.members, scene.world)
    m = scene.members
    assert (m.met[0], m.expectation[0], m.elsewhere[0]) == pytest.approx((0.5, 0.32, 0.7))
    assert surplus_of(0, m) == pytest.approx(0.18)


def test_who_gets_the_same_every_day_comes_to_expect_it(stage):
    scene = stage(**SUPPLY, expectation=0.0, elsewhere=0.0, world={"expectation_gain": 0.2, "elsewhere_gain": 0.2})
    surpluses = []
    for _ in range(60):
        weigh_needs(0, scene.members, scene.world)
        surpluses.append(surplus_of(0, scene.members))
    assert surpluses == sorted(surpluses, reverse=True) and abs(surpluses[-1]) < 1e-4
    assert scene.members.elsewhere[0] == pytest.approx(0.5, abs=1e-4)


def test_needs_stay_shares_at_the_ends(stage):
    full = stage(benefit=1.0, bonds=1.0, praise=1.0, reward_memory=1.0, world={"elsewhere_gain": 1.0})
    weigh_needs(0, full.members, full.world)
    assert (full.members.met[0], full.members.elsewhere[0]) == (1.0, 0.0)
    empty = stage(world={"elsewhere_gain": 1.0})
    weigh_needs(0, empty.members, empty.world)
    assert (empty.members.met[0], empty.members.elsewhere[0]) == (0.0, 1.0)


def born(stage, n=2000, needs=1, **world):
    scene = stage(n=n, motives=0.0, world={"needs": needs} | world)
    for i in range(n):
        be_born(i, *scene.acting)
    return scene.members


def test_weights_are_shares_around_the_means(stage):
    motives = born(stage, **MEANS, motive_sd=0.5).motives
    assert motives.sum(axis=1) == pytest.approx(np.ones(2000), abs=1e-6)
    assert motives.mean(axis=0) == pytest.approx([0.39, 0.30, 0.205, 0.105], abs=0.02)
    assert (motives.std(axis=0) > 0.03).all()


def test_without_spread_all_have_the_means_and_without_means_the_motives_are_even(stage):
    assert born(stage, n=5, **MEANS, motive_sd=0.0).motives == pytest.approx(np.tile([0.4, 0.3, 0.2, 0.1], (5, 1)))
    assert (born(stage, n=5, **dict.fromkeys(MEANS, 0.0)).motives == 0.25).all()


@pytest.mark.parametrize("start", [0.0, 0.3, 0.7])
def test_a_newcomer_is_neither_pleased_nor_disappointed_yet(stage, start):
    members = born(stage, n=3, expectation_start=start, elsewhere_start=0.25)
    assert [surplus_of(i, members) for i in range(3)] == [0.0] * 3
    assert (members.elsewhere == 0.25).all()


def test_where_needs_are_not_weighed_nobody_has_any(stage):
    m = born(stage, n=3, needs=0, expectation_start=0.5)
    assert not (m.motives.any() or m.met.any() or m.expectation.any() or m.elsewhere.any())
