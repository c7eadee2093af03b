"""The wrapper of time."""

import pytest

from clubsim.policies.during import During, When
from clubsim.policies.paid_gate import PaidGate


def acting(policy, morning, days=30):
    return [day for day in range(days) if policy.act(morning(day=day))]


def test_it_acts_from_a_day_until_before_another(morning):
    assert acting(During(PaidGate(), from_day=3, until_day=6), morning) == [3, 4, 5]


def test_without_an_end_it_acts_for_ever(morning):
    assert acting(During(PaidGate(), from_day=27), morning) == [27, 28, 29]


def test_it_counts_days_from_its_first(morning):
    assert acting(During(PaidGate(), from_day=2, until_day=20, every=7), morning) == [2, 9, 16]


def test_what_it_lets_through_is_the_policy_itself(morning):
    assert During(PaidGate(price=7)).act(morning()) == PaidGate(price=7).act(morning())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"every": 0}, "During: every must be a whole number from 1 to 100000 [day], not 0; write for example 1"),
        ({"from_day": -1}, "During: from_day must be a whole number from 0 to 100000 [day], not -1; "),
        ({"from_day": 1.5}, "During: from_day must be a whole number from 0 to 100000 [day], not 1.5; write 2"),
        ({"until_day": "may"}, "During: until_day must be a whole number from 1 to 100000 [day] or null, not 'may'"),
        ({"from_day": 84, "until_day": 84}, "until_day must be later than from_day, 84, not 84; write 85 or more"),
    ],
)
def test_impossible_times_are_refused(fields, message):
    with pytest.raises(ValueError) as refusal:
        During(PaidGate(), **fields)
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("condition", "sights"),
    [
        ({"members_above": 2}, [({"rows": [0, 1, 2]}, True), ({"rows": [0, 1]}, False)]),
        ({"members_below": 2}, [({"rows": [0]}, True), ({"rows": [0, 1]}, False)]),
        ({"age_above": 30}, [({"day": 31}, True), ({"day": 30}, False)]),
        ({"silence_above": 3}, [({"silence": 4}, True), ({"silence": 3}, False)]),
        ({"trust_above": 0.6}, [({"trust": 0.7}, True), ({"trust": 0.6}, False)]),
        ({"trust_below": 0.6}, [({"trust": 0.5}, True), ({"trust": 0.6}, False)]),
        ({"weekly_speakers_below": 5}, [({"weekly_speakers": 4}, True), ({"weekly_speakers": 5}, False)]),
        ({}, [({}, True)]),
    ],
    ids=lambda given: "-".join(given) if isinstance(given, dict) else "",
)
def test_it_acts_while_a_condition_holds(morning, condition, sights):
    policy = During(PaidGate(), when=When(**condition))
    assert [policy.act(morning(**seen)) != [] for seen, _ in sights] == [acts for _, acts in sights]


def test_all_conditions_and_the_days_must_hold(morning):
    policy = During(PaidGate(), from_day=4, when={"members_above": 1, "silence_above": 2})
    holds = {"day": 4, "rows": [0, 1], "silence": 3}
    assert policy.act(morning(**holds)) == PaidGate().act(morning())
    for broken in ({"day": 3}, {"rows": [0]}, {"silence": 2}):
        assert policy.act(morning(**holds | broken)) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (100, "when must be conditions, not 100; write for example {members_above: 100}"),
        (None, "when must be conditions, not null; write for example {members_above: 100}"),
        ({"members_over": 5}, "unknown condition of when 'members_over'; did you mean 'members_above'?"),
        ({"age_above": -1}, "when: age_above must be a whole number from 0 to 100000 [day] or null, not -1; write"),
        (
            {"silence_above": 2.5},
            "when: silence_above must be a whole number from 0 to 100000 [day] or null, not 2.5; ",
        ),
        (
            {"members_above": 100, "members_below": 101},
            "when: no number is above 100 and below 101; write members_below 102 or more",
        ),
    ],
)
def test_impossible_conditions_are_refused(given, message):
    with pytest.raises(ValueError) as refusal:
        During(PaidGate(), when=given)
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_one_number_between_two_conditions_is_enough(morning):
    policy = During(PaidGate(), when={"members_above": 1, "members_below": 3})
    assert [policy.act(morning(rows=range(n))) != [] for n in range(5)] == [False, False, True, False, False]


def test_it_wraps_policies_only():
    with pytest.raises(ValueError, match="policy must be a Policy, not 'cash'"):
        During("cash")
