"""A study as a job of Hydra's: what its users expect of a command, and what a stranger's configs may not do."""

import os
import subprocess
import sys

import polars as pl
import pytest
from omegaconf import OmegaConf

from clubsim.experiments.compare import OWN, task_of
from clubsim.experiments.composing import compose_study
from clubsim.experiments.errors import StudyError
from clubsim.experiments.hydra_job import carried_out, folders_named, refuse_strange, values_among
from clubsim.experiments.running import carry_out
from clubsim.experiments.study import load_study

SHORT = ["days=10", "seeds=2", "workers=1", "scale=0.2"]


def run(folder, *arguments, **environment):
    """The module as a command, in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "clubsim.experiments.hydra_job", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def composed(*texts: str, **changes):
    """What a job is given: the composed study with the job's own two keys, and overrides that are in it already."""
    tree = compose_study("operations_club", None)
    config = OmegaConf.create({**tree, "arm": None, "headline": "remaining", **changes})
    OmegaConf.set_struct(config, True)
    config.merge_with_dotlist([*SHORT, *texts])
    return config


@pytest.mark.slow
def test_a_multirun_over_two_prices_is_two_studies_in_folders_of_their_own(tmp_path):
    texts = ["arm=as_described", "policies.gate.price=1,400", "policies.gate.from_day=0", *SHORT]
    ended = run(tmp_path, "-m", "experiment=operations_club", *texts, "hydra.sweep.dir=out")
    assert ended.returncode == 0, ended.stderr
    for job, price in enumerate((1, 400)):
        table = pl.read_parquet(tmp_path / "out" / str(job) / "runs.parquet")
        given = ["ensemble=null", f"gate.price={price}", "gate.from_day=0", *SHORT]
        study = load_study("operations_club", given)
        alone = [carry_out(task_of(study, "as_described", OWN, seed)).outcomes["remaining"] for seed in (0, 1)]
        assert table["remaining"].to_list() == alone


def test_a_key_that_no_study_has_ends_with_hydras_own_words_and_a_code_that_is_not_0(tmp_path):
    ended = run(tmp_path, "experiment=operations_club", "policies.gate.prise=3")
    assert ended.returncode != 0
    assert "Key 'prise' is not in struct" in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_cfg_info_and_completion_are_as_hydra_users_know_them(tmp_path):
    shown = run(tmp_path, "experiment=operations_club", "policies.gate.price=7", "--cfg", "job")
    assert OmegaConf.create(shown.stdout).policies.gate.price == 7
    assert "| main     | file://" in run(tmp_path, "--info", "searchpath").stdout
    line = "clubsim-hydra experiment=operations_club_"
    completed = run(tmp_path, "-sc", "query=bash", COMP_LINE=line, COMP_POINT=str(len(line)))
    assert "experiment=operations_club_year" in completed.stdout


@pytest.mark.slow
def test_a_whole_study_is_compared_and_what_is_wrong_is_one_sentence(tmp_path):
    ended = run(tmp_path, "experiment=free_group", "ensemble.file=null", *SHORT, "hydra.run.dir=out")
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "out" / "comparison.json").is_file() and (tmp_path / "out" / ".hydra" / "config.yaml").is_file()
    ended = run(tmp_path, "experiment=operations_club", "arm=no_cul")
    assert ended.returncode != 0
    assert "clubsim: unknown arm 'no_cul'; did you mean 'no_cull'?" in ended.stderr


def test_a_job_returns_the_mean_of_its_headline(tmp_path):
    value = carried_out(composed(arm="no_cull", headline="recruited"), SHORT, tmp_path)
    study = load_study("operations_club", ["ensemble=null", *SHORT])
    seeds = [carry_out(task_of(study, "no_cull", OWN, seed)).outcomes["recruited"] for seed in (0, 1)]
    assert value == sum(seeds) / 2 > 0


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"headline": "remainin"}, "did you mean 'remaining'"),
        ({"arm": "no_cul"}, "did you mean 'no_cull'"),
        ({"question": "${oc.env:HOME}"}, "only the path of another value"),
        ({"arms": {}}, "write experiment=NAME"),
        ({"read_of": {}}, "did you mean 'read_off'"),
    ],
)
def test_what_is_wrong_with_a_job_is_one_sentence_and_nothing_is_written(config, words, tmp_path):
    with pytest.raises(StudyError, match=words):
        carried_out(composed(**config), SHORT, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_override_that_no_arm_sees_is_found_here_too(tmp_path):
    arms = {"free": {"gate": None}, "other": {"gate": {"price": 3}}}
    with pytest.raises(StudyError, match=r"no arm sees 'policies\.gate\.price=7'"):
        carried_out(composed(arms=arms, control="free"), ["policies.gate.price=7"], tmp_path)


def test_hydras_own_choices_are_not_taken_for_values():
    texts = ["experiment=operations_club", "scenario=chat", "+policies.x=cash", "~policies.gate", "arm=free"]
    assert [o.text for o in values_among([*texts, "policies/gate@policies.gate=paid", "days=3"])] == ["days=3"]


STRANGE = {
    "hydra: {run: {dir: /tmp}}": "may not configure Hydra",
    "question: ${oc.env:HOME}": "only the path of another value",
    "arms: {a: {x: {_target_: os.system}}}": "may not contain '_target_'",
    "defaults: [{override /hydra/launcher: joblib}]": "may not configure Hydra",
    "question: !!python/object/apply:os.system [ls]": "cannot be read as YAML",
}


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("group", ["experiment", "scenario", "policy/gate"])
def test_a_strangers_folder_is_looked_at_before_hydra_composes_it(tmp_path, text, group):
    (tmp_path / group).mkdir(parents=True)
    (tmp_path / group / "mine.yaml").write_text(f"# @package _global_\n{text}\n", encoding="utf-8")
    for arguments in (["--config-dir", str(tmp_path)], [f"-cd={tmp_path}"], [f"hydra.searchpath=[file://{tmp_path}]"]):
        with pytest.raises(StudyError, match=STRANGE[text]):
            refuse_strange(arguments)


def test_a_folder_without_harm_is_let_through(tmp_path):
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "mine.yaml").write_text("arms: {a: {}}\ncontrol: a\n", encoding="utf-8")
    assert folders_named(["--config-dir", str(tmp_path)]) == [tmp_path]
    refuse_strange(["--config-dir", str(tmp_path), "experiment=mine"])
