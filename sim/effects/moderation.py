"""One moderation and one order of the feed stand."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import LeverError, Moderate, Order
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Moderate)
def moderate(lever: Moderate, community: "Community", standing: Standing, slot: str) -> None:
    """One moderation stands."""
    if standing.moderation is not None:
        raise LeverError(f"slot {slot}: only one moderation can hide messages on a day; set the other slot to null")
    standing.moderation = lever


@pull.register(Order)
def sort_feed(lever: Order, community: "Community", standing: Standing, slot: str) -> None:
    """One order stands."""
    if standing.order is not None:
        raise LeverError(f"slot {slot}: the feed can be sorted in one way only; set the other slot to null")
    standing.order = lever
