"""
No policy reads what an operator could not see: the morning gives out observables only, and policies read nothing else.

A new property of the View needs its columns in OBSERVABLE, with the words that say how an operator would see them.
"""

import ast
import importlib.util
import inspect
import sys
from pathlib import Path

import pytest

import clubsim.policies
from clubsim.policies.registry import build, registered
from clubsim.sim.community import Community
from clubsim.sim.policy import Policy, View
from clubsim.sim.view import MorningView

POLICIES = Path(str(clubsim.policies.__file__)).resolve().parent
TOWNS = Path(__file__).parents[1] / "sim" / "towns.py"
SEEN = frozenset(name for name in vars(View) if not name.startswith("_"))

# What a morning may be made of, and how an operator would see it.
OBSERVABLE = {
    "community.day": "the calendar",
    "community.weekday": "the calendar",
    "scenario.start": "the calendar",
    "community.event_yesterday": "their own programme",
    "community.present": "the list of members",
    "community.n_members": "the list of all who ever joined",
    "community.notes": "what they wrote down themselves",
    "community.luck": "the dice for their own draws",
    "ledger.balances": "their accounts",
    "members.uid": "the list of members",
    "members.joined": "the list of members",
    "members.paid": "their accounts",
    "members.badge": "the badges they gave",
    "members.last_visit": "the log of visits",
    "members.attended": "the log of visits",
    "members.all_check_ins": "the log of check-ins",
    "members.messages": "the messages",
    "members.last_message": "the messages",
    "members.all_messages": "the messages",
    "members.all_noise": "the messages",
    "members.written": "the messages, by what they are about",
    "members.all_replies": "the messages",
    "members.hour": "the log of visits",
    "members.streak": "the log of check-ins",
    "members.level": "the levels they gave",
    "members.redeemed": "the points they took back",
    "members.channel": "what newcomers were asked: by which way they came",
    "members.inviter": "what newcomers were asked: who invited them",
    "community.cohort_rows": "the list of members",
    "members.sessions": "their own programme",
    "members.introductions": "the introductions they made",
    "members.room": "the list of members, room by room",
    "members.group": "the list of members, room by room",
    "members.role": "the offices they gave",
    "members.stepped_down": "who told them so",
    "members.turns_kept": "the log of turns",
    "members.turns_missed": "the log of turns",
    "members.trust": "a survey; the View gives its mean alone",
}
# What a policy's module may import of clubsim.
CONTRACT = (
    *("clubsim.policies", "clubsim.sim.levers", "clubsim.sim.policy", "clubsim.agents.parameters"),
    "clubsim.agents.arithmetic",
    *("clubsim.agents.records.Role", "clubsim.agents.records.NEVER", "clubsim.sim.world.HANDPICKED"),  # words
)


def _towns():
    spec = importlib.util.spec_from_file_location("towns", TOWNS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


towns = _towns()


class Recorded:
    """A record of the simulation that writes down which of its parts are read; its own records do likewise."""

    def __init__(self, thing, name, read):
        vars(self).update(_thing=thing, _name=name, _read=read)

    def __getattr__(self, part):
        value = getattr(self._thing, part)
        if type(value).__module__.startswith("clubsim.") and part != "luck":
            return Recorded(value, part, self._read)
        self._read.add(f"{self._name}.{part}")
        return value


def read_by(view_class, name, community):
    """What a property of a view reads of the community."""
    read = set()
    value = getattr(view_class(Recorded(community, "community", read), "cash"), name)
    if isinstance(value, Recorded):
        read.add(f"all of {vars(value)['_name']}")
    elif callable(value):
        value()
    return read


@pytest.fixture(scope="module")
def community():
    return Community(towns.small(**towns.EVERYTHING), towns.operated(), seed=5).run(15)


def test_the_morning_gives_out_what_the_contract_names_and_no_more(community):
    public = {name for name in dir(MorningView(community, "cash")) if not name.startswith("_")}
    assert public == SEEN


@pytest.mark.parametrize("name", sorted(SEEN))
def test_what_the_morning_gives_out_is_made_of_observables(name, community):
    hidden = read_by(MorningView, name, community) - set(OBSERVABLE)
    assert not hidden, f"view.{name} reads {sorted(hidden)}: no operator sees that, or OBSERVABLE says how"


def test_every_observable_is_read_by_some_property(community):
    assert set().union(*(read_by(MorningView, name, community) for name in SEEN)) == set(OBSERVABLE)


def test_a_morning_that_gives_out_what_is_hidden_is_found(community):
    class Telling(MorningView):
        @property
        def kept(self):
            return self._seen("habit")

        @property
        def world(self):
            return self._community.scenario.world

        @property
        def stepping(self):
            return self._community.step

    assert read_by(Telling, "kept", community) - set(OBSERVABLE) == {"members.habit"}
    assert read_by(Telling, "world", community) - set(OBSERVABLE) == {"all of world"}
    assert "community.step" in read_by(Telling, "stepping", Community(towns.small(), seed=1))


def faults(source):
    """What a module of policies does with a View, or imports, that it may not: sentences."""
    tree = ast.parse(source)
    found = [f"imports {name}" for name in _imported(tree) if name.startswith("clubsim") and not _in_contract(name)]
    takers = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _views(node)}
    takers |= {alias.asname or alias.name for alias in _of_policies(tree)}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for name in _views(function):
                found += _misuses(function, name, takers)
    return found


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _in_contract(name):
    return any(name == allowed or name.startswith(f"{allowed}.") for allowed in CONTRACT)


