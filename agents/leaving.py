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
def drop_out_chance(i: int, members: Any, world: Any, today: Any) -> float:
    """
    Chance that member i, who was active today, drops out: their own, more on the first day, less where somebody
    replied. Reads joined, replies; writes nothing.

    Source: adapted. BG/NBD, Fader, Hardie & Lee (2005), with a first-day excess and the protection of a reply.
    """
    chance = wide(members.dropout[i])
    if int(members.joined[i]) == today.day:
        chance = world.dropout_first + (1.0 - world.dropout_first) * chance
    if int(members.replies[i]) > 0:
        chance = chance * (1.0 - world.dropout_reply)
    return chance


@act
def drop_out(i: int, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Member i may stop planning visits after an active day, unseen by all and still a member; a reply protects, and
    brings back who had dropped out. Reads visited, replies; writes dropped.
    """
    uid = int(members.uid[i])
    replied = int(members.replies[i]) > 0
    if int(members.dropped[i]) == 1:
        if replied and draw(luck, Purpose.DROP_OUT, uid, today.day, 1) < world.dropout_reply:
            members.dropped[i] = 0
        return
    if int(members.visited[i]) == 0 or world.dropout_a <= 0.0:
        return
    if draw(luck, Purpose.DROP_OUT, uid, today.day) < drop_out_chance(i, members, world, today):
        members.dropped[i] = 1


@act
def leave(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i goes this evening, or stays. Reads state, quota counters and orders; writes left, reason, dropped."""
    drop_out(i, members, world, today, luck)
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
