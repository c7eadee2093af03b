"""A cull's channels, the threat and the removal, each by itself; and what a published ranking asks for."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.policies.inactivity_cull import InactivityCull
from clubsim.policies.rank_cull import RankCull
from clubsim.policies.registry import build
from clubsim.policies.violations_cull import ViolationsCull
from clubsim.sim.levers import Deadline, Quota, Remove, Tally, Warn

SPEC = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)
KINDS = {"inactive": {"days": 4}, "rank": {"period": 10, "share": 0.3, "grace": 0}, "violations": {"period": 10}}
WORLD = {"quota_heeders": 1.0, "pressure": 3.0, "noise_share": 0.4}


def kinds(levers):
    return [type(lever) for lever in levers]


def test_an_absence_is_threatened_and_ended_apart(morning):
    view = morning(day=20, rows=[0, 1], last_visit=[19, 3])
    for announced in (True, False):
        for executed in (True, False):
            levers = InactivityCull(days=5, announced=announced, executed=executed).act(view)
            assert kinds(levers) == [Deadline] * announced + [Remove] * executed
    assert levers == []
    assert InactivityCull(days=5, announced=True).act(view)[0] == Deadline(days=5)


def test_a_warning_stands_every_day_and_a_tally_is_for_removals(morning):
    policy = ViolationsCull(period=10, first_day=3, announced=True, detection=0.5)
    assert kinds(policy.act(morning(day=2, rows=[0]))) == []
    assert kinds(policy.act(morning(day=3, rows=[0]))) == [Warn, Tally]
    assert kinds(policy.act(morning(day=4, rows=[0]))) == [Warn]
    only = ViolationsCull(period=10, announced=True, executed=False)
    assert kinds(only.act(morning(day=10, tally_day=0, rows=[0], noise_since=[50]))) == [Warn]


def test_a_published_ranking_asks_for_what_keeps_one_at_the_pace_so_far(morning):
    policy = RankCull(period=10, share=0.25, grace=0, announced=True)
    view = morning(day=14, tally_day=10, rows=[0, 1, 2, 3], messages_since=[9, 0, 2, 4])
    (quota,) = policy.act(view)
    assert isinstance(quota, Quota) and quota.announced and not quota.executed
    assert (quota.messages, quota.first_day, quota.last_day) == (
        5,
        10,
        19,
    )  # 2 in 4 days of 10


def test_on_the_first_morning_the_ranking_is_empty_and_without_notes_it_stays_so(morning):
    policy = RankCull(period=10, share=0.25, grace=0, announced=True)
    first = policy.act(morning(day=10, tally_day=0, rows=[0, 1], messages_since=[1, 2]))
    assert kinds(first) == [Quota, Tally] and first[0].messages == 0
    unknown = policy.act(morning(day=14, tally_day=3, rows=[0, 1], messages_since=[1, 2]))
    assert [lever.messages for lever in unknown] == [0]
    everyone = RankCull(period=10, share=1.0, grace=0, announced=True)
    assert everyone.act(morning(day=14, tally_day=10, rows=[0, 1], messages_since=[1, 2]))[0].messages == 5
    assert everyone.act(morning(day=14, tally_day=10))[0].messages == 0


def run(name, **channels):
    tried = {"tried": build(f"cull/{name}", KINDS[name] | channels)}
    return towns.run(40, tried, towns.small(**WORLD), events=True)


@pytest.mark.parametrize("name", KINDS)
def test_the_threat_alone_moves_who_heeds_it_and_removes_nobody(name):
    silent, threat = run(name, executed=False), run(name, announced=True, executed=False)
    assert np.count_nonzero(silent.members.reason[: silent.n_members] == 3) == 0
    assert np.count_nonzero(threat.members.reason[: threat.n_members] == 3) == 0
    assert towns.differing(silent, threat)


@pytest.mark.parametrize("name", KINDS)
def test_the_threat_moves_nobody_who_heeds_none(name):
    def bits(announced):
        policy = {"tried": build(f"cull/{name}", KINDS[name] | {"announced": announced, "executed": False})}
        return towns.run(30, policy, towns.small(**{**WORLD, "quota_heeders": 0.0}), events=True)

    names = towns.differing(bits(True), bits(False))
    assert set(names) <= {"members.quota_messages", "members.quota_check_ins"}  # counted, and nobody minds


def test_a_deadline_brings_people_back_sooner():
    threat, silent = run("inactive", announced=True, executed=False), run("inactive", executed=False)
    assert threat.counters.series("visitors").sum() > silent.counters.series("visitors").sum()


def test_a_warning_makes_for_less_noise():
    threat, silent = run("violations", announced=True, executed=False), run("violations", executed=False)
    share = [c.counters.series("noise").sum() / c.counters.series("messages").sum() for c in (threat, silent)]
    assert share[0] < share[1]


@pytest.mark.parametrize("name", KINDS)
def test_both_engines_live_the_same_under_a_threat(name):
    policy = {"tried": build(f"cull/{name}", KINDS[name] | {"announced": True})}
    compiled, objects = (
        towns.run(25, policy, towns.small(**WORLD), events=True, engine=engine) for engine in ("compiled", "objects")
    )
    assert towns.differing(compiled, objects) == []
