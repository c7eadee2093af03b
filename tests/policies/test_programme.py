"""The weekly programme: when, about what, at whose cost."""

import pytest

from clubsim.policies.discussion import Discussion
from clubsim.policies.talk import Talk
from clubsim.sim.levers import Event, Spend


def days_with_levers(policy, morning, days=28, **view):
    return [day for day in range(days) if policy.act(morning(day=day, **view))]


def test_the_discussion_is_on_tuesdays_and_the_talk_on_thursdays(morning):
    assert days_with_levers(Discussion(), morning) == [1, 8, 15, 22]
    assert days_with_levers(Talk(), morning) == [3, 10, 17, 24]


@pytest.mark.parametrize("weekday", ["sunday", 6])
def test_a_weekday_is_a_name_or_a_number(morning, weekday):
    assert days_with_levers(Discussion(weekday=weekday), morning) == [6, 13, 20, 27]


def test_topics_go_round_by_the_week(morning):
    assert [Discussion().act(morning(day=day))[0].topic for day in (1, 8, 15)] == [0, 1, 2]


def test_a_discussion_is_an_event_and_hours_of_work(morning):
    assert Discussion(appeal=1.5).act(morning(day=8)) == [
        Event(kind="topic", appeal=1.5, topic=1, hour=21.0),
        Spend(amount=0.0, hours=2.0, purpose="topic discussion", funded="fees"),
    ]


def test_a_talk_costs_hours_and_the_fee_of_the_guest(morning):
    assert Talk(fee=200).act(morning(day=10, balance=200.0)) == [
        Event(kind="guest", appeal=1.0, topic=1, hour=20.0),
        Spend(amount=200.0, hours=6.0, purpose="guest talk", funded="fees"),
    ]


def test_a_guest_whom_the_fees_cannot_pay_does_not_come(morning):
    poor = morning(day=10, balance=199.0)
    assert Talk(fee=200).act(poor) == []
    assert len(Talk(fee=200, funded="outside").act(poor)) == 2
    assert len(Talk(fee=0).act(morning(day=10, balance=-5.0))) == 2


@pytest.mark.parametrize("programme", [Discussion, Talk])
def test_without_appeal_there_is_no_event_and_no_work(morning, programme):
    assert days_with_levers(programme(appeal=0), morning) == []


@pytest.mark.parametrize("programme", [Discussion, Talk])
def test_without_work_nothing_is_booked(morning, programme):
    policy = programme(hours_of_work=0, weekday="monday")
    assert [type(lever) for lever in policy.act(morning(day=0))] == [Event]


@pytest.mark.parametrize(
    ("weekday", "message"),
    [
        ("tuseday", "unknown weekday 'tuseday'; did you mean 'tuesday'?"),
        (7, "Discussion: weekday must be a word or a whole number from 0 to 6"),
        (True, "Discussion: weekday must be a word or a whole number from 0 to 6"),
    ],
)
def test_a_weekday_that_is_none_is_refused(weekday, message):
    with pytest.raises(ValueError) as refusal:
        Discussion(weekday=weekday)
    assert str(refusal.value).startswith(message)


def test_an_hour_is_in_the_day():
    with pytest.raises(ValueError, match=r"hour must be a number from 0 to 23.99 \[hour\], not 24; write"):
        Talk(hour=24)
