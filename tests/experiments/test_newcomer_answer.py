"""The trial of answers for newcomers: who counts, what is compared with what, and the verdicts."""

import numpy as np
import pytest

from clubsim.experiments import newcomer_answer
from clubsim.experiments.newcomer_answer import (
    ACCEPT,
    ANSWERED,
    Cohort,
    Difference,
    difference,
    first_weeks,
    for_each_answered,
    run,
    table,
    verdict,
    with_and_without,
    within,
)
from clubsim.sim.events import KINDS

AGAIN, LATE = ACCEPT


def log(*events):
    """Columns as of an event log; an event is (member, day, hour, kind, target, thread)."""
    member, day, hour, kind, target, thread = zip(*events, strict=True)
    return {
        "member": np.array(member, np.int32),
        "day": np.array(day, np.int32),
        "hour": np.array(hour, np.float32),
        "kind": np.array([KINDS.index(word) for word in kind], np.int8),
        "target": np.array(target, np.int32),
        "thread": np.array(thread, np.int32),
    }


def test_a_first_message_is_answered_in_its_thread_within_seven_days():
    rows, found = first_weeks(
        log(
            (0, 9, 8.0, "message", -1, 1),  # wrote before the window
            (1, 10, 9.0, "message", -1, 2),
            (2, 10, 9.0, "message", -1, 3),
            (3, 10, 9.0, "message", -1, 4),
            (4, 10, 9.0, "message", -1, 5),
            (5, 10, 8.0, "visit", -1, -1),
            (0, 17, 8.0, "reply", 1, 2),  # 167 hours later
            (0, 17, 10.0, "reply", 2, 3),  # 169
            (0, 11, 1.0, "reply", 3, 1),  # elsewhere
        ),
        (10, 20),
    )
    assert rows.tolist() == [1, 2, 3, 4]
    assert found[ANSWERED].tolist() == [True, False, False, False]


def test_a_further_message_counts_at_once_and_late_from_the_seventh_day_and_not_after_ninety():
    further = {1: (10, 22.0), 2: (16, 23.0), 3: (17, 0.5), 4: (100, 1.0)}
    first = [(member, 10, 9.0, "message", -1, member) for member in further]
    later = [(member, day, hour, "reply", 9, 50) for member, (day, hour) in further.items()]
    rows, found = first_weeks(log(*later, *first), (10, 11))
    assert rows.tolist() == [1, 2, 3, 4]
    assert found[AGAIN].tolist() == [True, True, True, False]
    assert found[LATE].tolist() == [False, False, True, False]


def cohort(seed, share, again, sure=(True, True, False, False), uid=(1, 2, 3, 4)):
    outcomes = dict.fromkeys((ANSWERED, LATE), np.ones(len(uid), np.bool_)) | {AGAIN: np.array(again, np.bool_)}
    return Cohort(community="chat", seed=seed, share=share, uid=np.array(uid), sure=np.array(sure), outcomes=outcomes,
                  hours=0.5)  # fmt: skip


def test_the_sure_are_compared_with_the_others_and_with_themselves_without_the_trial():
    trial = [cohort(0, 0.5, [1, 1, 0, 1]), cohort(0, 0.0, [0, 1, 1, 1])]
    found = within(trial, AGAIN)
    assert (found.first, found.second, found.points) == (1.0, 0.5, 50.0)
    found = with_and_without(trial, AGAIN)
    assert (found.first, found.second, found.points) == (1.0, 0.5, 50.0)
    assert with_and_without(trial, AGAIN, sure=False).points == -50.0


def test_who_came_in_one_run_only_is_compared_with_nobody():
    trial = [cohort(0, 0.5, [1, 1, 0, 1], uid=(1, 2, 3, 4)), cohort(0, 0.0, [0, 1, 1, 1], uid=(1, 7, 3, 4))]
    assert with_and_without(trial, AGAIN).points == 100.0


def test_points_are_also_told_for_each_one_more_who_is_answered():
    without = [cohort(0, 0.0, [0, 1, 1, 1])]
    without[0].outcomes[ANSWERED][:2] = [True, False]
    trial = [cohort(0, 0.5, [1, 1, 0, 1]), *without]
    assert with_and_without(trial, ANSWERED).points == with_and_without(trial, AGAIN).points == 50.0
    assert for_each_answered(trial, AGAIN) == pytest.approx(100.0)
    assert np.isnan(for_each_answered([trial[0], cohort(0, 0.0, [0, 1, 1, 1])], AGAIN))


def test_the_interval_is_students_over_seeds_and_unbounded_for_one():
    found = difference([(0.30, 0.20), (0.34, 0.20), (0.32, 0.20)])
    assert (found.points, found.low, found.high) == (
        pytest.approx(12.0),
        pytest.approx(12 - 4.9683, abs=1e-3),  # t .975 with 2 degrees 4.3027, sd 2, root of 3 seeds
        pytest.approx(12 + 4.9683, abs=1e-3),
    )
    assert np.isinf(difference([(0.3, 0.2)]).high)


@pytest.mark.parametrize(
    ("points", "said"),
    [(4.9, "outside, below"), (5.0, "inside, lower half"), (10.1, "inside, upper half"), (15.1, "outside, above")],
)
def test_the_verdict_can_be_that_it_lies_outside(points, said):
    found = Difference(first=0.5, second=0.4, points=points, low=points - 1, high=points + 1)
    assert verdict(found, ACCEPT[AGAIN]) == said


def test_the_table_says_what_lies_where():
    trial = [cohort(0, 0.5, [1, 1, 0, 1]), cohort(0, 0.0, [0, 1, 1, 1])]
    lines = table(trial).splitlines()
    assert lines[0] == "chat: 1 seeds, 4 newcomers, 0.50 hours of helpers a day"
    assert sum("outside, above" in line for line in lines) == 2  # posts again, in the trial and with against without
    assert sum("outside, below" in line for line in lines) == 2  # no difference at or after day 7


def test_a_short_trial_answers_more_of_those_who_are_sure(monkeypatch):
    monkeypatch.setattr(newcomer_answer, "SETTLING", 90)
    cohorts = run(1, wait=12.0, days=120, communities=("mailing_list",), workers=1, quiet=True)
    tried, control = cohorts
    assert np.intersect1d(tried.uid, control.uid).size == tried.uid.size == control.uid.size > 200
    assert control.hours == 0 < tried.hours
    assert 0.4 < tried.sure.mean() < 0.6
    assert within(cohorts, ANSWERED).points > 20 and with_and_without(cohorts, ANSWERED).points > 20
    assert "points" in table(cohorts)
