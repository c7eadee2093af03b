"""Entry for those who have bought."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Gate, Lever
from clubsim.sim.policy import Policy, View


@register("gate/purchase")
@dataclass(frozen=True, kw_only=True)
class PurchaseGate(Channelled, Policy):
    """
    Admit only people who have bought something for a certain sum.

    It is weighed like a fee, and the money goes to whoever sells the product and not into the club's balance. The
    product is worth something by itself: that share of the amount, `worth`, is taken off before the rest is weighed.

    Source: adapted. M34 (buying a set amount is entry); no number is named.
    """

    nothing: ClassVar[dict[str, Any]] = {"amount": 0.0}
    dose: ClassVar[dict[str, Any]] = {"amount": 500.0}
    example: ClassVar[dict[str, Any]] = {"amount": 200.0, "worth": 0.5}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H02", "H05")

    amount: Annotated[float, Spec(0, inf, "yuan", "assumed: the second of the fees named in M29")] = 200.0
    worth: Annotated[float, Spec(0, 1, "share of the amount", "assumed: nothing")] = 0.0

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        price = self.amount * (1.0 - self.worth)
        if price == 0:
            return []
        return [Gate(price=price, once=True, channels=replace(self.channels, funds=False))]
