"""A warm-up that is run once a seed: every arm goes on from it as if it had lived through it itself."""

import json
from dataclasses import replace
from functools import cache

import networkx as nx
import numpy as np
import pytest

from clubsim.experiments import branching
from clubsim.experiments.branch import branch_study, task_from
from clubsim.experiments.branching import FOLDER, before_the_branch, branched, on_morning
from clubsim.experiments.cli import main
from clubsim.experiments.compare import compare_study, task_of, tasks_of
from clubsim.experiments.errors import StudyError
from clubsim.experiments.keys import keys_of
from clubsim.experiments.running import carry_out, community_of
from clubsim.experiments.study import load_study
from clubsim.sim.snapshots import about, hand_over, save
from clubsim.sim.standing import Notes

SMALL = ("days=30", "seeds=1", "scale=0.1", "recruitment.period=10", "gate.from_day=10", "ensemble.file=null")
BRANCHED = (*SMALL, "branch_at=14", "control=as_described", "workers=1")
# Arms beside the study's: one that is something else from day 0 on, and two from the day of the branch on only.
OTHERS = (
    "+arms.dearer={gate: {price: 199}}",
    "+arms.later={extra: {policy: outreach/nudge, days: 2, lift: 3, from_day: 14}}",
    "+arms.stepped={gate: {changes: [{day: 14, price: 199}]}}",
)


@cache
def study(*overrides):
    return load_study("operations_club", [*BRANCHED, *OTHERS, *overrides])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("branched")


@pytest.fixture(scope="module")
def tasks(folder):
    """A task an arm, each with the file from which it goes on."""
    ours = study()
    return {task.arm: task for task in branched(ours, tasks_of(ours), folder, quiet=True)}


def unlike(one, other):
    """What differs between two results."""
    parts = {"outcomes": repr(one.outcomes) == repr(other.outcomes), "cohorts": one.cohorts == other.cohorts}
    parts["daily"] = np.array_equal(one.daily, other.daily)
    parts |= {name: np.array_equal(column, other.members[name]) for name, column in one.members.items()}
    return [name for name, same in parts.items() if not same]


@cache
def straight(arm):
    """The arm's result without a branch."""
    return carry_out(task_of(study("branch_at=null"), arm, -1, 0))


def test_the_control_arm_branched_is_the_control_arm_run_straight_through(tasks):
    assert unlike(carry_out(tasks["as_described"]), straight("as_described")) == []


def test_an_arm_that_differs_is_a_community_whose_policies_are_changed_on_that_day(tasks):
    ours = study()
    by_hand = community_of(replace(task_of(ours, "as_described", -1, 0), warm_up=None)).run(14)
    hand_over(by_hand, ours.arms["dearer"].policies)
    found = carry_out(tasks["dearer"])
    assert np.array_equal(found.daily, by_hand.run(16).counters.daily)
    assert not np.array_equal(found.daily, carry_out(tasks["as_described"]).daily)


@pytest.mark.parametrize("arm", ["later", "stepped"])
def test_days_that_a_policy_names_are_days_of_the_run(tasks, arm):
    """An arm that differs from the day of the branch on only is the same run, whether or not it branches."""
    found = carry_out(tasks[arm])
    assert unlike(found, straight(arm)) == []
    assert unlike(found, carry_out(tasks["as_described"])) != []


def test_a_warm_up_is_run_once_a_seed_and_kept(tasks, folder, monkeypatch):
    files = {task.warm_up.file for task in tasks.values()}
    assert len(files) == 1
    assert {path.parent for path in files} == {folder / FOLDER}
    ours = study()
    monkeypatch.setattr(branching, "side_by_side", pytest.fail)
    assert {task.arm: task for task in branched(ours, tasks_of(ours), folder, quiet=True)} == tasks


def test_a_warm_up_that_was_damaged_is_run_anew(tasks, tmp_path):
    ours = study()
    (path,) = {task.warm_up.file for task in branched(ours, tasks_of(ours), tmp_path, quiet=True)}
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    branched(ours, tasks_of(ours), tmp_path, quiet=True)
    assert path.read_bytes() == whole


