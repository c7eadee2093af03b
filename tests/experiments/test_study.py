"""From YAML and overrides to a checked study: how arms are merged, what overrides reach, what a study holds."""

import json
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from clubsim.experiments import scenarios
from clubsim.experiments.arms import merged
from clubsim.experiments.composing import CONFIGS, names
from clubsim.experiments.errors import StudyError
from clubsim.experiments.overrides import read_override
from clubsim.experiments.study import load_study
from clubsim.policies.registry import build

CLUB = "operations_club"
ARMS = ["as_described", "never_a_fee", "never_a_fee_no_rewards", "no_cull", "announced_only", "no_rewards", "nothing"]
BASE = ["recruitment", "gate", "cull", "cash", "merchandise", "topic", "guest", "stimuli"]


def load(*overrides: str):
    return load_study(CLUB, overrides)


def slots(*overrides: str, arm: str = "as_described") -> dict:
    """What the resolved study says of each slot of an arm."""
    return load(*overrides).resolved["arms"][arm]


def write_study(folder: Path, **changes) -> str:
    """The path of a small study of a user's own."""
    study = {
        "defaults": [
            {"/policy/gate@policies.gate": "paid"},
            {"/policy/cull@policies.cull": "quota"},
            {"override /scenario": CLUB},
            "_self_",
        ],
        "days": 60,
        "seeds": 3,
        "control": "free",
        "arms": {"free": {"gate": None}, "fee": {"gate": {"price": 120}}},
        **changes,
    }
    path = folder / "fees.yaml"
    path.write_text("# @package _global_\n" + yaml.safe_dump(study, sort_keys=False), encoding="utf-8")
    return str(path)


# the shipped study


def test_the_club_has_seven_arms_twenty_seeds_and_is_read_off_on_17_november():
    study = load()
    assert list(study.arms) == ARMS
    assert study.control == "as_described"
    assert (study.days, study.seeds, study.engine) == (300, tuple(range(20)), "compiled")
    assert (study.read_off_day, study.window, study.notes) == (276, (260, 276), ())
    assert study.scenario.start == date(2016, 2, 15)
    assert study.scenario.start.weekday() == 0


@pytest.mark.parametrize(
    ("arm", "slots_of_arm"),
    [
        ("as_described", BASE),
        ("never_a_fee", [s for s in BASE if s != "gate"]),
        ("never_a_fee_no_rewards", [s for s in BASE if s not in ("gate", "cash", "merchandise")]),
        ("no_cull", [s for s in BASE if s != "cull"]),
        ("announced_only", BASE),
        ("no_rewards", [s for s in BASE if s not in ("cash", "merchandise")]),
        ("nothing", ["recruitment"]),
    ],
)
def test_each_arm_of_the_club_holds_the_slots_its_name_says_in_the_order_of_the_base(arm, slots_of_arm):
    assert list(load().arms[arm].policies) == slots_of_arm


def test_an_arm_differs_from_the_base_only_in_what_it_sets():
    base, patched = slots(), slots(arm="announced_only")
    assert patched == {**base, "cull": {**base["cull"], "executed": False}}
    sponsored = slots(arm="never_a_fee")
    assert sponsored["cash"]["funded"] == sponsored["merchandise"]["funded"] == "outside"


@pytest.mark.parametrize(
    ("name", "needed", "scope"),
    [
        (CLUB, "both", "everyone"),
        (f"{CLUB}_newcomers", "both", "newcomers"),
        (f"{CLUB}_either", "either", "everyone"),
        (f"{CLUB}_either_newcomers", "either", "newcomers"),
    ],
)
def test_each_reading_of_the_rule_is_a_scenario_whose_reading_reaches_the_cull(name, needed, scope):
    study = load(f"scenario={name}")
    assert study.scenario.name == name
    assert (
        study.arms["as_described"].policies["cull"].needed,
        study.arms["announced_only"].policies["cull"].scope,
    ) == (
        needed,
        scope,
    )
    assert study.scenario.reported["remaining"] == 291


SOURCES = ("assumed", "adapted", "measured", "fitted to")


def test_every_number_of_the_shipped_files_says_where_it_comes_from():
    for file in [*(CONFIGS / "scenario").glob("*.yaml"), CONFIGS / "experiment" / f"{CLUB}.yaml"]:
        for line in file.read_text(encoding="utf-8").splitlines():
            key, _, rest = line.strip().partition(": ")
            if line.startswith("#") or not rest[:1].isdigit() or key in ("days", "seeds", "day"):
                continue
            assert any(word in rest for word in (*SOURCES, "N0", "N1", "N2", "N3", "D0")), f"{file.name}: {line}"


