"""Gates stand at the door in the order of their slots; notices open it."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Gate, Invitations, Notice, Review, Task, Values
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Gate)
@pull.register(Invitations)
@pull.register(Review)
@pull.register(Task)
@pull.register(Values)
def stand_at_the_door(
    lever: Gate | Invitations | Review | Task | Values, community: "Community", standing: Standing, slot: str
) -> None:
    """A gate stands."""
    standing.gates.append((slot, lever))


@pull.register(Notice)
def open_the_door(lever: Notice, community: "Community", standing: Standing, slot: str) -> None:
    """A notice stands."""
    standing.notices.append(lever)
