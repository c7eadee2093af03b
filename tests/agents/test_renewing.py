"""A paid term ends: who pays again stays, who does not is out."""

from math import e

import pytest
from scipy.stats import binom

from clubsim.agents.birth import begin
from clubsim.agents.leaving import leave
from clubsim.agents.records import NEVER, Reason
from clubsim.agents.renewing import lapse_chance, renews, term_ends

SOLD = {"term": 30, "price": 50.0, "renewal": 50.0}
STAYS = {"leave_base": -30.0}


def test_without_a_weight_everybody_has_their_own_chance():
    for own in (0.0, 0.123, 1.0):
        assert lapse_chance(own, 1.3, 0.0) == own


def test_attachment_shifts_the_odds():
    assert lapse_chance(0.5, 1.0, 2.0) == pytest.approx(1 / (1 + e**2))
    assert lapse_chance(0.2, 0.0, 2.0) == pytest.approx(0.2)
    assert lapse_chance(0.5, -1.0, 1.0) == pytest.approx(1 / (1 + e**-1))


def test_the_more_attached_the_rarer_a_lapse():
    curve = [lapse_chance(0.3, attachment / 4, 1.5) for attachment in range(-4, 7)]
    assert curve == sorted(curve, reverse=True) and len(set(curve)) == len(curve)


@pytest.mark.parametrize("own", [0.0, 1.0])
def test_nobody_is_so_sure_that_attachment_could_not_move_them(own):
    chance = lapse_chance(own, 0.5, 10.0)
    assert 0.0 < chance < 1.0 and chance == pytest.approx(own, abs=1e-6)


def test_a_term_ends_on_its_day_and_on_no_other(stage):
    scene = stage(paid_until=[9, 10, 11, NEVER])
    assert [bool(term_ends(i, scene.members, scene.today)) for i in range(4)] == [False, True, False, False]


@pytest.mark.parametrize(("term", "until"), [(0, NEVER), (30, 40)])
def test_who_joins_under_a_term_has_paid_for_that_long(stage, term, until):
    scene = stage(n=1, today={"term": term})
    begin(0, scene.members, scene.world, scene.today)
    assert scene.members.paid_until[0] == until


def test_who_renews_pays_todays_price_for_todays_term(stage):
    scene = stage(n=1, paid_until=10, paid=99.0, today=SOLD, world={"renewal_a": 0.01, "renewal_b": 500.0})
    assert renews(0, scene.members, scene.world, scene.today, 0.0, scene.luck)
    m = scene.members
    assert (m.paid_until[0], m.paid[0], m.renewed[0]) == (40, 149.0, 1)


def test_where_no_term_is_sold_any_more_membership_goes_on_for_nothing(stage):
    scene = stage(n=1, paid_until=10, paid=99.0, today={"price": 50.0}, world={"renewal_a": 500.0, "renewal_b": 0.01})
    assert renews(0, scene.members, scene.world, scene.today, -1.0, scene.luck)
    m = scene.members
    assert (m.paid_until[0], m.paid[0], m.renewed[0]) == (NEVER, 99.0, 0)


@pytest.mark.parametrize(("a", "b"), [(0.668, 3.806), (2.0, 2.0)])
def test_as_many_lapse_at_the_first_end_as_the_mean_chance_says(stage, a, b):
    n = 4000
    scene = stage(n=n, paid_until=10, today=SOLD, world=STAYS | {"renewal_a": a, "renewal_b": b})
    for i in range(n):
        leave(i, *scene.acting)
    m = scene.members
    lapsed = m.left == 10
    low, high = binom.interval(1 - 1e-6, n, a / (a + b))
    assert low <= int(lapsed.sum()) <= high
    assert (m.reason[lapsed] == Reason.LAPSED).all() and not m.paid[lapsed].any() and not m.renewed[lapsed].any()
    assert (m.paid[~lapsed] == 50.0).all() and (m.renewed[~lapsed] == 1).all() and (m.paid_until[~lapsed] == 40).all()


def test_a_renewal_may_cost_nothing(stage):
    scene = stage(n=400, paid_until=10, today={"term": 7}, world=STAYS)
    for i in range(400):
        leave(i, *scene.acting)
    renewed = scene.members.renewed == 1
    assert 200 < renewed.sum() < 400
    assert not scene.members.paid.any() and (scene.members.paid_until[renewed] == 17).all()


@pytest.mark.parametrize(
    ("columns", "world", "today", "reason"),
    [
        ({"ordered_out": 1}, {}, {}, Reason.REMOVED),
        ({}, {}, {"quota": 1, "executed": 1, "need_messages": 9, "quota_last": 10}, Reason.FAILED_QUOTA),
        ({}, {"leave_base": 10.0, "leave_attachment": 0.0}, {}, Reason.LEFT),
        ({}, {"need_partners": 1, "need_days": 0}, {}, Reason.LEFT),
    ],
)
def test_who_goes_for_another_reason_does_not_pay_for_another_term(stage, columns, world, today, reason):
    scene = stage(n=50, paid_until=10, today=SOLD | today, world=STAYS | world, **columns)
    for i in range(50):
        leave(i, *scene.acting)
    assert (scene.members.reason == reason).all()
    assert not scene.members.paid.any() and not scene.members.renewed.any()
