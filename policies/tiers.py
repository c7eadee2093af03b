"""Ordinary and dearer memberships, each with its places."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle, written
from clubsim.policies.plans import MOST
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Menu, Offer
from clubsim.sim.policy import Policy, View


@register("gate/tiers")
@dataclass(frozen=True, kw_only=True)
class Tiers(Policy):
    """
    Sell tiers: whoever knocks takes the dearest one that they would pay for and that has a place, or goes away.

    A tier is a price, a number of places, and what it is worth beside an ordinary membership: twice the worth is as if
    the price were half. A place is free again when whoever had it goes. Those for whom every tier is too dear are
    refused for the price; those who would pay and find all full are refused for want of a place.

    Source: adapted. N33, N34 (5,000 at 200 yuan and 500 at 1,200), M116, M128; what a dearer tier is worth is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"tiers": ()}
    dose: ClassVar[dict[str, Any]] = {"tiers": ((150.0, 5, 1.0), (600.0, 2, 3.0))}
    example: ClassVar[dict[str, Any]] = {"tiers": ((200.0, 5000, 1.0), (1200.0, 500, 3.0)), "term_days": 365}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H45",)

    tiers: Annotated[
        tuple[tuple[float, ...], ...], Spec(0, inf, "yuan, member, factor", "measured: N33, N34; worths assumed")
    ] = ((200.0, 5000.0, 1.0), (1200.0, 500.0, 3.0))
    term_days: Annotated[int, Spec(0, 10_000, "day", "adapted from M119: a year is usual; 0 pays for good")] = 0
    price_kept: bool = False

    def __post_init__(self) -> None:
        settle(self)
        for tier in self.tiers:
            if len(tier) != 3 or tier[0] <= 0 or tier[1] != int(tier[1]) or tier[2] <= 0:
                raise ValueError(
                    "tiers must be a price above 0, a whole number of places and a worth above 0 each, not "
                    f"{written(tier)}; write for example [[200, 5000, 1], [1200, 500, 3]]"
                )
        if len(self.tiers) > MOST:
            raise ValueError(f"tiers can be {MOST} at most, not {len(self.tiers)}; leave some out")

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        if not self.tiers:
            return []
        offers = tuple(
            Offer(price=price, term=self.term_days, places=int(places), worth=worth)
            for price, places, worth in self.tiers
        )
        return [Menu(offers=offers, one=False, kept=self.price_kept)]
