"""Rewards: who wins, what is announced, what it costs, who pays."""

import math

import numpy as np
import pytest

from clubsim.policies.cash import Cash
from clubsim.policies.merchandise import Merchandise
from clubsim.policies.winners import race
from clubsim.sim.levers import Give, Prize, Spend

DRAWS = {11: 0.9, 12: 0.2, 13: 0.6, 14: 0.99, 15: 0.4}
UID = [11, 12, 13, 14, 15]
SPOKE = [1, 40, 5, 0, 3]
ATTENDED = [1, 1, 1, 1, 0]


def after_event(morning, order=(0, 1, 2, 3, 4), **view):
    """The morning after an event: uid 14 said nothing and uid 15 did not attend."""
    pick = np.array(order)
    return morning(
        **{"day": 2, "event_yesterday": "topic", "draws": DRAWS, "balance": 1000.0} | view,
        rows=np.arange(100, 100 + pick.size),
        uid=np.array(UID)[pick],
        messages_yesterday=np.array(SPOKE)[pick],
        attended_yesterday=np.array(ATTENDED)[pick],
    )


def uids(view, rows):
    return [int(view.uid[np.flatnonzero(view.rows == row)[0]]) for row in rows]


def test_the_shortest_times_win_the_race(morning):
    times = {11: -math.log(0.9) / 1, 12: -math.log(0.2) / 40, 13: -math.log(0.6) / 5}
    view = after_event(morning)
    assert uids(view, race(view, 3)) == sorted(times, key=times.get)
    assert uids(view, race(view, 2)) == sorted(times, key=times.get)[:2]


def test_only_who_attended_and_spoke_can_win(morning):
    view = after_event(morning)
    assert set(uids(view, race(view, 10))) == {11, 12, 13}


