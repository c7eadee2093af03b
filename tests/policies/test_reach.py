"""Which levers a policy can return, found in its code, holds what it did return."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import pytest

from clubsim.policies import reach
from clubsim.policies.during import During
from clubsim.policies.reach import levers_of
from clubsim.policies.registry import build, registered
from clubsim.sim import levers
from clubsim.sim.community import Community
from clubsim.sim.levers import Badge, Give, Goal, Lever, Prize, Refresh, Spend
from clubsim.sim.policy import Policy

TOWNS = Path(__file__).parents[1] / "sim" / "towns.py"


def _towns():
    spec = importlib.util.spec_from_file_location("towns", TOWNS)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


towns = _towns()


@dataclass(frozen=True)
class Watched(Policy):
    """Acts as another policy does and keeps what kinds of levers it returned."""

    policy: Policy
    returned: set

    def act(self, view):
        pulled = list(self.policy.act(view))
        self.returned.update(type(lever) for lever in pulled)
        return pulled


def returned_by(name, fields):
    """The kinds of levers that a policy returned in a small town with a programme and a fee."""
    needs = registered()[name].needs
    watched = Watched(build(name, fields), set())
    around = {slot: build(*towns.OPERATED[slot]) for slot in ("topic", "gate") if towns.OPERATED[slot][0] != name}
    Community(towns.small(**needs), around | {"watched": watched}, seed=3).run(30)
    return watched.returned


@pytest.mark.parametrize("name", registered())
def test_what_a_policy_returned_was_found_in_its_code(name):
    returned = returned_by(name, registered()[name].dose)
    assert returned
    assert returned <= set(levers_of(registered()[name]))


def test_a_badges_levers_are_its_three_and_no_other():
    assert levers_of(registered()["reward/badge"]) == (Badge, Give, Goal)


READY = Refresh(share=0.5)
BY_WORD = {"prize": Prize}


def elsewhere():
    return [Give(rows=(), value=1.0, kind="x")]


class Helper:
    def levers(self):
        from clubsim.sim.levers import Spend as Paid

        return [Paid(amount=0.0, hours=1.0, purpose="x")]


class Roundabout(Policy):
    """Returns levers by way of a function, a class, a constant, a table, a module's attribute."""

    def act(self, view: levers.Badge) -> list[Lever]:
        return [
            READY,
            BY_WORD["prize"](appeal=1.0),
            levers.Goal(messages=1, gain=1.0),
            *elsewhere(),
            *Helper().levers(),
        ]


def test_levers_are_found_by_way_of_functions_classes_constants_and_modules():
    assert levers_of(Roundabout) == (Give, Goal, Prize, Refresh, Spend)


def test_a_wrapper_names_none_and_a_class_without_source_gives_none(monkeypatch):
    assert levers_of(During) == ()

    def without_source(_):
        raise OSError("could not get source code")

    monkeypatch.setattr(reach.inspect, "getsource", without_source)
    assert levers_of(Roundabout) == ()