def test_every_shipped_experiment_loads_in_its_own_scenario():
    for experiment in names("experiment"):
        assert load_study(experiment).arms


def test_an_experiment_loads_in_every_scenario_that_has_what_it_refers_to():
    for experiment in names("experiment"):
        for scenario in names("scenario"):
            if not experiment.startswith(CLUB) or scenario.startswith(CLUB):
                assert load_study(experiment, [f"scenario={scenario}"]).arms


# how arms are merged


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"policy": "gate/paid", "price": 99.0}),
        ({"gate": None}, None),
        ({"gate": {"price": 120}}, {"policy": "gate/paid", "price": 120}),
        ({"gate": {}}, {"policy": "gate/paid", "price": 99.0}),
        ({"gate": {"policy": "quota", "messages": 3}}, {"policy": "cull/quota", "messages": 3}),
        ({"gate": "inactive"}, {"policy": "cull/inactive"}),
    ],
)
def test_a_slot_of_an_arm_is_inherited_removed_patched_or_replaced(change, expected):
    slot = merged({"gate": {"policy": "paid", "price": 99.0}}, "an_arm", change).get("gate")
    if expected is None:
        assert slot is None
    else:
        assert {key: slot[key] for key in expected} == expected


def test_a_replacing_policy_keeps_the_place_of_its_slot_and_takes_no_field_of_the_old_one():
    base = {"gate": {"policy": "paid", "price": 99.0}, "topic": "discussion"}
    arm = merged(base, "an_arm", {"gate": {"policy": "inactive"}, "extra": "cash"})
    assert list(arm) == ["gate", "topic", "extra"]
    assert "price" not in arm["gate"]


def test_a_word_gives_the_policy_with_its_defaults():
    arm = merged({}, "an_arm", {"reward": "cash"})
    fields = {key: value for key, value in arm["reward"].items() if key != "policy"}
    assert build("reward/cash", fields) == build("reward/cash", {})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"gaet": None}, "takes out a slot that the base has not: unknown slot 'gaet'; did you mean 'gate'?"),
        ({"reward": {"winners": 3}}, "to add a policy write policy: with its name"),
        ({"gate": 3}, "slot gate is 3; write null, a policy's name, or fields"),
        ({"gate": {"policy": None}}, "slot gate has no policy:"),
        ({"gate": "payed"}, "unknown policy 'payed'; did you mean 'gate/paid'?"),
    ],
)
def test_a_wrong_slot_of_an_arm_is_an_error_that_says_what_to_write(change, sentence):
    with pytest.raises(StudyError) as error:
        merged({"gate": {"policy": "paid", "price": 99.0}}, "an_arm", change)
    assert sentence in str(error.value)


# what overrides reach


def test_a_field_of_the_base_reaches_every_arm_that_inherits_the_slot():
    study = load("gate.price=199")
    prices = {name: arm.policies["gate"].policy.price for name, arm in study.arms.items() if "gate" in arm.policies}
    assert prices == dict.fromkeys(["as_described", "no_cull", "announced_only", "no_rewards"], 199.0)
    assert load("policies.gate.price=199").resolved["arms"] == study.resolved["arms"]


def test_a_field_of_an_arm_reaches_that_arm_only():
    study = load("arms.no_cull.gate.price=299")
    assert study.arms["no_cull"].policies["gate"].policy.price == 299
    assert study.arms["as_described"].policies["gate"].policy.price == 99
    assert slots("arms.no_cull.gate.price=299", arm="no_cull") == {
        **slots(arm="no_cull"),
        "gate": {**slots()["gate"], "price": 299},
    }


def test_an_arm_that_sets_the_field_itself_keeps_its_own(tmp_path):
    study = load_study(write_study(tmp_path, arms={"free": {}, "fee": {"gate": {"price": 120}}}), ["gate.price=7"])
    assert [arm.policies["gate"].price for arm in study.arms.values()] == [7, 120]


def test_a_plus_adds_a_slot_at_the_end_of_the_base():
    study = load("+extra=inactive")
    assert [list(arm.policies)[-1] for arm in study.arms.values()] == ["extra"] * 7
    assert load("+extra={policy: inactive, days: 20}").arms["nothing"].policies["extra"].days == 20