def test_the_same_people_win_in_whatever_rows_they_are(morning):
    first = after_event(morning)
    winners = uids(first, race(first, 2))
    for order in ((4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (1, 4, 0, 3, 2)):
        view = after_event(morning, order)
        assert uids(view, race(view, 2)) == winners


def test_one_speaker_more_takes_at_most_one_prize(morning):
    without = after_event(morning, (0, 1, 2))
    view = after_event(morning, (3, 0, 1, 2))
    view.messages_yesterday[0] = 50
    assert len(set(uids(without, race(without, 2))) - set(uids(view, race(view, 2)))) == 1


def test_equal_times_are_told_apart_by_uid(morning):
    for order in ([7, 5, 6], [5, 6, 7], [6, 7, 5]):
        view = morning(
            day=2,
            rows=[0, 1, 2],
            uid=order,
            event_yesterday="topic",
            messages_yesterday=[2, 2, 2],
            attended_yesterday=[1, 1, 1],
        )
        assert uids(view, race(view, 2)) == [5, 6]


def test_chances_go_by_messages(morning):
    """P(first) = messages / all messages, 3 of 4; bounds are five standard deviations of 2000 races."""
    luck = np.random.default_rng(1)
    wins = 0
    for _ in range(2000):
        draws = dict(zip((1, 2), luck.random(2), strict=True))
        view = morning(
            day=2,
            rows=[0, 1],
            uid=[1, 2],
            event_yesterday="topic",
            messages_yesterday=[3, 1],
            attended_yesterday=[1, 1],
            draws=draws,
        )
        wins += race(view, 1)[0] == 0
    assert abs(wins - 1500) < 5 * math.sqrt(2000 * 0.75 * 0.25)


def test_without_an_event_nobody_wins_and_no_luck_is_asked_for(morning):
    view = after_event(morning, event_yesterday="")
    assert race(view, 2).size == 0
    assert view.asked == []


def test_cash_is_announced_every_morning_and_given_after_an_event(morning):
    view = after_event(morning)
    prize, give, spend = Cash(winners=2, amount=30, appeal=0.4, value=1.5).act(view)
    assert prize == Prize(appeal=0.4)
    assert (give.kind, give.value, uids(view, give.rows)) == ("cash", 1.5, uids(view, race(view, 2)))
    assert spend == Spend(amount=60.0, hours=0.0, purpose="cash reward", funded="fees")
    assert Cash(appeal=0.4).act(after_event(morning, event_yesterday="")) == [Prize(appeal=0.4)]


def test_what_is_paid_goes_by_who_won(morning):
    spend = Cash(winners=10, amount=30).act(after_event(morning))[-1]
    assert spend.amount == 90.0


def test_fees_must_cover_all_winners_of_an_event(morning):
    assert Cash(winners=2, amount=30).act(after_event(morning, balance=59.9)) == []
    assert len(Cash(winners=2, amount=30).act(after_event(morning, balance=60.0))) == 3


def test_a_sponsor_pays_whatever_the_balance(morning):
    levers = Cash(winners=2, amount=30, funded="outside").act(after_event(morning, balance=-100.0))
    assert levers[-1] == Spend(amount=60.0, hours=0.0, purpose="cash reward", funded="outside")


def test_without_winners_there_is_no_prize(morning):
    assert Cash(winners=0).act(after_event(morning)) == []
    assert Merchandise(winners=0).act(after_event(morning)) == []
    assert Merchandise(copies=0).act(after_event(morning)) == []


def test_merchandise_is_given_after_its_weekdays(morning):
    view = after_event(morning)  # Wednesday, the event was on Tuesday
    give, spend = Merchandise(copies=24, cost=30).act(view)
    assert isinstance(give, Give) and uids(view, give.rows) == uids(view, race(view, 2))
    assert spend == Spend(amount=60.0, hours=0.0, purpose="merchandise", funded="fees")
    assert Merchandise(weekdays=["thursday"]).act(view) == []


def test_merchandise_is_announced_on_its_weekdays(morning):
    announced = [day for day in range(14) if Prize(appeal=0.5) in Merchandise().act(morning(day=day, balance=1e6))]
    assert announced == [1, 3, 8, 10]


def test_merchandise_out_of_fees_needs_the_balance(morning):
    policy = Merchandise(copies=24, cost=30)  # two an event
    assert policy.act(after_event(morning, balance=59.9)) == []
    assert policy.act(morning(day=1, balance=59.9)) == []
    assert policy.act(morning(day=1, balance=60.0)) == [Prize(appeal=0.5)]


@pytest.mark.parametrize(("copies", "winners"), [(20, 2), (20, 3), (7, 2), (1, 5), (1000, 2), (24, 2)])
def test_a_season_gives_its_copies_and_never_more_and_the_next_has_new_ones(morning, copies, winners):
    policy = Merchandise(copies=copies, winners=winners, period=42, first_day=4)
    by_day = [policy.copies_for(day, morning(day=day).weekday) for day in range(4 + 84)]
    assert sum(by_day[:4]) == 0
    assert sum(by_day[4:46]) == sum(by_day[46:]) == min(copies, 12 * winners)
    assert max(by_day) <= winners


def test_the_default_copies_are_spread_over_all_twelve_events(morning):
    given = [Merchandise().copies_for(day, morning(day=day).weekday) for day in range(42)]
    assert [day for day, copies in enumerate(given) if copies] == [1, 3, 8, 10, 15, 17, 22, 24, 29, 31, 36, 38]
    assert [copies for copies in given if copies] == [1, 2, 2] * 4


def test_where_copies_are_few_some_events_have_none_and_nothing_is_announced(morning):
    """Two copies for the four events of a fortnight, days 1, 3, 8 and 10: the second and the fourth have one."""
    policy = Merchandise(copies=2, period=14)
    assert [policy.copies_for(day, morning(day=day).weekday) for day in (1, 3, 8, 10)] == [0, 1, 0, 1]
    assert policy.act(morning(day=1, balance=1e6)) == []
    assert policy.act(morning(day=3, balance=1e6)) == [Prize(appeal=0.5)]


def test_gifts_for_the_last_event_of_a_season_are_given_in_the_next(morning):
    """Seasons of nine days: day 8 is a Tuesday and the last day, day 9 begins another season."""
    policy = Merchandise(copies=3, winners=2, period=9)
    give, _ = policy.act(after_event(morning, day=9))
    assert give.rows.size == policy.copies_for(8, 1) == 1


def test_a_wrong_weekday_is_refused():
    with pytest.raises(ValueError, match=r"unknown weekday 'thurday'; did you mean 'thursday'\?"):
        Merchandise(weekdays=["tuesday", "thurday"])
