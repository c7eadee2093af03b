"""Sweeps: how values are written, where points lie, that every point is a checked study, and what comes out."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clubsim.experiments import study as study_module
from clubsim.experiments import sweep_summary
from clubsim.experiments.axes import Axis, read_part
from clubsim.experiments.cli import main
from clubsim.experiments.comparison import paired_differences
from clubsim.experiments.designs import MOST_POINTS, coordinates_of, from_table
from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures.sweeping import sweep_figure, why_not_drawn
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import carry_out
from clubsim.experiments.study import load_study
from clubsim.experiments.sweep import read_sweep
from clubsim.experiments.sweep_summary import points_table, summary_of, with_coordinates
from clubsim.experiments.sweeping import own_value, plan_of

CLUB = "operations_club"


def axis(text: str) -> Axis:
    part = read_part(text)
    assert isinstance(part, Axis)
    return part


# values as Hydra writes them


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("gate.price=99,199", (99, 199)),
        ("gate.price=choice(99,199)", (99, 199)),
        ("gate.price=range(50,250,50)", (50, 100, 150, 200)),
        ("gate.price=range(3)", (0, 1, 2)),
        ("gate.price=range(30,0,-10)", (30, 20, 10)),
        ("world.visit_cap=range(0.7,0.95,0.05)", (0.7, 0.75, 0.8, 0.85, 0.9)),
        ("+reward=null,cash", (None, "cash")),
        ("cull.scope='everyone',newcomers", ("everyone", "newcomers")),
        ("gate={policy: paid, price: 50},null", ({"policy": "paid", "price": 50}, None)),
        ("read_off.window=[0,5],[2,9]", ([0, 5], [2, 9])),
    ],
)
def test_the_values_of_an_axis_are_those_that_hydra_would_run(text, values):
    assert axis(text).values == values
    assert [axis(text).set_to(value).value for value in values] == list(values)


def test_one_value_is_no_axis():
    assert not isinstance(read_part("gate.price=99"), Axis)


def test_an_interval_is_shared_out_evenly_by_its_logarithm_or_in_whole_numbers():
    shares = (0.0, 0.25, 0.5, 0.999999)
    assert [axis("a.b=interval(10,20)").at(u) for u in shares[:3]] == [10.0, 12.5, 15.0]
    assert [axis("a.b=int(interval(1,4))").at(u) for u in shares] == [1, 2, 3, 4]
    logarithmic = axis("a.b=tag(log,interval(20,400))")
    assert logarithmic.at(0.5) == pytest.approx((20 * 400) ** 0.5)
    assert logarithmic.at(0.0) == 20.0


WRONG = {
    "gate.price=glob(*)": "glob names files",
    "gate.price=shuffle(range(4))": "take out shuffle",
    "gate.price=range(5,5)": "has no value at all",
    "gate.price=range(0,1,0)": "step is not 0",
    "gate.price=range(0,1e9)": "write a larger step",
    "gate.price=1,2,1": "gives a value twice",
    "gate.price=interval(9,9)": "to a larger one",
    "gate.price=tag(lgo,interval(1,9))": "take out lgo",
    "gate.price=tag(log,interval(0,9))": "begins above 0",
    "gate.price=1,${oc.env:HOME}": r"only the path of another value",
    "seeds=2,3": "seeds is the same at every point",
    "ensemble.sets=2,3": "ensemble is the same at every point",
    "policy/gate=paid,tiers": "names a config group",
}


@pytest.mark.parametrize("text", WRONG)
def test_values_that_cannot_be_swept_are_refused_in_a_sentence(text):
    with pytest.raises(StudyError, match=WRONG[text]):
        read_part(text)


# where the points lie

SPACE = [axis("a.x=interval(0,1)"), axis("a.y=interval(-1,1)"), axis("a.word=no,yes")]


def test_a_grid_is_every_combination_the_last_axis_fastest():
    axes = [axis("a.x=1,2"), axis("a.y=range(3)")]
    assert coordinates_of(axes, "grid", None, 0) == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_axis():
    points = coordinates_of(SPACE, "lhs", 20, 7)
    for values, low, high in ((0, 0.0, 1.0), (1, -1.0, 1.0)):
        along = np.array([point[values] for point in points])
        assert sorted(np.floor((along - low) / (high - low) * 20)) == list(range(20))
    assert [point[2] for point in points].count("yes") == 10


def test_sixty_four_points_of_a_sobol_sequence_have_one_in_each_of_eight_times_eight_cells():
    points = np.array([point[:2] for point in coordinates_of(SPACE, "sobol", 64, 3)])
    cells = np.floor(points[:, 0] * 8) * 8 + np.floor((points[:, 1] + 1) / 2 * 8)
    assert sorted(cells) == list(range(64))


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_a_design_hangs_on_its_seed_and_on_nothing_else(design):
    first = coordinates_of(SPACE, design, 8, 1)
    assert coordinates_of(SPACE, design, 8, 1) == first
    assert coordinates_of(SPACE, design, 8, 2) != first


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((SPACE, "grid", None), r"write range\(0,1,STEP\), or --design sobol --points 64"),
        ((SPACE[2:], "grid", 5), "take out --points 5"),
        ((SPACE, "lhs", 1), "from 2 to"),
        ((SPACE, "sobool", 8), "did you mean 'sobol'"),
        (([], "grid", None), "nothing is swept"),
        (([axis("a.x=range(101)"), axis("a.y=range(100)")], "grid", None), f"at most {MOST_POINTS:,} are run"),
    ],
)
def test_a_design_that_cannot_be_is_refused_in_a_sentence(given, words):
    with pytest.raises(StudyError, match=words):
        coordinates_of(*given, seed=0)


def test_a_table_gives_the_points_row_by_row(tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("gate.price,+reward\n99,cash\n50,null\n99,null\n", encoding="utf-8")
    axes, points = from_table(table)
    assert [each.key for each in axes] == ["gate.price", "+reward"]
    assert points == [(99, "cash"), (50, None), (99, None)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no point"),
        ("gate.price\n", "has no point"),
        ("gate.price,cull\n1\n", "row 1: 1 cells under 2 names"),
        ('gate.price\n"1,2"\n', "is no value of gate.price"),
        ("gate.price,cull\n1,\n", "row 1: '' is no value of cull"),
        ("seeds\n3\n", "seeds is the same at every point"),
        ("gate.price\n${oc.env:HOME}\n", "only the path of another value"),
        ("7 o'clock\n3\n", "cannot be read as an override"),
    ],
)
def test_a_table_that_is_none_is_refused_in_a_sentence(tmp_path, text, words):
    table = tmp_path / "points.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=words):
        from_table(table)


# points are studies


def test_a_point_is_the_study_that_its_overrides_name_composed_once(monkeypatch):
    composed = []
    real = study_module.compose_study
    monkeypatch.setattr(study_module, "compose_study", lambda *given: composed.append(given) or real(*given))
    sweep = read_sweep(CLUB, ["gate.price=99,199", "days=60", "world.visit_cap=0.8,0.9", "arms.no_cull.gate=null"])
    assert len(composed) == 1
    for point in (sweep.points[0], sweep.points[3]):
        price, cap = point.at
        texts = ["ensemble=null", f"gate.price={price}", "days=60", f"world.visit_cap={cap}", "arms.no_cull.gate=null"]
        alone = load_study(CLUB, texts)
        assert point.study.resolved == alone.resolved
        assert point.study.arms == alone.arms and point.study.scenario == alone.scenario


def test_a_scenario_is_swept_too():
    other = f"{CLUB}_either"
    sweep = read_sweep(CLUB, [f"scenario={CLUB},{other}", "gate.price=1,2", "days=40"])
    first, _, third, _ = (point.study.scenario for point in sweep.points)
    assert first != third
    assert third == load_study(CLUB, ["ensemble=null", f"scenario={other}"]).scenario


def test_a_wrong_point_is_found_before_any_run(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sweep_summary, "run_points", lambda *_, **__: pytest.fail("a run was started"))
    assert main(["sweep", CLUB, "gate.price=1,2,-3", "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == (
        "clubsim: at gate.price=-3: arm as_described, slot gate: gate/paid: price must be a number of at least 0 "
        "[yuan], not -3; write for example 99\n"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["gate.prise=1,2"], r"^at gate.prise=1: .* did you mean 'price'\?$"),
        (["gate.price=1,2", "gate.price=3"], "gate.price is swept and set"),
        (["gate.price=1,2", "gate.price=3,4"], "gate.price is swept twice"),
        (["gate.price=1,2", "ensemble.sets=3"], "take out 'ensemble.sets=3'"),
        (["gate.price=3"], "nothing is swept"),
        (["+remaining=null,cash"], "a column of the results is called 'remaining'"),
        (["gate.price=1,2", "scenario=nowhere"], "^unknown scenario"),
    ],
)
def test_a_sweep_that_is_none_is_refused_in_a_sentence(texts, words):
    with pytest.raises(StudyError, match=words):
        read_sweep(CLUB, texts)


def test_what_is_the_same_at_two_points_runs_once():
    sweep = read_sweep("fee_and_cull", ["seeds=2"])
    plan = plan_of(sweep)
    assert (sweep.arms, sweep.control) == (("neither", "fee", "cull", "fee_and_cull"), "neither")
    assert len(sweep.points) == 5 and len(plan.rows) == 5 * 4 * 2
    assert len(plan.tasks) == 2 * (5 * 2 + 2)  # a fee at five prices, with a cull and without; the other two once
    task = {row: plan.tasks[place] for row, place in zip(plan.rows, plan.task_of_row, strict=True)}
    assert task[0, "neither", 1] is task[4, "neither", 1]
    assert task[0, "fee", 1] is not task[4, "fee", 1]
    assert all(task[row].seed == row[2] for row in plan.rows)
    assert [point.same_as for point in sweep.points] == [None] * 5


def test_a_point_that_is_the_same_as_another_says_so():
    sweep = read_sweep(CLUB, ["gate.price=99,99.0,120"], arms=["no_cull"])
    assert [point.same_as for point in sweep.points] == [None, 0, None]
    assert "1 of 3 points are the same as an earlier one and run once" in sweep.notes


def test_sets_stand_in_for_the_arms_and_keep_what_they_are_told_to(tmp_path):
    file = tmp_path / "mine.yaml"
    sets = "keep: [recruitment]\nsets: {none: {}, fee: {gate: paid}}\nsweep: {gate.price: [5, 6]}\n"
    file.write_text(f"study: {CLUB}\n{sets}", encoding="utf-8")
    sweep = read_sweep(str(file), ["days=30"])
    assert sweep.name == "mine"
    for point, price in zip(sweep.points, (5.0, 6.0), strict=True):
        assert list(point.study.arms["none"].policies) == ["recruitment"]
        assert list(point.study.arms["fee"].policies) == ["recruitment", "gate"]
        assert point.study.arms["fee"].policies["gate"].price == price


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("study: 7\n", "study names a study, not 7"),
        (f"study: {CLUB}\nsweeps: {{}}\n", "did you mean 'sweep'"),
        (f"study: {CLUB}\nsweep: {{gate.price: 7}}\n", "gate.price is a list or several values, not 7"),
        (f"study: {CLUB}\nkeep: [gate]\nsweep: {{gate.price: [7, 8]}}\n", "there are none"),
        (f"study: {CLUB}\nkeep: [gaet]\nsets: {{a: {{}}}}\nsweep: {{days: [7, 8]}}\n", "did you mean 'gate'"),
        (f"study: {CLUB}\noverrides: days=3\n", "overrides is a list"),
        (f"study: {CLUB}\nhydra: {{}}\n", "may not configure Hydra"),
        (f"study: {CLUB}\nsweep: {{gate.price: ['${{oc.env:HOME}}', 2]}}\n", "only the path of another value"),
    ],
)
def test_a_sweeps_file_that_is_wrong_is_refused_in_a_sentence(tmp_path, text, words):
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=words):
        read_sweep(str(file), [])


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("gate.price=1,2", 99.0),
        ("gate.from_day=1,2", 84.0),
        ("policies.gate.price=1,2", 99.0),
        ("days=1,2", 300.0),
        ("world.founder_hours=1,2", 0.0),
        ("scenario.founders=1,2", None),
        ("gate=paid,null", None),
    ],
)
def test_the_studys_own_value_of_an_axis_is_found(text, own):
    found = own_value(load_study(CLUB, ["ensemble=null"]), "as_described", axis(text))
    if text.startswith("scenario"):
        own = float(load_study(CLUB, ["ensemble=null"]).scenario.founders)
    assert found == own


# what comes out


@pytest.fixture(scope="module")
def made_up():
    """Runs of two arms at three points on three seeds: at point p the arm has p more on every seed than `none`."""
    rows = [
        {"point": p, "arm": arm, "set": -1, "seed": seed, "remaining": 10.0 * seed + (p if arm == "some" else 0)}
        for p in range(3)
        for arm in ("none", "some")
        for seed in range(3)
    ]
    return pl.DataFrame(rows)


def test_the_summary_holds_both_paired_differences(made_up):
    summary = summary_of(made_up, "none", ["remaining"])
    found = {(row["point"], row["arm"]): row for row in summary.iter_rows(named=True)}
    assert len(found) == 6
    for (point, arm), row in found.items():
        assert row["mean"] == 10.0 + (point if arm == "some" else 0)
        assert row["control_mean"] == (None if arm == "none" else point)
        assert row["first_mean"] == (None if point == 0 else point if arm == "some" else 0)
    alone = paired_differences(made_up.filter(pl.col("point") == 2).drop("point"), "none", ["remaining"])
    assert found[2, "some"]["control_low"] == alone["low"][0]


def test_without_the_control_there_is_no_difference_to_it(made_up):
    summary = summary_of(made_up.filter(pl.col("arm") == "some"), None, ["remaining"])
    assert summary["control_mean"].null_count() == summary.height == 3


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The folder of a small sweep that was really run, over a price and a word."""
    folder = tmp_path_factory.mktemp("sweep")
    texts = [
        "gate.price=1,400",
        "+thanks=null,badge",
        "days=12",
        "seeds=2",
        "workers=1",
        "scale=0.2",
        "gate.from_day=0",
    ]
    arms = ["--arm", "as_described", "--arm", "never_a_fee"]
    assert main(["sweep", CLUB, *texts, *arms, "--out", str(folder), "--quiet", "--outcome", "remaining"]) == 0
    return folder


