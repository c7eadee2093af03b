"""The presets of posting communities: they load, differ in few parameters, and the documentation names each of them."""

from functools import cache
from pathlib import Path

import pytest

from clubsim.experiments.composing import CONFIGS, read_yaml
from clubsim.experiments.study import load_study
from clubsim.sim.community import Community
from clubsim.sim.world import Scenario

BASE = "posting_community"
MOST = 15  # parameters in which a preset may differ from what all share
COLUMNS = {BASE: 1, "mailing_list": 2, "qa_site": 3, "chat": 4}  # of the table in docs/presets.md
TABLE = CONFIGS.parent / "docs" / "presets.md"


def presets() -> list[str]:
    """The scenarios that are built on the shared one."""
    files = sorted((CONFIGS / "scenario").glob("*.yaml"))
    return [file.stem for file in files if BASE in (read_yaml(file).get("defaults") or [])]


@pytest.fixture(scope="module")
def scenario_called(tmp_path_factory):
    """A shipped scenario by name, composed as every study composes it."""
    folder: Path = tmp_path_factory.mktemp("presets")

    @cache
    def composed(name: str) -> Scenario:
        study = folder / f"{name}_alone.yaml"
        study.write_text(
            f"# @package _global_\ndefaults:\n  - override /scenario: {name}\n  - _self_\n"
            "days: 365\ncontrol: as_it_is\narms: {as_it_is: {}}\n",
            encoding="utf-8",
        )
        return load_study(str(study)).scenario

    return composed


def differing(one: Scenario, shared: Scenario) -> dict[str, float]:
    """Parameters of one in which it differs, with its values."""
    below = shared.world._asdict()
    return {name: value for name, value in one.world._asdict().items() if value != below[name]}


def documented() -> dict[str, list[str]]:
    """Cells by parameter, of the first table in the documentation."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return {row[0].strip("`"): row for row in rows}


def test_a_list_and_a_qa_site_are_among_the_presets():
    assert {"mailing_list", "qa_site"} <= set(presets())
    assert set(presets()) <= set(COLUMNS)


@pytest.mark.parametrize("name", presets())
def test_a_preset_differs_from_the_shared_scenario_in_few_parameters_and_its_flow(name, scenario_called):
    preset, shared = scenario_called(name), scenario_called(BASE)
    assert 0 < len(differing(preset, shared)) <= MOST
    assert (preset.name, preset.start, preset.founders) == (name, shared.start, 0)
    assert [channel.name for channel in preset.channels] == [channel.name for channel in shared.channels]
    assert preset.channels[0].flow > 0


@pytest.mark.parametrize("name", presets())
def test_no_preset_repeats_a_shared_value(name, scenario_called):
    own = read_yaml(CONFIGS / "scenario" / f"{name}.yaml")["world"]
    assert set(own) == set(differing(scenario_called(name), scenario_called(BASE)))


@pytest.mark.parametrize("name", presets())
def test_the_documentation_names_each_differing_parameter_and_what_it_was_set_by(name, scenario_called):
    rows = documented()
    for parameter in differing(scenario_called(name), scenario_called(BASE)):
        assert parameter in rows, f"docs/presets.md has no row for {parameter} of {name}"
        assert rows[parameter][-1]


@pytest.mark.parametrize("name", [BASE, *presets()])
def test_the_documented_values_are_the_ones_that_run(name, scenario_called):
    world = scenario_called(name).world._asdict()
    for parameter, row in documented().items():
        assert float(row[COLUMNS[name]].strip("*")) == world[parameter], f"{parameter} of {name}"


@pytest.mark.parametrize("name", presets())
def test_whoever_comes_to_a_preset_posts_on_that_day_and_nobody_says_goodbye(name, scenario_called):
    community = Community(scenario_called(name), seed=1, events=True)
    community.run(60)
    assert community.n_members > 0
    assert community.headcount == community.n_members
    assert (community.members.all_messages[: community.n_members] > 0).all()
    assert community.counters.series("messages").sum() > community.n_members
