"""The reference that is read off the code: as old as the code, and with all that there is."""

import json
import re

import pytest
import yaml
from typer.testing import CliRunner

from clubsim.experiments import overrides, reference_pages
from clubsim.experiments.cli import app
from clubsim.experiments.composing import CONFIGS, names
from clubsim.experiments.measures.measure import measure
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.reference import command_line, configuration, docstrings, metrics, studies
from clubsim.experiments.scenarios import SCENARIO_KEYS
from clubsim.experiments.study import load_study
from clubsim.experiments.sweep_file import KEYS

ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("name", reference_pages.PAGES)
def test_the_page_in_the_documentation_is_current(name):
    file = reference_pages.FOLDER / f"{name}.md"
    assert file.read_text(encoding="utf-8") == reference_pages.page(name), f"run: {reference_pages.COMMAND}"


def test_no_page_in_the_folder_is_left_over():
    assert {file.stem for file in reference_pages.FOLDER.glob("*.md")} == set(reference_pages.PAGES)


def test_every_outcome_stands_once_under_its_denominator():
    page = reference_pages.page("metrics")
    outcomes = page.partition("## Outcomes of a run")[2].partition("\n## ")[0]
    assert sorted(ROW.findall(outcomes)) == sorted(OUTCOMES)
    after = outcomes.partition("### Per 1,000 who knocked")[2].partition("\n### ")[0]
    assert ROW.findall(after) == [o.name for o in OUTCOMES.values() if o.denominator == "per 1,000 who knocked"]


def test_every_measurement_has_its_formula_or_counts_rows():
    counted = {"members", "posters", "days", "events", "contributions", "headcount retention"}
    assert {row.name for row in metrics.measurements() if metrics.estimator_of(row) is None} == counted


def test_the_made_up_log_lets_every_measurement_be_made():
    """A log without visits, joins, targets or a clock has fewer rows; nothing adds one to what the page's log shows."""
    without = metrics._log().filter(metrics._log()["kind"].is_in(["post"])).drop("hour")
    shown = {(row.group, row.name) for row in metrics.measurements()}
    fewer = {(row.group, row.name) for row in measure(without) if not row.name.startswith("kind ")}
    assert fewer < shown


LONGEST = 28


def test_a_formula_is_a_block_arguments_are_left_out_and_a_constant_has_its_value():
    def share(part, whole):
        """
        Share of the `whole` that a part_of_it is, within LONGEST days.

            s = part / whole

        Args:
            part: of it.

        Source: assumed.
        """

    words = docstrings.as_markdown(share)
    assert words == [
        "Share of the `whole` that a part\\_of\\_it is, within 28 days.",
        "```text\ns = part / whole\n```",
        "Source: assumed.",
    ]


def test_every_key_of_a_study_stands_on_the_page_with_the_default_it_has():
    keys = [key for key, _, _ in configuration.declared()]
    within = [f"{group}.{key}" for group, some in overrides.GROUPS.items() if group != "scenario" for key in some]
    alone = [key for key in overrides.STUDY_KEYS if key != "scenario"]
    assert sorted(keys) == sorted([*alone, *within])
    tree = yaml.safe_load((CONFIGS / "config.yaml").read_text(encoding="utf-8"))
    for key, default, meaning in configuration.declared():
        group, _, inner = key.partition(".")
        value = tree[group][inner] if inner else tree[group]
        assert not default or yaml.safe_load(default) == value, key
        assert meaning, key


def test_an_example_on_the_page_is_one_the_check_accepts():
    asked = [configuration.asked(key) for key, _, _ in configuration.declared()]
    examples = [example for _, example in asked if example]
    assert len(examples) > 10
    for example in examples:
        more = ["engine=dask"] if example.startswith("cluster=") else []
        more += ["until.halfwidth=1"] if example.startswith("until.") else []
        load_study(configuration.EXAMPLE_STUDY, [example, *more])


def test_every_key_of_a_scenario_and_of_a_sweep_has_a_meaning():
    assert set(configuration.SCENARIO) == set(SCENARIO_KEYS)
    assert set(configuration.SWEEP) == set(KEYS)
    assert all(len(row[1]) > 5 for row in configuration.channel_rows())


def test_every_command_stands_on_the_page_with_every_option_of_its_help():
    page = reference_pages.page("command_line")
    commands = command_line.all_commands()
    assert len(commands) > 10
    for name in commands:
        told = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        helped = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"}).output
        options = set(re.findall(r"^ {2}(--[\w-]+)", helped, re.MULTILINE)) - {"--help"}
        assert options == set(re.findall(r"^\| `(--[\w-]+)", told, re.MULTILINE)), name


def test_every_study_and_scenario_stands_on_the_page_with_its_arms():
    page = reference_pages.page("studies")
    for name in names("experiment"):
        told = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        study = load_study(name)
        arms = re.findall(r"^\| `([^`]+)`(, the control)? \|", told, re.MULTILINE)
        assert arms == [(arm, ", the control" if arm == study.control else "") for arm in study.arms]
    scenarios = page.partition("\n## Scenarios\n")[2]
    assert re.findall(r"^\| `(\w+)`", scenarios, re.MULTILINE) == names("scenario")
    assert set(studies.PAGES) <= {*names("experiment"), *names("scenario"), *names("sweep")}


def test_a_change_of_an_arm_is_written_as_its_file_would_have_it():
    changes = {"gate": None, "cash": {"funded": "outside"}, "days": [28, 84]}
    assert studies._change(changes) == "`gate: null, cash: {funded: outside}, days: [28, 84]`"
    assert json.dumps(yaml.safe_load("{" + studies._change(changes).strip("`") + "}")) == json.dumps(changes)
