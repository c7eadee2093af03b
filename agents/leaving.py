"""Why people leave: of their own accord, by a failed quota, by the operator's order. Silence is not leaving."""

from typing import Any

from clubsim.agents.arithmetic import act, logistic, rule, wide
from clubsim.agents.belonging import belonging_of
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.quotas import fails_quota
from clubsim.agents.records import Reason


@rule
def leave_chance(novelty: float, belonging: float, habit: float, base: float, weight: float) -> float:
    """
    Chance that a member leaves of their own accord on a day.

        logistic(base - weight * (novelty + belonging + habit / 2 - 1))

    Args:
        novelty, belonging, habit: each in [0, 1].
        base: [logit/day].
        weight: of attachment [logit], >= 0.

    Source: assumed; fitted with the operations club, where leaving by oneself and removal are not told apart.
    """
    return logistic(base - weight * (novelty + belonging + habit / 2.0 - 1.0))


@act
def leave(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i goes this evening, or stays. Reads state, quota counters and orders; writes left, reason."""
    if int(members.ordered_out[i]) == 1:
        members.reason[i] = Reason.REMOVED
        members.left[i] = today.day
    elif fails_quota(i, members, today):
        members.reason[i] = Reason.FAILED_QUOTA
        members.left[i] = today.day
    else:
        belonging = belonging_of(i, members, world)
        chance = leave_chance(
            wide(members.novelty[i]), belonging, wide(members.habit[i]), world.leave_base, world.leave_attachment
        )
        if draw(luck, Purpose.LEAVE, int(members.uid[i]), today.day) < chance:
            members.reason[i] = Reason.LEFT
            members.left[i] = today.day