def test_what_decides_a_warm_up_names_it(tasks):
    task, dearer = tasks["as_described"], tasks["dearer"].policies
    scenario = task.scenario
    same = [replace(task, days=25, set=3, arm="x"), replace(task, read_off_day=20, policies=dearer, detail=False)]
    unlike = [
        replace(task, seed=1),
        replace(task, warm_up=replace(task.warm_up, policies=dearer)),
        replace(task, warm_up=replace(task.warm_up, policies=dict(reversed(task.policies.items())))),
        replace(task, warm_up=replace(task.warm_up, day=15)),
        replace(task, scenario=replace(scenario, world=scenario.world._replace(visit_cap=0.9))),
        replace(task, scenario=replace(scenario, graph=nx.path_graph(3))),
        replace(task, scenario=replace(scenario, graph=nx.path_graph(4))),
    ]

    def names(given):
        return set(keys_of([before_the_branch(each) for each in given]))

    assert names([task, *same]) == {task.warm_up.file.stem}
    assert len(names([task, *unlike])) == 8


def test_a_run_without_its_file_lives_through_the_warm_up_itself_and_has_the_same_key(tasks):
    """So Dask's workers need no folder of the study."""
    task = tasks["dearer"]
    without = replace(task, warm_up=replace(task.warm_up, file=None))
    assert unlike(carry_out(task), carry_out(without)) == []
    other_past = replace(without, warm_up=replace(without.warm_up, policies=without.policies))
    assert keys_of([task]) == keys_of([without]) != keys_of([other_past])


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (["branch_at=0"], "branch_at is a whole number from 1 to 29, not 0"),
        (["branch_at=30"], "branch_at is a whole number from 1 to 29, not 30"),
        (["branch_at=soon"], "branch_at is a whole number"),
        (["branch_at=14", "read_off.day=10", "read_off.window=[2,10]"], "write branch_at=10 or less"),
        (["branch_at=14", "decompose=[nothing,no_cull]"], "write decompose=null or branch_at=null"),
    ],
)
def test_a_branch_that_cannot_be_is_refused(overrides, words):
    with pytest.raises(StudyError) as caught:
        load_study("operations_club", [*SMALL, *overrides])
    assert words in str(caught.value)


def test_a_study_that_branches_says_so():
    assert study().notes[0].startswith("branched on day 14: until then every arm has lived under as_described's")
    assert not any("branch" in note for note in study("branch_at=null").notes)


def test_a_screening_does_not_branch(capsys):
    assert main(["screen", "operations_club", *SMALL, "branch_at=3"]) == 2
    assert "branch_at is for compare and run" in capsys.readouterr().err


def test_one_arm_alone_branches_too(tasks):
    """As `clubsim run` and `explain` live through it, in one piece."""
    ours = study()
    community = on_morning(ours, task_of(ours, "dearer", -1, 0), 30)
    assert np.array_equal(community.counters.daily, carry_out(tasks["dearer"]).daily)
    before = on_morning(ours, task_of(ours, "dearer", -1, 0), 9)
    assert before.day == 9
    assert before.policies == ours.arms["as_described"].policies


@pytest.mark.slow
def test_a_comparison_that_branches_is_the_same_in_one_process_and_two_and_resumed(tmp_path):
    overrides = ("ensemble.file=operations_club", "ensemble.sets=2", "ensemble.seeds=1", "seeds=2")
    for name, workers in (("one", "workers=1"), ("two", "workers=2")):
        assert compare_study(study(*overrides, workers), tmp_path / name, as_json=False, quiet=True) == 0
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "one" / FOLDER).iterdir()}
    assert len(kept) == 4  # two seeds, and one of each set
    assert compare_study(study(*overrides), tmp_path / "one", as_json=False, quiet=True) == 0
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "one" / FOLDER).iterdir()} == kept
    for table in ("runs", "daily", "members", "cohorts", "growth"):
        files = [(tmp_path / name / f"{table}.parquet").read_bytes() for name in ("one", "two")]
        assert files[0] == files[1]


# A saved community


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    """The small club of day 14, saved with its policies' settings."""
    ours = load_study("operations_club", SMALL)
    c = community_of(replace(task_of(ours, "as_described", -1, 0), warm_up=None)).run(14)
    return save(c, tmp_path_factory.mktemp("saved") / "club.clubsim", ours.resolved["arms"]["as_described"])


def test_a_saved_community_goes_on_as_it_is_and_as_it_would_be_changed(club):
    ours = branch_study(club, ["gate.price=199", "~cull"], 16)
    assert (list(ours.arms), ours.control, ours.days, ours.read_off_day) == (
        ["as_it_is", "changed"],
        "as_it_is",
        30,
        29,
    )
    as_it_is, changed = (carry_out(task_from(ours, arm, club)) for arm in ours.arms)
    assert np.array_equal(as_it_is.daily, straight("as_described").daily)
    by_hand = community_of(replace(task_of(study(), "as_described", -1, 0), warm_up=None)).run(14)
    policies = {slot: policy for slot, policy in study().arms["as_described"].policies.items() if slot != "cull"}
    hand_over(by_hand, policies | {"gate": study("gate.price=199").arms["as_described"].policies["gate"]})
    assert np.array_equal(changed.daily, by_hand.run(16).counters.daily)


