"""Offices are taken up and given up; who comes up the ladder stays there."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.arithmetic import closer, power
from clubsim.agents.records import NEVER, Role
from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import LeverError, Promote, Serve, Work
from clubsim.sim.standing import Standing
from clubsim.sim.working import enter

if TYPE_CHECKING:
    from clubsim.sim.community import Community

OFFICES = (Role.DEPUTY, Role.VOLUNTEER)


@pull.register(Serve)
def serve(lever: Serve, community: "Community", standing: Standing, slot: str) -> None:
    """Who can bear it serves; who is worn out steps down, and who comes back to an office has rested meanwhile."""
    c = community
    m = c.members
    if lever.role not in OFFICES:
        raise LeverError(f"slot {slot}: an office is DEPUTY or VOLUNTEER, not {Role(lever.role).name}")
    for row in lever.rows.tolist():
        if int(m.role[row]) == Role.FOUNDER:
            continue
        if row in standing.officers:
            raise LeverError(f"slot {slot}: a member can hold one office only; let the other slot choose others")
        if m.serving[row] == 0.0:
            rest(c, row)
        if float(m.fatigue[row]) > lever.endurance:
            continue
        if int(m.role[row]) != lever.role or m.serving[row] == 0.0:
            c.note(np.array([row]), "office")
        m.role[row], m.serving[row] = lever.role, lever.hours
        standing.officers[row] = lever


def rest(community: "Community", row: int) -> None:
    """Who held an office before has rested since they gave it up."""
    m, world = community.members, community.world
    since = int(m.stepped_down[row])
    if since != NEVER and m.fatigue[row] > 0.0:
        m.fatigue[row] = float(m.fatigue[row]) * power(1.0 - world.founder_rest, float(community.day - since))


@pull.register(Promote)
def promote(lever: Promote, community: "Community", standing: Standing, slot: str) -> None:
    """Who is promoted belongs more, and is seen to."""
    m = community.members
    rows = lever.rows[m.role[lever.rows] == Role.MEMBER]
    for row in rows.tolist():
        m.role[row] = Role.CORE
        m.identity[row] = closer(float(m.identity[row]), 1.0, lever.gain)
    community.note(rows, "promotion")


@pull.register(Work)
def work(lever: Work, community: "Community", standing: Standing, slot: str) -> None:
    """What members give is entered as given."""
    enter(community, lever.hours, 0.0, "fees", lever.purpose)
