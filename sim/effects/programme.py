"""Events and what can be won at them stand; a stimulus is for once."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Event, Host, LeverError, Meeting, Prize, Refresh
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Event)
def hold(lever: Event, community: "Community", standing: Standing, slot: str) -> None:
    """Of several events that of the greatest appeal stands."""
    if standing.event is None or lever.appeal > standing.event.appeal:
        standing.event = lever


@pull.register(Prize)
def promise(lever: Prize, community: "Community", standing: Standing, slot: str) -> None:
    """What can be won at today's event adds up."""
    standing.prize += lever.appeal


@pull.register(Refresh)
def refresh(lever: Refresh, community: "Community", standing: Standing, slot: str) -> None:
    """Part of what members have got used to is new again."""
    rows = community.present
    exposure = community.members.exposure
    exposure[rows] = exposure[rows].astype(np.float64) * (1.0 - lever.share)


@pull.register(Meeting)
def meet(lever: Meeting, community: "Community", standing: Standing, slot: str) -> None:
    """One meeting stands."""
    if standing.meeting is not None:
        raise LeverError(f"slot {slot}: only one meeting in person can be held on a day; give one another weekday")
    standing.meeting = lever


@pull.register(Host)
def let_hold(lever: Host, community: "Community", standing: Standing, slot: str) -> None:
    """One member holds a session, and is the likelier to come for having promised it."""
    if standing.host is not None:
        raise LeverError(f"slot {slot}: only one member can hold a session on a day; give one another weekday")
    standing.host = lever
    nudge = community.members.nudge
    nudge[lever.row] = float(nudge[lever.row]) + lever.lift
