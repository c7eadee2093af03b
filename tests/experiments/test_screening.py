"""Screening: the design covers every parameter, indices are what is known of a function, noise is told from effects."""

import json
import re
import shutil
import sys
from math import log
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom

from clubsim.agents.parameters import World, specifications
from clubsim.experiments.cli import main
from clubsim.experiments.composing import names
from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures.screening import MOST, direction, screening_figure
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.posting import load_posting, posting_names
from clubsim.experiments.ranges import CHANNEL_FIELDS, PLAUSIBLE, Range, fixed_by, ranges_of, read_table
from clubsim.experiments.screen import Screening, read, write
from clubsim.experiments.screening import (
    STEP,
    Index,
    design_of,
    elementary_effects,
    floors_of,
    indices_of,
    not_told,
    ranked,
    untouched,
)
from clubsim.experiments.study import load_study

CLUB = "operations_club"
TABLE = """\
world:
  visit_mean: {low: -4, high: 0}
  check_ins: {keep: true}
channels:
  pool: {factor: [0.5, 2]}
"""
TRIED = (
    Range(name="even", low=-1.0, high=3.0, own=0.0),
    Range(name="log", low=0.1, high=10.0, own=1.0, log=True),
    Range(name="switch", low=0, high=1, own=0, whole=True),
    Range(name="count", low=2, high=8, own=4, whole=True),
    Range(name="unread", low=0.0, high=1.0, own=0.0),
)
NAMES = [range_.name for range_ in TRIED]


@pytest.fixture(scope="module")
def club():
    """The club's scenario as it is shipped."""
    return load_study(CLUB, ["ensemble.file=null"]).scenario


