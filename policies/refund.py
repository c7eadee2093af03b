"""What those who go get back of what they paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Refund
from clubsim.sim.policy import Policy, View


@register("money/refund")
@dataclass(frozen=True, kw_only=True)
class RefundPayers(Policy):
    """
    Pay members who are removed the rest of their term back, or the whole of their last payment.

    Who leaves by themselves soon after paying may get it back too. It is paid out of the club's balance as far as that
    goes. Whoever is removed and gets less back than the rest of the term may be angry and say so (the World's
    `anger_share`), which harms the community's name (`anger_reputation`).

    Source: assumed. The source removes four in five of those it admits and does not say whether they had paid (S01).
    """

    nothing: ClassVar[dict[str, Any]] = {"removed": "none", "days": 0}
    dose: ClassVar[dict[str, Any]] = {"removed": "full"}
    example: ClassVar[dict[str, Any]] = {"removed": "rest_of_term", "days": 7}
    needs: ClassVar[dict[str, float]] = {
        "anger_share": 1.0,
        "anger_reputation": 20.0,
        "reputation_gain": 0.2,
        "reputation_recruitment": 5.0,
    }
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H35",)

    removed: Literal["none", "rest_of_term", "full"] = "rest_of_term"
    days: Annotated[int, Spec(0, 10_000, "day", "assumed: none; after a payment, for who leaves by themselves")] = 0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.removed == "none" and self.days == 0:
            return []
        return [Refund(removed=self.removed, days=self.days)]
