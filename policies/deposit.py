"""A deposit on checking in: who does as they said gets it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, SettleDeposits, Stake, TakeDeposits
from clubsim.sim.policy import Policy, View


@register("money/deposit")
@dataclass(frozen=True, kw_only=True)
class CheckInDeposit(Policy):
    """
    Take a deposit from some members at the start of each period, and return it to those who check in on enough days.

    Of those who came in the last week the share `uptake` takes part, by luck of their own. While it is at stake, those
    of them who heed rewards are drawn to come until they have done enough. What the others forfeit goes to the club, or
    is shared by those who did enough. Deposits are nobody's revenue until they are forfeited.

    Source: assumed. N10 names the check-ins; Kivetz et al. (2006) and the literature on commitment contracts give the
    direction, not the size.
    """

    nothing: ClassVar[dict[str, Any]] = {"amount": 0.0}
    dose: ClassVar[dict[str, Any]] = {"uptake": 1.0, "lift": 3.0, "period": 14}
    example: ClassVar[dict[str, Any]] = {"amount": 50.0, "check_ins": 14, "period": 21, "forfeits": "shared"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H12",)

    amount: Annotated[float, Spec(0, inf, "yuan", "assumed; 0 is none")] = 50.0
    check_ins: Annotated[int, Spec(1, LAST_DAY, "day/period", "adapted from N10: 14")] = 14
    period: Annotated[int, Spec(2, LAST_DAY, "day", "assumed: three weeks")] = 21
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    uptake: Annotated[float, Spec(0, 1, "share", "assumed: of those who came in the last week")] = 0.2
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: for those who heed rewards")] = 0.8
    forfeits: Literal["club", "shared"] = "shared"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.amount == 0 or self.uptake == 0 or view.day < self.first_day:
            return []
        levers: list[Lever] = []
        if (view.day - self.first_day) % self.period == 0:
            levers.append(SettleDeposits(check_ins=self.check_ins, shared=self.forfeits == "shared"))
            lately = np.asarray(view.last_visit) >= view.day - 7
            taking_part = view.rows[lately & (view.draw() < self.uptake)]
            levers.append(TakeDeposits(rows=taking_part, amount=self.amount))
        return [*levers, Stake(check_ins=self.check_ins, lift=self.lift)]