@pytest.mark.parametrize("override", ["~cull", "cull=null", "~policies.cull"])
def test_a_base_slot_goes_also_for_arms_that_patch_or_remove_it(override):
    study = load(override)
    assert all("cull" not in arm.policies for arm in study.arms.values())
    assert "arm no_cull has the same policies as as_described" in study.notes
    assert "arm announced_only has the same policies as as_described" in study.notes


def test_a_base_slot_is_replaced_and_patches_of_arms_are_laid_on_the_new_policy():
    study = load("cull={policy: quota, messages: 7}")
    assert study.arms["as_described"].policies["cull"].messages == 7
    assert study.arms["announced_only"].policies["cull"].executed is False


def test_arms_come_and_go():
    assert "dearer" in load("+arms.dearer={gate: {price: 199}}").arms
    assert "dearer" in load("+arms.dearer.gate.price=199").arms
    assert "nothing" not in load("~arms.nothing").arms
    assert "gate" not in load("arms.no_rewards.gate=null").arms["no_rewards"].policies


def test_fields_of_the_study_and_its_scenario():
    study = load(
        "days=290", "seeds=2", "first_seed=5", "engine=objects", "workers=1", "world.visit_cap=.9", "scale=0.5"
    )
    assert (study.days, study.seeds, study.engine, study.where.workers) == (290, (5, 6), "objects", 1)
    assert study.scenario.world.visit_cap == 0.9
    assert (study.scenario.scale, study.scenario.channels[0].pool) == (0.5, load().scenario.channels[0].pool / 2)
    assert study.resolved["world"]["visit_cap"] == 0.9


def test_a_reading_reaches_the_policies_that_refer_to_it_and_is_noted():
    study = load("reading.needed=either")
    assert study.arms["as_described"].policies["cull"].needed == "either"
    assert len(study.notes) == 1


def test_the_last_of_two_overrides_counts():
    assert slots("gate.price=1", "gate.price=2")["gate"]["price"] == 2


def test_quoted_text_lists_and_mappings_are_read_as_hydra_reads_them():
    assert read_override("question='Why, then?'").value == "Why, then?"
    assert read_override("stimuli.days=[1, 2]").value == [1, 2]
    assert read_override("+x={policy: cash, from_day: 3}").value == {"policy": "cash", "from_day": 3}


# reading off


def test_a_run_that_is_cut_short_is_read_off_on_its_last_day_and_says_so():
    study = load("days=30")
    assert (study.read_off_day, study.window) == (29, (13, 29))
    assert study.notes[0] == "read off on day 29 and over days 13 to 29, since a run has only 30 days"
    assert load("days=5").window == (0, 4)
    assert load("days=1").window == (0, 0)


def test_without_a_day_and_a_window_it_is_the_last_day_and_the_last_four_weeks(tmp_path):
    study = load_study(write_study(tmp_path))
    assert (study.read_off_day, study.window) == (59, (32, 59))


@pytest.mark.parametrize(
    "overrides",
    [
        ["read_off.day=300"],
        ["days=100", "read_off.day=100"],
        ["read_off.window=[270,300]"],
        ["read_off.window=[9,3]"],
        ["read_off.window=7"],
    ],
)
def test_a_reading_outside_the_run_is_an_error(overrides):
    with pytest.raises(StudyError, match=r"read_off\.(day|window)"):
        load(*overrides)


# a study of one's own


def test_a_file_is_a_study_by_its_path(tmp_path):
    study = load_study(write_study(tmp_path, policies={"gate": {"price": 50}}), ["seeds=1"])
    assert (study.name, study.control, list(study.arms)) == ("fees", "free", ["free", "fee"])
    assert study.arms["fee"].policies["gate"].price == 120
    assert "gate" not in study.arms["free"].policies
    assert study.seeds == (0,)