def test_a_sweep_writes_tidy_tables_and_a_figure(small: Path):
    runs, points = pl.read_parquet(small / "runs.parquet"), pl.read_csv(small / "points.csv")
    assert points.columns == ["point", "gate.price", "thanks", "same_as"]
    assert points.rows() == [
        (0, 1, "null", None),
        (1, 1, "badge", None),
        (2, 400, "null", None),
        (3, 400, "badge", None),
    ]
    assert runs.columns[:6] == ["point", "gate.price", "thanks", "arm", "set", "seed"]
    assert set(OUTCOMES) < set(runs.columns) and runs.height == 4 * 2 * 2
    assert pl.read_csv(small / "summary.csv").height == 4 * 2
    assert json.loads((small / "provenance.json").read_text())["config"]["sweep"]["axes"] == ["gate.price", "thanks"]
    assert {file.name for file in small.iterdir()} >= {"remaining.png", "remaining.svg", "sweep.json", "runs.csv"}


def test_a_row_of_a_sweep_is_the_run_of_that_study(small: Path):
    runs = pl.read_parquet(small / "runs.parquet")
    sweep = read_sweep(
        CLUB, ["gate.price=400", "+thanks=badge,null", "days=12", "seeds=2", "scale=0.2", "gate.from_day=0"]
    )
    outcomes = carry_out(
        next(task for task in plan_of(sweep).tasks if task.arm == "as_described" and task.seed == 1)
    ).outcomes
    row = runs.filter(point=3, arm="as_described", seed=1).to_dicts()[0]
    assert all(row[name] == outcomes[name] or (row[name] is None and np.isnan(outcomes[name])) for name in OUTCOMES)
    free = runs.filter(arm="never_a_fee", seed=1, thanks="null")
    assert free["remaining"].n_unique() == 1


