"""The daily logit: its sample and features against plain loops, its fit against a known law."""

import math

import numpy as np
import pytest

from clubsim.experiments.patterns.logit import (
    area_under_curve,
    daily_logit,
    features,
    logistic_regression,
    member_days,
)  # fmt: skip


def test_days_at_risk_by_hand(active):
    days = member_days(active([(0, 0.0, -1), (0, 3.0, -1), (1, 4.0, -1)], last_day=6), sample=100, seed=0)
    assert list(zip(days.who, days.day, days.since, days.posted, strict=True)) == [
        (0, 1, 1, False), (0, 2, 2, False), (0, 3, 3, True), (0, 4, 1, False), (0, 5, 2, False), (0, 6, 3, False),
        (1, 5, 1, False), (1, 6, 2, False),
    ]  # fmt: skip


def test_nobody_is_at_risk_after_a_year_of_silence(active):
    days = member_days(active([(0, 0.0, -1), (0, 800.0, -1)], last_day=801), sample=10_000, seed=0)
    assert days.who.size == 365 + 1 and not days.posted.any()


def test_a_sample_is_drawn_without_replacement_and_by_its_seed(active, random_rows):
    members = active(random_rows)
    one, again, other = (member_days(members, 500, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.day, again.day) and not np.array_equal(one.day, other.day)
    assert len(set(zip(one.who, one.day, strict=True))) == 500


def test_features_agree_with_plain_loops(spoken, active, random_rows):
    days = member_days(active(random_rows), 400, seed=3)
    table = features(spoken(random_rows), active(random_rows), days, first_weekday=2)
    on: dict[int, set[int]] = {}
    for i, t, _ in random_rows:
        on.setdefault(i, set()).add(int(t))
    aimed = [(i, int(t), j) for i, t, j in random_rows if j >= 0 and i != j]
    names = sorted(on)
    for row in range(0, 400, 4):
        me, day = names[days.who[row]], int(days.day[row])
        partners = {j if i == me else i for i, t, j in aimed if t < day and me in (i, j)}
        past = [t for t in on[me] if t < day]
        expected = [
            1, math.log(day - max(past)), math.log(1 + sum(t >= day - 28 for t in past)),
            any(j == me and t == day - 1 for _, t, j in aimed),
            math.log(1 + sum(day - 1 in on.get(j, ()) for j in partners)),
            (2 + day) % 7 in (5, 6), math.log(day - min(past)),
        ]  # fmt: skip
        assert table[row] == pytest.approx([float(x) for x in expected])
        assert days.posted[row] == (day in on[me])


def test_a_logit_is_recovered_within_its_errors():
    generator = np.random.default_rng(5)
    table = np.column_stack([np.ones(40_000), generator.normal(size=(40_000, 2))])
    truth = np.array([-2.0, 0.7, -0.4])
    outcome = (generator.random(40_000) < 1 / (1 + np.exp(-table @ truth))).astype(float)
    slope, error = logistic_regression(table, outcome)
    assert np.all(np.abs(slope - truth) < 3.5 * error)
    assert error == pytest.approx([0.017, 0.017, 0.016], abs=0.002)
    with pytest.raises(np.linalg.LinAlgError):
        logistic_regression(np.column_stack([table, table[:, 1]]), outcome)


def test_one_feature_of_two_values_has_the_log_odds_ratio():
    table = np.column_stack([np.ones(10), [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]]).astype(float)
    slope, error = logistic_regression(table, np.array([1.0, 0, 0, 0, 1, 1, 1, 1, 0, 0]))
    assert slope == pytest.approx([math.log(1 / 3), math.log(2) - math.log(1 / 3)])
    assert error[1] == pytest.approx(math.sqrt(1 + 1 / 3 + 1 / 4 + 1 / 2))


def test_the_area_under_the_curve_by_hand():
    assert area_under_curve(np.array([1.0, 2, 2, 3]), np.array([False, True, False, True])) == 0.875


def test_a_logit_needs_posts_and_a_calendar_for_its_weekend(spoken, active, random_rows):
    assert daily_logit(spoken(random_rows[:20]), active(random_rows[:20])) is None
    fit = daily_logit(spoken(random_rows), active(random_rows))
    assert np.isnan(fit.slope[5]) and np.isfinite(np.delete(fit.slope, 5)).all()
    with_calendar = daily_logit(spoken(random_rows), active(random_rows), first_weekday=0)
    assert np.isfinite(with_calendar.slope).all()
    assert with_calendar.sampled == fit.sampled == member_days(active(random_rows), 10**6, 0).who.size
