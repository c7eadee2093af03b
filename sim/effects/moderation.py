"""One moderation and one order of the feed stand."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import LeverError, Moderate, Mute, Order
from clubsim.sim.standing import WHOLE_DAY, Standing

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


@pull.register(Mute)
def mute(lever: Mute, community: "Community", standing: Standing, slot: str) -> None:
    """Of several, that which mutes for longest stands."""
    if standing.mute is None or hours_of(lever) > hours_of(standing.mute):
        standing.mute = lever


def hours_of(lever: Mute) -> float:
    """For how long it mutes [hour]."""
    return WHOLE_DAY if lever.hours is None else lever.hours
