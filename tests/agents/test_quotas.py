"""Whom a quota is for, what it does to those who heed it, who has failed it."""

import pytest

from clubsim.agents.quotas import fails_quota, feels_quota, is_tested, passes, pressure_of

SEASON = {
    "quota": 1,
    "announced": 1,
    "executed": 1,
    "need_messages": 50,
    "need_check_ins": 14,
    "quota_first": 0,
    "quota_last": 41,
}


def pressure(needed=25, total=50, days_left=21, days=42, most_a_day=12.0, attachment=1.0, strength=1.5, most=3.0):
    return pressure_of(needed, total, days_left, days, most_a_day, attachment, strength, most)


def test_who_keeps_pace_feels_the_strength_and_who_is_behind_in_proportion():
    assert pressure() == pytest.approx(1.5)
    assert pressure(needed=50) == pytest.approx(3.0)
    assert pressure(attachment=0.5) == pytest.approx(0.75)


def test_pressure_has_a_bound():
    assert pressure(needed=50, days_left=5) == pytest.approx(1.5 * 3)
    assert pressure(attachment=2.0) == pressure(attachment=1.0)


@pytest.mark.parametrize(
    "hopeless_or_done", [{"needed": 0}, {"needed": -9}, {"total": 0}, {"needed": 13, "days_left": 1}]
)
def test_a_quota_that_is_met_or_out_of_reach_or_none_does_not_press(hopeless_or_done):
    assert pressure(**hopeless_or_done) == 0.0


def test_what_can_just_be_reached_still_presses():
    assert pressure(needed=12, days_left=1) > 0
    assert pressure(needed=14, total=14, days_left=14, most_a_day=1.0) > 0
    assert pressure(needed=14, total=14, days_left=13, most_a_day=1.0) == 0


def test_who_cares_for_nothing_fears_no_removal():
    assert pressure(attachment=0.0) == 0.0


def test_pressure_grows_with_what_is_missing_and_as_the_days_go():
    assert [pressure(needed=n) for n in range(1, 40)] == sorted(pressure(needed=n) for n in range(1, 40))
    late = [pressure(days_left=d) for d in range(42, 2, -1)]
    assert late == sorted(late)


@pytest.mark.parametrize(
    ("messages", "check_ins", "both", "either"),
    [(50, 14, True, True), (49, 14, False, True), (50, 13, False, True), (49, 13, False, False)],
)
def test_both_quotas_or_one_of_two(messages, check_ins, both, either):
    assert passes(messages, check_ins, 50, 14, 0) is both
    assert passes(messages, check_ins, 50, 14, 1) is either


@pytest.mark.parametrize("either", [0, 1])
def test_half_a_quota_is_judged_alone(either):
    assert passes(0, 14, 0, 14, either) and not passes(99, 13, 0, 14, either)
    assert passes(50, 0, 50, 0, either) and not passes(49, 99, 50, 0, either)


def test_newcomers_only_means_who_joined_in_the_period(stage):
    scene = stage(n=3, joined=[9, 10, 30], today=SEASON | {"newcomers": 1, "quota_first": 10})
    assert [is_tested(i, scene.members, scene.today) for i in range(3)] == [False, True, True]


def test_grace_spares_whose_tenure_on_the_last_day_is_shorter(stage):
    scene = stage(n=3, joined=[0, 11, 12], today=SEASON | {"grace": 30})
    assert [is_tested(i, scene.members, scene.today) for i in range(3)] == [True, True, False]


def test_without_a_quota_nobody_is_tested(stage):
    scene = stage(today={"executed": 1, "announced": 1, "day": 41, "quota_last": 41, "need_messages": 1})
    assert not is_tested(0, scene.members, scene.today)
    assert not fails_quota(0, scene.members, scene.today)


def test_an_announcement_moves_those_who_heed_it_until_they_have_met_it(stage):
    scene = stage(n=3, heeds_quota=[1, 0, 1], quota_messages=[0, 0, 50], quota_check_ins=[0, 0, 14], today=SEASON)
    assert [feels_quota(i, scene.members, scene.today) for i in range(3)] == [True, False, False]
    secret = scene.today._replace(announced=0)
    assert not any(feels_quota(i, scene.members, secret) for i in range(3))


def test_who_has_not_met_it_fails_on_the_last_evening_and_on_no_other(stage):
    scene = stage(n=2, quota_messages=[50, 49], quota_check_ins=14, today=SEASON | {"day": 41})
    assert [fails_quota(i, scene.members, scene.today) for i in range(2)] == [False, True]
    assert not fails_quota(1, scene.members, scene.today._replace(day=40))


def test_a_threat_that_is_not_carried_out_fails_nobody(stage):
    scene = stage(today=SEASON | {"day": 41, "executed": 0})
    assert not fails_quota(0, scene.members, scene.today)
