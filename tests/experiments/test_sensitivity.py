"""`clubsim sensitivity`: what is varied, through the store, as tables, figures and sentences."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures.sensitivity import HIGHEST, sensitivity_figure
from clubsim.experiments.inputs import inputs_of, policies_at, scenario_at
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.sensitivity import design_of, read, tasks_of
from clubsim.experiments.sensitivity_question import Question, Wanted
from clubsim.experiments.sensitivity_question import question_of as asking
from clubsim.experiments.sobol import indices_of, places_of
from clubsim.experiments.study import load_study

CLUB = "operations_club"
SMALL = ("days=6", "scale=.03", "gate.from_day=0", "seeds=2", "workers=1")
TWO = "world.visit_mean=interval(-4,0),gate.price=interval(20,400)"


@pytest.fixture(scope="module")
def club():
    """The club, short and small, with a fee from the first day."""
    return load_study(CLUB, [*SMALL, "ensemble.file=null"])


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def analysed(*words: str) -> int:
    """An analysis of two inputs, short and small."""
    few = ["--points", "8", "--outcome", "messages", "--out", "results", "--quiet"]
    return main(["sensitivity", CLUB, *SMALL, "--parameters", TWO, *few, *words])


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """A folder in whose `results` there is such an analysis; only read."""
    folder = tmp_path_factory.mktemp("once")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert analysed("--second-order", "--json") == 0
    return folder


@pytest.fixture
def done(once, here) -> Path:
    """A working folder with a copy of that analysis."""
    copytree(once / "results", here / "results")
    return here


def question_of(club, texts: str, arms=("as_described",), points=8, **more) -> Question:
    """A question about these inputs."""
    against = arms[1] if len(arms) > 1 else None
    inputs = inputs_of(club, arms, [texts], None)
    return Question(arm=arms[0], against=against, inputs=inputs, points=points, **more)


# what is varied


def test_inputs_are_of_the_world_of_channels_and_of_policies(club):
    texts = (
        "world.visit_mean, readers.pool,topics=interval(2,4),halflife=tag(log,interval(10,40)),gate.price=interval(1,9)"
    )
    visit, pool, topics, halflife, price = (each.range for each in inputs_of(club, ["as_described"], [texts], None))
    assert (visit.name, visit.low, visit.high) == ("visit_mean", -3.5, -0.8)  # of the shipped table
    assert pool.own == pytest.approx(pool.low * 2) and pool.log
    assert (topics.low, topics.high, topics.whole) == (2, 4, True)
    assert (halflife.low, halflife.high, halflife.log) == (10, 40, True)
    assert (price.name, price.low, price.high, price.own, price.whole) == ("gate.price", 1, 9, 99, False)


def test_a_value_reaches_the_scenario_or_the_policies_of_the_arms_that_have_it(club):
    arms = ("as_described", "no_cull")
    texts = ["visit_mean,readers.pool,gate.price=interval(1,9),cull.messages=interval(10,90)"]
    visit, pool, price, quota, day = inputs_of(club, arms, [*texts, "arms.no_cull.gate.from_day=interval(0,9)"], None)
    assert (price.arms, quota.arms, day.arms) == (arms, ("as_described",), ("no_cull",))
    values = {visit: -1.5, pool: 500.0, price: 5.0, quota: 70.0, day: 4.0}
    scenario = scenario_at(club, values)
    assert scenario.world.visit_mean == -1.5
    assert scenario.channels[0].pool == pytest.approx(15)  # scaled
    described = policies_at(club, "as_described", values)
    assert described["gate"].policy.price == 5.0
    assert described["cull"].messages == 70
    assert list(described) == list(club.arms["as_described"].policies)
    assert described["cash"] is club.arms["as_described"].policies["cash"]
    assert described["gate"].from_day == 0
    other = policies_at(club, "no_cull", values)
    assert "cull" not in other and (other["gate"].from_day, other["gate"].policy.price) == (4, 5.0)


def test_every_point_is_run_in_both_arms_on_the_same_seeds_or_on_its_own(club):
    arms = ("as_described", "no_cull")
    question = question_of(club, TWO, arms)
    design = design_of(club, question)
    tasks = tasks_of(club, question, design)
    assert design.height == 8 * 4 and len(tasks) == 8 * 4 * 2 * 2
    assert {(task.arm, task.set, task.seed) for task in tasks} == {
        (arm, point, seed) for arm in arms for point in range(32) for seed in club.seeds
    }
    own = question_of(club, TWO, arms, seed_dimension=True)
    design = design_of(club, own)
    assert design.columns == ["point", "visit_mean", "gate.price", "seed"]
    tasks = tasks_of(club, own, design)
    assert len(tasks) == 8 * 5 * 2
    assert [task.seed for task in tasks[::2]] == design["seed"].to_list()
    assert set(design["seed"]) == set(club.seeds)


# the command


def test_an_analysis_is_written_and_can_be_told_again_for_another_outcome(done, capsys):
    told = json.loads(Path("results/indices.json").read_text(encoding="utf-8"))
    assert (told["study"], told["arm"], told["against"], told["points"]) == (CLUB, "as_described", None, 8)
    assert [index["input"] for index in told["indices"]] == ["visit_mean", "gate.price"]
    assert [(pair["one"], pair["other"]) for pair in told["pairs"]] == [("visit_mean", "gate.price")]
    names = {"design.parquet", "outcomes.parquet", "sensitivity.json", "study.json", "runs", "indices.json"}
    names |= {f"{table}.{kind}" for table in ("indices", "pairs") for kind in ("csv", "parquet")}
    names |= {f"sensitivity_messages.{kind}" for kind in ("svg", "png")}
    assert {file.name for file in Path("results").iterdir()} == names
    assert pl.read_parquet("results/indices.parquet").to_dicts() == told["indices"]
    assert pl.read_csv("results/indices.csv").height == 2
    shards = set(Path("results/runs").iterdir())
    assert main(["sensitivity", "--from", "results", "--outcome", "recruited"]) == 0
    said = capsys.readouterr().out
    assert "recruited [members], operations club, as described" in said and "visit_mean" in said
    assert "of the variance of the means over 2 seeds" in said
    assert Path("results/sensitivity_recruited.png").stat().st_size > 10_000
    assert set(Path("results/runs").iterdir()) == shards


def test_an_arm_that_differs_only_later_has_no_effect_to_analyse(done, capsys):
    assert analysed("--against", "no_rewards", "--json") == 2
    assert "results holds another study (operations_club-sensitivity): against is null there" in capsys.readouterr().err
    assert (
        analysed("--against", "no_rewards", "--seed-dimension", "--out", "effect") == 0
    )  # the rewards begin on day 84
    assert "there is no variance in it but noise" in capsys.readouterr().out
    effect = read(Path("effect"))
    assert effect.outcomes.height == 2 * 8 * 5
    assert (effect.values("messages") == 0).all()


def test_more_points_go_on_from_fewer_and_the_cost_is_said_first(done, capsys):
    words = ["sensitivity", CLUB, *SMALL, "--parameters", TWO, "--points", "16", "--outcome", "messages"]
    assert main([*words, "--cost"]) == 0
    said = capsys.readouterr().out
    assert re.match(r"2 inputs, 64 points: 128 runs; one took [\d.e-]+ s, so about \d+ s with one process\n", said)
    assert [path.name for path in done.iterdir()] == ["results"]
    assert main([*words, "--out", "results", "--json"]) == 0
    assert "2 inputs, 64 points: 128 runs, 64 of which are there already; one took" in capsys.readouterr().err
    assert read(Path("results")).outcomes.height == 128


def test_an_analysis_that_was_torn_cannot_be_read(done):
    pl.read_parquet("results/outcomes.parquet").head(7).write_parquet("results/outcomes.parquet")
    with pytest.raises(StudyError, match="the sensitivity analysis in results cannot be read"):
        read(Path("results"))


def test_what_a_screening_put_on_top_is_varied_and_the_seed_too(here, capsys):
    Path("ranges.yaml").write_text("world:\n  visit_mean: {low: -4, high: 0}\n  topics: {low: 2, high: 4}\n")
    few = ["--trajectories", "6", "--ranges", "ranges.yaml", "--out", "screened", "--quiet", "--outcome", "visitors"]
    assert main(["screen", CLUB, *SMALL, *few]) == 0
    capsys.readouterr()
    chosen = [
        "--from-screening",
        "screened",
        "--top",
        "1",
        "--seed-dimension",
        "--points",
        "8",
        "--outcome",
        "visitors",
    ]
    assert main(["sensitivity", CLUB, *SMALL, "seeds=4", *chosen, "--out", "results", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "visit_mean" in said and "topics" not in said
    assert re.search(r"luck: -?[\d.]+ of the variance of a run, the total order of the 4 seeds", said)
    found = read(Path("results"))
    assert found.inputs == ["visit_mean", "seed"]
    assert (found.about["inputs"][0]["low"], found.about["inputs"][0]["high"]) == (-4, 0)
    assert found.outcomes.height == 8 * 4
    assert main(["sensitivity", CLUB, *SMALL, *chosen, "--top", "3"]) == 2
    assert "--top is a number from 1 to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ("world.visit_maen", "unknown parameter 'world.visit_maen'; did you mean 'visit_mean'?"),
        ("gate.pric=interval(1,2)", "unknown parameter 'gate.pric'; did you mean 'gate.price'?"),
        ("readers.pol=interval(1,2)", "unknown parameter 'readers.pol'; did you mean 'readers.pool'?"),
        ("visit_mean,world.visit_mean", "visit_mean is given twice"),
        ("gate.price", "'gate.price' gives no range; write for example gate.price=interval(50,250)"),
        ("gate.price=5", "'gate.price=5' gives no range"),
        ("gate.price=interval(9,1)", "goes from low to high, not from 9 to 1"),
        ("gate.price=interval(-9,1)", "price must be a number of at least 0 [yuan], not -9"),
        ("gate.price=tag(log,interval(0,1))", "begins at 0, which has no logarithm"),
        ("cull.messages=interval(.5,2)", "cull.messages is a whole number, so its range is too"),
        ("cull.scope=interval(1,2)", "cull.scope is no number and cannot be varied"),
        ("arms.no_cul.gate.price=interval(1,2)", "unknown arm that runs 'no_cul'"),
        ("visit_cap=interval(.5,1.5)", "visit_cap is 0.5 to 1.5 and must lie between"),
        ("check_ins", "the table has no range for check_ins; write check_ins=interval"),
    ],
)
def test_what_cannot_be_varied_is_one_sentence(texts, sentence, club):
    with pytest.raises(StudyError, match=re.escape(sentence)):
        inputs_of(club, ["as_described"], [texts], None)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"texts": "visit_mean"}, "divided among 2 to 200 inputs, not 1"),
        ({"points": 100}, "a power of two from 8 to 16384, not 100; write --points 128"),
        ({"against": "no_cul"}, "unknown arm 'no_cul'; did you mean 'no_cull'?"),
        ({"against": "as_described"}, "is the arm itself; write --against never_a_fee"),
        ({"arm": "no_cul"}, "unknown arm 'no_cul'; did you mean 'no_cull'?"),
        ({"seeds": (0,)}, "seeds=1 does not tell luck from effects; write seeds=4, or --seed-dimension seeds=64"),
    ],
)
def test_a_wrong_question_is_one_sentence(asked, sentence, club):
    given = {"texts": TWO, "arm": None, "against": None, "points": 8, "seeds": (0, 1), **asked}
    wanted = Wanted(parameters=(given["texts"],))
    with pytest.raises(StudyError, match=re.escape(sentence)):
        asking(replace(club, seeds=given["seeds"]), given["arm"], given["against"], wanted, "messages", given["points"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "nothing is varied; write for example --parameters world.visit_mean,gate.price=interval(50,250)"),
        (["world.visit_mean=-1", "--parameters", "visit_mean,topics"], "visit_mean is varied and set"),
        (["--outcome", "mesages"], "unknown outcome 'mesages'; did you mean 'messages'?"),
        (["--outcome", "lifetime"], "lifetime is missing while a community lives"),
        (["--from-screening", "nowhere"], "there is no screening in nowhere"),
        (["--from", "nowhere"], "there is no sensitivity analysis in nowhere"),
        (["--ranges", "none.yaml"], "there is no file none.yaml"),
    ],
)
def test_a_wrong_analysis_is_one_sentence_and_writes_nothing(words, sentence, here, capsys):
    assert main(["sensitivity", CLUB, *words, "--quiet"]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert list(here.iterdir()) == []


def test_without_a_name_or_salib_it_says_what_is_missing(monkeypatch, capsys):
    assert main(["sensitivity"]) == 2
    assert "which study? write its name" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "SALib", None)
    assert main(["sensitivity", CLUB]) == 2
    told = capsys.readouterr().err
    assert told == "clubsim: sensitivity analysis needs SALib; install it with pip install 'clubsim[sensitivity]'\n"


# the figure


def test_the_figure_ranks_inputs_and_marks_noise_and_what_it_is_subtracted_from():
    rng = np.random.default_rng(0)
    places = places_of(3, 64, False)
    values = (places @ np.array([1.0, 3.0, 0.2]))[:, np.newaxis] + 0.5 * rng.standard_normal((len(places), 3))
    indices = indices_of("messages", ["a", "b", "c"], values, False)
    (axes,) = sensitivity_figure(indices, OUTCOMES["messages"], "a study", 3).axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["b", "a", "c", "noise left in\nthe mean of 3 seeds"]
    bars = {
        kind: [patch.get_width() for patch in axes.patches if patch.get_gid() == kind] for kind in ("first", "total")
    }
    assert bars["first"] == pytest.approx([indices.inputs[k].first for k in (1, 0, 2)])
    assert bars["total"] == pytest.approx([indices.inputs[k].total for k in (1, 0, 2)])
    (noise,) = [patch for patch in axes.patches if patch.get_gid() == "noise"]
    assert noise.get_width() == pytest.approx(indices.noise)
    rings = [line.get_xdata()[0] for line in axes.get_lines() if line.get_gid() == "raw"]
    assert rings[:2] == pytest.approx([indices.inputs[1].first_raw, indices.inputs[1].total_raw])
    assert axes.get_xlim()[1] <= HIGHEST


def test_the_figure_of_a_seed_dimension_calls_the_seed_luck_and_has_no_noise():
    values = places_of(2, 64, False).sum(axis=1)[:, np.newaxis]
    figure = sensitivity_figure(indices_of("messages", ["a", "seed"], values, False), OUTCOMES["messages"], "a", 64)
    (axes,) = figure.axes
    assert {label.get_text() for label in axes.get_yticklabels()} == {"a", "the seed (luck)"}
    assert not [patch for patch in axes.patches if patch.get_gid() == "noise"]
