"""What a user gets wrong: one sentence on stderr with the nearest right name, exit code 2, nothing written, at once."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from clubsim.experiments.cli import main

CLUB = "operations_club"
HEAVY = ("mesa", "numba", "scipy", "polars", "matplotlib", "pandas", "networkx")
MOST_SECONDS = 2.0  # of processor time, for starting, checking and complaining

STUDY = """\
# @package _global_
defaults:
  - /policy/gate@policies.gate: paid
  - override /scenario: operations_club
  - _self_
control: free
arms:
  free: {gate: null}
  fee: {gate: {price: 120}}
"""

WRONG_WORDS = [
    (["operations_clbu"], "unknown experiment 'operations_clbu'; did you mean 'operations_club'?"),
    (["no/such/study.yaml"], "there is no file no/such/study.yaml"),
    (["gate.price=5"], "the name of a study comes first"),
    ([CLUB, "gate=payed"], "unknown policy 'payed'; did you mean 'gate/paid'?"),
    ([CLUB, "+reward=cahs"], "unknown policy 'cahs'; did you mean 'reward/cash'?"),
    ([CLUB, "gate.pric=5"], "unknown field of gate/paid 'pric'; did you mean 'price'?"),
    ([CLUB, "gaet.price=5"], "unknown key 'gaet.price'; did you mean 'gate.price'?"),
    ([CLUB, "price=5"], "unknown key 'price'; did you mean 'gate.price'?"),
    ([CLUB, "visit_cap=.9"], "unknown key 'visit_cap'; did you mean 'world.visit_cap'?"),
    ([CLUB, "world.visit_cpa=.9"], "unknown parameter 'visit_cpa'; did you mean 'visit_cap'?"),
    ([CLUB, "dyas=30"], "unknown key 'dyas'; did you mean 'days'?"),
    ([CLUB, "read_off.dya=3"], "unknown key 'read_off.dya'; did you mean 'read_off.day'?"),
    ([CLUB, "scenario=operations_clbu"], "unknown scenario 'operations_clbu'; did you mean 'operations_club'?"),
    ([CLUB, "engine=complied"], "unknown engine 'complied'; did you mean 'compiled'?"),
    ([CLUB, "control=no_cul"], "unknown control 'no_cul'; did you mean 'no_cull'?"),
    ([CLUB, "~arms.as_described"], "unknown control 'as_described'"),
    ([CLUB, "arms.no_cul.gate.price=5"], "unknown arm 'no_cul'; did you mean 'no_cull'?"),
    ([CLUB, "arms.no_cull.gaet.price=5"], "unknown slot 'gaet'; did you mean 'gate'?"),
    ([CLUB, "reading.neded=either"], "no policy of theirs reads ${reading.neded}"),
    ([CLUB, "ensemble.file=operations"], "unknown ensemble 'operations'"),
]

WRONG_VALUES = [
    ([CLUB, "gate.price=-5"], "price must be a number of at least 0 [yuan], not -5"),
    ([CLUB, "seeds=0"], "seeds is a whole number from 1 to 100000, not 0; write for example seeds=20"),
    ([CLUB, "seeds=2.5"], "seeds is a whole number"),
    ([CLUB, "days=0"], "days is a whole number from 1"),
    ([CLUB, "days=ten"], "days is a whole number from 1 to 100000, not 'ten'"),
    ([CLUB, "days=true"], "days is a whole number from 1 to 100000, not true"),
    ([CLUB, "scale=0"], "scale multiplies the number of people and must be > 0, not 0"),
    ([CLUB, "scale=nan"], "scale is a number"),
    ([CLUB, "workers=-1"], "workers is a whole number"),
    ([CLUB, "world.visit_cap=1.5"], "world.visit_cap must be between 0.01 and 1"),
    ([CLUB, "reading.needed=neither"], "did you mean 'either'?"),
    ([CLUB, "scenario.start=Monday"], "scenario.start is a date"),
]

UNSEEN = [
    ([CLUB, "reading.scope=newcomers", "~cull"], "no arm sees 'reading.scope=newcomers'"),
    ([CLUB, "gate.price=5", "~gate"], "no arm sees 'gate.price=5'"),
    ([CLUB, "~gate", "gate.price=5"], "no arm sees 'gate.price=5'"),
    ([CLUB, "arms.no_cull.cull.messages=5"], "no arm sees 'arms.no_cull.cull.messages=5'"),
    ([CLUB, "~gate", "arms.no_cull.gate.price=5"], "no arm sees 'arms.no_cull.gate.price=5'"),
    (["{study}", "gate.price=5"], "no arm sees 'gate.price=5'"),  # its arms take the gate out or set the price
]

WRONG_GRAMMAR = [
    ([CLUB, "days"], "'days' cannot be read as an override"),
    ([CLUB, "days=3,4"], "'days=3,4' gives several values"),
    ([CLUB, "gate@policies.gate=paid"], "names a config group; write SLOT=POLICY"),
    ([CLUB, "+gate=paid"], "there is a slot 'gate' already"),
    ([CLUB, "+reward={winners: 3}"], "slot reward has no policy:"),
    ([CLUB, "+days_off=3"], "slot days_off is a mapping, not 3"),
    ([CLUB, "~days"], "~ takes out a slot or an arm"),
    ([CLUB, "world=3"], "world has fields; write world.visit_cap=VALUE"),
    ([CLUB, "channels.readers.pool=3"], "channels are set in a scenario's file"),
    ([CLUB, "hydra.run.dir=x"], "may not configure Hydra"),
    ([CLUB, "question=${oc.env:HOME}"], "may not contain '${oc.env:HOME}'"),
    ([CLUB, "gate._target_=os.system"], "unknown field of gate/paid '_target_'"),
]

WRONG_FILES = [
    (STUDY + "hydra: {run: {dir: elsewhere}}\n", "may not configure Hydra: take out 'hydra'"),
    (STUDY.replace("- _self_", "- override hydra/launcher: joblib"), "may not configure Hydra"),
    (STUDY.replace("policies.gate: paid", "hydra.launcher: paid"), "may not configure Hydra"),
    (STUDY + "question: ${oc.env:HOME}\n", "may not contain '${oc.env:HOME}'"),
    (STUDY + "question: '${${name}:HOME}'\n", "may not contain"),
    (STUDY.replace("price: 120", "price: '${oc.decode:120}'"), "may not contain '${oc.decode:120}'"),
    (STUDY + "policies: {'${oc.env:HOME}': paid}\n", "may not contain '${oc.env:HOME}'"),
    (STUDY.replace("policies.gate: paid", "policies.gate: '${oc.env:HOME}'"), "may not contain '${oc.env:HOME}'"),
    (STUDY.replace("price: 120", "_target_: os.system"), "may not contain '_target_'"),
    (STUDY.replace("gate: paid", "gate: ../../../elsewhere"), "defaults can only name what is shipped"),
    (STUDY.replace("price: 120", "price: !!python/object/apply:os.getcwd []"), "cannot be read as YAML"),
    (STUDY.replace("gate: paid", "gate: payed"), "unknown gate 'payed'; did you mean 'paid'?"),
    (STUDY.replace("io: operations_club", "io: operations_clbu"), "unknown scenario 'operations_clbu'; did you mean"),
    (STUDY.replace("control", "contrl"), "unknown key of a study 'contrl'; did you mean 'control'?"),
    (STUDY.replace("control: free\n", ""), "control names the arm that the others are compared with"),
    (STUDY.replace("{gate: null}", "{gaet: null}"), "unknown slot 'gaet'; did you mean 'gate'?"),
    (STUDY + "policies: {reward: {winners: 3}}\n", "slot reward has no policy:"),
    (STUDY + "policies: {days: paid}\n", "a slot cannot be called 'days'"),
    (STUDY.replace("  fee:", "  a/b:"), "'a/b' is no name for an arm"),
    (STUDY.replace("  - override /scenario: operations_club\n", ""), "the study has no scenario"),
    (STUDY.replace("price: 120", "price: '${reading.nothing}'"), "cannot be filled in"),
    (STUDY + "arms: {}\n", "found duplicate key arms"),
    (STUDY + "world: [1\n", "cannot be read as YAML"),
    ("- a list\n", "is not a study"),
]


def sentence_of(arguments: list[str], capsys) -> str:
    """The one line that a command complains in; fails if it does more than complain."""
    code = main(arguments)
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert told.err.startswith("clubsim: ")
    assert told.err.count("\n") == 1
    return told.err


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("words", "sentence"), [*WRONG_WORDS, *WRONG_VALUES, *UNSEEN, *WRONG_GRAMMAR])
def test_a_wrong_override_is_one_sentence_and_writes_nothing(words, sentence, folder, capsys):
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    words = [word.replace("{study}", "study.yaml") for word in words]
    assert sentence in sentence_of(["compare", *words, "--out", "results"], capsys)
    assert [file.name for file in folder.iterdir()] == ["study.yaml"]


@pytest.mark.parametrize(("text", "sentence"), WRONG_FILES)
def test_a_wrong_study_file_is_one_sentence_and_writes_nothing(text, sentence, folder, capsys):
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    assert sentence in sentence_of(["compare", "study.yaml", "--out", "results"], capsys)
    assert [file.name for file in folder.iterdir()] == ["study.yaml"]


def test_the_study_that_these_faults_are_planted_in_is_right(folder):
    from clubsim.experiments.study import load_study

    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    assert list(load_study("study.yaml").arms) == ["free", "fee"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["comprae", CLUB], "Did you mean 'compare'?"),
        (["compare"], "Missing argument 'NAME'"),
        (["compare", CLUB, "--jsno"], "--json"),
        (["run", CLUB, "gate.price=-5"], "price must be a number of at least 0"),
        (["run", CLUB, "--arm", "no_cul"], "unknown arm 'no_cul'; did you mean 'no_cull'?"),
        (["run", CLUB, "--seed", "-1"], "--seed is a whole number from 0"),
        (["run", CLUB, "--seed", "one"], "'--seed'"),
        (["list", "polices"], "unknown kind 'polices'; did you mean 'policies'?"),
        (["measure", "no.parquet"], "there is no file no.parquet"),
        (["measure", "log.parquet", "--first-weekday", "Mnday"], "unknown weekday 'Mnday'; did you mean 'Monday'?"),
    ],
)
def test_a_wrong_command_is_one_sentence_and_writes_nothing(arguments, sentence, folder, capsys):
    assert sentence in sentence_of(arguments, capsys)
    assert list(folder.iterdir()) == []


def test_an_out_that_is_a_file_is_refused_before_anything_runs(folder, capsys):
    (folder / "results").write_text("mine", encoding="utf-8")
    assert "--out results is a file" in sentence_of(["compare", CLUB, "--out", "results"], capsys)
    assert (folder / "results").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"membr": [0], "day": [0], "kind": ["post"], "target": [-1]}, "member"),
        ({"member": [0], "day": [0], "target": [-1]}, "kind"),
        ({"member": [0], "day": ["x"], "kind": ["post"], "target": [-1]}, "day"),
    ],
)
def test_a_parquet_without_the_columns_is_one_sentence_that_names_them(columns, sentence, folder, capsys):
    pl.DataFrame(columns).write_parquet(folder / "log.parquet")
    assert sentence in sentence_of(["measure", "log.parquet"], capsys)


def test_a_file_that_is_no_parquet_is_one_sentence(folder, capsys):
    (folder / "log.parquet").write_text("member,day\n", encoding="utf-8")
    assert "log.parquet" in sentence_of(["measure", "log.parquet"], capsys)


WATCHED = """
import json, sys, time
from clubsim.experiments.cli import main
code = main(sys.argv[1:])
loaded = sorted({name.partition(".")[0] for name in sys.modules} & set(%r))
print(json.dumps({"code": code, "loaded": loaded, "seconds": time.process_time()}))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["compare", "--help"],
        ["list"],
        ["policies"],
        ["policies", "cash"],
        ["compare", CLUB, "gate.price=-5"],
        ["compare", "operations_clbu"],
        ["compare", CLUB, "+reward=cahs"],
        ["run", CLUB, "--arm", "no_cul"],
    ],
)
def test_checking_a_config_loads_nothing_heavy_and_takes_no_time(arguments, tmp_path):
    """--arm is looked at last: when it is refused, the whole study has been found right."""
    ended = subprocess.run(
        [sys.executable, "-c", WATCHED % (HEAVY,), *arguments], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    report = json.loads(ended.stdout.splitlines()[-1])
    assert report["loaded"] == []
    assert report["seconds"] < MOST_SECONDS
    assert report["code"] == (2 if ended.stderr else 0)
    assert list(tmp_path.iterdir()) == []


def test_policies_that_cannot_hold_together_are_one_sentence_and_write_nothing(tmp_path, monkeypatch, capsys):
    """What only a run can find: two quotas in force on one day."""
    from clubsim.experiments.cli import main

    monkeypatch.chdir(tmp_path)
    given = ["compare", "operations_club", "+second=cull/quota", "scale=0.1", "days=5", "seeds=1", "ensemble=null"]
    assert main([*given, "workers=1", "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "only one quota can be in force on a day" in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
