"""Private messages to members who have not come for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.policies.silence import due_to_the_silent
from clubsim.sim.levers import Lever, Nudge, Spend
from clubsim.sim.policy import Policy, View


@register("outreach/nudge")
@dataclass(frozen=True, kw_only=True)
class SilentNudge(Policy):
    """
    Write privately to every member who has not come for `days` days, and again every `again` days.

    A message counts the less the more of them somebody has had since their last visit; members who have dropped out
    unseen do not read it.

    Source: adapted. M129 (an administrator's job includes drawing silent members in); what a message adds is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"lift": 0.0}
    dose: ClassVar[dict[str, Any]] = {"days": 2, "again": 1, "lift": 5.0}
    example: ClassVar[dict[str, Any]] = {"days": 14, "again": 14, "most": 3}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H58", "H61", "H64")

    days: Annotated[int, Spec(1, LAST_DAY, "day without a visit", "assumed: two weeks")] = 14
    again: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: two weeks")] = 14
    most: Annotated[int, Spec(1, LAST_DAY, "message/absence", "assumed: three go unanswered")] = 3
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: twice as much as a reply")] = 1.0
    hours_per_message: Annotated[float, Spec(0, inf, "hour", "assumed: three minutes")] = 0.05

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.lift == 0:
            return []
        rows = due_to_the_silent(view, self.days, self.again, self.most)
        if rows.size == 0:
            return []
        work = Spend(amount=0.0, hours=rows.size * self.hours_per_message, purpose="private messages")
        return [Nudge(rows=rows, lift=self.lift), work]
