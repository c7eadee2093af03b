"""Partner communities live beside ours, and exchange members and messages with it."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Ally
from clubsim.sim.partners import live_beside
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Ally)
def ally(lever: Ally, community: "Community", standing: Standing, slot: str) -> None:
    """The alliance of the slot lives through a day."""
    live_beside(community, slot, lever)
