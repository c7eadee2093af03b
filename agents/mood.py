"""What the newer state of a member adds to their inclinations: benefit, needs, trust, a founder, ease and praise."""

from typing import Any

from clubsim.agents.arithmetic import act, wide
from clubsim.agents.lurking import ease_of_talking
from clubsim.agents.motives import surplus_of


@act
def mood_to_come(i: int, members: Any, world: Any, today: Any) -> float:
    """
    What makes member i come besides habit, novelty and belonging [logit]. Reads state; writes nothing.

        visit_benefit * benefit + visit_needs * (met - expected) - visit_elsewhere * elsewhere
        - visit_trust * (1 - trust) + the founder's pull + the operator's message of today
        - visit_burden * burden
    """
    mood = today.founder + wide(members.nudge[i]) - world.visit_burden * wide(members.burden[i])
    if world.reading == 1:
        mood += world.visit_benefit * wide(members.benefit[i])
    if world.needs == 1:
        mood += world.visit_needs * surplus_of(i, members)
        mood -= world.visit_elsewhere * wide(members.elsewhere[i])
    if world.trusting == 1:
        mood -= world.visit_trust * (1.0 - wide(members.trust[i]))
    return mood


@act
def mood_to_talk(i: int, members: Any, world: Any) -> float:
    """
    What makes visitor i write besides their own inclination and the occasion [logit]. Reads state; writes nothing.

        talk_benefit * benefit + talk_praise * praise + ease of talking
    """
    mood = world.talk_praise * wide(members.praise[i]) + ease_of_talking(i, members, world)
    if world.reading == 1:
        mood += world.talk_benefit * wide(members.benefit[i])
    return mood


@act
def mood_to_leave(i: int, members: Any, world: Any) -> float:
    """
    What drives member i away besides a lack of attachment [logit]. Reads state; writes nothing.

        leave_trust * (1 - trust) - leave_needs * (met - expected)
    """
    mood = 0.0
    if world.trusting == 1:
        mood += world.leave_trust * (1.0 - wide(members.trust[i]))
    if world.needs == 1:
        mood -= world.leave_needs * surplus_of(i, members)
    return mood
