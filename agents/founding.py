"""A founder who hosts: comes and writes by the hours they have, tires of it, and draws the others."""

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
def hours_of_host(i: int, members: Any, world: Any) -> float:
    """Hours that a founder who came works today, 0 for who did not come."""
    if int(members.visited[i]) == 0:
        return 0.0
    return world.founder_hours * (1.0 - wide(members.fatigue[i]))


@act
def messages_of_host(i: int, members: Any, world: Any, today: Any, luck: Luck) -> int:
    """Messages that a founder who came means to write in the hours they have; a part of one by luck."""
    wanted = hours_of_host(i, members, world) / world.founder_message_hours
    full = floor_int(wanted)
    if draw(luck, Purpose.HOST, int(members.uid[i]), today.day) < wanted - full:
        full += 1
    return min(full, world.most_messages)


@act
def tire(i: int, members: Any, world: Any) -> None:
    """A founder's day ends. Reads visited; writes fatigue, and the role of one who has had enough."""
    hours = hours_of_host(i, members, world)
    members.fatigue[i] = fatigue_tomorrow(wide(members.fatigue[i]), hours, world.founder_tiring, world.founder_rest)
    if wide(members.fatigue[i]) > world.founder_quits:
        members.role[i] = Role.MEMBER
