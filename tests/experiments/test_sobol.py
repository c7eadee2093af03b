"""Sobol indices: known ones come out of the path that studies take, with noise and without."""

import importlib
import multiprocessing
from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import sobol as salib

from clubsim.experiments import sobol
from clubsim.experiments.errors import StudyError
from clubsim.experiments.points import run_points, values_at
from clubsim.experiments.ranges import Range
from clubsim.experiments.sobol import block_of, check_points, indices_of, places_of, ranked
from clubsim.experiments.where import Where

NAMES = ["x1", "x2", "x3"]


@pytest.fixture
def ishigami(monkeypatch):
    """The module `ishigami.py` beside this file, where a spawned process finds it too."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return importlib.import_module("ishigami")


def jobs_of(ishigami, points, second_order=False, seeds=1, **kind):
    """The function at each point of the design on each seed."""
    places = places_of(3, points, second_order)
    return [
        ishigami.Ishigami(arm="ishigami", set=point, seed=seed, place=tuple(map(float, row)), **kind)
        for point, row in enumerate(places)
        for seed in range(seeds)
    ]


def found_by(jobs, folder, second_order=False, workers=1):
    """The indices, through a store."""
    table = run_points(jobs, folder, Where(workers=workers), quiet=True)
    return indices_of("y", NAMES, values_at(table, "y", jobs[-1].set + 1), second_order)


def ishigami_values(points, second_order=False):
    """The function at each point of the design, without the path: float64 [points]."""
    one, two, three = (np.pi * (2 * places_of(3, points, second_order) - 1)).T
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def holds(indices, ishigami):
    """How many of the six intervals hold the true index."""
    return sum(
        (index.first_low <= first <= index.first_high) + (index.total_low <= total <= index.total_high)
        for index, first, total in zip(indices.inputs, ishigami.FIRST, ishigami.TOTAL, strict=True)
    )


# a function with known indices


def test_known_indices_come_out_of_the_path_that_studies_take(ishigami, tmp_path):
    found = found_by(jobs_of(ishigami, 256), tmp_path)
    assert holds(found, ishigami) == 6
    assert all(index.first_high - index.first_low < 0.3 for index in found.inputs)  # and they say something
    assert (found.noise, found.luck, found.left_out) == (None, None, 0)
    assert [index.input for index in ranked(found)] == ["x1", "x2", "x3"]


def test_two_processes_and_a_resumed_study_give_the_same_indices(ishigami, tmp_path):
    jobs = jobs_of(ishigami, 64)
    whole = found_by(jobs, tmp_path / "alone")
    run_points(jobs[:100], tmp_path / "parts", Where(workers=1), quiet=True)
    kept = {path.name for path in (tmp_path / "parts" / "runs").iterdir()}
    assert found_by(jobs, tmp_path / "parts", workers=2) == whole
    assert kept < {path.name for path in (tmp_path / "parts" / "runs").iterdir()}
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_with_many_points_every_index_is_within_two_hundredths(ishigami, tmp_path):
    found = found_by(jobs_of(ishigami, 4096, second_order=True), tmp_path, second_order=True, workers=2)
    assert [index.first for index in found.inputs] == pytest.approx(ishigami.FIRST, abs=0.02)
    assert [index.total for index in found.inputs] == pytest.approx(ishigami.TOTAL, abs=0.02)
    assert [pair.second for pair in found.pairs] == pytest.approx(ishigami.SECOND, abs=0.02)
    assert found.variance == pytest.approx(ishigami.VARIANCE, rel=0.02)


def test_without_noise_they_are_those_of_salib():
    for second_order in (False, True):
        values = ishigami_values(64, second_order)
        problem = {"num_vars": 3, "names": NAMES, "bounds": [[0, 1]] * 3}
        theirs = salib.analyze(problem, values, calc_second_order=second_order, seed=1)
        ours = indices_of("y", NAMES, values[:, np.newaxis], second_order)
        assert [index.first for index in ours.inputs] == pytest.approx(theirs["S1"])
        assert [index.total for index in ours.inputs] == pytest.approx(theirs["ST"])
        widths = [(index.first_high - index.first_low) / 2 for index in ours.inputs]
        assert widths == pytest.approx(theirs["S1_conf"], rel=0.25)  # both from resamples, and theirs from 100
        if second_order:
            assert [pair.second for pair in ours.pairs] == pytest.approx(theirs["S2"][np.triu_indices(3, 1)])


# noise


def test_noise_of_single_runs_is_subtracted_and_its_share_said(ishigami, tmp_path):
    found = found_by(jobs_of(ishigami, 256, seeds=4, noise=3.0), tmp_path)
    assert holds(found, ishigami) == 6
    assert found.noise == pytest.approx(9 / 4 / (ishigami.VARIANCE + 9 / 4), abs=0.03)
    assert found.luck == pytest.approx(9 / (ishigami.VARIANCE + 9), abs=0.05)
    assert all(index.total_raw > index.total for index in found.inputs)
    assert all(abs(index.first_raw) < abs(index.first) for index in found.inputs[:2])


@pytest.mark.parametrize("second_order", [False, True])
def test_with_noise_of_either_kind_the_mean_index_is_the_true_one(second_order, monkeypatch):
    """Without the subtraction the totals would be up to .17 too large and the first orders up to .1 too small."""
    monkeypatch.setattr(sobol, "RESAMPLES", 2)  # intervals are not looked at
    rng = np.random.default_rng(0)
    exact = ishigami_values(512, second_order)
    clean = indices_of("y", NAMES, exact[:, np.newaxis], second_order)
    many = []
    for _ in range(12):
        noise = 3.5 * rng.standard_normal((len(exact), 3)) + 10 * rng.standard_normal(3)  # a seed's own, and alike
        found = indices_of("y", NAMES, exact[:, np.newaxis] + noise, second_order)
        shares = [share for index in found.inputs for share in (index.first, index.total)]
        many.append([*shares, *(pair.second for pair in found.pairs)])
    true = [share for index in clean.inputs for share in (index.first, index.total)]
    true += [pair.second for pair in clean.pairs]
    error = np.std(many, axis=0, ddof=1) / np.sqrt(len(many))
    assert np.all(np.abs(np.mean(many, axis=0) - true) < 5 * error)
    assert error.max() < 0.03  # small beside what the subtraction amounts to


@pytest.mark.slow
@pytest.mark.parametrize(("points", "seeds", "noise"), [(64, 2, 0.0), (64, 2, 3.0), (256, 4, 3.0)])
def test_nine_of_ten_intervals_hold_the_true_index(points, seeds, noise, ishigami, monkeypatch):
    """Of 100 designs with noise of their own; of an interval of 95 % from so few points this is asked for."""
    rng = np.random.default_rng(1)
    held = 0
    for number in range(100):
        monkeypatch.setattr(sobol, "DESIGN_SEED", 5000 + number)
        values = ishigami_values(points)[:, np.newaxis] + noise * rng.standard_normal((5 * points, seeds))
        held += holds(indices_of("y", NAMES, values, False), ishigami)
    assert 540 <= held < 600  # and they are not so wide that all do


def test_what_a_seed_does_alike_everywhere_is_no_noise(ishigami, tmp_path):
    lucky = found_by(jobs_of(ishigami, 64, seeds=3, luck=5.0), tmp_path / "lucky")
    plain = found_by(jobs_of(ishigami, 64), tmp_path / "plain")
    for one, other in zip(lucky.inputs, plain.inputs, strict=True):
        assert (one.first, one.total) == pytest.approx((other.first, other.total))
    assert lucky.noise == pytest.approx(0.0, abs=1e-12)
    luck = np.var([5.0 * np.random.default_rng(seed).standard_normal() for seed in range(3)], ddof=1)
    assert lucky.luck == pytest.approx(luck / (lucky.variance + luck))  # of a single run it is


def test_what_nothing_reads_has_exactly_no_index_on_common_seeds():
    values = ishigami_values(64)[:, np.newaxis] + np.random.default_rng(1).standard_normal((64 * 5, 4))
    values = values.reshape(64, 5, 4)
    with_unread = np.insert(
        values, 4, values[:, 0], axis=1
    )  # a fourth input: its point is that of A, on the same seeds
    *_, unread = indices_of("y", [*NAMES, "unread"], with_unread.reshape(-1, 4), False).inputs
    assert (unread.first, unread.total, unread.first_low, unread.total_high) == (0.0, 0.0, 0.0, 0.0)


def test_a_seed_that_is_an_input_has_the_share_of_the_variance_that_is_luck():
    """y = x + luck of the seed, of the same variance and independent: half of it each, alone and in all."""
    places = places_of(2, 512, False)
    luck = np.random.default_rng(2).standard_normal(64)
    luck = (luck - luck.mean()) / luck.std()
    seeds = Range(name="seed", low=0, high=63, own=0, whole=True).spread(places[:, 1])
    values = np.sqrt(12) * places[:, 0] + luck[seeds.astype(int)]
    one, seed = indices_of("y", ["x", "seed"], values[:, np.newaxis], False).inputs
    for index in (one, seed):
        assert index.first_low <= 0.5 <= index.first_high
        assert index.total_low <= 0.5 <= index.total_high
        assert index.total == pytest.approx(0.5, abs=0.05)


# what is left out, and what has no index


def test_a_base_point_at_which_the_outcome_is_missing_is_left_out():
    values = ishigami_values(64)[:, np.newaxis].repeat(2, axis=1)
    without = values.copy()
    without[7, 1] = np.nan  # of the second block of five
    found = indices_of("y", NAMES, without, False)
    assert (found.points, found.left_out) == (63, 1)
    rest = np.delete(values, slice(5, 10), axis=0)
    assert found.inputs == indices_of("y", NAMES, rest, False).inputs


def test_an_outcome_without_variance_or_with_nothing_but_noise_has_no_index():
    assert indices_of("y", NAMES, np.full((64 * 5, 2), 3.7), False) is None
    assert indices_of("y", NAMES, np.full((64 * 5, 2), np.nan), False) is None
    noise = np.random.default_rng(8).standard_normal((64 * 5, 2))
    noise -= noise.mean(axis=1, keepdims=True)  # the means agree and the seeds do not
    assert indices_of("y", NAMES, noise, False) is None


# the design


def test_more_points_begin_with_the_fewer_ones():
    np.testing.assert_array_equal(places_of(3, 16, False)[: 8 * block_of(3, False)], places_of(3, 8, False))


@pytest.mark.parametrize(("points", "near"), [(100, 128), (4, 8), (0, 8), (20_000, 16_384), (-3, 8)])
def test_points_are_a_power_of_two(points, near):
    with pytest.raises(StudyError, match=f"is a power of two from 8 to 16384, not {points}; write --points {near}$"):
        check_points(points)


def test_every_whole_number_of_a_range_is_as_likely_as_another():
    places = (np.arange(600) + 0.5) / 600
    for low, high in ((0, 1), (2, 7), (-1, 1)):
        values, counts = np.unique(
            Range(name="n", low=low, high=high, own=low, whole=True).spread(places), return_counts=True
        )
        assert values.tolist() == list(range(low, high + 1))
        assert np.ptp(counts) <= 1
    even = Range(name="x", low=1.0, high=100.0, own=1.0, log=True)
    np.testing.assert_array_equal(even.spread(places), even.at(places))