def test_two_files_do_not_mix(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first = write_study(one, days=40)
    second = write_study(other, days=50, arms={"free": {}})
    assert [load_study(path).days for path in (first, second, first)] == [40, 50, 40]
    assert list(load_study(second).arms) == ["free"]


def test_a_file_may_build_on_a_shipped_study(tmp_path):
    path = write_study(tmp_path, defaults=[{"/experiment": CLUB}, "_self_"], control="no_cull", days=290, arms={})
    study = load_study(path)
    assert (list(study.arms), study.control) == (ARMS, "no_cull")


def test_a_study_goes_to_another_process_and_into_json_as_it_is():
    study = load()
    assert pickle.loads(pickle.dumps(study)) == study
    assert json.loads(json.dumps(study.resolved)) == study.resolved


# the ensemble


def ensemble(folder: Path, text: str) -> str:
    path = folder / "sets.csv"
    path.write_text(text, encoding="utf-8")
    return f"ensemble.file={path}"


def test_a_set_of_the_ensemble_changes_the_world_and_the_scaled_channels(tmp_path):
    study = load(ensemble(tmp_path, "visit_cap,readers.pool,readers.opens\n0.9,1000,3\n0.8,2000,4\n"), "scale=0.5")
    assert study.ensemble.sets == 2
    changed = study.with_set(1)
    assert changed.world == study.scenario.world._replace(visit_cap=0.8)
    assert (changed.channels[0].pool, changed.channels[0].opens) == (1000, 4)
    assert changed.channels[1] == study.scenario.channels[1]
    assert study.with_set(-1) == study.scenario
    assert replace(changed, world=study.scenario.world, channels=study.scenario.channels) == study.scenario


def test_fewer_sets_are_taken_if_asked_and_a_number_the_user_set_stays(tmp_path):
    file = ensemble(tmp_path, "visit_cap,habit_gain\n0.9,0.1\n0.8,0.2\n")
    study = load(file, "ensemble.sets=1", "world.visit_cap=0.5")
    assert study.ensemble.sets == 1
    assert (study.with_set(0).world.visit_cap, study.with_set(0).world.habit_gain) == (0.5, 0.1)
    assert load(file, "ensemble.sets=0").ensemble is None
    assert load(file, "ensemble=null").ensemble is None
    (note,) = load(file, "ensemble.sets=9").notes
    assert note == f"{tmp_path / 'sets.csv'} has 2 parameter sets, so that not 9 but these are run"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("visit_cpa\n0.9\n", "did you mean 'visit_cap'?"),
        ("readers.pol\n9\n", "did you mean 'readers.pool'?"),
        ("visit_cap\n1.5\n", "set 0: world.visit_cap must be between 0.01 and 1"),
        ("visit_cap\nx\n", "set 0: visit_cap is a number, not 'x'"),
        ("visit_cap\n0.5,3\n", "set 0: a column too many"),
        ("readers.pool\n-3\n", "pool is a number of people and must be >= 0"),
        ("visit_cap\n", "has no parameter set"),
        ("visit_cap,visit_cap\n.1,.2\n", "two columns 'visit_cap'"),
    ],
)
def test_a_wrong_table_of_parameter_sets_is_an_error_that_says_where(tmp_path, text, sentence):
    with pytest.raises(StudyError) as error:
        load(ensemble(tmp_path, text))
    assert sentence in str(error.value)


def test_a_table_that_is_not_there_is_an_error_and_a_set_too_many_too():
    with pytest.raises(StudyError, match="null is for none"):
        load("ensemble.file=operations_clbu")
    with pytest.raises(ValueError, match="k is -1 to"):
        load("ensemble=null").with_set(0)


def test_two_channels_of_one_name_are_an_error():
    config = {"start": "2016-02-15", "channels": [{"name": "readers"}, {"name": "readers"}]}
    with pytest.raises(StudyError, match="two channels are called 'readers'"):
        scenarios.scenario_of(config, {})


def test_a_vessel_refuses_a_policy_before_anything_runs(tmp_path):
    tree = yaml.safe_load((CONFIGS / "scenario" / "bamanshe.yaml").read_text(encoding="utf-8"))
    base = {"scenario": tree, "control": "mine", "arms": {"mine": {"cull": {"policy": "inactive"}}}}
    assert load_study(write_study(tmp_path, **base)).scenario.vessel.removal
    tree["vessel"] = {"name": "open_forum", "removal": False}
    with pytest.raises(StudyError) as refusal:
        load_study(write_study(tmp_path, **base))
    words = "arm mine, slot cull: the vessel open_forum lets no operator remove members; write cull: null"
    assert str(refusal.value).startswith(words)
    tree["vessel"] = {"removals": False}
    with pytest.raises(StudyError, match="unknown key of a vessel 'removals'; did you mean 'removal'"):
        load_study(write_study(tmp_path, **base))
