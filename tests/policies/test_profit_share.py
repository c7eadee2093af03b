"""Part of the balance for those who contributed: who gets how much, from whom, and both engines alike."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.policies.profit_share import ProfitShare
from clubsim.policies.registry import build
from clubsim.sim.ledger import CLUB, NAMED
from clubsim.sim.levers import Pay, Spend, Tally

SPEC = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)

FEE = build("gate/paid", {"price": 60.0})


def payday(morning, **view):
    """The morning after a period of ten days."""
    given = {"rows": [3, 4, 5], "messages_since": [6, 0, 2], "replies": [1, 9, 0], "balance": 400.0, "tally_day": 0}
    return morning(**{"day": 10} | given | view)


def paid(policy, view):
    pays = [lever for lever in policy.act(view) if isinstance(lever, Pay)]
    return {} if not pays else dict(zip(pays[0].rows.tolist(), pays[0].amounts.tolist(), strict=True))


def test_a_share_of_the_balance_goes_by_the_messages_of_the_period(morning):
    assert paid(ProfitShare(period=10, share=0.5), payday(morning)) == pytest.approx({3: 150.0, 5: 50.0})


def test_or_by_all_the_answers_somebody_had(morning):
    assert paid(ProfitShare(period=10, share=0.5, by="answers"), payday(morning)) == pytest.approx({3: 20.0, 4: 180.0})


def test_it_is_worth_to_each_what_it_is_in_usual_gifts_and_takes_work(morning):
    tally, pay, spend = ProfitShare(period=10, share=0.5, hours_of_work=2.0).act(payday(morning))
    assert isinstance(tally, Tally) and isinstance(spend, Spend) and spend.hours == 2.0
    assert isinstance(pay, Pay) and pay.value == pytest.approx([5.0, 150.0 / 90.0]) and pay.funded == "fees"


@pytest.mark.parametrize("view", [{"balance": 0.0}, {"balance": -50.0}, {"messages_since": [0, 0, 0]}])
def test_nobody_is_paid_where_there_is_nothing_to_share_or_nobody_wrote(morning, view):
    assert [type(lever) for lever in ProfitShare(period=10).act(payday(morning, **view))] == [Tally]


def test_a_part_that_is_too_small_stays_with_the_club(morning):
    assert paid(ProfitShare(period=10, share=0.5, least=60.0), payday(morning)) == pytest.approx({3: 150.0})


def test_a_period_that_was_not_counted_from_its_first_morning_pays_nobody(morning):
    assert paid(ProfitShare(period=10), payday(morning, tally_day=-1)) == {}
    assert ProfitShare(period=10).act(payday(morning, day=9)) == []


def test_the_club_pays_members_by_name_and_never_more_than_it_has():
    policies = {"fee": FEE, "gain": build("money/profit_share", {"period": 7, "share": 0.5})}
    c = towns.run(30, policies)
    entries = [entry for entry in c.ledger.entries if entry.purpose == "profit share" and entry.amount > 0]
    assert len(entries) > 10
    assert {entry.giver for entry in entries} == {CLUB}
    assert all(entry.taker.startswith(NAMED) for entry in entries)
    assert {entry.day % 7 for entry in entries} == {0}
    assert c.ledger.balances[CLUB] > 0
    first = sum(entry.amount for entry in entries if entry.day == 7)
    before = sum(e.amount for e in c.ledger.entries if e.taker == CLUB and e.day < 7)
    assert 0 < first <= 0.5 * before + 1e-9
    assert sum(c.ledger.balances.values()) == pytest.approx(0.0, abs=1e-6)


def test_who_is_paid_belongs_more():
    def identity(**share):
        c = towns.run(29, {"fee": FEE, "gain": build("money/profit_share", {"period": 7, **share})},
                      towns.small(reward_gain=0.3, willingness_median=500.0))  # fmt: skip
        return float(np.mean(c.members.identity[c.present]))

    assert identity(share=1.0, by="answers") > identity(share=0.0) + 0.005


@pytest.mark.parametrize("by", ["messages", "answers"])
def test_both_engines_share_alike(by):
    policies = {"fee": FEE, "gain": build("money/profit_share", {"period": 7, "share": 0.8, "by": by})}
    compiled, objects = (towns.run(22, policies, events=True, engine=engine) for engine in ("compiled", "objects"))
    assert towns.differing(compiled, objects) == []
