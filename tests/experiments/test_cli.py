"""The command line: what each command is given, prints and returns."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.commands_telling import weekday_number
from clubsim.experiments.errors import Interrupted, StudyError


@pytest.fixture
def calls(monkeypatch):
    """Every call of the functions that run a study, which here run nothing and return 7."""
    made = []
    for module, function in (("compare", "compare_study"), ("run", "run_once")):
        stand_in = ModuleType(module)
        setattr(stand_in, function, lambda *given, name=function: made.append((name, *given)) or 7)
        monkeypatch.setitem(sys.modules, f"clubsim.experiments.{module}", stand_in)
    return made


@pytest.fixture
def log(tmp_path) -> Path:
    """A small event log."""
    path = tmp_path / "log.parquet"
    days = [0, 0, 1, 3, 9]
    columns = {"member": [0, 1, 0, 1, 2], "day": days, "kind": ["post"] * 5, "target": [-1] * 5}
    pl.DataFrame(columns).write_parquet(path)
    return path


def test_compare_hands_over_the_checked_study_and_returns_its_code(calls, tmp_path):
    assert main(["compare", "operations_club", "days=30", "gate.price=199", "--out", str(tmp_path), "--json"]) == 7
    ((name, study, out, as_json, quiet, retry_failed),) = calls
    assert (name, study.name, study.days, out, as_json, quiet, retry_failed) == (
        "compare_study",
        "operations_club",
        30,
        tmp_path,
        True,
        False,
        False,
    )
    assert study.overrides == ("days=30", "gate.price=199")


def test_overrides_may_stand_between_and_behind_options(calls):
    assert main(["compare", "--quiet", "operations_club", "seeds=2", "--json", "~cull", "+extra=cash"]) == 7
    assert calls[0][1].overrides == ("seeds=2", "~cull", "+extra=cash")
    assert calls[0][2:] == (None, True, True, False)


def test_run_takes_the_control_and_the_first_seed_unless_told(calls):
    assert main(["run", "operations_club", "first_seed=5"]) == 7
    assert main(["run", "operations_club", "--arm", "no_cull", "--seed", "0"]) == 7
    assert [(name, arm, seed, out) for name, _, arm, seed, out, *_ in calls] == [
        ("run_once", "as_described", 5, None),
        ("run_once", "no_cull", 0, None),
    ]


def test_ctrl_c_among_the_runs_of_a_study_says_what_is_kept(calls, monkeypatch, capsys):
    def interrupt(*_):
        raise Interrupted("interrupted; 3 of 4 runs are kept in here")

    monkeypatch.setattr(sys.modules["clubsim.experiments.compare"], "compare_study", interrupt)
    assert main(["compare", "operations_club"]) == 130
    assert capsys.readouterr().err == "clubsim: interrupted; 3 of 4 runs are kept in here\n"


def test_an_interrupted_run_ends_with_130_and_a_line(calls, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["clubsim.experiments.compare"], "compare_study", interrupt)
    assert main(["compare", "operations_club"]) == 130
    assert capsys.readouterr().err == "clubsim: interrupted\n"


def test_list_names_every_kind_with_a_line_on_each(capsys):
    assert main(["list", "--json"]) == 0
    lists = json.loads(capsys.readouterr().out)
    assert list(lists) == ["experiments", "sweeps", "scenarios", "policies"]
    assert {"operations_club", "operations_club_either"} <= {entry["name"] for entry in lists["scenarios"]}
    assert all(entry["what"] for entries in lists.values() for entry in entries)


def test_list_of_one_kind_is_text_with_a_line_a_name(capsys):
    assert main(["list", "policies"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "policies"
    assert any(line.split()[0] == "gate/paid" for line in lines)


def test_measure_prints_a_table_or_json(log, capsys):
    assert main(["measure", str(log), "--first-weekday", "Mon", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["name"]: row["value"] for row in rows if row["group"] == "summary"}["members"] == 3
    assert main(["measure", str(log)]) == 0
    assert "summary" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "number"), [("Mon", 0), ("monday", 0), ("SUN", 6), ("thu", 3), ("Thursday", 3), ("0", 0), ("6", 6)]
)
def test_a_weekday_is_a_name_its_beginning_or_a_number(word, number):
    assert weekday_number(word) == number


@pytest.mark.parametrize("word", ["Mo", "7", "-1", "mondays", ""])
def test_no_weekday_is_an_error(word):
    with pytest.raises(StudyError, match="unknown weekday"):
        weekday_number(word)


def test_the_version_is_that_of_the_installed_package(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"clubsim {version('clubsim')}\n"


def test_without_a_command_it_shows_its_help(capsys):
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("compare", "run", "list", "measure"))


def test_the_module_is_the_command_and_returns_its_exit_code():
    ended = subprocess.run(
        [sys.executable, "-m", "clubsim.experiments.cli", "compare", "operations_clbu"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "clubsim: unknown experiment 'operations_clbu'; did you mean 'operations_club'?\n"
