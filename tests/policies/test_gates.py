"""Gates: what stands at the door on which day."""

import numpy as np
import pytest

from clubsim.policies.homework_gate import HomeworkGate
from clubsim.policies.invite_gate import InviteGate
from clubsim.policies.paid_gate import PaidGate
from clubsim.policies.review_gate import ReviewGate
from clubsim.policies.steps import value_on
from clubsim.policies.values_gate import ValuesGate
from clubsim.sim.levers import Gate, Invitations, Review, Values


def test_a_step_holds_from_its_day_on_until_the_next():
    steps = ((5.0, 40.0), (9.0, 0.0))
    assert [value_on(day, 99.0, steps) for day in (0, 4, 5, 8, 9, 100)] == [99.0, 99.0, 40.0, 40.0, 0.0, 0.0]
    assert value_on(7, 99.0, ()) == 99.0


def test_a_fee_is_lowered_and_may_end(morning):
    gate = PaidGate(price=99, term_days=30, steps=[[5, 40], [9, 0]])
    assert [gate.act(morning(day=day)) for day in (4, 5, 9)] == [
        [Gate(price=99.0, term=30)],
        [Gate(price=40.0, term=30)],
        [Gate(price=0.0)],
    ]


def test_a_free_community_may_charge_later(morning):
    gate = PaidGate(price=0, steps=[[9, 50]])
    assert gate.act(morning(day=8)) == [] and gate.act(morning(day=9)) == [Gate(price=50.0)]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([[5]], "steps must be pairs of a day and a price"),
        ([[5.5, 10]], "steps must be pairs of a day and a price"),
        ([[5, 10, 3]], "steps must be pairs"),
        ([[9, 10], [5, 20]], "steps must stand in the order of their days"),
        ([[5, 10], [5, 20]], "steps must stand in the order of their days"),
        ([5, 10], "PaidGate: steps must be a list"),
        ([[5, -1]], "PaidGate: steps must be a list"),
        ([["monday", 1]], "PaidGate: steps must be a list"),
    ],
)
def test_steps_that_are_none_are_refused(steps, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        PaidGate(steps=steps)


def test_a_review_stands_every_day_at_the_threshold_of_the_day(morning):
    gate = ReviewGate(threshold=1, noise=2, hours=0.5, steps=[[9, -1]])
    assert gate.act(morning(day=8)) == [Review(least=1.0, noise=2.0, hours=0.5)]
    assert gate.act(morning(day=9)) == [Review(least=-1.0, noise=2.0, hours=0.5)]
    assert ReviewGate(threshold=None).act(morning()) == []


@pytest.mark.parametrize("fields", [{"steps": [[9, 11]]}, {"threshold": None, "steps": [[9, 1]]}])
def test_a_threshold_beyond_anybody_or_from_nowhere_is_refused(fields):
    with pytest.raises(ValueError, match=r"^steps (must be pairs of a day and a threshold|move a threshold)"):
        ReviewGate(**fields)


def test_an_invite_gate_says_who_may_come_and_how_many(morning):
    assert InviteGate().act(morning()) == [Invitations(only=True, most=3, days=0)]
    assert InviteGate(others="welcome", invitations=2, every_days=30).act(morning()) == [
        Invitations(only=False, most=2, days=30)
    ]
    assert InviteGate(invitations=None).act(morning()) == [Invitations(only=True, most=None, days=0)]
    assert InviteGate(others="welcome", invitations=None).act(morning()) == []


def test_values_of_no_weight_are_no_gate(morning):
    assert ValuesGate(least=0).act(morning()) == []
    assert ValuesGate(least=2, topic=1).act(morning()) == [Values(topic=1, least=2.0, vagueness=0.3)]


def test_some_who_came_yesterday_comment_by_luck(morning):
    view = morning(day=10, rows=[2, 4, 5, 7], last_visit=[9, 8, 9, 9], draws={1002: 0.7, 1005: 0.1, 1007: 0.4})
    (task,) = HomeworkGate(effort=1, commenters=2).act(view)
    np.testing.assert_array_equal(task.commenters, [5, 7])
    assert (task.effort, task.spare, task.hours) == (1.0, 0.5, 0.5)


def test_a_task_may_be_without_comments(morning):
    view = morning(day=10, rows=[2, 4], last_visit=[9, 9])
    (task,) = HomeworkGate(commenters=0).act(view)
    assert task.commenters.size == 0 and view.asked == []
    assert HomeworkGate(effort=None).act(view) == []
