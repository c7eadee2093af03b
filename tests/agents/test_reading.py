"""What is worth reading: benefit of what matches, cost of all that is read, and what is noise."""

from itertools import pairwise
from math import e, log

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.parameters import world_of
from clubsim.agents.reading import (
    find_benefit,
    information_benefit,
    is_noise,
    noise_chance,
    noisy_base_of,
    overload_cost,
    read_today,
)


def logistic(x):
    return 1 / (1 + e**-x)


def test_the_benefit_begins_at_none_and_reaches_63_percent_at_its_scale():
    assert information_benefit(0.0, 40.0) == 0.0
    assert information_benefit(40.0, 40.0) == pytest.approx(1 - 1 / e)


def test_each_further_message_benefits_less():
    curve = [information_benefit(float(messages), 40.0) for messages in range(0, 200, 10)]
    gains = [after - before for before, after in pairwise(curve)]
    assert all(gain > 0 for gain in gains) and gains == sorted(gains, reverse=True)


def test_the_cost_is_what_is_read_by_how_much_of_it_matches():
    assert overload_cost(0.0, 0.0, 0.01, 1.0, 2.0) == 0.0
    assert overload_cost(10.0, 10.0, 0.01, 1.0, 2.0) == pytest.approx(0.1)
    assert overload_cost(10.0, 5.0, 0.01, 1.0, 2.0) == pytest.approx(0.2)
    assert overload_cost(10.0, 0.2, 0.01, 1.0, 2.0) == overload_cost(10.0, 1.0, 0.01, 1.0, 2.0)


def test_noise_bothers_who_writes_well_the_more_the_more_discerning():
    assert overload_cost(10.0, 5.0, 0.01, 4.0, 0.5) == pytest.approx(0.4)
    assert overload_cost(10.0, 5.0, 0.01, 0.25, 0.5) == pytest.approx(0.1)
    assert overload_cost(10.0, 5.0, 0.01, 4.0, 0.0) == pytest.approx(overload_cost(10.0, 5.0, 0.01, 1.0, 0.0))


def test_without_a_share_of_noise_nothing_is_noise():
    assert noise_chance(20.0, -1.0, 0.0, world_of(noise_share=0.0, noise_unmet=5, noise_culture=5)) == 0.0


def test_who_is_unmet_and_who_sees_noise_writes_more_of_it():
    world = world_of(noise_share=0.1, noise_unmet=2.0, noise_culture=4.0)
    assert noise_chance(0.0, 0.0, 1.0, world) == pytest.approx(0.5)
    assert noise_chance(0.0, -0.5, 1.0, world) == pytest.approx(logistic(1.0))
    assert noise_chance(0.0, 0.5, 1.0, world) == pytest.approx(0.5)  # who is met beyond what they expect: no less
    assert noise_chance(0.0, 0.0, 0.75, world) == pytest.approx(logistic(1.0))


def test_the_share_of_noise_is_that_of_the_typical_member():
    world = world_of(noise_share=0.2, noise_sd=1.5)
    assert noisy_base_of(0.0, world) == pytest.approx(log(0.25))
    assert noisy_base_of(2.0, world) == pytest.approx(log(0.25) + 3.0)


def test_as_many_messages_are_noise_as_their_chance_says(stage):
    n = 4000
    scene = stage(n=n, world={"noise_share": 0.3}, noisy_base=log(0.3 / 0.7))
    noise = [is_noise(i, scene.members, scene.world, scene.today, scene.luck) for i in range(n)]
    low, high = binom.interval(1 - 1e-6, n, 0.3)
    assert low <= sum(noise) <= high


def test_each_message_of_a_day_has_its_own_luck(stage):
    scene = stage(n=1, world={"noise_share": 0.5})
    found = []
    for number in range(64):
        scene.members.messages[0] = number
        found.append(is_noise(0, scene.members, scene.world, scene.today, scene.luck))
    assert 10 < sum(found) < 54


def benefit(stage, signal, noise=0.0, archive=0.0, world=None, **columns):
    scene = stage(n=1, world=world, today={"signal": np.array(signal), "noise": noise, "archive": archive}, **columns)
    return find_benefit(0, scene.members, scene.world, scene.today)


def test_all_of_a_days_messages_are_read_and_what_is_of_no_interest_only_costs(stage):
    world = {"benefit_messages": 40.0, "reading_cost": 0.002}
    assert benefit(stage, [10.0, 0, 0, 0], world=world) == pytest.approx(1 - e**-0.25 - 0.02)
    keen = benefit(stage, [10.0, 0, 0, 0], world=world, interests=[1.0, 0, 0, 0])
    assert keen == pytest.approx(1 - e**-0.25 - 0.02)  # more than a fair share of interest counts as one
    assert benefit(stage, [10.0, 0, 0, 0], world=world, interests=[0, 1.0, 0, 0]) == pytest.approx(-0.002 * 10 * 10)
    half = benefit(stage, [10.0, 0, 0, 0], world=world, interests=[0.125, 0.875, 0, 0])
    assert half == pytest.approx(1 - e**-0.125 - 0.002 * 10 * 2)


def test_noise_is_read_and_never_helps(stage):
    world = {"benefit_messages": 40.0, "reading_cost": 0.002}
    assert benefit(stage, [10.0, 0, 0, 0], 10.0, world=world) == pytest.approx(1 - e**-0.25 - 0.002 * 20 * 2)
    curve = [benefit(stage, [10.0, 0, 0, 0], float(noise), world=world) for noise in (0, 1, 5, 20, 80)]
    assert curve == sorted(curve, reverse=True) and len(set(curve)) == 5


def test_no_more_is_read_than_the_budget_and_noise_takes_its_share_of_it(stage):
    world = {"reading_budget": 20.0, "benefit_messages": 40.0, "reading_cost": 0.002}
    assert benefit(stage, [50.0] * 4, world=world) == pytest.approx(1 - e**-0.5 - 0.04)
    assert benefit(stage, [100.0] * 4, 400.0, world=world) == pytest.approx(1 - e**-0.25 - 0.002 * 20 * 2)


def test_the_archive_is_worth_what_it_holds_to_whom_it_is_new(stage):
    world = {"archive_benefit": 0.5}
    assert benefit(stage, [0.0] * 4, archive=0.8, world=world, novelty=0.5) == pytest.approx(0.2)
    assert benefit(stage, [0.0] * 4, archive=0.8, world=world, novelty=0.0) == 0.0
    assert benefit(stage, [0.0] * 4, archive=0.8, world={"archive_benefit": 0.0}, novelty=1.0) == 0.0


def test_the_benefit_of_a_day_is_never_below_minus_one_or_above_one(stage):
    assert benefit(stage, [0.0] * 4, 1000.0, world={"reading_cost": 1.0}) == -1.0
    full = {"reading_cost": 0.0, "reading_budget": 1e5, "archive_benefit": 1.0}
    assert benefit(stage, [5000.0] * 4, archive=1.0, world=full, novelty=1.0) == 1.0


def test_reading_moves_the_remembered_benefit_and_who_is_away_keeps_it(stage):
    scene = stage(n=2, visited=[1, 0], benefit=0.5, world={"benefit_gain": 0.25, "reading_cost": 0.0})
    for i in range(2):
        read_today(i, scene.members, scene.world, scene.today)
    assert scene.members.benefit == pytest.approx([0.375, 0.5])
