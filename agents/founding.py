"""Who hosts, a founder or a deputy: comes and writes by the hours they have, tires of it, and draws the others."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, floor_int, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import Role


@rule
def fatigue_tomorrow(fatigue: float, hours: float, tiring: float, rest: float) -> float:
    """
    Fatigue after a day of work and a night of rest.

        worked = fatigue + min(tiring * hours, 1) * (1 - fatigue);   worked - rest * worked

    Args:
        fatigue: before, in [0, 1].
        hours: worked today, >= 0.
        tiring: share of what is left that an hour takes, in [0, 1].
        rest: share that a night restores, in [0, 1].

    Source: assumed.
    """
    worked = closer(fatigue, 1.0, min(tiring * hours, 1.0))
    return worked - rest * worked


@act
def is_hosting(i: int, members: Any, world: Any) -> bool:
    """Whether member i is a founder who hosts at all."""
    return world.founder_hours > 0.0 and int(members.role[i]) == Role.FOUNDER


@act
def is_serving(i: int, members: Any) -> bool:
    """Whether member i holds an office, for which they give hours."""
    return wide(members.serving[i]) > 0.0


@act
def hours_of_host(i: int, members: Any, world: Any) -> float:
    """Hours that a founder, or who holds an office, works today; 0 for who did not come."""
    if int(members.visited[i]) == 0:
        return 0.0
    hours = wide(members.serving[i])
    if is_hosting(i, members, world):
        hours = world.founder_hours
    return hours * (1.0 - wide(members.fatigue[i]))


@act
def messages_of_host(i: int, members: Any, world: Any, today: Any, luck: Luck) -> int:
    """Messages that a host who came means to write in the hours they have; a part of one by luck."""
    wanted = hours_of_host(i, members, world) / world.founder_message_hours
    full = floor_int(wanted)
    if draw(luck, Purpose.HOST, int(members.uid[i]), today.day) < wanted - full:
        full += 1
    return min(full, world.most_messages)


@act
def tire(i: int, members: Any, world: Any) -> None:
    """The day of one who hosts or serves ends. Writes hours, fatigue, and the role of a founder who has had enough."""
    hours = hours_of_host(i, members, world)
    members.worked[i] = hours
    members.fatigue[i] = fatigue_tomorrow(wide(members.fatigue[i]), hours, world.founder_tiring, world.founder_rest)
    if is_hosting(i, members, world) and wide(members.fatigue[i]) > world.founder_quits:
        members.role[i] = Role.MEMBER
