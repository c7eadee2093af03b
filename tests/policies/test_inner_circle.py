"""The inner room: who is asked in, who pays, what is said there, and what it costs."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.records import NOBODY
from clubsim.policies.inner_circle import InnerCircle
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, MEMBERS
from clubsim.sim.levers import LeverError

SPEC = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)


def circle(**fields):
    return {"inner": build("structure/inner_circle", {"messages": 3, "share": 0.7, **fields})}


def test_all_conditions_must_be_met(morning):
    view = morning(rows=[0, 1, 2, 3], messages=[9, 9, 9, 1], level=[2, 2, 0, 2], tenure=[40, 3, 40, 40])
    (inner,) = InnerCircle(messages=5, level=1, tenure=30, price=20.0).act(view)
    assert inner.rows.tolist() == [0] and (inner.price, inner.share) == (20.0, 0.5)
    assert InnerCircle(messages=0).act(view)[0].rows.tolist() == [0, 1, 2, 3]


def test_who_has_written_enough_is_inside_and_stays():
    community = towns.run(10, circle())
    inside = community.present[community.members.group[community.present] != NOBODY]
    assert 0 < inside.size < community.headcount
    earlier = set(inside.tolist())
    community.run(10)
    still = community.members.group[sorted(earlier)]
    assert np.all(still == community.rooms.groups["inner", 0])
    assert np.all(community.members.all_messages[inside] >= 3)


def test_what_is_said_inside_is_written_by_those_inside():
    community = towns.run(25, circle())
    feed, room = community.feed, community.rooms.groups["inner", 0]
    opened = int(feed.counts[0])
    there = feed.thread_room[:opened] == room
    assert 0 < there.sum() < opened
    assert np.all(community.members.group[feed.thread_starter[:opened][there]] == room)


def test_a_price_keeps_some_out_and_is_in_the_books():
    free, dear = towns.run(20, circle()), towns.run(20, circle(price=80.0))
    inside = [np.count_nonzero(c.members.group[: c.n_members] != NOBODY) for c in (free, dear)]
    assert 0 < inside[1] < inside[0]
    fees = [e for e in dear.ledger.entries if e.purpose == "fees for the inner room"]
    assert all((e.giver, e.taker) == (MEMBERS, CLUB) for e in fees)
    assert sum(e.amount for e in fees) == pytest.approx(80.0 * inside[1])
    assert sum(e.hours for e in dear.ledger.entries if e.purpose == "care for the inner room") > 0


def test_one_kind_of_room_beside_the_main_one():
    groups = {"groups": build("structure/subgroups", {"least": 2})}
    for policies in (circle() | groups, groups | circle()):
        with pytest.raises(LeverError, match="one kind of sub-group only"):
            Community(towns.small(), policies, seed=1).run(3)


def test_both_engines_live_alike():
    compiled, objects = (towns.run(20, circle(price=40.0), events=True, engine=e) for e in ("compiled", "objects"))
    assert towns.differing(compiled, objects) == []
