"""A membership that is sold by the month and by the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle, written
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Menu, Offer
from clubsim.sim.policy import Policy, View

MOST = 30  # of plans or tiers


@register("gate/plans")
@dataclass(frozen=True, kw_only=True)
class Plans(Policy):
    """
    Offer whoever knocks several plans, each a term and its price; they take one, which is renewed as it is, or go away.

    A longer term is worth more, but not in proportion (the World's `term_worth`), so that a plan that is cheaper by the
    day wins some and loses those who would not pay so much at once.

    Source: adapted. M116, M117, M119 (fees by the month and the year); the prices are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"plans": ()}
    dose: ClassVar[dict[str, Any]] = {"plans": ((7, 150.0), (30, 400.0))}
    example: ClassVar[dict[str, Any]] = {"plans": ((30, 15.0), (365, 99.0)), "price_kept": True}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H43",)

    plans: Annotated[tuple[tuple[float, ...], ...], Spec(0, inf, "day, yuan", "assumed; 0 days is for good")] = (
        (30.0, 15.0),
        (365.0, 99.0),
    )
    price_kept: bool = False

    def __post_init__(self) -> None:
        settle(self)
        for plan in self.plans:
            if len(plan) != 2 or plan[0] != int(plan[0]) or plan[0] > 10_000 or plan[1] <= 0:
                raise ValueError(
                    f"plans must be pairs of days, 0 to 10,000, and a price above 0, not {written(plan)}; "
                    "write for example [[30, 15], [365, 99]]"
                )
        if len(self.plans) > MOST:
            raise ValueError(f"plans can be {MOST} at most, not {len(self.plans)}; leave some out")

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        if not self.plans:
            return []
        offers = tuple(Offer(price=price, term=int(days)) for days, price in self.plans)
        return [Menu(offers=offers, one=True, kept=self.price_kept)]
