"""The club's accounts: nothing comes from nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubsim.sim.ledger import ADVERTISERS, CLUB, DEPOSITS, MEMBERS, OUTSIDE, SUPPLIERS, Ledger

ACCOUNTS = (CLUB, MEMBERS, SUPPLIERS, OUTSIDE)
MOVEMENTS = st.lists(
    st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(0, 10**6), st.integers(0, 100))
)


@given(MOVEMENTS)
def test_balances_sum_to_nothing_and_follow_from_the_entries(movements):
    ledger = Ledger()
    for day, (giver, taker, amount, hours) in enumerate(movements):
        ledger.record(day, giver, taker, float(amount), "something", float(hours))
    assert sum(ledger.balances.values()) == 0
    for account in ACCOUNTS:
        taken = sum(entry.amount for entry in ledger.entries if entry.taker == account)
        given_away = sum(entry.amount for entry in ledger.entries if entry.giver == account)
        assert ledger.balances[account] == taken - given_away
    assert ledger.hours == sum(entry.hours for entry in ledger.entries)


def test_fees_are_revenue_and_what_is_paid_out_is_spent():
    ledger = Ledger()
    ledger.record(0, MEMBERS, CLUB, 100.0, "fees at the door")
    ledger.record(1, CLUB, SUPPLIERS, 30.0, "guest talk", 6.0)
    ledger.record(2, OUTSIDE, SUPPLIERS, 50.0, "merchandise")
    ledger.record(3, OUTSIDE, CLUB, 7.0, "a gift")
    assert (ledger.revenue, ledger.spent, ledger.hours) == (100.0, 80.0, 6.0)
    moved = {CLUB: 77.0, MEMBERS: -100.0, SUPPLIERS: 80.0, OUTSIDE: -57.0}
    assert ledger.balances == {DEPOSITS: 0.0, ADVERTISERS: 0.0} | moved


@pytest.mark.parametrize(("amount", "hours"), [(-1.0, 0.0), (1.0, -0.5), (float("nan"), 0.0), (1.0, float("nan"))])
def test_nothing_negative_is_recorded(amount, hours):
    ledger = Ledger()
    with pytest.raises(ValueError, match=r"^rent: amount and hours must be >= 0, not "):
        ledger.record(0, CLUB, SUPPLIERS, amount, "rent", hours)
    assert not ledger.entries and not any(ledger.balances.values())


def test_every_entry_of_a_run_has_a_giver_a_taker_and_a_purpose(town):
    ledger = town.run(40, town.operated()).ledger
    purposes = {entry.purpose for entry in ledger.entries}
    assert {"fees at the door", "guest talk", "topic discussion", "cash reward", "merchandise"} <= purposes
    for entry in ledger.entries:
        assert entry.giver in ACCOUNTS and entry.taker in ACCOUNTS and entry.giver != entry.taker
        assert entry.amount >= 0 and entry.hours >= 0 and 0 <= entry.day < 40 and entry.purpose
    assert sum(ledger.balances.values()) == pytest.approx(0, abs=1e-6)
    assert ledger.entries == sorted(ledger.entries, key=lambda entry: entry.day)


def test_the_clubs_own_money_is_never_spent_twice(town):
    """Policies look at the balance before they spend, and see what the slot before them has spent this morning."""
    ledger = town.run(60, town.operated(guest=("programme/talk", {"weekday": "thursday", "fee": 300.0}))).ledger
    balance, lowest = 0.0, 0.0
    for entry in ledger.entries:
        balance += entry.amount * ((entry.taker == CLUB) - (entry.giver == CLUB))
        lowest = min(lowest, balance)
    assert lowest == 0.0
    assert ledger.spent > 0
