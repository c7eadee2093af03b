"""What a prospect does before they are a member."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.birth import ENTHUSIASM, trait
from clubsim.agents.luck import luck_of
from clubsim.agents.parameters import world_of
from clubsim.agents.prospects import appear, hear, pay_chance
from clubsim.agents.records import NEVER, NOBODY

LUCK = luck_of(3)


def test_who_would_pay_just_that_much_pays_half_the_time():
    assert pay_chance(99.0, 99.0, 0.3) == pytest.approx(0.5)
    assert pay_chance(200.0, 100.0, 0.5) == pytest.approx(0.8)  # odds of 2**(1 / 0.5)


def test_nobody_minds_a_price_of_nothing():
    assert pay_chance(1e-9, 0.0, 0.3) == 1.0


def test_the_dearer_the_fewer_and_the_more_willing_the_more():
    prices = [pay_chance(80.0, price, 0.3) for price in (1.0, 50.0, 99.0, 200.0, 1e5)]
    assert prices == sorted(prices, reverse=True)
    assert pay_chance(80.0, 99.0, 0.3) < pay_chance(81.0, 99.0, 0.3)


def test_who_appears_has_their_traits_from_the_uid_alone(out_there):
    world = world_of()
    one, other = out_there(6), out_there(6)
    other.uid[:] = one.uid[::-1]
    for j in range(6):
        appear(j, one, world, 0.0, 1.0, 0, LUCK)
        appear(j, other, world, 123.0, 1.0, 77, LUCK)
    for name in ("enthusiasm", "willingness", "would_join"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name)[::-1])
    assert (one.knocked == NEVER).all() and (one.row == NOBODY).all()


def test_a_channels_shift_moves_enthusiasm_by_as_much(out_there):
    prospects = out_there(5, shift=1.5)
    for j in range(5):
        appear(j, prospects, world_of(), 0.0, 1.0, 0, LUCK)
    own = [trait(LUCK, int(uid), ENTHUSIASM) for uid in prospects.uid]
    assert prospects.enthusiasm == pytest.approx(np.array(own) + 1.5, rel=1e-6)


def test_the_keener_would_rather_join_and_pay_more(out_there):
    n = 4000
    prospects = out_there(n)
    for j in range(n):
        appear(j, prospects, world_of(enthusiasm_join=0.0, willingness_enthusiasm=0.6), 0.0, 1.0, 0, LUCK)
    keen = prospects.enthusiasm > 0
    assert prospects.would_join[keen].mean() > prospects.would_join[~keen].mean() + 0.2
    assert np.corrcoef(prospects.enthusiasm, np.log(prospects.willingness))[0, 1] == pytest.approx(0.6, abs=0.06)
    low, high = binom.interval(1 - 1e-6, n, 0.5)
    assert low <= int(prospects.would_join.sum()) <= high


def knocks(prospects, price=0.0, day=5, seed=LUCK):
    for j in range(prospects.uid.shape[0]):
        hear(j, prospects, world_of(), price, 1.0, day, seed)
    return prospects.hears == 1


def test_as_many_hear_of_a_notice_as_its_reach_says(out_there):
    n = 4000
    low, high = binom.interval(1 - 1e-6, n, 0.25)
    assert low <= int(knocks(out_there(n, reach=0.25)).sum()) <= high


def test_who_would_not_join_or_is_not_there_yet_does_not_knock(out_there):
    prospects = out_there(3, would_join=[1, 0, 1], appears=[5, 0, 6])
    assert knocks(prospects, day=5).tolist() == [True, False, False]
    assert prospects.knocked.tolist() == [5, NEVER, NEVER]


def test_the_first_knock_is_the_one_that_is_kept(out_there):
    prospects = out_there(1)
    knocks(prospects, day=5)
    knocks(prospects, day=9)
    assert prospects.knocked[0] == 5


def test_one_and_the_same_price_is_settled_once(out_there):
    prospects = out_there(300, willingness=99.0)
    knocks(prospects, price=99.0, day=5)
    first = prospects.can_pay.copy()
    places = prospects.place.copy()
    knocks(prospects, price=99.0, day=47)
    np.testing.assert_array_equal(prospects.can_pay, first)
    assert 100 < first.sum() < 200
    assert (prospects.place != places).all()  # but another season has another queue


def test_who_pays_a_price_pays_any_lower_one(out_there):
    prospects, paid = out_there(300, willingness=99.0), []
    for price in (300.0, 99.0, 50.0, 0.0):
        knocks(prospects, price=price)
        paid.append(prospects.can_pay == 1)
    for dearer, cheaper in pairwise(paid):
        assert not (dearer & ~cheaper).any()
    assert paid[-1].all() and paid[0].sum() < paid[1].sum() < paid[2].sum()


def test_the_price_and_membership_do_not_change_who_knocks(out_there):
    free, dear = out_there(300, reach=0.5), out_there(300, reach=0.5, row=3)
    np.testing.assert_array_equal(knocks(free), knocks(dear, price=1e6))
