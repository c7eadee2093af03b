"""Who has heard of what is announced: those who came while it was."""

from typing import Any

from clubsim.agents.arithmetic import act, word
from clubsim.agents.days import came_within


@act
def has_heard(i: int, notice: int, members: Any, today: Any) -> bool:
    """
    Whether member i knows of something announced `notice` days ago: they came or joined since. Reads visits, joined.

    Args:
        notice: [day], 64 at most; 0 for what everybody knows of.
    """
    if notice == 0 or today.day - int(members.joined[i]) <= notice:
        return True
    return came_within(word(members.visits[i]), notice)
