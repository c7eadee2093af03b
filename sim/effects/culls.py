"""A quota stands; who is removed goes this evening."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import LeverError, Quota, Remove
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Quota)
def ask_for(lever: Quota, community: "Community", standing: Standing, slot: str) -> None:
    """One quota stands."""
    if standing.quota is not None:
        raise LeverError(f"slot {slot}: only one quota can be in force on a day; end the other with until_day")
    standing.quota = lever


@pull.register(Remove)
def order_out(lever: Remove, community: "Community", standing: Standing, slot: str) -> None:
    """The removal is carried out in the evening."""
    community.members.ordered_out[lever.rows] = 1
