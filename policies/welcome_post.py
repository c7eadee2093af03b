"""A post that names the newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Nudge, Praise, Spend
from clubsim.sim.policy import Policy, View


@register("onboarding/welcome")
@dataclass(frozen=True, kw_only=True)
class WelcomePost(Policy):
    """
    Name the newcomers of the last days before all, and bid them welcome.

    To be named raises belonging and counts like answers, as any praise does, and is a reason to come and look. Who has
    been named is not named again, as long as posts come every `period` days.

    Source: assumed. M90; what a welcome is worth is assumed to be what a small praise is (M76).
    """

    nothing: ClassVar[dict[str, Any]] = {"value": 0.0, "lift": 0.0}
    dose: ClassVar[dict[str, Any]] = {"value": 10.0, "lift": 5.0}
    example: ClassVar[dict[str, Any]] = {"period": 7, "value": 0.5, "lift": 0.5}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H33",)

    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: every morning")] = 1
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed: half of one")] = 0.5
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: as a reply")] = 0.5
    hours_of_work: Annotated[float, Spec(0, inf, "hour/post", "assumed: ten minutes")] = 0.17

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        since = view.day - self.first_day
        if (self.value == 0 and self.lift == 0) or since < 0 or since % self.period != 0:
            return []
        rows = view.rows[(view.tenure >= 1) & (view.tenure <= self.period)]  # tenure 0 is yet to come through the door
        if rows.size == 0:
            return []
        levers: list[Lever] = [Spend(amount=0.0, hours=self.hours_of_work, purpose="welcome post")]
        if self.value > 0:
            levers.append(Praise(rows=rows, value=self.value))
        if self.lift > 0:
            levers.append(Nudge(rows=rows, lift=self.lift))
        return levers
