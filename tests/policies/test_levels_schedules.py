"""Points and levels, pay on schedules, privileges and contacts: who gets what, when, and who pays."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from clubsim.agents.ties import slot_of, ties_at
from clubsim.policies.access import Access
from clubsim.policies.levels import Levels
from clubsim.policies.privilege import Privilege
from clubsim.policies.schedule import Schedule
from clubsim.sim.community import Community
from clubsim.sim.ledger import CLUB, NAMED
from clubsim.sim.levers import Ahead, Give, Pay, Raise, Recommend, Redeem, Spend, Tally

_spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(towns)

ROWS = [10, 11, 12, 13]


def of_kind(levers, kind):
    """The only lever of a kind."""
    (found,) = [lever for lever in levers if isinstance(lever, kind)]
    return found


def by_row(rows, values):
    return dict(zip(rows.tolist(), values.tolist(), strict=True))


# levels


def test_points_count_messages_check_ins_and_answers(morning):
    view = morning(rows=ROWS, messages=[1, 0, 0, 4], check_ins=[0, 1, 0, 2], replies=[0, 0, 2, 6])
    assert Levels(by_answer=0.5).points(view).tolist() == [1, 1, 1, 9]


def test_who_has_the_points_rises_once_and_the_others_hear_how_far_it_is(morning):
    policy = Levels(thresholds=[5, 20], exchange=0, by_message=2, by_check_in=0, by_answer=0, value=1.5)
    view = morning(rows=ROWS, messages=[1, 3, 4, 30], level=[0, 0, 1, 0])
    levers = policy.act(view)
    risen = of_kind(levers, Raise)
    assert by_row(risen.rows, risen.levels) == {11: 1, 13: 2}
    assert of_kind(levers, Give).rows.tolist() == [11, 13]
    ahead = of_kind(levers, Ahead)
    assert by_row(ahead.rows, ahead.left) == {10: 2, 11: 7, 12: 6}  # messages of 2 points to 5, and to 20


def test_points_are_exchanged_on_their_day_as_far_as_the_balance_goes(morning):
    policy = Levels(thresholds=[], exchange=10, period=7, goods_cost=30)
    has = {"rows": ROWS, "messages": [10, 9, 25, 40], "redeemed": [0.0, 0.0, 20.0, 30.0]}
    assert policy.act(morning(day=8, balance=1e3, **has)) == []
    redeem, give, spend = policy.act(morning(day=7, balance=1e3, **has))
    assert isinstance(redeem, Redeem) and redeem.points == 10
    assert sorted(redeem.rows.tolist()) == sorted(give.rows.tolist()) == [10, 13]
    assert spend == Spend(amount=60.0, hours=0.0, purpose="goods for points", funded="fees")
    assert policy.act(morning(day=7, balance=59.9, **has))[0].rows.size == 1
    assert policy.act(morning(day=7, balance=-5.0, **has)) == []


def test_lots_are_drawn_among_who_has_the_points(morning):
    view = morning(day=7, rows=ROWS, messages=[10, 0, 10, 10], draws={1010: 0.9, 1011: 0.1, 1012: 0.2, 1013: 0.5})
    levers = Levels(thresholds=[], exchange=10, lots=2, funded="outside").act(view)
    assert of_kind(levers, Redeem).rows.tolist() == [12, 13]


def test_thresholds_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match=r"thresholds must rise, not \[5, 5, 2\]; write \[2, 5\]"):
        Levels(thresholds=[5, 5, 2])


# schedules

WROTE = {"rows": ROWS, "messages_since": [5, 10, 0, 31], "tally_day": 7, "day": 14, "balance": 1e3}


def paid(levers):
    pays = [lever for lever in levers if isinstance(lever, Pay)]
    return by_row(pays[0].rows, pays[0].amounts) if pays else {}


@pytest.mark.parametrize(
    ("schedule", "due"),
    [("fixed", {11: 2.0, 13: 2.0}), ("ladder", {11: 2.0, 13: 12.0}), ("top", {13: 2.0, 11: 2.0})],
)
def test_a_period_is_paid_on_the_morning_after(morning, schedule, due):
    policy = Schedule(schedule=schedule, amount=2.0, messages=10, winners=2)
    levers = policy.act(morning(**WROTE))
    assert paid(levers) == due
    assert of_kind(levers, Tally)
    assert paid(policy.act(morning(**WROTE | {"day": 13}))) == {}
    assert paid(policy.act(morning(**WROTE | {"tally_day": 3}))) == {}


def test_members_hear_how_far_it_is_to_the_next_pay(morning):
    view = {**WROTE, "day": 10}
    fixed = of_kind(Schedule(messages=10).act(morning(**view)), Ahead)
    assert by_row(fixed.rows, fixed.left) == {10: 5, 12: 10}
    ladder = of_kind(Schedule(schedule="ladder", messages=10).act(morning(**view)), Ahead)
    assert by_row(ladder.rows, ladder.left) == {10: 5, 11: 10, 12: 10}
    new = of_kind(Schedule(messages=10).act(morning(**WROTE)), Ahead)
    assert new.left.tolist() == [10, 10, 10, 10]


def test_luck_pays_who_wrote_yesterday(morning):
    view = morning(rows=ROWS, messages_yesterday=[1, 3, 0, 2], balance=1e3, draws={1010: 0.05, 1012: 0.01, 1013: 0.2})
    assert paid(Schedule(schedule="random", amount=2.0, chance=0.1).act(view)) == {10: 2.0}


def test_a_streak_is_paid_on_each_of_its_last_days(morning):
    view = morning(rows=ROWS, streak=[7, 8, 0, 14], balance=1e3)
    assert paid(Schedule(schedule="streak", amount=2.0, days=7).act(view)) == {10: 2.0, 13: 2.0}


def test_fees_pay_no_more_than_there_is(morning):
    policy = Schedule(amount=2.0, messages=5)
    draws = {1010: 0.9, 1011: 0.1, 1013: 0.5}
    assert paid(policy.act(morning(**WROTE | {"balance": 4.0, "draws": draws}))) == {11: 2.0, 13: 2.0}
    assert paid(policy.act(morning(**WROTE | {"balance": 1.9, "draws": draws}))) == {}
    assert len(paid(Schedule(amount=2.0, messages=5, funded="outside").act(morning(**WROTE | {"balance": 0.0})))) == 3


# privileges and contacts


def test_trials_are_for_those_who_stand_high_enough(morning):
    view = {"day": 28, "rows": ROWS, "level": [0, 2, 1, 3], "balance": 1e3}
    give, spend = Privilege(trials=5, level=2, cost=50, hours_of_work=0.5).act(morning(**view))
    assert sorted(give.rows.tolist()) == [11, 13]
    assert spend == Spend(amount=100.0, hours=1.0, purpose="trials", funded="fees")
    assert Privilege(level=2).act(morning(**view | {"balance": 99.0})) == []
    assert Privilege(level=4).act(morning(**view)) == [] == Privilege(level=2).act(morning(**view | {"day": 27}))


INTRODUCING = {"day": 56, "tally_day": 28, "rows": ROWS, "messages_since": [9, 5, 0, 7], "replies": [3, 1, 50, 20]}


def test_contributors_are_introduced_to_those_above_them_who_have_time(morning):
    tally, introduce, spend = Access(introduced=3, contacts=2, most=1).act(morning(**INTRODUCING))
    assert isinstance(tally, Tally)
    pairs = by_row(introduce.rows, introduce.contacts)
    assert set(pairs) <= {10, 11, 13} and len(set(pairs.values())) == len(pairs)
    replies = dict(zip(ROWS, INTRODUCING["replies"], strict=True))
    assert all(replies[contact] > replies[row] for row, contact in pairs.items())
    assert spend.hours == 0.5 * len(pairs) and spend.amount == 0.0
    assert Access().act(morning(**INTRODUCING | {"tally_day": 20})) == [Tally()]


def test_nobody_is_introduced_to_themselves_or_to_who_is_below(morning):
    view = INTRODUCING | {"messages_since": [0, 0, 9, 0]}
    assert Access(contacts=4).act(morning(**view)) == [Tally()]


# in a town


@cache
def lived(policy, days=36, engine="compiled", **world):
    slots = {"tried": policy, "recruitment": towns.operated()["recruitment"], "gate": towns.operated()["gate"]}
    return Community(towns.small(**world), slots, seed=4, events=True, engine=engine).run(days)


class Sees:
    """A policy beside others that keeps what introductions there were."""

    def __init__(self, policy):
        self.policy, self.pairs = policy, []

    def act(self, view):
        levers = self.policy.act(view)
        for lever in levers:
            if isinstance(lever, Recommend):
                self.pairs += [(view.day, *pair) for pair in zip(lever.rows, lever.contacts, strict=True)]
        return levers


def test_an_introduction_is_a_tie_on_both_sides():
    sees = Sees(Access(introduced=3, period=7, weight=50.0))
    community = Community(towns.small(), {"access": sees}, seed=4).run(7)
    community.step()
    assert sees.pairs
    for _, row, contact in sees.pairs:
        for one, other in ((row, contact), (contact, row)):
            at = ties_at(one, community.members)
            slot = slot_of(at, other, community.members)
            if community.members.left[other] < 0:
                assert community.members.tie_weight[at, slot] > 40


def test_fees_never_fall_below_nothing_and_each_pay_has_a_name():
    for schedule in ("fixed", "ladder", "top", "random", "streak"):
        community = lived(Schedule(schedule=schedule, amount=9.0, messages=5, chance=0.3, days=3))
        pays = [entry for entry in community.ledger.entries if entry.purpose == f"{schedule} pay"]
        assert pays and all(entry.giver == CLUB and entry.taker.startswith(NAMED) for entry in pays)
        balance = 0.0
        for entry in community.ledger.entries:
            balance += entry.amount * ((entry.taker == CLUB) - (entry.giver == CLUB))
            assert balance >= -1e-9
        assert community.ledger.spent == pytest.approx(sum(entry.amount for entry in pays))


def test_levels_are_as_high_as_the_points_and_redeemed_points_were_earned():
    policy = Levels(thresholds=(10, 40), exchange=20.0, funded="outside")
    community = lived(policy)
    m, here = community.members, community.present
    assert set(m.level[here].tolist()) == {0, 1, 2}
    yesterday = m.all_messages - m.messages + m.all_check_ins - m.checked_in + 0.5 * (m.all_replies - m.replies)
    old = here[m.joined[here] < community.day - 1]
    np.testing.assert_array_equal(m.level[old], np.searchsorted([10.0, 40.0], yesterday[old], side="right"))
    assert m.redeemed.any() and (m.redeemed[old] <= yesterday[old]).all()
    spent = sum(entry.amount for entry in community.ledger.entries if entry.purpose == "goods for points")
    assert spent == pytest.approx(30.0 * m.redeemed.sum() / 20.0)


def test_only_who_heeds_rewards_strives_for_a_level():
    """Nobody heeds: the promise changes nothing but who has risen, which please() tells nobody here."""
    promised = Levels(thresholds=(10, 40), exchange=0.0, gain=5.0, value=0.0)
    flat = Levels(thresholds=(10, 40), exchange=0.0, gain=0.0, value=0.0)
    none, same = lived(promised, reward_heeders=0.0), lived(flat, reward_heeders=0.0)
    assert set(towns.differing(none, same)) == {"members.ahead_gain"}
    all_heed, calm = lived(promised, reward_heeders=1.0), lived(flat, reward_heeders=1.0)
    assert all_heed.counters.series("messages").sum() > calm.counters.series("messages").sum()
