"""Gates, culls and seasons: which levers stand on which day."""

import numpy as np
import pytest

from clubsim.policies.inactivity_cull import InactivityCull
from clubsim.policies.paid_gate import PaidGate
from clubsim.policies.quota_cull import QuotaCull
from clubsim.policies.seasons import Seasons
from clubsim.policies.stimuli import Stimuli
from clubsim.sim.levers import Gate, Notice, Quota, Refresh


def test_a_paid_gate_stands_every_day_at_its_price(morning):
    assert [PaidGate(price=120).act(morning(day=day)) for day in (0, 1, 99)] == [[Gate(price=120.0)]] * 3


def test_a_whole_price_reaches_the_engine_as_a_float(morning):
    (gate,) = PaidGate(price=120).act(morning())
    assert type(gate.price) is float


def test_a_free_gate_is_no_gate(morning):
    assert PaidGate(price=0).act(morning()) == []


@pytest.mark.parametrize("price", [-1, float("nan"), float("inf"), 10**400, "99", True, None])
def test_a_price_that_is_no_amount_is_refused(price):
    with pytest.raises(ValueError, match=r"^PaidGate: price must be a number of at least 0 \[yuan\], not "):
        PaidGate(price=price)


def test_the_quota_stands_every_day_of_its_period(morning):
    cull = QuotaCull(period=42, first_day=3)
    quotas = {day: cull.act(morning(day=day))[0] for day in (3, 44, 45, 86, 87)}
    assert {day: (q.first_day, q.last_day) for day, q in quotas.items()} == {
        3: (3, 44),
        44: (3, 44),
        45: (45, 86),
        86: (45, 86),
        87: (87, 128),
    }


def test_there_is_no_quota_before_the_first_period(morning):
    assert QuotaCull(first_day=3).act(morning(day=2)) == []


def test_the_default_quota_is_the_literal_text_of_the_rule(morning):
    assert QuotaCull().act(morning(day=50)) == [
        Quota(
            messages=50,
            check_ins=14,
            either=False,
            newcomers=False,
            grace=0,
            announced=True,
            executed=True,
            first_day=42,
            last_day=83,
        )
    ]


def test_words_choose_the_other_readings_of_the_rule(morning):
    (quota,) = QuotaCull(needed="either", scope="newcomers", grace=7, executed=False).act(morning())
    assert (quota.either, quota.newcomers, quota.grace, quota.executed) == (True, True, 7, False)


@pytest.mark.parametrize("fields", [{"messages": 0, "check_ins": 0}, {"announced": False, "executed": False}])
def test_a_quota_of_nothing_or_for_nothing_is_no_quota(morning, fields):
    assert QuotaCull(**fields).act(morning()) == []


@pytest.mark.parametrize("fields", [{"messages": 0}, {"check_ins": 0}, {"announced": False}, {"executed": False}])
def test_half_a_quota_is_a_quota(morning, fields):
    assert len(QuotaCull(**fields).act(morning())) == 1


def test_who_has_been_away_for_the_days_is_removed_and_nobody_else(morning):
    view = morning(day=10, rows=[2, 4, 5, 7], last_visit=[9, 7, 6, 0])
    (remove,) = InactivityCull(days=3).act(view)  # away for 0, 2, 3 and 9 whole days
    np.testing.assert_array_equal(remove.rows, [5, 7])
    assert remove.reason == "inactive"


def test_where_everybody_comes_nobody_is_removed(morning):
    assert InactivityCull(days=1).act(morning(day=10, rows=[0, 1], last_visit=[9, 9])) == []


def test_the_doors_open_on_the_first_day_of_each_season_only(morning):
    seasons = Seasons(places=80, period=42, first_day=5)
    opened = {day: seasons.act(morning(day=day)) for day in range(100)}
    assert {day: levers for day, levers in opened.items() if levers} == {
        5: [Notice(places=80)],
        47: [Notice(places=80)],
        89: [Notice(places=80)],
    }


def test_a_season_without_places_is_not_announced(morning):
    assert Seasons(places=0).act(morning(day=0)) == []


def test_stimuli_come_on_their_days_only(morning):
    stimuli = Stimuli(days=[3, 8], share=0.5)
    came = {day: stimuli.act(morning(day=day)) for day in range(12)}
    assert {day: levers for day, levers in came.items() if levers} == {
        3: [Refresh(share=0.5)],
        8: [Refresh(share=0.5)],
    }


@pytest.mark.parametrize("days", [3, [3.5], [-1], ["monday"], [True]])
def test_days_that_are_no_list_of_days_are_refused(days):
    with pytest.raises(ValueError, match=r"^Stimuli: days must be a"):
        Stimuli(days=days)
