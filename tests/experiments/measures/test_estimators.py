"""Every estimator on logs small enough to work by hand."""

import math

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.measures import answers, concentration, retention, rhythm
from clubsim.experiments.measures.careers import Careers, Share, careers
from clubsim.experiments.measures.reading import check_log, of_kind


def log(*events: tuple[int, int] | tuple[int, int, int]) -> pl.DataFrame:
    """Posts as (member, day) or replies as (member, day, target)."""
    rows = [(*event, -1)[:3] for event in events]
    columns = {"member": [r[0] for r in rows], "day": [r[1] for r in rows], "target": [r[2] for r in rows]}
    return check_log(pl.DataFrame(columns).with_columns(kind=pl.lit("post")))


def active(*days: list[int], last_day: int, first_day: int = 0) -> Careers:
    """Careers of members 0, 1, ... with an event on each of their days; a day twice is two events."""
    return careers(log(*((i, day) for i, own in enumerate(days) for day in own)), (first_day, last_day))


# --- careers


def test_careers_hold_each_active_day_once_in_order() -> None:
    found = careers(log((7, 9), (3, 4), (7, 2), (7, 9), (3, 4)), (0, 20))
    assert found.start.tolist() == [4, 2]
    assert found.end.tolist() == [4, 9]
    assert found.total.tolist() == [2, 3]
    assert found.who.tolist() == [0, 1, 1]
    assert found.day.tolist() == [4, 2, 9]
    assert found.events.tolist() == [2, 1, 2]
    assert found.tenure.tolist() == [0, 0, 7]
    assert found.n_days == 21


def test_the_enrolled_count_from_joining_even_if_they_never_come() -> None:
    joins = pl.DataFrame({"member": [1, 2, 1], "day": [5, 6, 50]}, schema={"member": pl.Int64, "day": pl.Int32})
    found = careers(log((0, 3), (1, 8)), (0, 60), joins)
    assert found.start.tolist() == [3, 5, 6]
    assert found.end.tolist() == [3, 8, 6]
    assert found.total.tolist() == [1, 1, 0]
    assert retention.bracket(found, 3) == Share(1, 3)
    assert retention.unbounded(found, 1, followup=10) == Share(1, 3)


def test_a_share_of_nobody_has_no_value() -> None:
    assert Share(0, 0).value is None
    assert Share(1, 4).value == 0.25


# --- retention


def test_bracket_retention_is_being_active_on_that_very_day() -> None:
    members = active([0, 7], [1, 9], [2], [5], last_day=10)
    # day 7: the member of day 5 could not show it before day 12
    assert retention.bracket(members, 7) == Share(1, 3)
    assert retention.bracket(members, 8) == Share(1, 3)
    assert retention.bracket(members, 11) == Share(0, 0)


def test_weekly_retention_looks_at_days_seven_to_thirteen_for_week_one() -> None:
    members = active([0, 6], [0, 7], [0, 13, 13], [0, 14], [3, 10], last_day=15)
    assert retention.weekly(members, 1) == Share(2, 4)  # the last one is watched for 12 days only
    assert retention.weekly(members, 0) == Share(5, 5)


def test_unbounded_retention_counts_later_days_and_waits_for_them() -> None:
    members = active([0, 50], [0, 29], [0, 30], [11], [10], last_day=130)
    assert retention.unbounded(members, 30, followup=90) == Share(2, 4)  # who began on day 10 is in, on 11 out
    assert retention.unbounded(members, 30, followup=0) == Share(2, 5)
    assert retention.unbounded(members, 130, followup=90).value is None


def test_unbounded_retention_falls_with_the_day_within_one_cohort() -> None:
    members = active(*([0, day] for day in range(1, 100)), last_day=1000)
    kept = [retention.unbounded(members, day).hits for day in (1, 7, 30, 90)]
    assert kept == [99, 93, 70, 10]


def test_return_after_silence_by_hand() -> None:
    # horizon 20, silence 10: a gap of 10 is none, 11 returns, 30 returns at the last moment, 31 too late
    members = active([0, 10], [0, 11], [0, 30], [0, 31], last_day=100)
    # each member also has the silence after the last day, all observed long enough and without return
    assert retention.return_after_silence(members, 10, horizon=20) == Share(2, 3 + 4)


def test_silences_cut_off_by_the_end_and_members_with_one_event_do_not_count() -> None:
    members = active([0, 50], [5], [60, 61], last_day=85)
    # after 0: back on day 50, too late for 10 + 20; after 50: observed to day 80; after 60, 61: cut off
    assert retention.return_after_silence(members, 10, horizon=20) == Share(0, 2)
    assert retention.return_after_silence(members, 10, horizon=40) == Share(1, 1)
    # 50 + 10 + 25 is the last day itself and just long enough
    assert retention.return_after_silence(members, 10, horizon=25) == Share(0, 2)
    assert retention.return_after_silence(members, 10, horizon=26) == Share(0, 1)


