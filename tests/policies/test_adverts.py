"""Adverts: what they earn, what they cost readers, and what it costs to hide them."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.policies.adverts import Adverts
from clubsim.policies.registry import build
from clubsim.sim.community import Community

PATH = Path(__file__).parents[1] / "sim" / "towns.py"
SPEC = importlib.util.spec_from_file_location("towns", PATH)
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)


def club(days=30, engine="compiled", world=None, when=None, **fields):
    policies = {"adverts": build("money/adverts", fields | ({"when": when} if when else {}))} if fields else {}
    scenario = towns.small(channels=(), founders=60, **{"reading": 1, "leave_base": -30.0} | (world or {}))
    return Community(scenario, policies, seed=5, engine=engine).run(days)


def test_they_earn_by_how_many_came():
    c = club(messages=3, price=0.5)
    visitors = c.counters.series("visitors")
    assert c.ledger.revenue == pytest.approx(1.5 * visitors.sum()) and c.ledger.revenue > 500
    assert [entry.amount for entry in c.ledger.entries] == pytest.approx(1.5 * visitors[visitors > 0])


def test_they_cost_readers_what_reading_gives_them_and_are_no_talk_of_members():
    without, with_them = club(), club(messages=150, price=0.0)
    assert with_them.members.benefit[:60].mean() < without.members.benefit[:60].mean() - 0.02
    assert with_them.commons.culture == without.commons.culture == 1.0
    assert not with_them.counters.series("noise").any()


def test_hidden_ones_earn_more_and_cost_trust_once_found_out():
    world = {"trusting": 1, "trust_advert": 0.3}
    marked, hidden = (club(world=world, messages=3, marked=marked, found_out=0.5) for marked in (True, False))
    assert hidden.ledger.revenue > 1.5 * marked.ledger.revenue
    assert marked.members.trust[:60].min() == 1.0 and hidden.members.trust[:60].mean() < 0.8


def test_only_who_came_finds_out(morning):
    view = morning(day=9, rows=[0, 1, 2], last_visit=[8, 3, 8], draws={1000: 0.1, 1001: 0.1, 1002: 0.9})
    (lever,) = Adverts(marked=False, found_out=0.5, price=1.0, hidden_gain=3.0).act(view)
    assert lever.found_out.tolist() == [0] and lever.price == 3.0
    (lever,) = Adverts().act(view)
    assert lever.found_out.size == 0 and lever.price == 0.01


def test_they_may_wait_for_the_size():
    assert club(messages=3, price=1.0, when={"members_above": 60}).ledger.revenue == 0.0
    assert club(messages=3, price=1.0, when={"members_above": 59}).ledger.revenue > 0.0


def test_both_engines_agree():
    world = towns.EVERYTHING | {"trust_advert": 0.2}
    one, other = (
        club(15, engine, world=world, messages=20, marked=False, found_out=0.3) for engine in ("objects", "compiled")
    )
    assert towns.differing(one, other) == [] and np.ptp(one.members.trust[:60]) > 0
