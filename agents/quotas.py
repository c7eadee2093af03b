"""What an announced quota does to those who heed it, and who has failed one."""

from typing import Any

from clubsim.agents.arithmetic import act, rule, wide
from clubsim.agents.records import NEVER


@rule
def pressure_of(
    needed: int,
    total: int,
    days_left: int,
    days: int,
    most_a_day: float,
    attachment: float,
    strength: float,
    most: float,
) -> float:
    """
    Push of one quota on a member who heeds it [logit].

        strength * min(1, attachment) * min(most, (needed / days_left) / (total / days))

    It is 0 once the quota is met, and when it can no longer be met at `most_a_day`.

    Args:
        needed: still to be done, < 1 when the quota is met.
        total: the quota, 0 for none.
        days_left: with today, >= 1.
        days: length of the period, >= 1.
        most_a_day: what can be done in a day, > 0.
        attachment: novelty and belonging: who cares for nothing fears no removal, >= 0.
        strength: [logit], >= 0.
        most: bound of the ratio of paces, >= 1.

    Source: assumed. Faster near the goal: Kivetz et al. (2006).
    """
    if total <= 0 or needed <= 0 or needed > most_a_day * days_left:
        return 0.0
    pace = wide(needed) * days / (wide(days_left) * total)
    return strength * min(1.0, attachment) * min(most, pace)


@rule
def passes(messages: int, check_ins: int, need_messages: int, need_check_ins: int, either: int) -> bool:
    """Whether the quota is met: both parts, or one of two if `either`; a part of 0 is no part."""
    enough_messages = messages >= need_messages
    enough_check_ins = check_ins >= need_check_ins
    if either == 1 and need_messages > 0 and need_check_ins > 0:
        return enough_messages or enough_check_ins
    return enough_messages and enough_check_ins


@act
def is_tested(i: int, members: Any, today: Any) -> bool:
    """Whether the quota in force is for member i: by scope (newcomers of the period) and grace."""
    if today.quota == 0:
        return False
    joined = int(members.joined[i])
    if today.newcomers == 1 and joined < today.quota_first:
        return False
    return today.quota_last - joined >= today.grace


@act
def feels_quota(i: int, members: Any, today: Any) -> bool:
    """Whether an announced quota moves member i today: they heed it, it is for them, and it is not met yet."""
    if today.announced == 0 or int(members.heeds_quota[i]) == 0 or not is_tested(i, members, today):
        return False
    return not passes(
        int(members.quota_messages[i]),
        int(members.quota_check_ins[i]),
        today.need_messages,
        today.need_check_ins,
        today.either,
    )


@act
def message_pressure(i: int, members: Any, world: Any, today: Any, attachment: float) -> float:
    """The message quota's push on member i, who feels it [logit]."""
    return pressure_of(
        today.need_messages - int(members.quota_messages[i]),
        today.need_messages,
        today.quota_last - today.day + 1,
        today.quota_last - today.quota_first + 1,
        world.reachable_messages,
        attachment,
        world.pressure,
        world.pressure_most,
    )


@act
def check_in_pressure(i: int, members: Any, world: Any, today: Any, attachment: float) -> float:
    """The check-in quota's push on member i, who feels it [logit]; one check-in a day is the most."""
    return pressure_of(
        today.need_check_ins - int(members.quota_check_ins[i]),
        today.need_check_ins,
        today.quota_last - today.day + 1,
        today.quota_last - today.quota_first + 1,
        1.0,
        attachment,
        world.pressure,
        world.pressure_most,
    )


@rule
def deadline_pressure(days_left: int, days: int, attachment: float, strength: float, most: float) -> float:
    """
    Push of an announced deadline of absence on a member who heeds such things [logit].

        strength * min(1, attachment) * min(most, days / days_left - 1)

    It is 0 for who came yesterday and grows towards the last day on which coming helps.

    Args:
        days_left: with today, on which one may still come; below 1 counts as 1.
        days: of absence that are allowed, >= 1.
        attachment: as of `pressure_of`.
        strength: [logit], >= 0.
        most: bound of the ratio, >= 1.

    Source: assumed. The form of `pressure_of`, for a threat that only time brings nearer.
    """
    return strength * min(1.0, attachment) * min(most, wide(days) / max(days_left, 1) - 1.0)


@act
def push_of_deadline(i: int, members: Any, world: Any, today: Any, attachment: float) -> float:
    """What the deadline adds to member i's inclination to come [logit], 0 where there is none or they heed none."""
    if today.deadline <= 0 or int(members.heeds_quota[i]) == 0:
        return 0.0
    absent = today.day - 1 - max(int(members.last_visit[i]), int(members.joined[i]))
    return deadline_pressure(today.deadline - absent, today.deadline, attachment, world.pressure, world.pressure_most)


@act
def fails_quota(i: int, members: Any, today: Any) -> bool:
    """Whether member i is to go this evening: the period ends, the rule is executed, and they have not met it."""
    if today.executed == 0 or today.day != today.quota_last or not is_tested(i, members, today):
        return False
    return int(members.left[i]) == NEVER and not passes(
        int(members.quota_messages[i]),
        int(members.quota_check_ins[i]),
        today.need_messages,
        today.need_check_ins,
        today.either,
    )
