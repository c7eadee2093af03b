"""Every policy of the registry, third parties' too: its `nothing` changes no bit of a run, and its `dose` shows."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from clubsim.policies.during import During
from clubsim.policies.registry import registered
from clubsim.sim.community import Community
from clubsim.sim.counters import DAILY

DAYS = 45
TOWNS = Path(__file__).parents[1] / "sim" / "towns.py"
LIVES = ("headcount", "joined", "visitors", "check_ins", "speakers", "messages", "replies")  # accounts are no life


def _towns():
    spec = importlib.util.spec_from_file_location("towns", TOWNS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


towns = _towns()


def others(name):
    """A community at work: programme, fees, quota, rewards, seasons; less the policy that is tried."""
    return towns.operated(**{slot: None for slot, (policy, _) in towns.OPERATED.items() if policy == name})


@cache
def without(name, engine="compiled", days=DAYS, everything=False):
    return Community(scenario(name, everything), others(name), seed=11, events=True, engine=engine).run(days)


def scenario(name, everything):
    """The town as usual or with every mechanism switched on, and with what the policy needs in order to show."""
    needs = registered()[name].needs if name in registered() else {}
    return towns.small(**(towns.EVERYTHING if everything else {}) | needs)


def with_it(name, settings, first, engine="compiled", days=DAYS, when=None, everything=False):
    policy = registered()[name](**settings)
    slot = {"tried": During(policy, **when) if when else policy}
    policies = slot | others(name) if first else others(name) | slot
    return Community(scenario(name, everything), policies, seed=11, events=True, engine=engine).run(days)


def lives(community):
    return np.array([community.counters.series(name) for name in LIVES])


@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
@pytest.mark.parametrize("name", registered())
def test_nothing_changes_no_bit(name, first):
    tried = with_it(name, registered()[name].nothing, first)
    assert towns.differing(tried, without(name)) == []


@pytest.mark.parametrize("name", registered())
def test_nothing_changes_no_bit_among_objects(name):
    tried = with_it(name, registered()[name].nothing, first=True, engine="objects", days=12)
    assert towns.differing(tried, without(name, "objects", 12)) == []


@pytest.mark.parametrize("name", registered())
def test_both_hold_with_every_mechanism_on(name):
    control = without(name, everything=True)
    assert towns.differing(with_it(name, registered()[name].nothing, first=True, everything=True), control) == []
    dosed = with_it(name, registered()[name].dose, first=True, everything=True)
    assert (lives(dosed) != lives(control)).any()


@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
@pytest.mark.parametrize("name", registered())
def test_a_dose_shows_in_what_people_do(name, first):
    tried = with_it(name, registered()[name].dose, first)
    assert (lives(tried) != lives(without(name))).any()


@pytest.mark.parametrize("name", registered())
def test_a_dose_that_is_yet_to_come_changes_no_bit(name):
    tried = with_it(name, registered()[name].dose, first=True, when={"from_day": DAYS})
    assert towns.differing(tried, without(name)) == []


@pytest.mark.parametrize("name", registered())
def test_until_a_dose_begins_the_days_are_the_same(name):
    tried, control = with_it(name, registered()[name].dose, first=True, when={"from_day": 20}), without(name)
    np.testing.assert_array_equal(tried.counters.daily[:20], control.counters.daily[:20])
    assert (lives(tried) != lives(control)).any()


def test_the_community_in_which_they_are_tried_has_all_of_life():
    community = without("none of these")
    daily = {name: community.counters.series(name)[-1] for name in ("revenue", "spent", "hours")}
    assert all(value > 0 for value in daily.values())
    kinds = set(towns.kinds(community.events.columns()))
    assert kinds == {
        *("join", "pay", "visit", "attend", "checkin", "message", "reply", "reward", "leave", "removed"),
    }
    assert {slot for slot, (name, _) in towns.OPERATED.items() if name in registered()} == set(towns.OPERATED)
    assert set(LIVES) < set(DAILY)
