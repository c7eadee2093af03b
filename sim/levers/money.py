"""What members pay and are paid back, besides one fee at the door."""

from dataclasses import dataclass
from typing import Literal

from clubsim.sim.levers.channels import ALL_CHANNELS, Channels
from clubsim.sim.levers.lever import Lever

RefundRule = Literal["none", "rest_of_term", "full"]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """
    One of several ways to be a member.

    price: [yuan], > 0; term: for how long [day], 0 for good; places: members there can be at once, None for any
    number; worth: factor on what somebody would pay for the usual membership, > 0.
    """

    price: float
    term: int = 0
    places: int | None = None
    worth: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Menu(Lever):
    """
    Whoever knocks today takes one of `offers`, which are numbered from 1 in their order, or goes away.

    one: True if they compare all and settle on one (plans of different length, whose worth grows with their term);
    False if they take the dearest they would pay for in which there is a place (tiers). kept: who agreed to a price
    renews at it. Other fees at the door are paid besides.
    """

    offers: tuple[Offer, ...]
    one: bool
    kept: bool = False
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Charge(Lever):
    """
    Those who are in and have agreed to no price are asked this evening to pay `price` [yuan], > 0, or to go.

    term: for how long they pay [day], 0 for good; worth: factor on what they would pay, by how it is explained, > 0;
    announced: False if who goes may be angry that nobody told them.
    """

    price: float
    term: int
    worth: float
    announced: bool


@dataclass(frozen=True, kw_only=True)
class Refund(Lever):
    """
    Who gets back what they paid. removed: what the removed get, the rest of their term or the whole of the last
    payment; days: after a payment, in which who leaves by themselves gets it back, 0 for never.
    """

    removed: RefundRule
    days: int
