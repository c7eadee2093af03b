"""A gift for everybody who has been here for so many days."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.sim.levers import Give, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("reward/thanks")
@dataclass(frozen=True, kw_only=True)
class Thanks(Policy):
    """
    Give every member something on the morning on which they have been here for `tenure` days.

    Out of fees, nobody is given anything unless the balance covers all of that morning.

    Source: assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"value": 0.0}
    dose: ClassVar[dict[str, Any]] = {"tenure": 7, "value": 10.0, "funded": "outside"}
    example: ClassVar[dict[str, Any]] = {"tenure": 30, "price": 20.0, "funded": "outside"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H41",)

    tenure: Annotated[int, Spec(1, 100_000, "day since joining", "assumed")] = 100
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed; 0 for none")] = 1.0
    price: Annotated[float, Spec(0, inf, "yuan/gift", "assumed")] = 10.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        rows = view.rows[view.tenure == self.tenure]
        cost = self.price * rows.size
        if rows.size == 0 or self.value == 0 or not affordable(view, cost, self.funded):
            return []
        return [
            Give(rows=rows, value=self.value, kind="thanks"),
            Spend(amount=cost, hours=0.0, purpose="thanks", funded=self.funded),
        ]
