"""The cull dial: what is removed, what is lost, and the verdicts."""

from dataclasses import replace

import numpy as np
import pytest

from clubsim.experiments.cull_dial import SILENCES, Dial, Turn, main, table, tasks_of, turn_the_dial
from clubsim.policies.registry import build
from clubsim.sim.community import Community


@pytest.fixture(scope="module")
def task():
    return replace(tasks_of("mailing_list", 1)[0], day=800, days=1000)


@pytest.fixture(scope="module")
def dial(task):
    return turn_the_dial(task)


def test_the_longer_the_silence_the_fewer_go_and_the_less_is_lost(dial):
    culled, written = ([getattr(turn, what) for turn in dial.turns] for what in ("culled", "written"))
    assert [turn.silence for turn in dial.turns] == list(SILENCES)
    assert np.all(np.diff(culled) < 0) and np.all(np.diff(written) < 0)
    assert 0 < written[-1] < written[0] < culled[0] < 1


def test_the_policy_removes_those_who_are_counted(task, dial):
    once = {"days": 90, "from_day": task.day, "until_day": task.day + 1}
    arm = Community(task.scenario, {"cull": build("cull/inactive", once)}, seed=task.seed).run(task.day + 1)
    gone = np.count_nonzero(arm.members.left[: arm.n_members] != -1)
    before = arm.n_members - arm.n_joined_today
    assert gone / before == pytest.approx(dial.turns[2].culled, abs=1e-12)


def of(written, culled=0.7, returned=0.05):
    turns = [
        Turn(silence=x, culled=culled, written=share, returned=returned, missing=share)
        for x, share in zip(SILENCES, written, strict=True)
    ]
    return Dial(seed=0, turns=tuple(turns), returns={"return after 365 silent days": 0.16})


def test_the_verdicts_change_sides():
    good = table([of([0.3, 0.2, 0.15, 0.1, 0.05])]).splitlines()
    bad = table([of([0.05, 0.2, 0.15, 0.1, 0.09], returned=0.2)]).splitlines()
    assert [line.rsplit(" ", 1)[1] for line in good[6:]] == ["inside", "yes", "inside", "inside", "inside"]
    assert [line.rsplit(" ", 1)[1] for line in bad[6:]] == ["outside", "no", "outside", "outside", "inside"]


def test_a_preset_too_short_for_a_year_of_silence_is_told_so(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["student_site"])
    assert stop.value.code == 2
    assert "too few for a silence of a year" in capsys.readouterr().err
