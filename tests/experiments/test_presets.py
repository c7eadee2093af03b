"""The presets of posting communities: they load, differ in few parameters, and the documentation names each of them."""

from functools import cache
from pathlib import Path

import pytest

from clubsim.experiments.composing import CONFIGS, read_yaml
from clubsim.experiments.patterns.lens import TYPES
from clubsim.experiments.posting import PRESETS, Sighting, load_posting, see, simulated_log
from clubsim.experiments.study import load_study
from clubsim.sim.community import Community
from clubsim.sim.world import LAST_DAY, Scenario

BASE = "posting_community"
MOST = 15  # parameters in which a preset may differ from what all share
COLUMNS = {BASE: 1, "mailing_list": 2, "qa_site": 3, "chat": 4, "student_site": 5}  # of the table in docs/presets.md
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


def test_there_is_a_preset_of_every_type_of_which_there_are_real_logs():
    assert set(presets()) == set(PRESETS) == set(COLUMNS) - {BASE}
    assert sorted(load_posting(name).type for name in presets()) == sorted(TYPES)


@pytest.mark.parametrize("name", presets())
def test_a_preset_differs_from_the_shared_scenario_in_few_parameters_and_its_flow(name, scenario_called):
    preset, shared = scenario_called(name), scenario_called(BASE)
    assert 0 < len(differing(preset, shared)) <= MOST
    assert (preset.name, preset.start, preset.founders) == (name, shared.start, 0)
    usual, *others = preset.channels
    assert usual.name == shared.channels[0].name and usual.flow > 0
    assert all(channel.closes < LAST_DAY for channel in others)  # a launch, which ends


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


@pytest.fixture(scope="module")
def student_site():
    posting = load_posting("student_site")
    return Sighting(label="", scenario=posting.scenario, type=posting.type, days=posting.days, seed=11)


def test_most_of_the_student_site_signs_up_in_its_first_weeks(student_site):
    community, log = simulated_log(student_site)
    joined = community.members.joined[: community.n_members]
    assert student_site.days == 195
    assert 1100 < joined.size < 1700
    assert (joined < 60).mean() > 0.8
    launch, autumn = (log.filter(log["day"].is_between(first, first + 27)).height for first in (35, 154))
    assert launch > 4 * autumn > 0


def test_what_needs_a_year_is_not_seen_of_the_student_site(student_site):
    known = {value.name: value for value in see(student_site).values}
    late = ["kept to day 365", "surge and survival", "posts lost at 30 days"]
    late += [f"return after {days} silent days" for days in (30, 60, 90, 180, 365)]
    for name in late:
        assert known[name].value is None and known[name].note
    for name in ("first post answered", "hours to first answer", "reciprocity", "logit, recency", "renewal alpha"):
        assert known[name].value is not None