def test_one_event_only_counts_events_and_not_days() -> None:
    members = active([0], [1, 1], [2, 40], [95], last_day=100)
    assert retention.one_event_only(members, followup=0) == Share(2, 4)
    assert retention.one_event_only(members, followup=90) == Share(1, 3)


def test_a_logarithmic_departure_curve_is_found_again() -> None:
    n, intercept, slope = 100_000, 0.3, 0.08
    departed = intercept + slope * np.log(np.arange(1, 1001))  # share gone before tenure d
    quantile = (np.arange(n) + 0.5) / n
    tenure = np.searchsorted(departed, quantile)  # gone by d if the quantile is below F(d)
    zeros = np.zeros(n, dtype=np.int64)
    members = Careers(zeros, tenure, zeros + 1, zeros, zeros, zeros, 0, 2000)
    fit = retention.departure_curve(members)
    assert fit is not None
    assert fit.slope == pytest.approx(slope, abs=1e-4)
    assert fit.intercept == pytest.approx(intercept, abs=1e-4)
    assert fit.r_squared == pytest.approx(1, abs=1e-6)
    assert fit.longest == 365


def test_a_straight_departure_curve_fits_the_logarithm_worse() -> None:
    members = active(*([0, 1 + day] for day in range(0, 400, 4)), last_day=1000)
    fit = retention.departure_curve(members)
    assert fit is not None
    assert 0 < fit.r_squared < 0.8


def test_no_departure_curve_without_days_or_without_departures() -> None:
    assert retention.departure_curve(active([0, 50], last_day=94)) is None  # only d = 1, 2, 3
    assert retention.departure_curve(active([0, 400], last_day=1000)) is None  # nobody gone by day 365


# --- concentration


def test_top_shares_by_hand() -> None:
    totals = np.array([1] * 8 + [2, 90])
    assert concentration.top_share(totals, 0.1) == pytest.approx(0.9)
    assert concentration.top_share(totals, 0.2) == pytest.approx(0.92)
    assert concentration.top_share(totals, 0.01) == pytest.approx(0.9)  # at least one member
    assert concentration.top_share(np.array([1] * 13 + [7, 10]), 0.1) == pytest.approx(17 / 30)  # 1.5 are two
    assert concentration.top_share(np.ones(30, dtype=np.int64), 0.1) == pytest.approx(0.1)


def test_gini_from_equal_to_one_has_all() -> None:
    assert concentration.gini(np.array([5, 5, 5, 5])) == pytest.approx(0)
    assert concentration.gini(np.array([1, 3])) == pytest.approx(0.25)
    assert concentration.gini(np.array([0, 0, 0, 12])) == pytest.approx(3 / 4)


def test_gini_is_half_the_mean_difference_over_the_mean() -> None:
    totals = np.random.default_rng(3).geometric(0.1, 60)
    difference = np.abs(totals[:, None] - totals[None, :]).mean()
    assert concentration.gini(totals) == pytest.approx(difference / (2 * totals.mean()))


def test_nobody_has_no_concentration() -> None:
    nobody = np.array([], dtype=np.int64)
    assert concentration.gini(nobody) is None
    assert concentration.top_share(nobody, 0.1) is None


# --- rhythm


def test_distinct_members_of_trailing_days_by_hand() -> None:
    members = active([2, 3, 3], [3, 6], first_day=1, last_day=8)
    assert rhythm.distinct_trailing(members, 1).tolist() == [0, 1, 2, 0, 0, 1, 0, 0]
    assert rhythm.distinct_trailing(members, 3).tolist() == [0, 1, 2, 2, 2, 1, 1, 1]
    assert rhythm.whole_windows(members, 3).tolist() == [2, 2, 2, 1, 1, 1]
    assert rhythm.whole_windows(members, 9).tolist() == []


def test_distinct_members_of_trailing_days_equal_a_plain_count() -> None:
    draw = np.random.default_rng(11)
    who, day = draw.integers(0, 12, 150), draw.integers(5, 60, 150)
    members = careers(log(*zip(who.tolist(), day.tolist(), strict=True)), (5, 60))
    for days in (1, 7, 28):
        plain = [len({w for w, d in zip(who, day, strict=True) if t - days < d <= t}) for t in range(5, 61)]
        assert rhythm.distinct_trailing(members, days).tolist() == plain


