"""A time of trial behind the door: a candidate has some days in which to take part."""

from typing import Any

from clubsim.agents.arithmetic import act
from clubsim.agents.records import NEVER


@act
def become_candidate(i: int, members: Any, today: Any) -> None:
    """Member i joins today, on trial if there is a trial. Writes trial_until."""
    members.trial_until[i] = NEVER
    if today.trial_days > 0:
        members.trial_until[i] = today.day + today.trial_days - 1


@act
def fails_trial(i: int, members: Any, today: Any) -> bool:
    """
    Whether member i's trial ends this evening without enough of them. Reads trial_until and all they wrote and checked
    in; where no trial is held any more, whoever is a candidate has become a member.
    """
    if int(members.trial_until[i]) != today.day or today.trial_days <= 0:
        return False
    if int(members.all_messages[i]) < today.trial_messages:
        return True
    return int(members.all_check_ins[i]) < today.trial_check_ins
