"""The catalogue of policies: the page in docs/ as old as the code, the command, and examples that run."""

import json

import pytest
import yaml

from clubsim.experiments import policies_page, policy_words
from clubsim.experiments.cli import main
from clubsim.experiments.study import load_study
from clubsim.policies.catalogue import catalogue
from clubsim.policies.claims import CLAIMS
from clubsim.sim.community import Community

STUDY = """\
# @package _global_
defaults:
  - override /scenario: operations_club
  - _self_
days: 45
seeds: 1
scale: 0.1
ensemble: null
control: with_it
arms: {with_it: {}}
"""
ROWS = catalogue()
EACH = pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])


def test_the_page_in_the_documentation_is_current():
    page = policies_page.PAGE
    assert page.read_text(encoding="utf-8") == policies_page.page(), f"run: {policies_page.COMMAND}"


def test_every_policy_stands_on_the_page_under_its_family_with_its_example():
    page = policies_page.page()
    for row in policies_page.ours():
        section = page.partition(f"\n## {row.family.capitalize()}\n")[2].partition("\n## ")[0]
        told = section.partition(f"\n### {row.name}\n")[2].partition("\n### ")[0]
        assert f"```yaml\n{row.yaml}\n```" in told
        assert row.strength in told
        for field in row.fields:
            assert f"| `{field.name}` | " in told


@EACH
def test_an_example_pasted_into_a_study_is_that_policy_with_those_fields_and_runs(row, tmp_path):
    (tmp_path / "study.yaml").write_text(f"{STUDY}\n{row.yaml}\n", encoding="utf-8")
    study = load_study(str(tmp_path / "study.yaml"))
    (slot,) = study.arm("with_it").policies
    written = study.resolved["arms"]["with_it"][slot]
    assert written["policy"] == row.name
    for field, value in row.example.items():
        assert yaml.safe_load(json.dumps(written[field])) == json.loads(json.dumps(value))
    community = Community(study.scenario, study.arm("with_it").policies, seed=1).run(study.days)
    assert community.n_prospects > 0


def test_the_command_tells_every_policy_by_family(capsys):
    assert main(["policies"]) == 0
    told = capsys.readouterr().out
    for row in ROWS:
        (line,) = [line for line in told.splitlines() if line.startswith(f"  {row.name} ")]
        assert f" {row.evidence} " in line
        assert line.index(row.claims[0]) > line.index(f" {row.evidence} ") if row.claims else line.endswith("–")
    assert [line for line in told.splitlines() if line in {row.family for row in ROWS}] == sorted(
        {row.family for row in ROWS}
    )
    assert max(len(line) for line in told.splitlines()) <= policy_words.WIDEST


@pytest.mark.parametrize("word", ["reward/cash", "cash"])
def test_the_command_tells_everything_about_one(word, capsys):
    assert main(["policies", word]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("reward/cash Announce cash for some who speak at an event, and give it the morning after.")
    assert "Give Give something to the members" in told and "Prize" in told and "Spend" in told
    assert "amount 30 yuan/winner at least 0 assumed" in told
    assert "funded 'fees' – fees or outside –" in told
    assert "weak: something was measured" in told
    assert f"H38 {CLAIMS['H38']}" in told
    assert "policies: my_cash: policy: reward/cash winners: 2 amount: 30 funded: outside" in told


@EACH
@pytest.mark.parametrize("width", [policy_words.NARROWEST, policy_words.WIDEST])
def test_no_line_is_wider_than_asked_unless_an_example_is(row, width):
    told = policy_words.page(row, width)
    assert all(len(line) <= width for line in told.splitlines() if line.strip() not in row.yaml)
    for word in (field.name for field in row.fields):
        assert f"\n  {word} " in told


def test_a_family_is_told_by_its_name(capsys):
    assert main(["policies", "gate"]) == 0
    told = capsys.readouterr().out
    assert "  gate/paid " in told and "reward/cash" not in told


def test_the_command_gives_the_same_as_data(capsys):
    assert main(["policies", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [policy["name"] for policy in told] == [row.name for row in ROWS]
    assert main(["policies", "paid", "--json"]) == 0
    (paid,) = json.loads(capsys.readouterr().out)
    assert paid["levers"].keys() == {"Gate"}
    assert paid["evidence"]["word"] == "adapted"
    assert paid["claims"]["H01"] == CLAIMS["H01"]
    assert paid["example"] == {"price": 99.0, "term_days": 365}
    assert yaml.safe_load(paid["yaml"]) == {"policies": {"my_paid": {"policy": "gate/paid", **paid["example"]}}}


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("payed", "clubsim: unknown policy 'payed'; did you mean 'gate/paid'?\n"),
        ("reward/cahs", "clubsim: unknown policy 'reward/cahs'; did you mean 'reward/cash'?\n"),
    ],
)
def test_an_unknown_policy_is_one_sentence(word, sentence, capsys):
    assert main(["policies", word]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", sentence)