def test_stickiness_is_one_for_dailies_and_one_in_28_for_monthlies() -> None:
    assert rhythm.stickiness(active(list(range(56)), last_day=55)) == pytest.approx(1)
    assert rhythm.stickiness(active([0, 28, 56, 84], last_day=110)) == pytest.approx(3 / 84)
    assert rhythm.stickiness(active([0], last_day=26)) is None
    assert rhythm.stickiness(active([0], last_day=27)) == 0  # not active on the only whole month's last day


def test_active_days_of_months_leave_out_the_month_that_is_not_whole() -> None:
    members = active([0, 1, 1, 27, 28], [*range(28, 48), 57], [60], last_day=70)
    assert sorted(rhythm.active_days(members).tolist()) == [1, 3, 20]
    assert rhythm.single_days(members) == Share(1, 3)
    assert rhythm.frequent_days(members) == Share(1, 3)


def test_the_weekend_is_found_from_the_weekday_of_day_zero() -> None:
    # two weeks from a Monday: 3 posts on each Saturday and Sunday, 6 on each other day
    days = [day for day in range(14) for _ in range(3 if day % 7 >= 5 else 6)]
    assert rhythm.weekend_ratio(active(days, last_day=13), first_weekday=0) == pytest.approx(0.5)
    # from a Friday, days 1 and 2 are the weekend: (6 + 6 + 6 + 6) / 4 over (4 * 3 + 6 * 6) / 10
    assert rhythm.weekend_ratio(active(days, last_day=13), first_weekday=4) == pytest.approx(6 / 4.8)


def test_a_log_that_starts_late_keeps_the_weekday_of_day_zero() -> None:
    members = active([5, 7, 7], first_day=5, last_day=7)
    assert rhythm.weekend_ratio(members, first_weekday=0) == pytest.approx(0.5 / 2)


def test_no_weekend_ratio_without_a_weekend() -> None:
    assert rhythm.weekend_ratio(active([0, 1], last_day=4), first_weekday=0) is None
    assert rhythm.weekend_ratio(active([5], last_day=6), first_weekday=0) is None


def test_burstiness_by_hand() -> None:
    regular = list(range(0, 100, 2))
    assert rhythm.burstiness(active(regular, last_day=99), least=50) == pytest.approx(-1)
    # days between four posts 0, 0, 6: mean 2, sd sqrt(8)
    bursty = [1, 1, 1, 7]
    expected = (math.sqrt(8) - 2) / (math.sqrt(8) + 2)
    assert rhythm.burstiness(active(bursty, last_day=9), least=4) == pytest.approx(expected)
    both = active(bursty, [0, 3, 6, 9], last_day=9)
    assert rhythm.burstiness(both, least=4) == pytest.approx((expected - 1) / 2)


def test_burstiness_leaves_out_the_quiet_and_those_of_one_day() -> None:
    assert rhythm.burstiness(active([0, 3, 9], [4] * 60, last_day=9), least=4) is None


def test_an_hour_profile_by_hand() -> None:
    profile = rhythm.hour_profile(np.array([0.0, 0.99, 13.5, 23.99]))
    assert profile[[0, 13, 23]].tolist() == [0.5, 0.25, 0.25]
    assert profile.size == 24
    assert profile.sum() == pytest.approx(1)


# --- answers


def test_a_newcomer_is_answered_if_another_aims_at_them_within_the_week() -> None:
    events = log(
        (0, 0), (1, 7, 0),  # answered on the seventh day
        (2, 1), (0, 9, 2),  # a day too late
        (3, 2), (3, 3, 3),  # only by oneself
        (4, 3), (4, 4, 1),  # aims at others, nobody aims at it
        (5, 40), (0, 40, 5),  # the log ends before the week is over
    )  # fmt: skip
    # member 1 began on day 7 with an answer and was aimed at before that, on day 4
    assert answers.newcomers_answered(events, last_day=45) == Share(1, 5)
    assert answers.newcomers_answered(events, last_day=47) == Share(2, 6)
    assert answers.newcomers_answered(events, last_day=3) == Share(0, 0)


def test_being_aimed_at_without_ever_acting_is_no_first_post() -> None:
    assert answers.newcomers_answered(log((0, 0, 9)), last_day=20) == Share(0, 1)


def test_reciprocity_counts_ties_once_and_never_to_oneself() -> None:
    events = log((0, 0, 1), (0, 1, 1), (1, 5, 0), (2, 5, 0), (2, 6, 2), (3, 7))
    assert answers.reciprocity(events) == Share(2, 3)
    assert answers.targeted(events) == Share(4, 6)
    assert answers.reciprocity(log((0, 0))).value is None


def test_of_kind_keeps_one_kind() -> None:
    assert of_kind(log((0, 0)), "visit").is_empty()
    assert of_kind(log((0, 0)), "post").height == 1
