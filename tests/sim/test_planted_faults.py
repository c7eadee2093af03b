"""
Faults planted in copies of rules and acts: each must turn a comparison red, or the comparison is worth nothing.

A fault changes the text of a module of agents/; the faulty module lives in memory only and its compiled loop is kept
nowhere. What whole runs do not see (last bits) the comparison of rules alone or the walk over the syntax must.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numba
import pytest

from clubsim import agents
from clubsim.agents.member import Member
from clubsim.sim.community import Community
from clubsim.sim.loops import FORESEEING_LOOPS, MEMBER_LOOPS, over_members

AGENTS = Path(str(agents.__file__)).parent


def helper(name):
    """A module of helpers of the tests of agents/."""
    path = Path(__file__).parents[1] / "agents" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rules_alone, syntax_rules = helper("rules_alone"), helper("syntax_rules")


@dataclass(frozen=True)
class Fault:
    """In `module`, `right` becomes `wrong`, which concerns the rule or act `name`."""

    module: str
    name: str
    right: str
    wrong: str

    def text(self):
        """The module's source with the fault in it."""
        text = (AGENTS / f"{self.module}.py").read_text(encoding="utf-8")
        assert text.count(self.right) == 1, f"{self.right} is there {text.count(self.right)} times; plant it elsewhere"
        return text.replace(self.right, self.wrong)

    def planted(self):
        """The faulty rule or act, of a module that is nowhere but in memory."""
        return getattr(module_of(self.text()), self.name)


def module_of(text):
    """A module of that source, under a name of its own, so that no cache takes it for the real one."""
    module = ModuleType("planted")
    exec(compile("import math\nimport numpy as np\n" + text, "planted", "exec"), vars(module))
    return module


# In rules: seen by the comparison of the rule alone, and by the walk.
IN_RULES = {
    "a power of two": Fault("novelty", "novelty_left", "exp(-LN2 * ratio)", "2.0 ** -ratio"),
    "a square": Fault("birth", "mixed", "correlation * correlation", "correlation**2"),
    "a cube": Fault("belonging", "bonds_of", "return 1.0 - exp(-exchanges / scale)", "return (exchanges / scale) ** 3"),
    "a square root as a power": Fault(
        "birth", "mixed", "square_root(1.0 - correlation * correlation)", "(1.0 - correlation * correlation) ** 0.5"
    ),
}
# In rules: nothing in their text is wrong, so that the comparison of the rule alone is all there is.
BY_THE_RULE_ALONE = {
    "a number that outgrows 64 bits": Fault("days", "days_of", " & word(ALL_BITS)\n\n\n", "\n\n\n"),
    "a whole number where a float is declared": Fault(
        "belonging", "bonds_of", "return 1.0 - exp", "return 1 if exchanges > scale else 1.0 - exp"
    ),
}
# In acts, which read columns: seen by whole runs.
IN_RUNS = {
    "an exponential of 32 bits": Fault(
        "remembering",
        "wear_off",
        "bonds_of(fade_ties(i, members, today.tie_keep), world.bond_scale)",
        "math.exp(members.habit[i]) - 1.0",
    ),
    "an unwidened read": Fault(
        "remembering",
        "wear_off",
        "habit_tomorrow(wide(members.habit[i])",
        "habit_tomorrow(members.habit[i]",
    ),
    "float() of what is stored": Fault(
        "remembering",
        "wear_off",
        "bonds_of(fade_ties(i, members, today.tie_keep), world.bond_scale)",
        "float(members.habit[i]) * float(members.novelty[i]) * float(members.novelty[i])",
    ),
    "a small number that wraps": Fault(
        "remembering",
        "look_back",
        "members.replied[i] = int(members.replies[i])",
        "members.replied[i] = members.checked_in[i] * 100 + members.visited[i] * 100",
    ),
}
# In acts, too: whole runs of the usual length do not see these, so they are refused by the walk.
BY_THE_WALK = {
    "a count read unwidened": Fault(
        "remembering", "count_today", "int(members.streak[i]) + 1", "members.streak[i] + 1"
    ),
    "a power in an act": Fault("posting", "hour_after", "world.hour_sd * normal", "world.hour_sd**1.0 * normal"),
    "NumPy's logarithm": Fault("prospects", "pay_chance", "log(willingness)", "np.log(willingness)"),
    "another module's number": Fault("posting", "plan", "hour < MIDNIGHT", "hour < np.pi"),
}
SEEN_ALONE = {**IN_RULES, **BY_THE_RULE_ALONE}
SEEN_BY_THE_WALK = {**IN_RULES, **IN_RUNS, **BY_THE_WALK}


@pytest.mark.parametrize("fault", SEEN_ALONE)
def test_a_fault_in_a_rule_is_seen_by_its_comparison_alone(fault):
    planted = SEEN_ALONE[fault]
    right = getattr(module_of((AGENTS / f"{planted.module}.py").read_text(encoding="utf-8")), planted.name)
    inputs = rules_alone.inputs_of(rules_alone.rule_named(planted.module, planted.name))
    assert rules_alone.differences(right, inputs) == []
    assert rules_alone.differences(planted.planted(), inputs)


def lived_with(remember, communities, monkeypatch, engine):
    """Twenty days of a small community whose members remember by another act."""

    class Faulty(Member):
        def remember(self):
            remember(self.row, *self.model.surroundings)

    monkeypatch.delitem(FORESEEING_LOOPS, "remember", raising=False)  # what is foreseen is another act
    monkeypatch.setitem(MEMBER_LOOPS, "remember", numba.njit(over_members(remember), no_cfunc_wrapper=True, _nrt=False))
    member_class = Faulty if engine == "objects" else Member
    return Community(
        communities.small_scenario(),
        communities.small_policies(),
        seed=6,
        engine=engine,
        events=True,
        member_class=member_class,
    ).run(20)


def what_runs_say(text, communities, monkeypatch):
    """What differs between the engines when both remember by that source."""
    remember = module_of(text).remember
    one, other = (lived_with(remember, communities, monkeypatch, engine) for engine in ("objects", "compiled"))
    return communities.differences(one, other)


def test_an_act_without_a_fault_goes_through_the_same_way(communities, monkeypatch):
    text = (AGENTS / "remembering.py").read_text(encoding="utf-8")
    assert what_runs_say(text, communities, monkeypatch) == []


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.parametrize("fault", IN_RUNS)
def test_a_fault_in_an_act_is_seen_by_whole_runs(fault, communities, monkeypatch):
    assert what_runs_say(IN_RUNS[fault].text(), communities, monkeypatch)


@pytest.mark.parametrize("fault", SEEN_BY_THE_WALK)
def test_a_fault_is_refused_by_the_walk(fault):
    planted = SEEN_BY_THE_WALK[fault]
    sources = syntax_rules.sources_in(AGENTS)
    assert syntax_rules.breaches(sources) == []
    found = syntax_rules.breaches({**sources, planted.module: planted.text()})
    assert [line for line in found if f" {planted.name}:" in line], found
