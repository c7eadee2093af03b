"""The planned end: when it comes, the farewell, whoever comes later, and both engines alike."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.records import Reason
from clubsim.policies.dissolve import Dissolve
from clubsim.policies.registry import build
from clubsim.sim.levers import Event, Remove, Spend

SPEC = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)


def test_nothing_happens_before_the_day_nor_where_it_is_never(morning):
    assert Dissolve(day=10).act(morning(day=9, rows=[0, 1])) == []
    assert Dissolve(day=0).act(morning(day=500, rows=[0, 1])) == []


def test_on_the_day_there_is_a_farewell_and_everybody_goes(morning):
    remove, farewell, spend = Dissolve(day=10, appeal=1.5, notice_days=4, hours=3.0).act(morning(day=10, rows=[2, 5]))
    assert isinstance(remove, Remove) and remove.rows.tolist() == [2, 5] and remove.reason == "the end"
    assert isinstance(farewell, Event)
    assert (farewell.kind, farewell.appeal, farewell.notice) == ("farewell", 1.5, 4)
    assert isinstance(spend, Spend) and (spend.amount, spend.hours) == (0.0, 3.0)


def test_it_can_be_announced_no_longer_than_the_community_is_old(morning):
    assert Dissolve(day=3, notice_days=14).act(morning(day=3, rows=[0]))[1].notice == 3


def test_later_only_who_came_in_since_goes_and_there_is_no_second_farewell(morning):
    (remove,) = Dissolve(day=10).act(morning(day=11, rows=[7]))
    assert isinstance(remove, Remove) and remove.rows.tolist() == [7]
    assert Dissolve(day=10).act(morning(day=12, rows=[])) == []


def test_nobody_is_left_the_evening_after_and_nobody_writes_again():
    policy = {"end": build("rebuild/dissolve", {"day": 10})}
    community = towns.run(25, policy, towns.small(channels=()))
    assert community.headcount == 0
    m, n = community.members, community.n_members
    assert set(m.reason[:n][m.left[:n] == 10].tolist()) <= {int(Reason.REMOVED), int(Reason.LEFT)}
    assert np.count_nonzero((m.left[:n] == 10) & (m.reason[:n] == Reason.REMOVED)) > 10
    assert community.counters.series("messages")[:11].sum() > 0
    assert not community.counters.series("messages")[11:].any()


def test_more_come_to_a_farewell_that_draws_more():
    visitors = [
        towns.run(11, {"end": build("rebuild/dissolve", {"day": 10, "appeal": appeal, "notice_days": 0})},
                  towns.small(founders=200, visit_mean=-1.5, visit_event=1.0)).counters.series("visitors")[10]
        for appeal in (0.0, 4.0)
    ]  # fmt: skip
    assert visitors[1] > 1.2 * visitors[0]


@pytest.mark.parametrize("appeal", [0.0, 2.0])
def test_both_engines_end_alike(appeal):
    policy = {"end": build("rebuild/dissolve", {"day": 10, "appeal": appeal})}
    compiled, objects = (towns.run(20, policy, events=True, engine=engine) for engine in ("compiled", "objects"))
    assert towns.differing(compiled, objects) == []
