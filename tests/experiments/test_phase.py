"""Phase diagrams: what is run, what counts as told from luck, and that the figure marks just that."""

import json

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.figures.phase import LESS, MORE, phase_figure
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.phase import own_point, phase_table, read_phase
from clubsim.experiments.sweep_summary import points_table, summary_of, with_coordinates
from clubsim.experiments.sweeping import with_arms

CLUB = "operations_club"
GRID = ["gate.price=range(0,101,25)", "cull.messages=0,20,40,60,80", "days=100"]
NAMES = ("gate.price", "cull.messages")


@pytest.fixture(scope="module")
def diagram():
    """
    A diagram of made-up runs on four seeds: the difference is the price less 50, give or take 10 from seed to seed, and
    has no value where the quota is 80.
    """
    sweep = read_phase(CLUB, GRID, "no_rewards", None)
    points = points_table(sweep)
    rows = []
    for point, price, messages, _ in points.iter_rows():
        for seed, luck in enumerate((-10.0, -10.0, 10.0, 10.0)):
            for arm in sweep.arms:
                value = 500.0 + (price - 50 + luck if arm == "no_rewards" else 0.0)
                known = None if messages == 80 else value
                rows.append({"point": point, "arm": arm, "set": -1, "seed": seed, "remaining": known})
    summary = with_coordinates(summary_of(pl.DataFrame(rows), sweep.arms[0], ["remaining"]), points)
    return sweep, phase_table(summary, sweep)


def test_both_arms_run_at_every_point_and_the_control_is_what_they_are_compared_with():
    sweep = read_phase(CLUB, GRID[:2], None, None)
    assert sweep.arms == ("as_described", "never_a_fee")
    assert len(sweep.points) == 25
    assert [point.same_as for point in sweep.points] == [None] * 25
    one = with_arms(sweep, ("never_a_fee",))  # whose gate is gone, so that no price matters
    assert [point.same_as for point in one.points] == [None] * 5 + [0, 1, 2, 3, 4] * 4


def test_the_arms_of_a_diagram_can_be_named():
    texts = ["gate.price=1,2", "days=60,70"]
    assert read_phase(CLUB, texts, "no_cull", "nothing").arms == ("nothing", "no_cull")


@pytest.mark.parametrize(
    ("texts", "arm", "against", "words"),
    [
        (["gate.price=1,2"], None, None, "goes over two numbers"),
        (["gate.price=1,2", "+x=null,cash"], None, None, "goes over two numbers"),
        (["gate.price=1,2", "days=choice(60)"], None, None, "goes over two numbers"),
        (GRID, "no_cul", None, "did you mean 'no_cull'"),
        (GRID, None, "no_cul", "did you mean 'no_cull'"),
        (GRID, "no_cull", "no_cull", "--arm and --against are both no_cull; write for example --arm as_described"),
    ],
)
def test_a_diagram_that_is_none_is_refused_in_a_sentence(texts, arm, against, words):
    with pytest.raises(StudyError, match=words):
        read_phase(CLUB, texts, arm, against)


def test_an_effect_is_told_where_its_interval_excludes_0(diagram):
    _, table = diagram
    half = 3.182446 * 10 * np.sqrt(4 / 3) / 2  # of the t interval of four seeds that scatter by 10 around their mean
    for row in table.iter_rows(named=True):
        if row["cull.messages"] == 80:
            assert row["difference"] is None and row["effect"] == "not told"
            continue
        difference = row["gate.price"] - 50.0
        assert row["difference"] == pytest.approx(difference)
        assert (row["low"], row["high"]) == pytest.approx((difference - half, difference + half), abs=1e-4)
        assert row["effect"] == ("more" if difference > half else "less" if difference < -half else "not told")
    assert table["effect"].value_counts().sort("effect").rows() == [("less", 8), ("more", 8), ("not told", 9)]


def test_the_studys_own_values_are_known(diagram):
    assert own_point(diagram[0]) == (99.0, 50.0)


def test_the_figure_marks_what_is_told_and_leaves_empty_what_has_no_value(diagram):
    sweep, table = diagram
    figure = phase_figure(table, NAMES, sweep.arms, OUTCOMES["remaining"], own_point(sweep))
    axes = figure.axes[0]
    full, open_ = (layer.get_offsets() for layer in axes.collections if len(layer.get_offsets()) > 1)
    assert sorted({x for x, _ in full.tolist()}) == [0.0, 25.0, 75.0, 100.0]
    assert {tuple(at) for at in open_.tolist()} == {(50.0, float(y)) for y in (0, 20, 40, 60)}
    assert max(y for _, y in full.tolist()) == 60.0
    assert [line.get_xydata().tolist() for line in axes.lines if line.get_gid() == "own"] == [[[99.0, 50.0]]]
    hatched = {layer.hatches[0]: layer for layer in axes.collections if getattr(layer, "hatches", [None])[0]}
    assert set(hatched) == {MORE, LESS}
    edge = 50 + 3.182446 * 10 * np.sqrt(4 / 3) / 2  # where the interval, between the points, begins to exclude 0
    across = hatched[MORE].get_paths()[0].vertices[:, 0]
    assert across.min() == pytest.approx(edge, abs=1e-3) and across.max() == 100.0


def test_a_diagram_without_any_difference_is_drawn(diagram):
    sweep, table = diagram
    flat = table.with_columns(difference=pl.lit(0.0), low=pl.lit(0.0), high=pl.lit(0.0))
    figure = phase_figure(flat, NAMES, sweep.arms, OUTCOMES["remaining"])
    assert not any(getattr(layer, "hatches", [None])[0] for layer in figure.axes[0].collections)


def test_the_command_writes_a_table_the_numbers_and_a_figure(tmp_path, capsys):
    texts = ["gate.price=1,400", "world.visit_cap=0.5,0.9", "days=12", "seeds=2", "workers=1", "scale=0.2"]
    arms = ["gate.from_day=0", "--arm", "never_a_fee", "--outcome", "remaining"]
    assert main(["phase", CLUB, *texts, *arms, "--out", str(tmp_path), "--quiet"]) == 0
    shown = capsys.readouterr().out
    assert "remaining [members]: never a fee minus as described" in shown
    table = pl.read_csv(tmp_path / "phase.csv")
    assert table.columns == [
        "point",
        "gate.price",
        "world.visit_cap",
        "against",
        "arm",
        "difference",
        "low",
        "high",
        "n",
        "effect",
    ]
    assert np.allclose(table["arm"] - table["against"], table["difference"])
    told = json.loads((tmp_path / "phase.json").read_text())
    assert (told["arm"], told["against"], told["own"]["gate.price"]) == ("never_a_fee", "as_described", 99.0)
    assert {"phase.png", "phase.svg", "runs.parquet", "provenance.json"} <= {file.name for file in tmp_path.iterdir()}


def test_an_outcome_that_no_run_has_is_told_and_the_runs_are_kept_for_another(tmp_path, capsys):
    texts = ["gate.price=1,2", "world.visit_cap=0.5,0.9", "days=5", "seeds=2", "workers=1", "scale=0.1"]
    command = ["phase", CLUB, *texts, "--outcome", "active_90_bracket", "--out", str(tmp_path / "out"), "--quiet"]
    assert main(command) == 2
    assert "active_90_bracket has no value in both arms at any point" in capsys.readouterr().err
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"runs", "study.json"}
