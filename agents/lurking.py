"""The step from reading to writing: a barrier before the first words, which falls with days among the others."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, rule, wide, word
from clubsim.agents.days import bits_set


@rule
def barrier(days_here: int, strength: float, days: float) -> float:
    """
    What holds back somebody who has not written yet [logit], <= 0.

        -strength * exp(-days_here / days)

    Args:
        days_here: days on which they came, of the last 64.
        strength: on the first day [logit], >= 0.
        days: visits after which 37 % of it is left, > 0.

    Source: assumed. M12: silence among strangers; evidence 2.2 names a delurk hazard after the first read.
    """
    return -strength * exp(-days_here / days)


@act
def ease_of_talking(i: int, members: Any, world: Any) -> float:
    """What familiarity does to member i's inclination to write [logit]. Reads all_messages, visits, bonds."""
    ease = world.talk_bonds * wide(members.bonds[i])
    if world.first_words > 0.0 and int(members.all_messages[i]) == 0:
        ease += barrier(bits_set(word(members.visits[i])), world.first_words, world.first_words_days)
    return ease
