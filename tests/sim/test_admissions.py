"""The people of one run under the rules of another."""

import numpy as np
import pytest

from clubsim.agents.records import NOBODY
from clubsim.sim.admissions import Admissions, admissions_of
from clubsim.sim.columns import rows_of
from clubsim.sim.doors import INVITED

GATES = {
    "review": ("gate/review", {"threshold": 0.0}),
    "homework": ("gate/homework", {"effort": -0.5}),
}
CHEAP, DEAR = {"gate": ("gate/paid", {"price": 5.0})}, {"gate": ("gate/paid", {"price": 90.0})}


def held_to(town, days, policies, admissions=None, **given):
    """A run in which every mechanism is on; given: of the World, and how it is run."""
    how = {key: given.pop(key) for key in ("engine", "events") if key in given}
    return town.run(days, policies, town.small(**{**town.EVERYTHING, **given}), admissions=admissions, **how)


def columns_of(community, names):
    m, n = community.members, community.n_members
    return [getattr(m, name)[:n] for name in names]


@pytest.mark.parametrize(("engine", "days"), [("compiled", 90), ("objects", 25)])
def test_a_run_held_to_its_own_admissions_is_the_same_run_to_the_last_bit(town, engine, days):
    policies = town.operated(**GATES)
    free = held_to(town, days, policies, engine=engine, events=True)
    held = held_to(town, days, policies, engine=engine, events=True, admissions=admissions_of(free))
    assert free.n_members > free.scenario.founders + 5
    assert town.differing(free, held) == []


def test_invited_people_get_in_by_the_script_too(town):
    free = held_to(town, 90, town.operated(), invite_rate=0.2)
    assert np.count_nonzero(free.members.channel[: free.n_members] == INVITED) > 5
    held = held_to(town, 90, town.operated(), invite_rate=0.2, admissions=admissions_of(free))
    assert town.differing(free, held) == []


def test_so_is_a_run_behind_gates_that_select_by_lot_find_others_and_hold_a_trial(town):
    gates = {
        "review": ("gate/review", {"threshold": 0.0, "selects": False}),
        "homework": ("gate/homework", {"effort": -0.5, "limits": False}),
        "trial": ("gate/trial", {"days": 7, "messages": 2}),
    }
    free = held_to(town, 60, town.operated(**gates), events=True, cherishing=0.3)
    assert free.cards and free.n_members > free.scenario.founders + 5
    held = held_to(town, 60, town.operated(**gates), admissions_of(free), events=True, cherishing=0.3)
    assert town.differing(free, held) == []


@pytest.mark.parametrize("engine", ["compiled", "objects"])
def test_other_rules_let_in_the_people_of_the_script_with_their_traits_and_nobody_else(town, engine):
    days = 40 if engine == "compiled" else 20
    cheap = held_to(town, days, town.operated(**CHEAP), invite_rate=0.2, engine=engine)
    crossed = held_to(
        town, days, town.operated(cull=None, **DEAR), admissions_of(cheap), invite_rate=0.2, engine=engine
    )
    born = ("uid", "channel", "joined", "shift", "inviter", "taste", "visit_base", "talk_base", "quality", "motives")
    for one, other in zip(columns_of(cheap, born), columns_of(crossed, born), strict=True):
        np.testing.assert_array_equal(one, other)
    plain = held_to(town, days, town.operated(cull=None, **DEAR), invite_rate=0.2, engine=engine)
    assert set(plain.members.uid[: plain.n_members]) != set(cheap.members.uid[: cheap.n_members])


def test_who_gets_in_by_the_script_pays_what_the_rules_there_charge(town):
    cheap = held_to(town, 40, town.operated(**CHEAP))
    crossed = held_to(town, 40, town.operated(**DEAR), admissions=admissions_of(cheap))
    paid = crossed.members.paid[crossed.scenario.founders : crossed.n_members]
    assert paid.size > 5
    assert set(paid.tolist()) == {90.0}
    assert crossed.ledger.revenue == 90.0 * paid.size


def test_both_engines_cross_alike(town):
    cheap = admissions_of(held_to(town, 20, town.operated(**CHEAP), invite_rate=0.1))
    dear = town.operated(**DEAR, **GATES)
    one, other = (
        held_to(town, 20, dear, invite_rate=0.1, engine=engine, admissions=cheap, events=True)
        for engine in ("compiled", "objects")
    )
    assert town.differing(one, other) == []


def test_the_seats_of_a_notice_do_not_bind_the_script(town):
    wide = held_to(town, 40, town.operated(**CHEAP))
    narrow = town.operated(recruitment=("recruitment/seasons", {"places": 1, "period": 14}), **CHEAP)
    assert held_to(town, 40, narrow).n_members < wide.n_members
    assert held_to(town, 40, narrow, admissions=admissions_of(wide)).n_members == wide.n_members


def some(**columns):
    given = {"day": [1, 2], "uid": [7000, 8000], "channel": [0, 0], "shift": [0.0, 0.0], "inviter": [NOBODY, NOBODY]}
    return Admissions(**{name: np.array(values) for name, values in {**given, **columns}.items()})


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"day": [2, 1]}, "in the order of their days"),
        ({"uid": [7, 7]}, "twice"),
        ({"channel": [0]}, "one length"),
    ],
)
def test_admissions_that_cannot_have_been_are_refused(columns, words):
    with pytest.raises(ValueError, match=words):
        some(**columns)


def test_an_inviter_who_never_was_a_member_is_nobody(town):
    community = town.run(5, {}, town.small(channels=()), admissions=some(inviter=[123456, NOBODY]))
    assert community.members.inviter[community.scenario.founders : community.n_members].tolist() == [NOBODY, NOBODY]


def test_rows_are_found_by_number():
    column = np.array([5, 3, 9], dtype=np.int64)
    assert rows_of(column, np.array([9, 4, 5, 10, 3])).tolist() == [2, NOBODY, 0, NOBODY, 1]
    assert rows_of(column[:0], np.array([9])).tolist() == [NOBODY]
