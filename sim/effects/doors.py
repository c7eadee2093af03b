"""Gates stand at the door in the order of their slots; notices open it."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import (
    AnyGate,
    Experience,
    Gate,
    Invitations,
    LeverError,
    Notice,
    Review,
    Signal,
    Task,
    Trial,
    Values,
)
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Gate)
@pull.register(Invitations)
@pull.register(Review)
@pull.register(Task)
@pull.register(Values)
@pull.register(Experience)
@pull.register(Signal)
def stand_at_the_door(lever: AnyGate, community: "Community", standing: Standing, slot: str) -> None:
    """A gate stands."""
    standing.gates.append((slot, lever))


@pull.register(Trial)
def hold_trial(lever: Trial, community: "Community", standing: Standing, slot: str) -> None:
    """One trial is held."""
    if standing.trial is not None:
        raise LeverError(f"slot {slot}: only one trial can be held on a day; end the other with until_day")
    standing.trial = lever


@pull.register(Notice)
def open_the_door(lever: Notice, community: "Community", standing: Standing, slot: str) -> None:
    """A notice stands."""
    standing.notices.append(lever)
