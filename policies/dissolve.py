"""The planned end: on a day that everybody knew of, the community is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Event, Lever, Remove, Spend
from clubsim.sim.policy import Policy, View


@register("rebuild/dissolve")
@dataclass(frozen=True, kw_only=True)
class Dissolve(Policy):
    """
    End the community on the evening of a day; whoever comes in later goes the same evening.

    On that day there may be a farewell, announced for some days: who came since then knows of it. What makes members do
    more before the end is not the end itself but a goal that is due by it; give one with cull/quota, announced and not
    executed. An end that was planned is no failure: read `lifetime` with the day in mind.

    Source: adapted. M03, N70, S13 (a night run at a fixed time, a film crew for three months: what has a goal and a
    term ends when it is met), H59; the farewell and its notice are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"day": 0}
    dose: ClassVar[dict[str, Any]] = {"day": 8, "appeal": 2.0}
    example: ClassVar[dict[str, Any]] = {"day": 90, "appeal": 1.5, "notice_days": 14}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H59",)

    day: Annotated[int, Spec(0, LAST_DAY, "day", "adapted from N70: three months; 0 for never")] = 90
    appeal: Annotated[float, Spec(0, 10, "factor", "assumed: a usual event; 0 for no farewell")] = 1.0
    hour: Annotated[float, Spec(0, 23.99, "hour", "assumed: evening, as N67")] = 20.0
    notice_days: Annotated[int, Spec(0, 64, "day; 0: everybody knows", "assumed: two weeks")] = 14
    hours: Annotated[float, Spec(0, inf, "hour", "assumed: an evening")] = 4.0

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.day == 0 or view.day < self.day:
            return []
        levers: list[Lever] = [Remove(rows=view.rows, reason="the end")] if view.rows.size else []
        if view.day > self.day:
            return levers
        if self.appeal > 0:
            farewell = Event(
                kind="farewell",
                appeal=self.appeal,
                topic=view.day // 7,
                hour=self.hour,
                notice=min(self.notice_days, view.day),
            )
            levers.append(farewell)
        return [*levers, Spend(amount=0.0, hours=self.hours, purpose="the end")]
