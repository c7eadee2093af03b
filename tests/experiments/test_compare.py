"""A comparison end to end: every file whole, the same bytes however many processes, an arm that is its own run."""

import json

import polars as pl
import pytest

from clubsim.experiments.compare import compare_study, tasks_of
from clubsim.experiments.figures.of_a_comparison import season_days
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import carry_out
from clubsim.experiments.study import load_study

SMALL = ("days=30", "seeds=3", "scale=0.1", "recruitment.period=10", "gate.from_day=10", "ensemble.file=null")
TABLES = ("cohorts", "daily", "growth", "members", "runs", "segments")
FIGURES = ("cohorts", "forest", "headcount", "segments", "survival", "weekly_speakers")


def study(*overrides):
    return load_study("operations_club", [*SMALL, *overrides])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("compared") / "results"
    assert compare_study(study("workers=1"), out, as_json=False, quiet=True) == 0
    return out


@pytest.mark.everywhere
def test_a_comparison_writes_every_file_whole(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {
        *(f"{name}.parquet" for name in TABLES),
        *(f"{name}.{kind}" for name in FIGURES for kind in ("svg", "png")),
        *("comparison.json", "provenance.json", "study.json", "runs"),
    }
    assert all(path.stat().st_size > 0 for path in folder.rglob("*"))


def test_its_json_is_plain_and_says_what_made_it(folder):
    comparison, provenance = (
        json.loads((folder / f"{name}.json").read_text("utf-8"), parse_constant=pytest.fail)
        for name in ("comparison", "provenance")
    )
    plan = study()
    assert set(comparison["arms"]) == set(plan.arms)
    assert comparison["control"] == plan.control
    others = set(plan.arms) - {plan.control}
    assert set(comparison["staying"]) == set(comparison["segments"]) == set(comparison["precision"]) == others
    assert comparison["ranking"] == {"beats": {}, "best": {}}
    assert provenance["seeds"] == [0, 1, 2]
    assert provenance["overrides"] == [*SMALL, "workers=1"]
    assert len(provenance["code_version"]) == 16
    assert set(provenance["config"]["arms"]) == set(plan.arms)


def test_its_tables_have_every_run_day_and_member(folder):
    plan = study()
    runs, daily, members, cohorts = (
        pl.read_parquet(folder / f"{name}.parquet") for name in ("runs", "daily", "members", "cohorts")
    )
    assert runs.height == 3 * len(plan.arms)
    assert runs.columns == ["arm", "set", "seed", *OUTCOMES]
    assert daily.height == runs.height * 30
    heads = members.group_by("arm", "seed").len().sort("arm", "seed")["len"].to_list()
    assert heads == runs.sort("arm", "seed")["recruited"].cast(pl.Int64).to_list()
    sizes = cohorts.filter(week=0).group_by("arm", "seed").agg(pl.col("size").sum()).sort("arm", "seed")
    assert (sizes["size"] <= pl.Series(heads)).all()


def test_the_same_study_gives_the_same_bytes_with_one_process_and_with_two(folder, tmp_path):
    compare_study(study("workers=2"), tmp_path, as_json=False, quiet=True)
    for name in (*(f"{table}.parquet" for table in TABLES), "comparison.json", "forest.svg", "segments.svg"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_an_arm_of_a_comparison_is_its_own_run(folder):
    runs = pl.read_parquet(folder / "runs.parquet")
    for task in (tasks_of(study())[0], tasks_of(study())[-1]):
        alone = carry_out(task).outcomes
        row = runs.row(by_predicate=(pl.col("arm") == task.arm) & (pl.col("seed") == task.seed), named=True)
        for name in OUTCOMES:
            assert row[name] == alone[name] or (row[name] is None and alone[name] != alone[name]), name


def test_json_on_stdout_is_all_there_is_on_stdout(tmp_path, capsys):
    plan = study("seeds=2", "days=12", "recruitment.period=5", "workers=1")
    compare_study(plan, tmp_path, as_json=True, quiet=True)
    content = json.loads(capsys.readouterr().out)
    assert content["folder"] == str(tmp_path)
    assert set(content["arms"]) == set(plan.arms)


def test_the_first_days_of_seasons_are_found_and_a_steady_flow_has_none():
    def joined(days):
        return pl.DataFrame({"arm": ["a"] * 30, "day": range(30), "joined": [float(day in days) for day in range(30)]})

    assert season_days(joined({0, 10, 20}), "a") == [0, 10, 20]
    assert season_days(joined(set(range(30))), "a") == []
    assert season_days(joined(set()), "a") == []
    assert season_days(joined({0}), "a") == []  # a group that was gathered once has no seasons


def test_a_run_of_three_days_has_no_cohort_to_draw_and_says_the_rest(tmp_path):
    brief = load_study("free_group", ["days=3", "seeds=1", "workers=1"])
    assert compare_study(brief, tmp_path / "brief", as_json=False, quiet=True) == 0
    names = {path.name for path in (tmp_path / "brief").iterdir()}
    assert "weekly_speakers.png" in names and "cohorts.png" not in names


def test_a_study_in_which_nobody_joins_is_written_without_pictures_of_members(tmp_path):
    """No seasons and no founders: every arm is empty, and the tables say so."""
    lonely = load_study("operations_club", ["days=10", "seeds=1", "~recruitment", "ensemble=null"])
    assert compare_study(lonely, tmp_path, as_json=True, quiet=True) == 0
    assert not (tmp_path / "survival.png").exists() and not (tmp_path / "segments.png").exists()
    assert pl.read_parquet(tmp_path / "members.parquet").height == 0
    assert pl.read_parquet(tmp_path / "runs.parquet")["recruited"].sum() == 0
