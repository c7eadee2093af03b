"""A fee for those who are in already: first the free base, then the charge."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Charge, Gate, Lever
from clubsim.sim.policy import Policy, View


@register("money/charge")
@dataclass(frozen=True, kw_only=True)
class ChargeMembers(Policy):
    """
    Ask a fee of members who were in for nothing, from a day on or once so many are in; whoever does not pay is out.

    What each would pay is their own trait, as at the door; whoever knocks later pays the same price there. Once
    somebody has paid it goes on, however many have gone. Without notice those who go may be angry.

    Source: adapted. M123, M116, S04 (an active free base first, then the charge), V38 for what it costs in visits
    (Chiou & Tucker 2013); Cook & Attari (2012) give the sign of `worth`, not its size. Price and day are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"price": 0.0}
    dose: ClassVar[dict[str, Any]] = {"price": 300.0}
    example: ClassVar[dict[str, Any]] = {"price": 99.0, "term_days": 365, "first_day": 90, "notice_days": 14}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H45",)

    price: Annotated[float, Spec(0, inf, "yuan", "assumed: the least of the fees named in M29")] = 99.0
    term_days: Annotated[int, Spec(0, 10_000, "day", "adapted from M119: a year is usual; 0 pays for good")] = 365
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed")] = 0
    from_members: Annotated[int, Spec(0, LAST_DAY, "member", "adapted from M123: several hundred; 0 at once")] = 0
    notice_days: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: none")] = 0
    worth: Annotated[float, Spec(0.1, 10, "factor", "assumed: 1, no reason is given; S46 gives the sign")] = 1.0
    price_kept: bool = False

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal", "approval")

    def act(self, view: View) -> Sequence[Lever]:
        if self.price == 0 or view.day < self.first_day + self.notice_days:
            return []
        if view.rows.size < self.from_members and not (view.paid > 0).any():
            return []
        announced = self.notice_days > 0
        return [
            Charge(price=self.price, term=self.term_days, worth=self.worth, announced=announced),
            Gate(price=self.price, term=self.term_days, kept=self.price_kept),
        ]
