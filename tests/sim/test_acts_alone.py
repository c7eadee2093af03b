"""
Acts that give a number, each alone: the same 64 bits plain and compiled, of members who have lived for a while.

Whole runs store what acts compute in 32 bits and compare it with a draw, which hides the last bits.
"""

import ast
import importlib.util
import inspect
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from numba import njit

from clubsim import agents
from clubsim.agents.records import NOBODY

AGENTS = Path(str(agents.__file__)).parent
WORLDS = 20
ROOMS = 23
SHARES = {"links_inside", "notices", "part_sorted", "disappointment"}  # of a few things or people: few values


def floating_acts():
    """(module, name) of every `@act` that is declared to return a float."""
    path = Path(__file__).parents[1] / "agents" / "syntax_rules.py"
    spec = importlib.util.spec_from_file_location("syntax_rules", path)
    syntax_rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(syntax_rules)
    for module, text in syntax_rules.sources_in(AGENTS).items():
        for function in syntax_rules.marked(ast.parse(text)):
            marks = {syntax_rules.mark_of(each) for each in function.decorator_list}
            if "act" in marks and function.returns is not None and ast.unparse(function.returns) == "float":
                yield module, function.name


@pytest.fixture(scope="module")
def lived(communities):
    """The community of the digest on a day with an event, a prize and a quota in force."""
    community = communities.fixed_community(23, "compiled")
    assert community.today.event == 1 and community.today.prize > 0 and community.today.announced == 1
    return community


def worlds_around(world, rng):
    """Worlds in which every number that is no count is up to a tenth more or less."""
    for _ in range(WORLDS):
        yield world._replace(
            **{name: value * rng.uniform(0.9, 1.1) for name, value in world._asdict().items() if type(value) is float}
        )


def copied(record):
    """The record with columns of its own, since an act may write."""
    return type(record)(*(each.copy() if isinstance(each, np.ndarray) else each for each in record))


def in_rooms(members):
    """The members in ROOMS main rooms, every third in one of four sub-groups."""
    rows = np.arange(members.room.shape[0])
    members.room[:] = rows % ROOMS
    members.group[:] = np.where(rows % 3 == 0, ROOMS + rows % 4, NOBODY)
    return members


def said_in_rooms(topics, rng):
    """What Today says of ROOMS rooms and four sub-groups; in one nobody was yesterday."""
    rooms = ROOMS + 4
    chatter = rng.uniform(0, 3, rooms)
    chatter[1] = -1.0
    signal, said = rng.uniform(0, 9, (rooms, topics)), rng.uniform(0, 9, (rooms, topics))
    return {
        "room_signal": signal,
        "room_noise": rng.uniform(0, 9, rooms),
        "room_topics": said,
        "room_shown": said.sum(axis=1),
        "room_chatter": chatter,
    }


def numbers(way, lived):
    """float64 [WORLDS * members], what an act gives for each member in each world."""
    rng = np.random.default_rng(8)
    today = lived.today._replace(goals=np.array([20, 60, 200]), goal_gains=np.array([0.7, 0.9, 0.5]))
    today = today._replace(**said_in_rooms(lived.world.topics, rng), deadline=11, price_kept=1)
    surroundings = {"feed": lived.feed, "today": today, "luck": lived.luck}
    given = {"attachment": 1.2345678901234567, "place": 3, "j": 2, "hour": 13.456789012345678, "topic": 1}
    given |= {"invited": 5_000_000_001, "chance": 0.12345678901234567}
    given |= {"keep": 0.9786543210987654, "novelty": 0.4321098765432109}
    results = []
    for world in worlds_around(lived.world, rng):
        parts = {**surroundings, **given, "members": in_rooms(copied(lived.members)), "world": world}
        parts["members"].serving[:] = np.linspace(0.1, 3.1, lived.members.serving.size)  # each gives hours
        parts["members"].agreed[:] = np.linspace(1.1, 91.1, lived.members.agreed.size)  # and has a price of their own
        results.append(way(parts, lived.n_members))
    return np.concatenate(results)


@pytest.mark.parametrize(("module", "name"), list(floating_acts()))
def test_an_act_that_gives_a_number_gives_the_same_bits(module, name, lived):
    act = getattr(import_module(f"clubsim.agents.{module}"), name)
    others = [each for each in inspect.signature(act).parameters if each != "i"]
    space = {"act": act}
    text = f"def loop(results, {', '.join(others)}):\n    for i in range(results.size):\n"
    exec(f"{text}        results[i] = act(i, {', '.join(others)})\n", space)
    loop = njit(space["loop"], no_cfunc_wrapper=True)

    def plain(parts, n):
        values = [act(i, *(parts[each] for each in others)) for i in range(n)]
        assert {type(value) for value in values} == {float}
        return np.array(values)

    def compiled(parts, n):
        results = np.empty(n)
        loop(results, *(parts[each] for each in others))
        return results

    one, other = numbers(plain, lived), numbers(compiled, lived)
    np.testing.assert_array_equal(one.view(np.int64), other.view(np.int64))
    assert np.unique(one).size > (1 if name in SHARES else WORLDS)


def test_there_are_such_acts():
    names = {name for _, name in floating_acts()}
    assert {"belonging_of", "find_novelty", "occasion_of", "fade_ties"} <= names
    assert {"momentum_of", "match_of", "hour_after"} <= names
