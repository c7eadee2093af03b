"""A fee at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Funding
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.policies.steps import check_steps, value_on
from clubsim.sim.levers import Gate, Lever
from clubsim.sim.policy import Policy, View


@register("gate/paid")
@dataclass(frozen=True, kw_only=True)
class PaidGate(Funding, Policy):
    """
    Ask a fee of whoever knocks; 0 lets everybody in free.

    With a term, whoever does not pay again when it ends is out. The fee selects who comes in, makes fewer come in,
    fills the club's balance, and is cherished as far as the World's `cherishing` says: each of the four has a switch.
    `steps` lower it as the community expands, or raise it: those who are in pay a changed price so many days later, or
    never where the price they joined at is kept. A step to 0 does away with the fee for all; on days on which the
    policy merely does not act, terms are renewed as agreed.

    Source: adapted. M29 (paid entry; 99, 200 and 1,200 yuan are named), M40 (none), M82 (fees pay the
    rewards), M41 (a gate that is lowered), M117 (term and price); the fee of S01 itself is not stated.
    """

    nothing: ClassVar[dict[str, Any]] = {"price": 0.0}
    dose: ClassVar[dict[str, Any]] = {"price": 500.0}
    example: ClassVar[dict[str, Any]] = {"price": 99.0, "term_days": 365}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H01", "H02", "H04", "H05", "H06", "H43", "H45", "H47")

    price: Annotated[float, Spec(0, inf, "yuan", "assumed: the least of the fees named in M29")] = 99.0
    term_days: Annotated[int, Spec(0, 10_000, "day", "adapted from M119: a year is usual; 0 pays for good")] = 0
    ends: Literal["rolling", "fixed_date"] = "rolling"  # fixed_date: all terms end on one day, every term_days
    price_kept: bool = False
    notice_days: Annotated[int, Spec(0, 10_000, "day", "assumed: none; for those who are in, of a new price")] = 0
    steps: Annotated[tuple[tuple[float, ...], ...], Spec(0, inf, "day, yuan", "assumed: none (M41)")] = ()

    def __post_init__(self) -> None:
        settle(self)
        check_steps(self.steps, "price", 0.0, inf)
        if self.ends == "fixed_date" and self.term_days == 0:
            raise ValueError("ends says when terms end, and none is sold; write term_days: 365, or ends: rolling")

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        price = value_on(view.day, self.price, self.steps)
        if price > 0:
            return [
                Gate(
                    price=price,
                    term=self.term_on(view.day),
                    renewal=self.renewal_on(view.day),
                    kept=self.price_kept,
                    channels=self.channels,
                )
            ]
        charged_before = self.price > 0 or any(stepped > 0 for day, stepped in self.steps if day <= view.day)
        return [Gate(price=0.0)] if charged_before else []

    def term_on(self, day: int) -> int:
        """For how long one who pays on that day pays [day]."""
        if self.ends == "rolling":
            return self.term_days
        return self.term_days - day % self.term_days

    def renewal_on(self, day: int) -> float | None:
        """What another term costs who is in on that day [yuan]; None for the price of the door."""
        before = value_on(max(day - self.notice_days, 0), self.price, self.steps)
        return before if self.notice_days > 0 and before > 0 else None
