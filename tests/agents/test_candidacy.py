"""A candidate's last evening: enough or not."""

import pytest

from clubsim.agents.candidacy import become_candidate, fails_trial
from clubsim.agents.records import NEVER

TRIAL = {"day": 10, "trial_days": 7, "trial_messages": 3, "trial_check_ins": 1}


def test_a_trial_lasts_so_many_days_the_first_of_them_counted(stage):
    scene = stage(n=1, today=TRIAL)
    become_candidate(0, scene.members, scene.today)
    assert scene.members.trial_until[0] == 16
    become_candidate(0, scene.members, scene.today._replace(trial_days=0))
    assert scene.members.trial_until[0] == NEVER


@pytest.mark.parametrize(
    ("messages", "check_ins", "until", "today", "fails"),
    [
        (3, 1, 10, {}, False),
        (2, 1, 10, {}, True),
        (3, 0, 10, {}, True),
        (0, 0, 11, {}, False),  # there is a day left
        (0, 0, NEVER, {}, False),  # no candidate
        (0, 0, 10, {"trial_days": 0}, False),  # no trial is held any more
    ],
)
def test_who_has_reached_both_numbers_on_the_last_evening_stays(stage, messages, check_ins, until, today, fails):
    scene = stage(n=1, today={**TRIAL, **today}, all_messages=messages, all_check_ins=check_ins, trial_until=until)
    assert fails_trial(0, scene.members, scene.today) == fails
