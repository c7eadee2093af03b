"""What the community keeps: archive, culture, reputation, clarity, and how many come for them."""

from math import e

import pytest

from clubsim.agents.commons import (
    archive_tomorrow,
    archive_worth,
    clarity_tomorrow,
    culture_tomorrow,
    demand_factor,
    reputation_tomorrow,
)


def test_the_archive_ages_and_todays_signal_is_added():
    assert archive_tomorrow(0.0, 7.0, 30.0) == 7.0
    assert archive_tomorrow(100.0, 0.0, 1.0) == pytest.approx(100.0 / e)
    archive = 100.0
    for _ in range(30):
        archive = archive_tomorrow(archive, 0.0, 30.0)
    assert archive == pytest.approx(100.0 / e)


def test_the_same_signal_every_day_fills_the_archive_to_a_level():
    archive = 0.0
    for _ in range(2000):
        archive = archive_tomorrow(archive, 5.0, 50.0)
    assert archive == pytest.approx(5.0 / (1 - e ** (-1 / 50)))


def test_an_archive_is_worth_something_from_the_first_message_and_never_more_than_one():
    assert archive_worth(0.0, 1000.0) == 0.0
    assert archive_worth(1000.0, 1000.0) == pytest.approx(1 - 1 / e)
    curve = [archive_worth(archive, 1000.0) for archive in (0.0, 1.0, 50.0, 1e3, 1e4)]
    assert curve == sorted(curve) and curve[-1] < 1.0


def test_culture_follows_the_share_that_is_no_noise_and_silence_leaves_it():
    assert culture_tomorrow(1.0, 30.0, 10.0, 0.2) == pytest.approx(0.95)
    assert culture_tomorrow(0.5, 30.0, 0.0, 0.2) == pytest.approx(0.6)
    assert culture_tomorrow(0.5, 0.0, 5.0, 1.0) == 0.0
    assert culture_tomorrow(0.5, 0.0, 0.0, 0.9) == 0.5


def test_a_name_is_lost_faster_than_it_is_made():
    assert reputation_tomorrow(0.8, 0.4, 0.1, 4.0) == pytest.approx(0.64)
    assert reputation_tomorrow(0.4, 0.8, 0.1, 4.0) == pytest.approx(0.44)
    assert reputation_tomorrow(0.6, 0.6, 0.1, 4.0) == 0.6


def test_a_name_never_falls_below_the_trust_itself():
    assert reputation_tomorrow(0.9, 0.3, 0.5, 100.0) == pytest.approx(0.3)


def test_talk_about_one_thing_is_clear_and_even_talk_is_not():
    assert clarity_tomorrow(0.0, 1.0, 4, 0.1) == pytest.approx(0.1)
    assert clarity_tomorrow(0.5, 0.25, 4, 0.1) == pytest.approx(0.45)
    assert clarity_tomorrow(0.0, 0.625, 4, 1.0) == pytest.approx(0.5)
    assert clarity_tomorrow(0.2, 1.0, 1, 0.5) == pytest.approx(0.6)
    assert clarity_tomorrow(0.2, 0.1, 4, 1.0) == 0.0  # below even talk there is nothing


def test_a_community_without_name_archive_or_founder_draws_as_many_as_ever():
    assert demand_factor(0.0, 1.0, 0.0, 20.0, 20.0) == 1.0
    assert demand_factor(0.9, 0.1, 0.0, 0.0, 0.0) == 1.0


def test_content_fame_and_a_good_name_each_multiply_who_comes():
    assert demand_factor(0.5, 1.0, 0.0, 3.0, 0.0) == pytest.approx(2.5)
    assert demand_factor(0.0, 1.0, 2.0, 0.0, 0.0) == pytest.approx(3.0)
    assert demand_factor(0.0, 0.5, 0.0, 0.0, 2.0) == pytest.approx(1 / e)
    assert demand_factor(0.5, 0.5, 2.0, 3.0, 2.0) == pytest.approx(2.5 * 3.0 / e)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_more_of_each_draws_more(which):
    curve = []
    for amount in (0.0, 0.25, 0.5, 0.75, 1.0):
        given = [0.5, 0.5, 0.5]
        given[which] = amount
        curve.append(demand_factor(*given, 1.5, 2.5))
    assert curve == sorted(curve) and len(set(curve)) == 5
