"""A community that is saved and loaded goes on as if nothing had been, in either engine."""

import json
import os
import subprocess
import sys
from dataclasses import is_dataclass
from enum import IntEnum
from typing import Literal, get_args, get_origin

import mesa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubsim.agents.member import Member
from clubsim.policies.registry import build, registered
from clubsim.sim import archive
from clubsim.sim.columns import grow
from clubsim.sim.community import Community
from clubsim.sim.encoding import SCALARS, Array, hints
from clubsim.sim.kept import KEPT, KEPT_APART, REBUILT
from clubsim.sim.snapshots import SnapshotError, about, hand_over, load, save
from clubsim.sim.standing import Standing


@pytest.fixture
def file(tmp_path):
    return tmp_path / "club.clubsim"


def policies_of(communities):
    return {slot: build(name, fields) for slot, (name, fields) in communities.FIXED_POLICIES.items()}


def fixed(communities, engine="compiled", **others):
    return Community(
        communities.FIXED_SCENARIO,
        policies_of(communities),
        **{"seed": 20160215, "engine": engine, "events": True, **others},
    )


def allied():
    return {
        "alliance": build("structure/alliance", {"partners": 2, "size": 12, "hears": 0.2, "leak": 0.1, "content": 0.3}),
        "gate": build("gate/paid", {"price": 30.0}),
    }


def content(path):
    """What stands in a file: its tree as text, and each array's kind and bytes."""
    tree, arrays = archive.read_archive(path)
    return json.dumps(tree), {name: (array.dtype, array.shape, array.tobytes()) for name, array in arrays.items()}


# Nothing is forgotten


def test_every_attribute_of_a_community_is_kept_or_named_as_rebuilt(communities):
    c = fixed(communities).run(2)
    c.member(0)
    kept_apart = {name for names in KEPT_APART.values() for name in names}
    known = {*KEPT, *kept_apart, *REBUILT}
    forgotten = vars(c).keys() - known - vars(mesa.Model(rng=0)).keys()
    assert not forgotten, f"{min(forgotten)} is neither kept by sim/kept.py nor named there as rebuilt"
    assert not (KEPT.keys() | kept_apart) - vars(c).keys()


def leaves(kind, seen):
    """The types at the ends of a declaration."""
    if kind in seen:
        return
    seen.append(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        for part in hints(kind).values():
            yield from leaves(part, seen)
    elif get_args(kind) and get_origin(kind) is not Literal:
        for part in get_args(kind):
            yield from leaves(part, seen)
    else:
        yield kind


def test_whatever_lever_may_stand_declares_what_can_be_written_down():
    for kind in leaves(Standing, []):
        whole = isinstance(kind, Array) or kind in SCALARS or kind in (type(None), Ellipsis)
        assert whole or get_origin(kind) is Literal or issubclass(kind, IntEnum), kind


# The same bits


@pytest.mark.parametrize("day", [0, 9])
def test_a_community_loaded_goes_on_to_the_same_bits(communities, file, day):
    straight = fixed(communities).run(day + 6)
    save(fixed(communities).run(day), file)
    assert communities.differences(straight, load(file, policies_of(communities)).run(6)) == []


@pytest.mark.parametrize(("before", "after"), [("compiled", "objects"), ("objects", "compiled")])
def test_a_community_saved_in_one_engine_goes_on_in_the_other(communities, file, before, after):
    straight = fixed(communities).run(9)
    save(fixed(communities, before).run(7), file)
    there = load(file, policies_of(communities), engine=after)
    assert communities.differences(straight, there.run(2)) == []


def test_a_town_with_everything_on_goes_on_to_the_same_bits(town, file):
    scenario = town.small(**town.EVERYTHING)
    straight = town.run(22, town.operated(), scenario, events=True)
    save(town.run(15, town.operated(), scenario, events=True), file)
    assert town.differing(straight, load(file, town.operated()).run(7)) == []


def test_partner_communities_are_kept_with_ours(communities, file):
    def ours():
        return Community(communities.small_scenario(), allied(), seed=3, events=True)

    straight = ours().run(9)
    save(ours().run(5), file)
    loaded = load(file, allied()).run(4)
    assert communities.differences(straight, loaded) == []
    for one, other in zip(*(c.alliances["alliance"].partners for c in (straight, loaded)), strict=True):
        assert communities.differences(one.community, other.community) == []
        assert vars(one) | {"community": None} == vars(other) | {"community": None}


def test_agents_that_were_asked_for_change_nothing(communities, file):
    straight = fixed(communities, "objects").run(4)
    c = fixed(communities, "objects").run(3)
    assert len(c.agents) == c.headcount
    save(c, file)
    loaded = load(file, policies_of(communities)).run(1)
    assert communities.differences(straight, loaded) == []
    assert {agent.unique_id for agent in loaded.agents} == {agent.unique_id for agent in straight.agents}


def test_saving_changes_nothing_and_how_much_room_there_is_neither(communities, file):
    straight, saved = fixed(communities).run(8), fixed(communities).run(5)
    save(saved, file)
    assert communities.differences(straight, saved.run(3)) == []
    roomy = fixed(communities).run(5)
    grow(roomy, "members", 2 * roomy.members.uid.shape[0])
    save(roomy, file.with_name("roomy"))
    assert content(file) == content(file.with_name("roomy"))


def test_saved_again_the_content_is_the_same(communities, file):
    save(fixed(communities).run(12), file, note={"why": "a test"})
    again = save(load(file, policies_of(communities)), file.with_name("again"), note={"why": "a test"})
    assert content(file) == content(again)


def test_the_luck_of_mesa_goes_on_too(communities, file):
    c = fixed(communities).run(1)
    c.random.random(), c.rng.random()
    save(c, file)
    loaded = load(file, {})
    assert [loaded.random.random(), loaded.rng.random()] == [c.random.random(), c.rng.random()]
    assert loaded.steps == c.steps == 1
    assert getattr(loaded, "time", 1.0) == getattr(c, "time", 1.0)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.integers(0, 45), more=st.integers(1, 8), seed=st.integers(0, 9), partners=st.booleans())
