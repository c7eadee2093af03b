"""Tails, lifetimes, culls and newcomers on logs worked by hand or drawn from known laws."""

import numpy as np
import pytest

from clubsim.experiments.measures.careers import Share
from clubsim.experiments.measures.rhythm import active_days, frequent_days, single_days, stickiness
from clubsim.experiments.patterns.cull import cull, last_active
from clubsim.experiments.patterns.lifetimes import (
    arrivals,
    correlation,
    monthly_survival,
    newcomer_surge,
    ranks,
    renewal,
)  # fmt: skip
from clubsim.experiments.patterns.newcomers import newcomers
from clubsim.experiments.patterns.tail import power_law


@pytest.mark.parametrize("exponent", [1.8, 2.4])
def test_the_exponent_of_a_power_law_is_recovered(exponent):
    scipy_stats = pytest.importorskip("scipy.stats")
    totals = scipy_stats.zipf.rvs(exponent, size=20_000, random_state=1)
    found = power_law(totals)
    assert found.exponent == pytest.approx(exponent, abs=0.05)
    assert found.size >= 2_000 and found.distance < 0.03


def test_no_tail_in_equal_or_few_totals():
    assert power_law(np.full(100, 3)) is None
    assert power_law(np.array([1, 2, 3])) is None


def test_renewals_are_counted_in_months_of_thirty_days(active):
    # seen for 210 days, 120 of them before the follow-up: three renewals for members of day 0, two for day 60
    rows = [(0, 0.0, -1), (1, 0.0, -1), (1, 35.0, -1), (2, 0.0, -1), (2, 125.0, -1), (3, 60.0, -1), (3, 130.0, -1)]
    lost, kept = monthly_survival(active(rows, last_day=210))
    assert lost.tolist() == [0, 1, 1, 0, 0]
    assert kept.tolist() == [0, 0, 1, 0, 1]
    assert [part.sum() for part in monthly_survival(active(rows, last_day=210), longest=1)] == [1, 3]


def test_the_renewal_law_of_a_published_cohort():
    # High-End cohort of Fader & Hardie (2007); its maximum-likelihood fit is alpha .668, beta 3.806
    survival = [1.0, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491]
    lost = np.append(0, -np.diff(np.round(np.array(survival) * 1000))).astype(np.int64)
    kept = np.zeros(8, dtype=np.int64)
    kept[7] = 491
    law = renewal(lost, kept)
    assert law.alpha == pytest.approx(0.668, abs=0.002)
    assert law.beta == pytest.approx(3.806, abs=0.01)
    assert renewal(np.array([0, 5]), np.array([0, 0])) is None


def test_ranks_share_ties_and_constants_do_not_correlate():
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1, 3.5, 2]
    assert correlation(np.ones(4), np.arange(4.0)) is None


def test_surges_that_do_not_stay_correlate_negatively(active):
    rows, member = [(0, 0.0, -1)], 1
    for month in range(1, 30):
        n_new = 10 if month % 2 else 20
        for k in range(n_new):
            rows.append((member, 30.0 * month + 1, -1))
            if k < 8:
                rows.append((member, 30.0 * month + 40, -1))
            member += 1
    found = newcomer_surge(active(rows, last_day=1000))
    assert found.rho < -0.9 and found.months == 28
    assert newcomer_surge(active(rows[:40], last_day=1000)) is None


def test_steady_arrivals_are_a_straight_line(active):
    assert arrivals(active([(i, float(i), -1) for i in range(50)])) == pytest.approx(1)
    assert arrivals(active([(0, 0.0, -1)], last_day=9)) is None


def test_a_cull_by_hand(active):
    # one date, day 548: member 0 silent for 548 days, 1 for 100, 2 for 8; 3 begins later
    rows = [
        (0, 0.0, -1),
        (1, 448.0, -1),
        (2, 540.0, -1),
        (1, 600.0, -1),
        (2, 601.0, -1),
        (2, 602.0, -1),
        (3, 603.0, -1),
    ]
    members = active(rows, last_day=728)
    assert last_active(members, 548).tolist() == [0, 448, 540, -1]
    found = cull(members, 90)
    assert (found.culled, found.lost, found.returned, found.dates) == (
        pytest.approx(2 / 3), pytest.approx(1 / 3), 0.5, 1,
    )  # fmt: skip
    assert cull(members, 365).lost == 0
    assert cull(active(rows, last_day=727), 90) is None


def test_a_first_post_is_answered_before_the_newcomer_writes_again(spoken):
    rows = [
        (0, 0.0, -1), (1, 0.5, 0), (0, 9.0, -1),  # 0 answered after 12 h, and late again; so is 1
        (0, 9.1, 1),
        (2, 20.0, -1), (2, 21.0, -1), (0, 21.5, 2),  # 2 writes again before the answer
        (3, 30.0, -1), (0, 37.5, 3),  # too late
    ]  # fmt: skip
    found = newcomers(spoken(rows, last_day=200))
    assert found.answered.tolist() == [True, False, False, False]
    assert found.wait[0] == 12 and np.isnan(found.wait[1:]).all()
    assert found.again.tolist() == [True, False, True, False]
    assert found.late.tolist() == [True, False, False, False]
    assert found.share_answered() == 0.25 and found.median_wait() == 12
    assert found.effect(found.again) is None
    assert newcomers(spoken(rows, last_day=109)).answered.tolist() == [True, False]
    assert newcomers(spoken(rows, last_day=200, clock=False)).median_wait() is None


def test_with_threads_the_answer_is_in_the_first_posts_thread(spoken):
    rows = [(0, 0.0, -1, 1), (1, 0.5, 0, 2), (0, 1.0, -1, 3), (1, 2.0, 0, 1), (2, 3.0, -1, 4), (1, 3.2, 2, 3)]
    assert newcomers(spoken(rows, last_day=200)).answered.tolist() == [True, False, False]


def test_a_message_is_answered_by_whom_it_was_sent_to(spoken):
    rows = [(0, 0.0, 1), (2, 0.1, 0), (3, 5.0, 2), (2, 5.5, 3), (1, 9.0, 0)]
    assert newcomers(spoken(rows, last_day=200), addressee=True).answered.tolist() == [False, False, False, True]


def test_the_effect_is_the_outcome_without_and_with_an_answer(spoken):
    rows = [(99, 0.0, -1)]
    for i in range(40):
        rows.append((i, i + 1.0, -1))
        if i % 2:
            rows.append((99, i + 1.5, i))
        if i % 2 or i < 10:
            rows.append((i, i + 20.0, -1))
    found = newcomers(spoken(rows, last_day=300))
    assert found.effect(found.again) == (pytest.approx(6 / 21), 1.0)


def test_a_month_may_be_as_long_as_the_evidence_has_it(active):
    members = active([(0, 0.0, -1), (0, 1.0, -1), (1, 2.0, -1), (0, 3.0, -1)])
    assert stickiness(members, month=2) == pytest.approx(3 / 5)
    assert active_days(members, month=2).tolist() == [2, 1, 1]
    assert (single_days(members, month=2), frequent_days(members, month=2)) == (Share(2, 3), Share(0, 3))
