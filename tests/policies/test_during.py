"""The wrapper of time."""

import pytest

from clubsim.policies.during import During
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


def test_it_wraps_policies_only():
    with pytest.raises(ValueError, match="policy must be a Policy, not 'cash'"):
        During("cash")