@pytest.fixture
def table(tmp_path, monkeypatch) -> Path:
    """A small table of ranges in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "ranges.yaml"
    path.write_text(TABLE, encoding="utf-8")
    return path


def screened(table: Path, *words: str) -> int:
    """A screening of three parameters, short and small."""
    few = ["days=100", "scale=.2", "workers=1", "--trajectories", "2", "--quiet"]
    return main(["screen", CLUB, *few, "--ranges", str(table), "--out", "results", *words])


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """The folder of such a screening, as it was written."""
    folder = tmp_path_factory.mktemp("screening")
    (folder / "ranges.yaml").write_text(TABLE, encoding="utf-8")
    assert screened(folder / "ranges.yaml", "--outcome", "messages", "--json", "--out", str(folder / "results")) == 0
    return folder / "results"


@pytest.fixture
def results(written, tmp_path) -> Path:
    """A copy of that screening, to be spoilt."""
    return Path(shutil.copytree(written, tmp_path / "results"))


def known(row: np.ndarray) -> float:
    """A function of TRIED with elementary effects that can be written down."""
    even, logarithmic, switch, count, _ = row
    return 3.0 * even - 2.0 * log(logarithmic) + 5.0 * switch * (even > 1.0) + count


# the table of ranges


def test_the_shipped_table_has_every_parameter_of_the_world_and_of_a_channel():
    tried = read_table(PLAUSIBLE)
    assert set(World._fields) - set(tried["world"]) == set(), "write a range for them into configs/sensitivity"
    assert set(CHANNEL_FIELDS) == set(tried["channels"])


def test_every_range_of_the_shipped_table_says_why():
    lines = [line for line in PLAUSIBLE.read_text(encoding="utf-8").splitlines() if re.match(r"  \w+: \{", line)]
    assert len(lines) == len(World._fields) + len(CHANNEL_FIELDS)
    assert [line for line in lines if not re.search(r"\}\s+# \w+", line)] == []


def test_shipped_ranges_lie_within_what_a_parameter_may_be(club):
    allowed = specifications()
    tried = {range_.name: range_ for range_ in ranges_of(club)}
    for name, (kind, spec, _) in allowed.items():
        if name in tried:
            assert spec.low <= tried[name].low < tried[name].high <= spec.high
            assert tried[name].whole == (kind is int)


def test_the_clubs_own_values_lie_in_the_shipped_ranges(club):
    assert [range_.name for range_ in ranges_of(club) if not range_.holds_own] == []


@pytest.mark.parametrize("experiment", names("experiment"))
def test_the_shipped_table_fits_every_experiment(experiment):
    assert len(ranges_of(load_study(experiment, ["ensemble.file=null"]).scenario)) >= 80


@pytest.mark.parametrize("scenario", posting_names())
def test_the_shipped_table_fits_every_scenario_of_posts(scenario):
    assert {"anyone.flow", "anyone.reach"} <= {range_.name for range_ in ranges_of(load_posting(scenario).scenario)}


def test_numbers_of_people_are_tried_around_the_unscaled_scenario(club):
    small = {range_.name: range_ for range_ in ranges_of(club.scaled(0.25))}
    pool = club.channels[0].pool
    assert (small["readers.pool"].low, small["readers.pool"].high) == (pytest.approx(pool / 2), pytest.approx(2 * pool))
    assert "second_channel.growth" not in small  # it is 0, and twice nothing is nothing


def test_what_the_user_sets_is_not_tried(club):
    fixed = fixed_by(["days=200", "world.dropout_a=0", "gate.price=5"])
    every, rest = ({range_.name for range_ in ranges_of(club, fixed=given)} for given in ((), fixed))
    assert every - rest == {"dropout_a"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "world: {visit_maen: {low: 0, high: 1}}",
            "unknown parameter under world 'visit_maen'; did you mean 'visit_me",
        ),
        ("world: {visit_mean: {low: 0, hihg: 1}}", "unknown key of world.visit_mean 'hihg'; did you mean 'high'?"),
        ("world: {visit_mean: {low: 0}}", "the range of visit_mean has a low and a high end"),
        ("world: {visit_mean: 3}", "world.visit_mean is a mapping, not 3"),
        ("world: {visit_mean: {low: 1, high: 1}}", "goes from low to high, not from 1 to 1; or write keep: true"),
        ("world: {visit_mean: {low: a, high: 1}}", "the low end of visit_mean is a number, not 'a'"),
        ("world: {visit_cap: {low: 0.5, high: 1.5}}", "visit_cap is 0.5 to 1.5 and must lie between 0.01 and 1"),
        ("world: {visit_mean: {low: -1, high: 1, scale: log}}", "begins at -1, which has no logarithm"),
        ("world: {visit_sd: {low: 1, high: 2, scale: lgo}}", "the scale of visit_sd is even or log, not 'lgo'"),
        ("world: {topics: {low: 1.5, high: 3}}", "topics is a whole number, so its range is too"),
        ("world: {visit_sd: {factor: [1, 2]}}", "factor is for numbers of a channel and visit_sd is none"),
        ("channels: {pool: {factor: 2}}", "the factor of readers.pool is [least, most], not 2"),
        ("channels: {pool: {factor: [2, 1]}}", "the factor of readers.pool goes from least to most above 0"),
        ("channels: {reach: {low: 0, high: 2}}", "the range of readers.reach: channel readers: reach is a chance"),
        ("wrold: {}", "unknown key of ranges.yaml 'wrold'; did you mean 'world'?"),
        ("world: {visit_mean: {keep: true}}", "ranges.yaml leaves nothing to try"),
    ],
)
def test_a_wrong_table_is_one_sentence(text, sentence, club, tmp_path):
    (tmp_path / "ranges.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=re.escape(sentence)):
        ranges_of(club, tmp_path / "ranges.yaml")


# the design


def test_a_trajectory_moves_every_parameter_once_and_by_a_step(club):
    ranges = ranges_of(club)
    design = design_of(ranges, 3)
    assert design.shape == (3 * (len(ranges) + 1), len(ranges))
    moved = np.diff(design.reshape(3, len(ranges) + 1, len(ranges)), axis=1) != 0
    assert (moved.sum(axis=1) == 1).all()  # every parameter once a trajectory
    assert (moved.sum(axis=2) == 1).all()  # and one at a time
    for j, range_ in enumerate(ranges):
        assert range_.low <= design[:, j].min() < design[:, j].max() <= range_.high


def test_a_step_is_two_thirds_of_a_range_and_a_switch_from_one_side_to_the_other():
    design = design_of(TRIED, 50)
    for j, width in enumerate((4.0, log(100.0), None, 6.0)):
        scaled = np.log(design[:, j]) if TRIED[j].log else design[:, j]
        steps = np.abs(np.diff(scaled.reshape(50, -1), axis=1)).max(axis=1)
        assert steps == pytest.approx(np.full(50, 1.0 if width is None else STEP * width))
    assert set(design[:, 2]) == {0.0, 1.0}
    assert set(design[:, 3]) == {2.0, 4.0, 6.0, 8.0}


def test_the_same_ranges_give_the_same_design():
    np.testing.assert_array_equal(design_of(TRIED, 4), design_of(TRIED, 4))


# the indices


def test_known_effects_come_out_as_they_are():
    design = design_of(TRIED, 60)
    values = np.repeat([[known(row)] for row in design], 2, axis=1)
    found = {index.parameter: index for index in indices_of("messages", NAMES, design, values)}
    assert found["log"].mu == pytest.approx(-2.0 * STEP * log(100.0))
    assert found["log"].mu_star == pytest.approx(2.0 * STEP * log(100.0))
    assert found["log"].sigma == pytest.approx(0.0, abs=1e-9)
    assert found["count"].mu == pytest.approx(STEP * 6.0)
    # the switch does 5 where even is in its upper half, which is two levels of four
    assert 0.0 < found["switch"].mu < 5.0
    assert found["switch"].sigma == pytest.approx(np.sqrt(60 / 59 * found["switch"].mu * (5.0 - found["switch"].mu)))
    assert found["even"].mu >= 3.0 * STEP * 4.0  # alone, and more where the switch is on
    assert all(index.floor == 0.0 for index in found.values())  # the seeds agree
    assert [index.parameter for index in ranked(list(found.values()))][-1] == "switch"


def test_what_nothing_reads_is_exactly_nothing():
    design = design_of(TRIED, 5)
    values = np.random.default_rng(0).standard_normal(2) + np.array([[known(row)] for row in design])
    (unread,) = [index for index in indices_of("messages", NAMES, design, values) if index.parameter == "unread"]
    assert (unread.mu, unread.mu_star, unread.sigma, unread.interval, unread.floor) == (0.0, 0.0, 0.0, 0.0, 0.0)
    assert unread.untouched and not unread.told


def test_effects_of_each_seed_have_the_mean_that_the_indices_are_made_of():
    design = design_of(TRIED, 7)
    values = np.random.default_rng(1).standard_normal((len(design), 3))
    effects = elementary_effects(design, values).mean(axis=2)
    found = indices_of("messages", NAMES, design, values)
    assert [index.mu for index in found] == pytest.approx(effects.mean(axis=0))
    assert [index.mu_star for index in found] == pytest.approx(np.abs(effects).mean(axis=0))
    assert [index.sigma for index in found] == pytest.approx(effects.std(axis=0, ddof=1))


@pytest.mark.parametrize(("trajectories", "seeds"), [(10, 2), (4, 3)])
def test_of_a_hundred_parameters_without_effect_about_one_lies_above_its_floor(trajectories, seeds):
    noise = 0.3 * np.random.default_rng(2).standard_normal((trajectories, 20_000, seeds))
    above = np.count_nonzero(np.abs(noise.mean(axis=2)).mean(axis=0) > floors_of(noise))
    low, high = binom.interval(1 - 1e-6, 20_000, 0.01)
    assert 0.8 * low <= above <= 1.2 * high  # the floor itself is simulated


def test_an_effect_of_three_times_the_noise_is_told_and_noise_is_not():
    design = design_of(TRIED, 10)
    noise = np.random.default_rng(3).standard_normal((len(design), 2))
    found = indices_of("messages", NAMES, design, noise + 3.0 * design[:, [2]])
    assert [index.parameter for index in ranked(found)] == ["switch"]
    assert set(not_told(found)) == set(NAMES) - {"switch"}
    assert untouched(found) == []


def test_a_trajectory_in_which_the_outcome_is_missing_is_left_out():
    design = design_of(TRIED, 5)
    values = np.repeat([[known(row)] for row in design], 2, axis=1)
    without = values.copy()
    without[3, 1] = np.nan
    expected = indices_of("messages", NAMES, design[len(NAMES) + 1 :], values[len(NAMES) + 1 :])
    assert indices_of("messages", NAMES, design, without) == expected
    without[:] = np.nan
    assert indices_of("messages", NAMES, design, without) == []


# the command


def test_a_screening_is_written_and_can_be_told_again_for_another_outcome(table, capsys):
    assert screened(table, "--outcome", "messages", "--outcome", "recruited", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["study"], told["arm"], told["trajectories"]) == (CLUB, "as_described", 2)
    assert {"visit_mean", "readers.pool", "second_channel.pool"} == {row["parameter"] for row in told["indices"]}
    written = {"design.csv", "outcomes.csv", "indices.csv", "screening.json"}
    figures = {f"screening_{outcome}.{kind}" for outcome in ("messages", "recruited") for kind in ("png", "svg")}
    assert {file.name for file in Path("results").iterdir()} == written | figures | {"study.json", "runs"}
    assert pl.read_csv("results/outcomes.csv").height == 2 * 4 * 2  # trajectories, points, seeds
    assert main(["screen", "--from", "results", "--outcome", "messages", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)["indices"]
    assert again == [row for row in told["indices"] if row["outcome"] == "messages"]
    assert main(["screen", "--from", "results", "--outcome", "visitors"]) == 0
    assert "visitors a day [members/day]" in capsys.readouterr().out
    assert Path("results/screening_visitors.png").stat().st_size > 10_000


def test_a_parameter_that_the_user_sets_has_that_value_in_every_run(table, capsys):
    assert screened(table, "world.visit_mean=-1", "--outcome", "messages", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert "visit_mean" not in {row["parameter"] for row in told["indices"]}
    assert "visit_mean" in told["notes"][0]
    assert read(Path("results")).about["config"]["world"]["visit_mean"] == -1


def test_a_channel_that_opens_after_the_last_day_never_changes_anything(table, capsys):
    assert screened(table, "--outcome", "messages", "--outcome", "active_90_unbounded", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["indices"]
    for row in (row for row in rows if row["parameter"] == "second_channel.pool"):
        assert [row[key] for key in ("mu", "mu_star", "sigma", "interval", "floor")] == [0.0] * 5
        assert row["untouched"] and not row["told"]
    assert all(row["mu_star"] > 0 and not row["untouched"] for row in rows if row["parameter"] == "visit_mean")
    assert len(rows) == 6


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--outcome", "mesages"], "unknown outcome 'mesages'; did you mean 'messages'?"),
        (["--outcome", "lifetime"], "lifetime is missing while a community lives"),
        (["--trajectories", "1"], "--trajectories is a whole number from 2 to 200, not 1"),
        (["seeds=1"], "seeds=1 does not tell an effect from noise; write seeds=2 or more"),
        (["days=60"], "active_90_bracket has no value in a run of 60 days of operations_club, arm as_described"),
        (["--arm", "no_cul"], "unknown arm 'no_cul'; did you mean 'no_cull'?"),
        (["--ranges", "none.yaml"], "there is no file none.yaml"),
        (["--from", "nowhere"], "there is no screening in nowhere"),
        (["wrold.visit_cap=1"], "did you mean 'world.visit_cap'?"),
    ],
)
def test_a_wrong_screening_is_one_sentence_and_writes_nothing(words, sentence, table, capsys):
    assert main(["screen", "workers=1", "--quiet", *words]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert [file.name for file in table.parent.iterdir()] == ["ranges.yaml"]


def test_without_salib_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "SALib", None)
    assert main(["screen"]) == 2
    told = capsys.readouterr().err
    assert told == "clubsim: screening needs SALib; install it with pip install 'clubsim[sensitivity]'\n"


def test_an_interrupted_writing_leaves_no_screening_to_read(results, monkeypatch):
    whole = read(results)

    def interrupt(*_):
        raise KeyboardInterrupt

    torn = Screening(about=whole.about, design=whole.design, outcomes=whole.outcomes.head(3))
    monkeypatch.setattr(torn.outcomes, "write_csv", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(torn, results)
    with pytest.raises(StudyError, match=f"there is no screening in {re.escape(str(results))}"):
        read(results)
    assert pl.read_csv(results / "outcomes.csv").height == 16  # the file that was there, and no half of one
    write(whole, results)
    assert read(results).indices("messages") == whole.indices("messages")


def test_a_screening_with_a_line_too_few_cannot_be_read(results):
    path = results / "outcomes.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    with pytest.raises(StudyError, match=f"the screening in {re.escape(str(results))} cannot be read"):
        read(results)


# the figure


def index_of(name: str, mu: float, mu_star: float, floor: float = 0.01) -> Index:
    """An index with a sigma of half its mu*."""
    return Index(
        outcome="messages", parameter=name, mu=mu, mu_star=mu_star, sigma=mu_star / 2, interval=0.01, floor=floor
    )


def test_the_figure_ranks_what_is_told_from_noise_and_counts_the_rest():
    indices = [index_of(f"p{k}", mu=(-1) ** k * 0.02 * k, mu_star=0.02 * k) for k in range(1, 31)]
    indices += [index_of("quiet", 0.005, 0.005), index_of("unread", 0.0, 0.0, floor=0.0)]
    figure = screening_figure(indices, OUTCOMES["messages"], "a study")
    left, right = figure.axes
    assert [label.get_text() for label in left.get_yticklabels()] == [f"p{k}" for k in range(30, 30 - MOST, -1)]
    effects = [line for line in left.get_lines() if line.get_gid() == "effect"]
    assert [line.get_xdata()[0] for line in effects] == pytest.approx([0.02 * k for k in range(30, 30 - MOST, -1)])
    assert len({line.get_marker() for line in effects}) == 2
    (dots,) = [line for line in right.get_lines() if line.get_gid() == "interplay"]
    assert list(dots.get_ydata()) == list(range(MOST))
    assert "25 of the 30 parameters told from noise; 1 not told from noise, 1 never changed it" in " ".join(
        text.get_text() for text in figure.texts
    )
    for axes in figure.axes:
        assert "[" in axes.get_xlabel() and axes.get_title(loc="left")


@pytest.mark.parametrize(("mu", "word"), [(0.9, "raises"), (-0.9, "lowers"), (0.5, "either way"), (0.0, "either way")])
def test_a_parameter_raises_or_lowers_where_nearly_all_of_its_effects_do(mu, word):
    assert direction(index_of("p", mu, 1.0))[2] == word


def test_a_figure_of_nothing_but_noise_is_drawn_and_one_of_no_index_is_an_error():
    assert screening_figure([index_of("quiet", 0.0, 0.005)], OUTCOMES["messages"], "a study").axes
    with pytest.raises(ValueError, match="there is no index of messages to draw"):
        screening_figure([], OUTCOMES["messages"], "a study")
