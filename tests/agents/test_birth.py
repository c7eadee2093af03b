"""Who somebody is."""

import numpy as np
import pytest
from scipy.stats import beta, binom, gamma, kstest, norm

from clubsim.agents.birth import around_the_clock, be_born, dropout_of, enthusiasm_of, gamma_of, mixed, willingness_of
from clubsim.agents.luck import luck_of
from clubsim.agents.parameters import world_of
from clubsim.agents.records import NEVER

TRAITS = (
    *("interests", "visit_base", "check_in_base", "talk_base", "further", "halflife", "usual_hour"),
    *("heeds_quota", "heeds_reward", "dropout"),
)


def born(stage, n=3000, **world):
    scene = stage(n=n, world=world)
    for i in range(n):
        be_born(i, *scene.acting)
    return scene


def test_mixed_traits_are_standard_normal_at_any_correlation():
    assert mixed(1.0, 2.0, 0.0) == 2.0
    assert mixed(1.0, 2.0, 1.0) == 1.0
    assert mixed(1.0, 2.0, -1.0) == -1.0
    assert mixed(1.0, 2.0, 0.6) == pytest.approx(0.6 + 1.6)


@pytest.mark.parametrize(
    ("hour", "on_the_clock"), [(0.0, 0.0), (24.0, 0.0), (-0.5, 23.5), (49.0, 1.0), (-30.0, 18.0), (-1e-9, 0.0)]
)
def test_hours_stay_on_the_clock(hour, on_the_clock):
    assert around_the_clock(hour) == on_the_clock


@pytest.mark.parametrize("hour", [23.9999899, 23.99999, 23.999999999, -1e-6, 47.999999])
def test_no_hour_is_midnight_in_32_bits(hour):
    assert 0.0 <= np.float32(around_the_clock(hour)) < 24.0


def test_a_person_is_the_same_in_every_row_and_on_every_day(stage):
    world = {"dropout_a": 0.7}
    here, there = stage(n=5, world=world), stage(n=5, world=world, today={"day": 99, "weekend": 1, "event": 1})
    there.members.uid[:] = here.members.uid[::-1]
    for i in range(5):
        be_born(i, *here.acting)
        be_born(i, *there.acting)
    for name in TRAITS:
        np.testing.assert_array_equal(getattr(here.members, name), getattr(there.members, name)[::-1])


def test_another_seed_makes_other_people(stage):
    one, other = stage(seed=1), stage(seed=2)
    for scene in (one, other):
        be_born(0, *scene.acting)
    assert one.members.visit_base[0] != other.members.visit_base[0]


def test_traits_have_the_worlds_distributions(stage):
    n = 3000
    m = born(stage, n, visit_mean=1, visit_sd=2, halflife=30, halflife_sd=0.5, quota_heeders=0.3).members
    level = 1e-6
    assert kstest(m.visit_base, norm(1, 2).cdf).pvalue > level
    assert kstest(np.log(m.halflife), norm(np.log(30), 0.5).cdf).pvalue > level
    low, high = binom.interval(1 - level, n, 0.3)
    assert low <= int(m.heeds_quota.sum()) <= high


def test_the_mean_of_further_messages_does_not_depend_on_their_spread(stage):
    n = 3000
    m = born(stage, n, further_messages=5, further_messages_sd=0.8).members
    sd = 5 * np.sqrt(np.expm1(0.64) / n)
    assert abs(m.further.astype(float).mean() - 5) < 5 * sd


def test_traits_correlate_as_the_world_says(stage):
    m = born(stage, 3000, visit_enthusiasm=0.5, talk_visit=0.7).members
    luck = luck_of(7)
    enthusiasm = [enthusiasm_of(luck, int(uid), 0.0) for uid in m.uid]
    assert np.corrcoef(enthusiasm, m.visit_base)[0, 1] == pytest.approx(0.5, abs=0.08)
    assert np.corrcoef(m.visit_base, m.talk_base)[0, 1] == pytest.approx(0.7, abs=0.06)
    assert abs(np.corrcoef(m.visit_base, m.check_in_base)[0, 1]) < 0.1


