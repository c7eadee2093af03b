"""Settings that change on given days: which hold when, what is refused, and what stays."""

import importlib.util
from pathlib import Path

import pytest

from clubsim.policies.changing import Changing
from clubsim.policies.during import During
from clubsim.policies.paid_gate import PaidGate
from clubsim.policies.registry import build

SPEC = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)


def price_on(policy, morning, day):
    (gate,) = policy.act(morning(day=day))
    return gate.price


def test_each_change_holds_from_its_day_on_and_keeps_the_rest(morning):
    policy = build(
        "paid", {"price": 99, "term_days": 30, "changes": [{"day": 10, "price": 49}, {"day": 20, "price": 9}]}
    )
    assert [price_on(policy, morning, day) for day in (0, 9, 10, 19, 20, 400)] == [99, 99, 49, 49, 9, 9]
    assert policy.on(25) == PaidGate(price=9.0, term_days=30)


def test_it_changes_only_while_it_acts(morning):
    policy = build("paid", {"from_day": 5, "until_day": 15, "changes": [{"day": 10, "price": 49}]})
    assert isinstance(policy, During) and isinstance(policy.policy, Changing)
    assert [len(policy.act(morning(day=day))) for day in (4, 5, 14, 15)] == [0, 1, 1, 0]
    assert price_on(policy, morning, 12) == 49


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            5,
            r"gate/paid: changes must be a list of days with what changes, not 5; e.g. \[\{day: 90, price: 49\}\]",
        ),
        ([{"price": 4}], "gate/paid: changes: day must be a whole number from 1 to 100000, not null"),
        ([{"day": 0, "price": 4}], "gate/paid: changes: day must be a whole number from 1 to 100000, not 0"),
        ([{"day": 9, "prise": 4}], "gate/paid: unknown field that changes 'prise'; did you mean 'price'?"),
        ([{"day": 9, "price": -4}], r"gate/paid: changes: price must be a number of at least 0 \[yuan\], not -4"),
        ([{"day": 9, "from_day": 4}], "gate/paid: unknown field that changes 'from_day'"),
        ([{"day": 9, "price": 4}, {"day": 9, "price": 5}], "the days of changes must ascend from 0"),
    ],
)
def test_a_wrong_change_is_told_in_one_sentence(changes, message):
    with pytest.raises(ValueError, match=message) as told:
        build("paid", {"changes": changes})
    assert str(told.value).count("gate/paid: ") == 1


def test_a_vessel_must_allow_every_stage():
    policy = build("inactive", {"executed": False, "changes": [{"day": 30, "executed": True}]})
    assert policy.demands() == ("removal",)


def test_a_gate_that_is_lowered_lets_in_more_from_that_day_on():
    def arm(fields):
        return towns.run(40, {"gate": build("gate/review", {"threshold": 1.5, **fields})})

    strict, diluted = arm({}), arm({"changes": [{"day": 20, "threshold": -1.0}]})
    before, after = (
        [c.counters.series("joined")[part].sum() for c in (strict, diluted)] for part in (slice(20), slice(20, 40))
    )
    assert before[0] == before[1] and after[0] < after[1]


def test_a_change_to_the_same_changes_no_bit():
    one = towns.run(25, {"gate": build("gate/review", {"threshold": 0.3})}, events=True)
    other = towns.run(
        25, {"gate": build("gate/review", {"threshold": 0.3, "changes": [{"day": 9, "threshold": 0.3}]})}, events=True
    )
    assert towns.differing(one, other) == []
