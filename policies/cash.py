"""Red packets for those who speak at events."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.policies.winners import race
from clubsim.sim.levers import Give, Lever, Prize, Spend
from clubsim.sim.policy import Policy, View


@register("reward/cash")
@dataclass(frozen=True, kw_only=True)
class Cash(Policy):
    """
    Announce cash for some who speak at an event, and give it the morning after.

    Winners are drawn among those who attended and spoke, by their messages. Out of fees, nothing is
    announced or given unless the balance covers all winners of an event; what was announced lapses if it no
    longer does.

    Source: adapted. M74, M82, M84, N23, D12 (1.6 to 1.8 winners an event).
    """

    nothing: ClassVar[dict[str, Any]] = {"winners": 0}
    dose: ClassVar[dict[str, Any]] = {"winners": 20, "appeal": 2.0, "value": 3.0, "funded": "outside"}
    example: ClassVar[dict[str, Any]] = {"winners": 2, "amount": 30.0, "funded": "outside"}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H37", "H38", "H39", "H47")

    winners: Annotated[int, Spec(0, 10_000, "member/event", "adapted from D12")] = 2
    amount: Annotated[float, Spec(0, inf, "yuan/winner", "assumed")] = 30.0
    appeal: Annotated[float, Spec(0, 10, "logit", "assumed: half of a limited gift's")] = 0.25
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed")] = 1.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.winners == 0 or not affordable(view, self.winners * self.amount, self.funded):
            return []
        levers: list[Lever] = [Prize(appeal=self.appeal)]
        rows = race(view, self.winners)
        if rows.size:
            cost = self.amount * rows.size
            levers.append(Give(rows=rows, value=self.value, kind="cash", money=True))
            levers.append(Spend(amount=cost, hours=0.0, purpose="cash reward", funded=self.funded))
        return levers
