"""Interests drift: by chance, back home, and towards what is talked about."""

import numpy as np
import pytest

from clubsim.agents.drifting import drift, interest_tomorrow
from clubsim.agents.remembering import remember

TASTE = np.array([0.7, 0.1, 0.1, 0.1], np.float32)


def test_a_share_goes_by_chance_then_home_then_to_the_talk():
    assert interest_tomorrow(0.4, 0.2, 0.6, 0.0, 0, 0.0, 0.0) == 0.4
    assert interest_tomorrow(0.4, 0.2, 0.6, np.log(2), 0, 0.0, 0.0) == pytest.approx(0.8)
    assert interest_tomorrow(0.4, 0.2, 0.6, 0.0, 0, 0.5, 0.0) == pytest.approx(0.3)
    assert interest_tomorrow(0.4, 0.2, 0.6, 0.0, 1, 0.5, 0.5) == pytest.approx(0.45)
    assert interest_tomorrow(0.4, 0.2, 0.6, 0.0, 1, 1.0, 0.0) == pytest.approx(0.2)
    assert interest_tomorrow(0.4, 0.2, 0.6, 0.0, 1, 0.0, 1.0) == pytest.approx(0.6)


def test_talk_draws_only_who_came():
    assert interest_tomorrow(0.4, 0.2, 0.6, 0.0, 0, 0.25, 0.9) == interest_tomorrow(0.4, 0.2, 0.1, 0.0, 0, 0.25, 0.0)


def drifted(stage, days=1, n=2, today=None, world=None, **columns):
    scene = stage(n=n, world=world, today=today, **{"taste": TASTE} | columns)
    for day in range(days):
        for i in range(n):
            drift(i, scene.members, scene.world, scene.today._replace(day=day), scene.luck)
    return scene.members


def test_home_is_the_taste_of_birth(stage):
    half = drifted(stage, world={"drift_home": 0.5})
    assert half.interests[0] == pytest.approx((TASTE + 0.25) / 2)
    there = drifted(stage, days=60, world={"drift_home": 0.5})
    assert there.interests[0] == pytest.approx(TASTE, abs=1e-5)


def test_who_comes_is_drawn_to_what_is_talked_about(stage):
    mix = {"mix": np.array([0.0, 4.0, 0.0, 0.0])}
    m = drifted(stage, today=mix, world={"drift_talk": 0.2}, visited=[1, 0])
    assert m.interests[0] == pytest.approx([0.2, 0.4, 0.2, 0.2])
    assert (m.interests[1] == 0.25).all()


def test_interests_stay_shares_and_the_taste_stays_what_it_was(stage):
    m = drifted(stage, days=200, n=20, visited=1, world={"drift_sd": 1.0, "drift_home": 0.01, "drift_talk": 0.1})
    assert (m.interests >= 0).all()
    assert m.interests.sum(axis=1) == pytest.approx(np.ones(20), abs=1e-6)
    assert (m.taste == TASTE).all()


def test_chance_spreads_log_shares_by_its_strength(stage):
    m = drifted(stage, n=4000, world={"drift_sd": 0.1})
    ratio = np.log(m.interests[:, 0].astype(float) / m.interests[:, 1])
    assert ratio.std() == pytest.approx(0.1 * np.sqrt(2), rel=0.07)
    assert abs(ratio.mean()) < 5 * 0.1414 / np.sqrt(4000)


def test_it_is_drawn_home_the_less_it_wanders_off(stage):
    spread = [
        drifted(stage, days=60, n=100, taste=0.25, world={"drift_sd": 0.2, "drift_home": home}).interests.std()
        for home in (0.0, 0.1, 0.5)
    ]
    assert spread[0] > 1.5 * spread[1] > 1.5 * 1.5 * spread[2] > 0


def test_where_nothing_drifts_interests_stand_still_to_the_last_bit(stage):
    scene = stage(taste=TASTE, interests=[0.1, 0.2, 0.3, 0.4], visited=1)
    before = scene.members.interests.copy()
    remember(0, *scene.acting)
    np.testing.assert_array_equal(scene.members.interests, before)
