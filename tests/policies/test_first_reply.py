"""Answers for newcomers: who helps, whom, when, and for how many hours."""

import numpy as np
import pytest

from clubsim.agents.luck import Purpose, draw, luck_of
from clubsim.agents.records import Role
from clubsim.policies.first_reply import FirstReply
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.levers import LeverError

ALL = {"share": 1.0, "wait": 3.0, "tenure": 0, "helpers": 4}


def test_helpers_are_those_who_write_most_of_those_who_came_lately(morning):
    view = morning(
        day=40,
        rows=[0, 1, 2, 3, 4],
        messages=[90, 50, 70, 60, 80],
        replies=[0, 9, 8, 7, 6],
        tenure=[40, 40, 40, 40, 10],
        last_visit=[39, 39, 39, 20, 39],
        role=[Role.FOUNDER, 0, 0, 0, 0],
    )
    asked = {"helpers": 2, "tenure": 28, "recent": 14}
    assert FirstReply(**asked).act(view)[0].helpers.tolist() == [2, 1]
    assert FirstReply(**asked, chosen="answered").act(view)[0].helpers.tolist() == [1, 2]


def test_luck_settles_equal_numbers(morning):
    view = morning(
        day=40, rows=[0, 1, 2], tenure=[30] * 3, last_visit=[39] * 3, draws={1000: 0.9, 1001: 0.2, 1002: 0.5}
    )
    assert FirstReply(helpers=2).act(view)[0].helpers.tolist() == [1, 2]


def test_nobody_helps_on_a_day_that_cannot_be_paid(morning):
    paid = FirstReply(helpers=2, hours=1.5, pay=20.0, tenure=0)
    view = {"day": 3, "rows": [0, 1], "last_visit": [2, 2]}
    assert paid.act(morning(**view, balance=59.0)) == []
    assert len(paid.act(morning(**view, balance=60.0))) == 1


def test_an_hour_holds_ten_answers_of_six_minutes(morning):
    view = morning(day=3, rows=[0], last_visit=[2])
    assert FirstReply(tenure=0).act(view)[0].answers_each == 10
    assert FirstReply(tenure=0, hours=0.09).act(view)[0].answers_each == 0


@pytest.fixture(scope="module")
def town():
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quiet(town, **world):
    """A town where newcomers write at once, open a thread, and hardly anybody answers."""
    silent = {"open_base": 10.0, "open_first": 1.0, "first_day": 1.0, "answer_back": 0.0, "partner_share": 0.0}
    return town.small(founders=30, **silent | world)


def replies_to_first(c):
    """By member who joined by the doors and wrote: the hours from their first message to each answer."""
    log, kinds = c.events.columns(), c.events.columns()["kind"]
    from clubsim.sim.events import KINDS

    time = 24.0 * log["day"] + log["hour"]
    waits = {}
    for row in np.flatnonzero(c.members.channel[: c.n_members] >= 0).tolist():
        own = time[(log["member"] == row) & (kinds == KINDS.index("message"))]
        if own.size:
            waits[row] = (time[(log["target"] == row) & (kinds == KINDS.index("reply"))] - own.min()).tolist()
    return waits


def test_all_who_are_promised_an_answer_have_one_after_the_wait_and_only_one(town):
    c = town.run(30, {"answers": FirstReply(**ALL)}, quiet(town, leave_base=-30.0), events=True)
    waits = replies_to_first(c)
    last = {row: c.members.joined[row] for row in waits}
    old = {row: wait for row, wait in waits.items() if last[row] < 28}
    assert len(old) > 10 and {len(wait) for wait in old.values()} == {1}
    assert np.array(list(old.values())) == pytest.approx(3.0, abs=1e-3)
    assert c.ledger.hours == pytest.approx(0.1 * c.members.all_replies[: c.n_members].sum())
    assert c.ledger.volunteered == c.ledger.hours and c.ledger.spent == 0


def test_without_the_promise_they_wait_in_vain(town):
    c = town.run(30, {}, quiet(town), events=True)
    assert not any(replies_to_first(c).values())


def test_the_lot_belongs_to_the_newcomer(town):
    c = town.run(30, {"answers": FirstReply(**ALL | {"share": 0.4})}, quiet(town, leave_base=-30.0), events=True)
    for row, waits in replies_to_first(c).items():
        if c.members.joined[row] < 28:
            sure = draw(luck_of(5), Purpose.PROMISE, int(c.members.uid[row]), 0) < 0.4
            assert bool(waits) == sure


def test_who_comes_when_helpers_have_no_time_left_goes_without(town):
    few = ALL | {"helpers": 1, "hours": 0.1, "wait": 0.0}
    c = town.run(30, {"answers": FirstReply(**few)}, quiet(town, leave_base=-30.0), events=True)
    waits = replies_to_first(c)
    answered = [row for row in waits if waits[row]]
    assert 0 < len(answered) < len(waits)
    by_day = np.bincount([entry.day for entry in c.ledger.entries if entry.purpose == "first replies"])
    assert by_day.max() == 1
    assert {entry.hours for entry in c.ledger.entries} == {0.1}


def test_wages_go_to_members_for_the_hours_they_spend(town):
    c = town.run(30, {"answers": FirstReply(**ALL, pay=50.0, funded="outside")}, quiet(town), events=True)
    assert c.ledger.volunteered == 0 < c.ledger.hours
    assert c.ledger.spent == pytest.approx(50.0 * c.ledger.hours) == pytest.approx(c.ledger.balances["members"])


def test_who_was_answered_already_needs_no_helper(town):
    lively = town.small(founders=60, open_base=-10.0, open_first=1.0, first_day=1.0, further_messages=9.0)
    c = town.run(20, {"answers": FirstReply(**ALL | {"wait": 24.0})}, lively, events=True)
    newcomers = c.members.channel[: c.n_members] >= 0
    helped = sum(entry.hours for entry in c.ledger.entries) / 0.1
    assert helped < 0.8 * np.count_nonzero(c.members.all_replies[: c.n_members][newcomers])


def test_helpers_are_a_matter_of_draws_and_not_of_their_order(town):
    """The same newcomer is answered by the same helper, whichever order they are named in."""

    class Turned(FirstReply):
        def act(self, view):
            from dataclasses import replace

            return [replace(lever, helpers=lever.helpers[::-1].copy()) for lever in super().act(view)]

    one = town.run(25, {"answers": FirstReply(**ALL)}, quiet(town), events=True)
    other = town.run(25, {"answers": Turned(**ALL)}, quiet(town), events=True)
    assert town.differing(one, other) == []


def test_the_objects_do_the_same(town):
    policies = {"answers": build("onboarding/first_reply", ALL | {"wait": 9.0, "hours": 0.2})}
    one, other = (
        Community(quiet(town, **town.EVERYTHING), policies, seed=3, events=True, engine=engine).run(20)
        for engine in ("compiled", "objects")
    )
    assert one.ledger.hours > 0 and town.differing(one, other) == []


def test_two_promises_on_one_day_are_refused(town):
    with pytest.raises(LeverError, match="slot second: only one policy can promise answers to first messages"):
        town.run(2, {"first": FirstReply(**ALL), "second": FirstReply(**ALL)})
