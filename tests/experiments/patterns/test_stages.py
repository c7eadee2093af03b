"""Life-cycle stages on made-up series, and on communities whose life is known."""

from itertools import pairwise

import numpy as np
import pytest

from clubsim.experiments.patterns.stages import Stage, from_series, smooth, stages, turning_points, weekly_speakers


def named(series, **days):
    return [one.stage for one in from_series(np.asarray(series, dtype=float), **days)]


def line(a, b, weeks):
    return np.linspace(a, b, weeks)


def test_a_whole_life_in_order():
    life = np.concatenate([line(0, 8, 60), line(8, 100, 60), np.full(80, 100.0), line(100, 0, 100), np.zeros(60)])
    found = from_series(life)
    assert [one.stage for one in found] == ["inception", "growth", "maturity", "decline", "death"]
    assert found[0].first_day == 0 and found[-1].last_day == 7 * 360 - 1
    assert all(one.last_day + 1 == two.first_day for one, two in pairwise(found))
    edges = [one.first_day // 7 for one in found[1:]]
    assert edges == pytest.approx([67, 106, 220, 296], abs=8)


def test_steady_noise_is_maturity():
    generator = np.random.default_rng(1)
    assert named(np.append(line(0, 40, 30), generator.poisson(40, 300))) == ["growth", "maturity"]
    assert named(generator.poisson(40, 300)) == ["maturity"]


def test_seasons_are_no_turning_points():
    weeks = np.arange(400)
    assert named(50 + 15 * np.sin(2 * np.pi * weeks / 52)) == ["maturity"]


def test_growth_at_the_end_is_not_maturity():
    assert named(np.exp(line(0, 5, 300))) == ["inception", "growth"]


def test_a_return_after_the_fall_is_a_revival():
    fallen = [line(5, 100, 50), np.full(50, 100.0), line(100, 20, 50), np.full(40, 20.0)]
    assert named(np.concatenate([*fallen, line(20, 55, 60)])) == ["growth", "maturity", "decline", "revival"]
    higher = np.concatenate([*fallen, line(20, 200, 200), np.full(100, 200.0)])
    assert named(higher) == ["growth", "maturity", "decline", "revival", "growth", "maturity"]
    again = np.concatenate([*fallen, line(20, 55, 40), np.full(30, 55.0), line(55, 0, 40), np.zeros(40)])
    assert named(again) == ["growth", "maturity", "decline", "revival", "decline", "death"]


def test_who_opens_with_everybody_only_declines():
    assert named(np.append(line(100, 0, 150), np.zeros(100))) == ["maturity", "decline", "death"]


def test_a_community_of_nobody_never_began():
    assert named(np.zeros(100)) == ["inception"]
    assert named([3.0]) == ["maturity"]


def test_days_follow_the_log_and_a_part_week_belongs_to_the_last_stage():
    assert from_series(np.full(10, 5.0), first_day=3, last_day=75) == [Stage(3, 75, "maturity")]


def test_stages_scale_with_the_series():
    life = np.concatenate([line(0, 100, 60), np.full(60, 100.0), line(100, 0, 60), np.zeros(60)])
    assert from_series(life * 7) == from_series(life * 20)


@pytest.mark.parametrize("series", [[], [1.0, -1.0], [np.nan], [[1.0]]])
def test_what_is_no_series_is_refused(series):
    with pytest.raises(ValueError, match="one or more numbers >= 0"):
        from_series(np.asarray(series, dtype=float))


def test_smoothing_keeps_a_constant_and_drops_a_spike():
    assert smooth(np.full(300, 4.0)).tolist() == [4.0] * 300
    spiked = np.full(300, 4.0)
    spiked[150] = 400
    assert smooth(spiked).max() == 4


def test_turning_points_are_peaks_and_troughs_in_turn():
    zigzag = np.concatenate([line(0, 10, 11), line(9, 2, 8), line(3, 20, 18), line(19, 0, 20)])
    assert turning_points(zigzag) == [10, 18, 36, 56]


def test_weekly_speakers_count_each_member_once_a_week(make_log):
    log = make_log([(0, 2.0, -1), (0, 3.0, -1), (1, 8.9, -1), (1, 9.0, -1), (0, 16.5, -1)], last_day=17)
    assert weekly_speakers(log).tolist() == [2, 1]


def test_the_lives_of_real_communities(community):
    assert [one.stage for one in stages(community("dh-answers"))][-2:] == ["decline", "death"]
    boom = stages(community("gbadev-forum"))
    assert [one.stage for one in boom] == ["growth", "maturity", "decline", "death"]
    assert boom[1].first_day > 2 * 365 and boom[2].last_day - boom[2].first_day > 3 * 365
    assert stages(community("lean-zulip"))[-1].stage == "growth"
    assert [one.stage for one in stages(community("college-msg"))] == ["growth", "maturity", "decline"]
    assert [one.stage for one in stages(community("mathoverflow"))] == ["growth", "maturity"]