def test_the_points_are_listed_without_being_run(capsys, monkeypatch):
    monkeypatch.setattr(sweep_summary, "run_points", lambda *_, **__: pytest.fail("the sweep was run"))
    texts = ["gate.price=tag(log,interval(20,400))", "days=5", "seeds=3", "scale=0.2"]
    command = ["sweep", CLUB, *texts, "--design", "sobol", "--points", "6", "--arm", "as_described"]
    assert main([*command, "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed["points"]) == 6 and listed["runs"] == 18
    assert listed["notes"][0].startswith("6 points of a Sobol sequence are not balanced; --points 4 or 8")


# figures


def drawn_from(texts, values=lambda point, arm: float(point)):
    """A figure of made-up values of the sweep of these texts."""
    sweep = read_sweep(CLUB, texts, arms=["as_described", "no_cull"])
    points = points_table(sweep)
    rows = [
        {
            "point": p,
            "arm": arm,
            "outcome": "remaining",
            "mean": values(p, arm),
            "low": values(p, arm) - 1,
            "high": values(p, arm) + 1,
        }
        for p in points["point"]
        for arm in sweep.arms
    ]
    summary = with_coordinates(pl.DataFrame(rows), points)
    reason = why_not_drawn(sweep.axes, summary)
    return reason or sweep_figure(summary, sweep.axes, OUTCOMES["remaining"], "made up")


def test_one_number_is_a_line_an_arm_with_its_band_and_a_panel_a_word():
    figure = drawn_from(["gate.price=50,99,200", "+thanks=null,badge"])
    panels = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_title("left") for axes in panels] == ["thanks = null", "thanks = badge"]
    for axes in panels:
        lines = {line.get_gid(): line for line in axes.lines if str(line.get_gid()).startswith("line")}
        assert set(lines) == {"line as_described", "line no_cull"}
        assert lines["line no_cull"].get_xdata().tolist() == [50, 99, 200]
        assert len(axes.collections) == 2


def test_two_numbers_are_a_map_an_arm_on_one_scale():
    figure = drawn_from(["gate.price=50,99,200", "cull.messages=10,20"])
    maps = figure.axes[:2]
    assert [axes.get_title("left") for axes in maps] == ["as described", "no cull"]
    assert maps[0].collections[0].get_array().shape == (2, 3)
    assert maps[0].collections[0].get_clim() == maps[1].collections[0].get_clim() == (0.0, 5.0)
    assert [text.get_text() for text in maps[0].texts] == ["0.00", "2.00", "4.00", "1.00", "3.00", "5.00"]


def test_no_number_and_three_numbers_are_not_drawn_and_it_is_said_why():
    assert drawn_from(["+thanks=null,badge"]).startswith("no figure: no numbers are swept")
    assert drawn_from(["gate.price=1,2", "cull.messages=1,2", "days=60,70"]).startswith(
        "no figure: 3 numbers are swept"
    )