def _of_policies(tree):
    """What is imported of policies' own modules: what takes a View there is looked at there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clubsim.policies"):
            yield from node.names


def _views(function):
    """The arguments of a function that are a View, by their type or by the name that `act` gives it."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    typed = [a.arg for a in given if a.annotation is not None and ast.unparse(a.annotation).strip("'\"") == "View"]
    return {*typed, *(a.arg for a in given[1:2] if function.name == "act")}


def _misuses(function, name, takers):
    """A View's attributes are read, and it is handed to what takes a View; anything else is a fault."""
    above = {id(child): parent for parent in ast.walk(function) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(function):
        if not (isinstance(node, ast.Name) and node.id == name):
            continue
        parent = above[id(node)]
        if isinstance(parent, ast.Attribute):
            if parent.attr not in SEEN or not isinstance(parent.ctx, ast.Load):
                yield f"{function.name} reads {name}.{parent.attr}"
        elif not (isinstance(parent, ast.Call) and node in parent.args and _taker(parent.func) in takers):
            yield f"{function.name} does something with {name} itself: {ast.unparse(parent)}"


def _taker(called):
    """`race` of race(view), `_lowest` of self._lowest(view), `act` of self.policy.act(view)."""
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _sources():
    """Every module of policies/, and the modules of installed packages' policies."""
    sources = {file.stem: file.read_text(encoding="utf-8") for file in sorted(POLICIES.glob("*.py"))}
    for name, cls in registered().items():
        if not cls.__module__.startswith("clubsim."):
            sources[name] = inspect.getsource(sys.modules[cls.__module__])
    return sources


@pytest.mark.parametrize(("module", "source"), _sources().items(), ids=_sources())
def test_a_module_of_policies_keeps_to_the_contract(module, source):
    assert faults(source) == []


def test_every_registered_policy_is_among_them():
    checked = "".join(_sources().values())
    assert len(registered()) > 20
    for name in registered():
        assert f'@register("{name}")' in checked


PLANTED = """
from clubsim.policies.winners import race
from clubsim.sim.policy import Policy, View

class Planted(Policy):
    def act(self, view: View):
        {line}
"""


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("return view._community", "act reads view._community"),
        ("return view.habit", "act reads view.habit"),
        ("return view.__dict__", "act reads view.__dict__"),
        ("view.rows = 3", "act reads view.rows"),
        ("return getattr(view, 'rows')", "act does something with view itself: getattr(view, 'rows')"),
        ("return vars(view)", "act does something with view itself: vars(view)"),
        ("seen = view", "act does something with view itself: seen = view"),
        ("return [view]", "act does something with view itself: [view]"),
        ("return (lambda v: v._slot)(view)", "act does something with view itself: (lambda v: v._slot)(view)"),
        ("from clubsim.sim.community import Community", "imports clubsim.sim.community.Community"),
        ("from clubsim.agents.records import Members", "imports clubsim.agents.records.Members"),
        ("import clubsim.sim.view", "imports clubsim.sim.view"),
        ("from clubsim.sim import effects", "imports clubsim.sim.effects"),
    ],
)
def test_a_planted_policy_that_reads_more_is_found(line, fault):
    assert faults(PLANTED.format(line=line)) == [fault]


def test_a_planted_policy_that_keeps_to_it_is_not():
    assert faults(PLANTED.format(line="return race(view, view.rows.size + view.draw().size)")) == []


class Strict:
    """A View that has what the contract names and stops whoever asks for anything else, in whatever way."""

    def __init__(self, view):
        self.__class__ = type("Shown", (Strict,), {"__getattribute__": _only_of(view)})


def _only_of(view):
    def shown(_, name):
        if name not in SEEN:
            raise AssertionError(f"a policy asked the View for {name}")
        return getattr(view, name)

    return shown


class Blinkered(Policy):
    """Acts as another policy, which sees a Strict view."""

    def __init__(self, policy):
        self.policy = policy

    def act(self, view):
        return self.policy.act(Strict(view))


@pytest.mark.parametrize("name", registered())
@pytest.mark.parametrize("setting", ["dose", "example"])
def test_a_policy_can_do_with_what_the_contract_names(name, setting):
    cls = registered()[name]
    around = {slot: build(*towns.OPERATED[slot]) for slot in ("topic", "gate") if towns.OPERATED[slot][0] != name}
    policy = Blinkered(build(name, getattr(cls, setting)))
    Community(towns.small(**cls.needs), around | {"tried": policy}, seed=3).run(20)


@pytest.mark.parametrize("asked", ["_community", "habit", "__dict__"])
def test_a_policy_that_asks_for_more_by_a_made_up_name_is_stopped(asked):
    class Prying(Policy):
        def act(self, view):
            return getattr(view, "".join(asked))

    with pytest.raises(AssertionError, match=f"^a policy asked the View for {asked}$"):
        Community(towns.small(), {"tried": Blinkered(Prying())}, seed=3).run(1)
