"""The command: what is wrong is said first, what it found is told again, what is killed goes on to the same bytes."""

import json
import subprocess
import sys
import time
from contextlib import suppress

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.axes import read_part
from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.optimise import read
from clubsim.experiments.optimising import asked_of, shown
from clubsim.experiments.searching import check_installed

CLUB = "operations_club"
SHORT = ("days=20", "scale=.2", "seeds=2", "workers=1")
PRICE = "gate.price=interval(0,300)"


def optimise(*words: str) -> int:
    return main(["optimise", CLUB, *SHORT, "--arm", "as_described", "--quiet", *words])


WRONG = (
    ((PRICE,), "an optimisation has a goal; write for example --maximise revenue --minimise hours"),
    ((PRICE, "--maximise", "revenu"), "unknown outcome 'revenu'; did you mean 'revenue'?"),
    (("gate.price=99", "--maximise", "revenue"), "no parameter has a range; write for example gate.price=interval"),
    ((PRICE, "--maximise", "revenue", "--minimise", "revenue"), "revenue is a goal twice; write it once"),
    ((PRICE, "--maximise", "revenue", "--at-most", "refund=5"), "unknown outcome 'refund'; did you mean 'refunds'?"),
    (
        (PRICE, "--maximise", "revenue", "--at-most", "refunds"),
        "--at-most takes an outcome and a number, not 'refunds'",
    ),
    ((PRICE, "--maximise", "revenue", "--at-least", "hours=nan"), "--at-least takes an outcome and a number"),
    ((PRICE, "--maximise", "revenue", "--trials", "0"), "--trials is from 1 to 100000, not 0; write for example"),
    ((PRICE, "--maximise", "revenue", "--sampler", "cma"), "unknown sampler 'cma'"),
    ((PRICE, "--maximise", "revenue", "--confirm-seeds", "1"), "--confirm-seeds is from 2 to"),
    ((PRICE, "seeds=1", "--maximise", "revenue"), "seeds=1 gives means without an interval; write seeds=2 or more"),
    ((PRICE, "--maximise", "fairness"), "fairness is towards those whom another arm has; write --against as_described"),
    ((PRICE, "--maximise", "revenue", "--against", "nobody"), "unknown arm 'nobody'"),
    (("days=30,60", "--maximise", "revenue"), "days is no operator's choice, so it is not optimised; clubsim sweep"),
    (("world.visit_cap=interval(.5,.9)", "--maximise", "revenue"), "world.visit_cap is no operator's choice"),
    (("gate.price=interval(-5,300)", "--maximise", "revenue"), "at gate.price=-5.0: "),
    ((PRICE, "gate.price=9", "--maximise", "revenue"), "gate.price has a range and a value; take one of them out"),
    ((PRICE, PRICE, "--maximise", "revenue"), "gate.price has two ranges; write one"),
    (("gate.pric=interval(0,9)", "--maximise", "revenue"), "gate.pric"),
    ((PRICE, "ensemble.sets=4", "--maximise", "revenue"), "an optimisation runs the scenario's own parameters"),
)


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_written(tmp_path, monkeypatch, capsys, words, told):
    monkeypatch.chdir(tmp_path)
    assert optimise(*words) == 2
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_arm_that_does_not_see_a_range_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = ["arms.no_cull.gate.price=interval(0,9)", "--maximise", "revenue", "--arm", "as_described"]
    assert main(["optimise", CLUB, *SHORT, *words]) == 2
    assert "arm as_described does not see arms.no_cull.gate.price; name by --arm" in capsys.readouterr().err


def test_without_optuna_one_sentence_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(
        StudyError, match=r"^optimisation needs Optuna; install it with pip install 'clubsim\[optimise\]'$"
    ):
        check_installed()


def test_a_folder_without_an_optimisation_is_named(tmp_path, capsys):
    assert main(["optimise", "--from", str(tmp_path)]) == 2
    assert "there is no optimisation in" in capsys.readouterr().err


def test_ranges_are_told_as_they_are_written():
    for text in ("a.b=int(interval(2,5))", "a.b=tag(log,interval(1.5,20.0))", "a.b=interval(0.0,3.0)", "+b=null,cash"):
        assert shown(read_part(text)) == text


def test_the_clubs_price_is_optimised_and_told_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = (PRICE, "cull=null,quota", "gate.from_day=0", "--maximise", "revenue", "--maximise", "fairness")
    words = (*words, "--against", "never_a_fee", "--at-most", "hours=500", "--trials", "6", "--batch", "3")
    assert optimise(*words, "--out", "found", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["role"] for row in told["references"]} == {"own", "control"}
    assert told["references"][0]["gate.price"] == 99 and told["references"][0]["cull"] == "cull/quota"
    table = read(tmp_path / "found").table
    trials = table.filter(pl.col("role") == "trial")
    assert trials.height == 6 and set(trials["cull"]) <= {"null", "quota"}
    assert (table["fairness"].drop_nulls() <= 0).all() and table["fairness"][1] == 0
    assert trials["revenue"].max() > 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir() if path.is_file()}
    assert {"trials.csv", "trials.parquet", "optimisation.json", "provenance.json", "pareto.png"} <= set(files)
    assert main(["optimise", "--from", "found", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == told
    assert optimise(*words, "--out", "found", "--json") == 0  # nothing runs, nothing differs
    again = {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir() if path.is_file()}
    assert {name for name in files if files[name] != again[name]} <= {"provenance.json"}
    assert main(["optimise", "--from", "found"]) == 0
    out = capsys.readouterr().out
    assert "fees taken [yuan]: highest" in out and "less never a fee" in out


def test_another_question_is_not_let_into_the_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = (PRICE, "--trials", "2", "--out", "found", "--confirm-seeds", "0")
    optimise(*words, "--maximise", "revenue", "days=3")
    assert optimise(*words, "--minimise", "revenue", "days=3") == 2
    assert "found holds another study" in capsys.readouterr().err


def test_the_files_of_asked_ranges_and_defaults():
    asked = asked_of(CLUB, [PRICE], maximise=["revenue"], minimise=[], arm="as_described")
    assert asked.problem.seeds == tuple(range(8)) and asked.problem.fresh == tuple(range(8, 16))
    assert asked.study.ensemble is None and asked.problem.own == {"gate.price": 99.0}


@pytest.mark.slow
def test_what_is_killed_goes_on_to_the_same_bytes_with_as_many_processes_as_one_likes(tmp_path):
    words = [CLUB, "days=100", "seeds=3", PRICE, "cull.messages=int(interval(0,90))", "--maximise", "revenue"]
    words = [*words, "--maximise", "remaining", "--trials", "24", "--arm", "as_described", "--quiet"]

    def start(folder: str, workers: int) -> subprocess.Popen:
        command = [sys.executable, "-m", "clubsim.experiments.cli", "optimise", *words, f"workers={workers}"]
        return subprocess.Popen([*command, "--out", folder], cwd=tmp_path, stdout=subprocess.DEVNULL)

    began = time.perf_counter()
    assert start("whole", 1).wait() == 0
    seconds = time.perf_counter() - began
    moments = np.random.default_rng(9).uniform(0.1, 0.6, size=5) * seconds
    for moment in moments:
        process = start("killed", 2)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        process.kill()
        process.wait()
    assert start("killed", 2).wait() == 0
    for name in ("trials.parquet", "trials.csv", "optimisation.json", "pareto.png", "pareto.svg"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "killed" / name).read_bytes()