def test_a_saved_community_goes_on_under_the_arms_of_a_study(club):
    ours = branch_study(club, ["operations_club", "arms.no_cull.gate.price=10"], 5)
    assert set(ours.arms) == set(study().arms) - {"dearer", "later", "stepped"}
    assert ours.arms["no_cull"].policies["gate"] != ours.arms["as_described"].policies["gate"]
    assert carry_out(task_from(ours, "no_cull", club)).daily.shape[0] == 19
    other = branch_study(club, ["paywall"], 5)
    assert any("the community is operations_club" in note for note in other.notes)


def test_it_is_said_that_one_luck_is_one(club):
    assert any("n = 1 and no interval" in note for note in branch_study(club, [], 5).notes)


@pytest.mark.parametrize(
    ("words", "days", "said"),
    [
        (["gate.price=199"], 0, "--days is a whole number from 1"),
        (["scenario=xiaomi"], 5, "is a community with its scenario, seed and day"),
        (["operations_club", "world.visit_cap=0.5"], 5, "only its policies can be others"),
        (["days=9"], 5, "--days N says for how long"),
        (["engine=objects"], 5, "is no policy of the saved community; its slots are"),
        (["gate.prise=3"], 5, "prise"),
        (["gatte.price=3"], 5, "unknown key 'gatte.price'"),
        (["operations_clob"], 5, "did you mean 'operations_club'"),
        (["+ads={policy: recruitment/campaign, channel: nowhere}"], 5, "nowhere"),
    ],
)
def test_a_branch_that_nobody_can_take_is_refused(club, words, days, said):
    with pytest.raises(StudyError) as caught:
        branch_study(club, words, days)
    assert said in str(caught.value)


def test_a_file_that_is_none_or_has_no_settings_is_refused(club, tmp_path, capsys):
    assert main(["branch", str(tmp_path / "nothing.clubsim")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "half.clubsim").write_bytes(club.read_bytes()[:1000])
    assert main(["branch", str(tmp_path / "half.clubsim"), "gate.price=1"]) == 2
    assert "is no snapshot, or only a part of one" in capsys.readouterr().err
    bare = community_of(task_of(load_study("operations_club", SMALL), "as_described", -1, 0)).run(2)
    save(bare, tmp_path / "bare.clubsim")
    assert main(["branch", str(tmp_path / "bare.clubsim"), "gate.price=1"]) == 2
    assert "name a study whose arms are taken" in capsys.readouterr().err


def test_a_day_outside_of_the_run_is_not_saved(capsys):
    assert main(["run", "operations_club", *SMALL, "--snapshot-at", "31"]) == 2
    assert "--snapshot-at is a day from 1 to 30" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_is_saved_and_goes_on_from_the_command_line(tmp_path, capsys):
    assert (
        main(["run", "operations_club", *SMALL, "--snapshot-at", "14", "--out", str(tmp_path / "run"), "--quiet"]) == 0
    )
    file = tmp_path / "run" / "day_14.clubsim"
    assert about(file).note == {"study": "operations_club", "arm": "as_described"}
    capsys.readouterr()
    words = ["branch", str(file), "gate.price=199", "--days", "16", "--json", "--quiet", "--out", str(tmp_path / "on")]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["differences"].keys() == {"changed"}
    assert found["arms"]["as_it_is"]["recruited"]["mean"] == straight("as_described").outcomes["recruited"]
    names = {path.name for path in (tmp_path / "on").iterdir()}
    assert {"runs.parquet", "comparison.json", "provenance.json", "headcount.svg"} <= names


def test_a_slot_that_is_gone_leaves_its_notes_unread():
    """What a policy had written down does nothing once nobody acts in its slot."""
    ours = study()
    noted, bare = (community_of(replace(task_of(ours, "as_described", -1, 0), warm_up=None)).run(14) for _ in range(2))
    noted.notes["cheer"] = Notes(day=3, messages=noted.members.all_messages[:9].copy(), noise=np.zeros(9, np.int32))
    for c in (noted, bare):
        hand_over(c, ours.arms["dearer"].policies)
    assert np.array_equal(noted.run(6).counters.daily, bare.run(6).counters.daily)
