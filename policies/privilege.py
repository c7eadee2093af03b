"""What a level opens: trials of new things, for those who stand high."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.lots import by_lot
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.sim.levers import Give, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("reward/privilege")
@dataclass(frozen=True, kw_only=True)
class Privilege(Policy):
    """
    Give a few trials of new things, or invitations, to members of a level or above, drawn by lot in each period.

    Levels are another policy's, reward/levels; without it everybody stands at level 0. Each trial costs money and an
    operator's time; out of fees none are given unless the balance covers all of them.

    Source: adapted. M80, M33; the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"trials": 0}
    dose: ClassVar[dict[str, Any]] = {"trials": 50, "level": 0, "period": 7, "value": 10.0, "funded": "outside"}
    example: ClassVar[dict[str, Any]] = {"trials": 5, "level": 2, "funded": "outside"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H40",)

    trials: Annotated[int, Spec(0, 10_000, "trial/period", "assumed; 0 for none")] = 5
    level: Annotated[int, Spec(0, 1000, "level", "assumed: that opens it")] = 2
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed")] = 28
    cost: Annotated[float, Spec(0, inf, "yuan/trial", "assumed")] = 50.0
    hours_of_work: Annotated[float, Spec(0, inf, "hour/trial", "assumed")] = 0.5
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed: rare and high")] = 2.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.trials == 0 or view.day % self.period != 0 or view.day == 0:
            return []
        rows = by_lot(view, view.level >= self.level, self.trials)
        cost = self.cost * rows.size
        if rows.size == 0 or not affordable(view, cost, self.funded):
            return []
        hours = self.hours_of_work * rows.size
        return [
            Give(rows=rows, value=self.value, kind="trial"),
            Spend(amount=cost, hours=hours, purpose="trials", funded=self.funded),
        ]
