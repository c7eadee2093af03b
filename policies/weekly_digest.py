"""A digest of the week for those who have missed some of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.policies.weekdays import Weekday, weekday_number
from clubsim.sim.levers import Lever, Nudge, Spend
from clubsim.sim.policy import Policy, View


@register("outreach/digest")
@dataclass(frozen=True, kw_only=True)
class WeeklyDigest(Policy):
    """
    Send what happened in the week to all who have not come for some days, on one day of every week.

    One text for all: its hours do not grow with the readers, and it moves each less than a private message. Like those
    it counts the less the more of them somebody has had since their last visit.

    Source: assumed. M129 names the waking of silent members, not the digest; all numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"lift": 0.0}
    dose: ClassVar[dict[str, Any]] = {"days": 1, "lift": 5.0}
    example: ClassVar[dict[str, Any]] = {"weekday": "friday", "days": 3}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H58", "H64")

    weekday: Weekday = "friday"
    days: Annotated[int, Spec(0, LAST_DAY, "day without a visit", "assumed")] = 3
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: less than a private message")] = 0.4
    hours_of_work: Annotated[float, Spec(0, inf, "hour/issue", "assumed")] = 2.0

    def __post_init__(self) -> None:
        settle(self)
        weekday_number(self.weekday)

    def act(self, view: View) -> Sequence[Lever]:
        if self.lift == 0 or view.weekday != weekday_number(self.weekday):
            return []
        rows = view.rows[view.day - 1 - view.last_visit >= self.days]
        work = Spend(amount=0.0, hours=self.hours_of_work, purpose="digest")
        return [Nudge(rows=rows, lift=self.lift), work] if rows.size else [work]
