"""A comparison read back is the one that was kept, and what is none is refused in one sentence."""

import json
import shutil

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from clubsim.experiments.errors import StudyError
from clubsim.experiments.kept import read_kept
from clubsim.experiments.printing import as_json
from clubsim.experiments.study import load_study


def test_the_comparison_is_the_one_that_was_written(compared):
    written = json.loads((compared / "comparison.json").read_text("utf-8"))
    assert json.loads(json.dumps(as_json(read_kept(compared).comparison))) == {
        key: value for key, value in written.items() if key != "decomposition"
    }


def test_the_study_its_tables_and_its_scenario_are_there(compared):
    kept = read_kept(compared)
    assert (kept.control, kept.days, kept.read_off_day) == ("as_described", 60, 59)
    assert kept.arms == list(load_study("operations_club").arms)
    assert_frame_equal(kept.tables["daily"], pl.read_parquet(compared / "daily.parquet"))
    assert kept.scenario.world == load_study("operations_club").scenario.world


def test_what_is_no_comparison_is_refused(tmp_path, compared):
    with pytest.raises(StudyError, match="holds no study; give the folder that clubsim compare wrote"):
        read_kept(tmp_path)
    about = json.loads((compared / "study.json").read_text("utf-8"))
    (tmp_path / "study.json").write_text(json.dumps({**about, "kind": "sweep"}), "utf-8")
    with pytest.raises(StudyError, match="holds a sweep and no comparison"):
        read_kept(tmp_path)


@pytest.mark.parametrize("name", ["runs.parquet", "provenance.json"])
def test_a_torn_file_is_named(tmp_path, compared, name):
    folder = tmp_path / "torn"
    shutil.copytree(compared, folder, ignore=shutil.ignore_patterns("runs"))
    (folder / name).write_bytes(b"{}")
    with pytest.raises(StudyError, match=rf"{name} cannot be read \(.+\); run clubsim compare again"):
        read_kept(folder)