def test_interests_sum_to_one_and_focus_makes_them_unequal(stage):
    even, keen = (born(stage, 200, topics=5, topic_focus=focus).members.interests for focus in (0.0, 2.0))
    np.testing.assert_array_equal(even, np.float32(0.2))
    assert keen.sum(axis=1) == pytest.approx(np.ones(200), abs=1e-6)
    assert (keen >= 0).all() and keen.max(axis=1).mean() > 0.5


def test_without_spreads_all_are_alike(stage):
    sds = dict.fromkeys(
        ("topic_focus", "visit_sd", "check_in_sd", "talk_sd", "further_messages_sd", "halflife_sd", "usual_hour_sd"), 0
    )
    m = born(stage, 50, **sds, quota_heeders=1, reward_heeders=0, further_messages=3, halflife=9).members
    for name in TRAITS:
        column = getattr(m, name)
        assert (column == column[0]).all()
    assert m.further[0] == pytest.approx(3) and m.halflife[0] == pytest.approx(9)
    assert (m.heeds_quota[0], m.heeds_reward[0]) == (1, 0)


def test_a_newcomer_finds_all_new_and_knows_nobody(stage):
    m = born(stage, 2).members
    assert (m.novelty == 1).all() and (m.joined == 10).all() and (m.left == NEVER).all()
    assert (m.last_visit == NEVER).all() and (m.last_message == NEVER).all()


def test_willingness_has_its_median_and_rises_with_enthusiasm():
    luck, world = luck_of(7), world_of(willingness_median=80, willingness_sd=1, willingness_enthusiasm=0.5)
    n = 3000
    below = sum(willingness_of(luck, uid, enthusiasm_of(luck, uid, 0.0), world) < 80 for uid in range(n))
    low, high = binom.interval(1 - 1e-6, n, 0.5)
    assert low <= below <= high
    assert willingness_of(luck, 1, 1.0, world) > willingness_of(luck, 1, 0.0, world)


LEVEL = 1e-6


@pytest.mark.parametrize("shape", [0.05, 0.3, 1.0, 4.0, 60.0])
def test_gamma_numbers_have_their_distribution(shape):
    luck = luck_of(7)
    assert kstest([gamma_of(luck, uid, 0, shape) for uid in range(3000)], gamma(shape).cdf).pvalue > LEVEL


@pytest.mark.parametrize(("a", "b"), [(0.3, 1.6), (0.74, 2.66), (1.0, 1.0), (0.7, 500.0), (5.0, 20.0), (50.0, 0.5)])
def test_the_chances_of_dropping_out_have_their_beta_distribution(a, b):
    luck = luck_of(7)
    chances = [dropout_of(luck, uid, a, b) for uid in range(3000)]
    assert kstest(chances, beta(a, b).cdf).pvalue > LEVEL
    assert min(chances) >= 0.0 and max(chances) <= 1.0


def test_without_drop_out_nobody_has_a_chance_of_it(stage):
    assert not born(stage, 20).members.dropout.any()
    assert len(np.unique(born(stage, 20, dropout_a=0.5).members.dropout)) == 20


def test_a_beta_of_the_least_shape_is_a_number():
    luck = luck_of(7)
    assert all(0.0 <= dropout_of(luck, uid, a, 0.01) <= 1.0 for uid in range(50) for a in (5e-324, 1e-9, 0.001))


def test_further_messages_correlate_with_visiting_and_keep_their_mean(stage):
    n = 3000
    m = born(stage, n, further_visit=0.6, further_messages=5, further_messages_sd=0.8).members
    assert np.corrcoef(m.visit_base, np.log(m.further))[0, 1] == pytest.approx(0.6, abs=0.07)
    assert abs(m.further.astype(float).mean() - 5) < 5 * 5 * np.sqrt(np.expm1(0.64) / n)
