"""A fee at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

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
    Whoever knocks must pay a fee; 0 lets everybody in free.

    With a term, who does not pay again when it ends is out. The fee selects who comes in, makes fewer come, fills the
    club's balance, and is cherished where the world's people cherish (cherishing): each of the four has a switch.
    `steps` lower it as the community expands, or raise it.

    Source: adapted. M29 (paid entry; 99, 200 and 1,200 yuan are named), M40 (none), M82 (fees pay the
    rewards), M41 (a gate that is lowered); the fee of S01 itself is not stated.
    """

    nothing: ClassVar[dict[str, Any]] = {"price": 0.0}
    dose: ClassVar[dict[str, Any]] = {"price": 500.0}
    example: ClassVar[dict[str, Any]] = {"price": 99.0, "term_days": 365}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H01", "H02", "H04", "H05", "H06", "H43", "H45", "H47")

    price: Annotated[float, Spec(0, inf, "yuan", "assumed: the least of the fees named in M29")] = 99.0
    term_days: Annotated[int, Spec(0, 10_000, "day", "adapted from M119: a year is usual; 0 pays for good")] = 0
    steps: Annotated[tuple[tuple[float, ...], ...], Spec(0, inf, "day, yuan", "assumed: none (M41)")] = ()

    def __post_init__(self) -> None:
        settle(self)
        check_steps(self.steps, "price", 0.0, inf)

    def act(self, view: View) -> Sequence[Lever]:
        price = value_on(view.day, self.price, self.steps)
        return [Gate(price=price, term=self.term_days, channels=self.channels)] if price > 0 else []