def test_a_community_goes_on_to_the_same_bits_whenever_it_was_saved(communities, file, day, more, seed, partners):
    def policies():
        return policies_of(communities) | (allied() if partners else {})

    def ours():
        return Community(communities.FIXED_SCENARIO, policies(), seed=seed, events=True)

    save(ours().run(day), file)
    assert communities.differences(ours().run(day + more), load(file, policies()).run(more)) == []


@pytest.mark.slow
@pytest.mark.parametrize("day", [4, 13, 31])
def test_a_community_saved_in_one_engine_goes_on_in_the_other_for_longer(communities, file, day):
    straight = fixed(communities).run(day + 12)
    for before, after in (("compiled", "objects"), ("objects", "compiled")):
        save(fixed(communities, before).run(day), file)
        assert communities.differences(straight, load(file, policies_of(communities), engine=after).run(12)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(registered()))
def test_under_any_policy_a_community_goes_on_to_the_same_bits(communities, file, name):
    cls = registered()[name]

    def ours():
        policies = {n.replace("/", "_"): p for n, p in communities.small_policies().items() if n != name}
        given = {**policies, "tried": build(name, cls.dose)}
        return Community(communities.small_scenario(**cls.needs), given, seed=2, events=True)

    straight, half = ours().run(26), ours().run(14)
    save(half, file)
    assert communities.differences(straight, load(file, half.policies).run(12)) == []


# Who may go on


def test_a_file_says_what_it_holds(communities, file):
    save(fixed(communities).run(3), file, {"gate": {"policy": "gate/paid", "price": 55.0}}, {"arm": "as_described"})
    said = about(file)
    assert (said.day, said.seed, said.scenario, said.engine) == (3, 20160215, "fixed", "compiled")
    assert said.policies == {"gate": {"policy": "gate/paid", "price": 55.0}}
    assert said.note == {"arm": "as_described"}


def test_policies_are_not_lost_in_silence(communities, file):
    save(fixed(communities).run(1), file)
    with pytest.raises(SnapshotError, match="give policies="):
        load(file)
    assert load(file, {}).policies == {}


def test_a_community_without_policies_needs_none(communities, file):
    c = Community(communities.small_scenario(), seed=1).run(3)
    save(c, file)
    assert communities.differences(c.run(2), load(file).run(2)) == []


def test_other_code_goes_on_with_none(communities, file, monkeypatch):
    save(fixed(communities).run(1), file)
    monkeypatch.setattr("clubsim.sim.snapshots.code_version", lambda: "0123456789abcdef")
    with pytest.raises(SnapshotError, match=r"was written by code version .* this is 0123456789abcdef"):
        load(file, {})


class Shy(Member):
    def contribute(self):
        pass


class Counting(Member):
    def visit(self):
        self.came = 1


def test_a_member_of_ones_own_has_to_be_given_again(communities, file):
    save(fixed(communities, "objects", member_class=Shy).run(2), file)
    with pytest.raises(SnapshotError, match="Shy"):
        load(file, {})
    straight = fixed(communities, "objects", member_class=Shy).run(3)
    loaded = load(file, policies_of(communities), member_class=Shy)
    assert communities.differences(straight, loaded.run(1)) == []


def test_an_agent_that_keeps_something_for_itself_is_not_saved(communities, file):
    c = fixed(communities, "objects", member_class=Counting).run(1)
    with pytest.raises(SnapshotError, match="attribute came"):
        save(c, file)
    assert not file.exists()


def test_a_community_loaded_under_other_policies_is_one_whose_policies_were_changed(communities, file):
    others = policies_of(communities) | {"gate": build("gate/paid", {"price": 99.0}), "cash": None}
    others = {slot: policy for slot, policy in others.items() if policy is not None}
    by_hand = fixed(communities).run(9)
    save(by_hand, file)
    hand_over(by_hand, others)
    assert communities.differences(by_hand.run(8), load(file, others).run(8)) == []
    with pytest.raises(ValueError, match="no_such"):
        hand_over(by_hand, {"ads": build("recruitment/campaign", {"channel": "no_such"})})


# On disk


def test_a_file_is_there_whole_or_not_at_all(communities, file, monkeypatch):
    save(fixed(communities).run(1), file)
    before = file.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(fixed(communities).run(2), file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


SAVER = """
import sys
sys.path.insert(0, sys.argv[1])
import communities
from clubsim.sim.snapshots import save
community = communities.fixed_community(6, "compiled")
print("ready", flush=True)
while True:
    save(community, sys.argv[2])
"""


@pytest.mark.slow
def test_who_is_killed_while_saving_leaves_a_whole_file(communities, file, request):
    here = request.path.parent
    for wait in (0.02, 0.05, 0.11, 0.17):
        saving = subprocess.Popen([sys.executable, "-c", SAVER, str(here), str(file)], stdout=subprocess.PIPE)
        assert saving.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            saving.wait(wait)
        saving.kill()
        saving.wait()
        if file.exists():
            assert load(file, {}).day == 6
