"""The ensemble smoother: it finds what a linear world was made of, and leaves alone what nothing was measured of."""

import numpy as np
import pytest

from clubsim.experiments.calibration import inward, judge, outward, question_of, smoothed, write_table
from clubsim.experiments.calibration_targets import AIMS, ANCHORS, CRITERIA, SPANS, Criterion, Span
from clubsim.experiments.study import load_study


def test_the_smoother_finds_the_parameters_of_a_linear_world():
    rng = np.random.default_rng(3)
    slopes = np.array([[2.0, 0.0, 0.0], [1.0, -1.0, 0.0]])  # two outcomes of three parameters; the third has none
    truth = np.array([1.0, -2.0, 5.0])
    aims, noise = slopes @ truth, np.array([0.05, 0.05])
    points = rng.standard_normal((400, 3)) * 3.0
    before = points[:, 2].std()
    for _ in range(4):
        points = smoothed(points, points @ slopes.T, aims, noise, 4, rng)
    assert points[:, :2].mean(axis=0) == pytest.approx(truth[:2], abs=0.1)
    assert points[:, :2].std(axis=0).max() < 0.2
    assert points[:, 2].std() == pytest.approx(before, rel=0.1)


def test_points_and_parameters_are_each_others_inverse():
    values = {span.name: span.outward(span.inward(span.start)) for span in SPANS}
    assert values == pytest.approx({span.name: span.start for span in SPANS})
    assert outward(inward(values)) == pytest.approx(values)


def test_a_point_beyond_the_range_is_brought_into_it():
    span = Span(name="pool", start=100, low=50, high=200, log=True)
    assert span.outward(9.0) == 200
    assert span.outward(-9.0) == 50


def test_a_criterion_is_met_inside_its_range_only_and_its_misfit_grows_with_distance():
    criterion = Criterion(name="remaining", low=260, high=320, aim=290)
    assert criterion.is_met({"remaining": 260.0})
    assert not criterion.is_met({"remaining": 259.9})
    assert criterion.misfit({"remaining": 290.0}) == 0
    assert criterion.misfit({"remaining": 300.0}) == pytest.approx(1.0)
    assert criterion.misfit({"remaining": float("nan")}) == 100.0


def test_every_aim_lies_inside_the_criterion_it_serves():
    for aim in AIMS:
        assert aim.criterion in (*CRITERIA, *ANCHORS)
        assert aim.criterion.low <= aim.value <= aim.criterion.high


def test_every_free_parameter_is_in_its_range_at_the_start_and_is_one_that_a_study_knows():
    study = load_study("operations_club", ["ensemble.file=null"])
    known = {*study.scenario.world._fields, *(f"{channel.name}.pool" for channel in study.scenario.channels)}
    for span in SPANS:
        assert span.low <= span.start <= span.high
        assert span.name in known


@pytest.mark.parametrize("reading", ["", "_either", "_newcomers", "_either_newcomers"])
def test_every_shipped_set_can_be_run_and_lies_in_the_ranges_searched(reading):
    study = load_study("operations_club", [f"scenario=operations_club{reading}"])
    assert study.ensemble is not None
    assert study.ensemble.sets == 40
    for k, row in enumerate(study.ensemble.rows):
        assert study.with_set(k) != study.scenario
        for span in SPANS:
            assert span.low * 0.999 <= row[span.name] <= span.high * 1.001


def test_a_set_is_judged_on_seeds_that_no_study_uses(tmp_path):
    study = load_study("operations_club", ["ensemble.file=null", "scale=0.1"])
    question = question_of(study, 0, 2, 1)
    assert min(question.seeds) >= 10_000
    values = {span.name: span.start for span in SPANS}
    judged = judge(question, values)
    assert judged.values == values
    assert judged.misfit > 0
    assert {"recruited", "decline of the bare arm"} <= set(judged.means)
    write_table(tmp_path / "sets.csv", [values])
    header, row = (tmp_path / "sets.csv").read_text().splitlines()
    assert header.split(",") == [span.name for span in SPANS]
    assert len(row.split(",")) == len(SPANS)


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["", "_either", "_newcomers", "_either_newcomers"])
def test_the_described_arm_reproduces_the_source_on_seeds_that_no_fit_saw(reading):
    """The first thing the operations club must show, for each of the four readings."""
    from clubsim.experiments.compare import task_of
    from clubsim.experiments.running import carry_out

    study = load_study("operations_club", [f"scenario=operations_club{reading}", "ensemble.file=null"])
    runs = [carry_out(task_of(study, "as_described", -1, seed)).outcomes for seed in study.seeds]
    mean = {name: float(np.mean([run[name] for run in runs])) for name in runs[0]}
    for name in ("recruited", "remaining", "check_ins", "speakers", "messages"):
        assert mean[name] == pytest.approx(study.scenario.reported[name], rel=0.15)
    assert 1.4 <= mean["peak_ratio"] <= 2.3
    assert 60 <= mean["longest_streak"] <= 120
    assert mean["weekend_ratio"] < 1
    assert mean["signups_3"] > mean["signups_4"] > mean["signups_5"] > mean["signups_6"] < mean["signups_7"]
    assert mean["culls_4"] > mean["culls_5"] > mean["culls_6"]
