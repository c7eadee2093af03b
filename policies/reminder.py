"""Reminders at the hour at which members come."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.policies.weekdays import WEEKDAYS, is_on
from clubsim.sim.levers import Lever, Numbers, Remind, Spend
from clubsim.sim.policy import Policy, View


@register("outreach/reminder")
@dataclass(frozen=True, kw_only=True)
class Reminder(Policy):
    """
    Remind members who came lately, on some days of the week: each at their hour, all at the busiest hour, or at any.

    Their hour is that of their last visit, as far as an operator can tell. Attention to the reminder fades, as that to
    any message, until the hour at which somebody usually comes; one that comes too late is a day old by then.

    Source: assumed. M67 asks the question; how attention fades is adapted (V24), what a reminder adds is not measured.
    """

    nothing: ClassVar[dict[str, Any]] = {"lift": 0.0}
    dose: ClassVar[dict[str, Any]] = {"weekdays": WEEKDAYS, "within": LAST_DAY, "lift": 5.0}
    example: ClassVar[dict[str, Any]] = {"timing": "peak", "weekdays": ["thursday"]}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H24", "H25")

    timing: Literal["member", "peak", "random"] = "member"
    ahead: Annotated[float, Spec(0, 23.99, "hour before the member's or the busiest hour", "assumed")] = 2.0
    weekdays: tuple[str, ...] = ("tuesday", "thursday")  # those of events; adapted from N20
    within: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed")] = 14
    lift: Annotated[float, Spec(0, 10, "logit of one read at once", "assumed: as a private message to the silent")] = (
        1.0
    )
    hours_of_work: Annotated[float, Spec(0, inf, "hour/day of reminders", "assumed")] = 0.25

    def __post_init__(self) -> None:
        settle(self)
        is_on(0, self.weekdays)

    def act(self, view: View) -> Sequence[Lever]:
        if self.lift == 0 or not is_on(view.weekday, self.weekdays):
            return []
        lately = view.day - view.last_visit <= self.within
        if not lately.any():
            return []
        hours = (self.hours_of(view)[lately] - self.ahead) % 24.0
        work = Spend(amount=0.0, hours=self.hours_of_work, purpose="reminders")
        return [Remind(rows=view.rows[lately], hours=hours, lift=self.lift), work]

    def hours_of(self, view: View) -> Numbers:
        """The hour that each reminder is meant for: [n]."""
        last = view.last_hour.astype(np.float64)
        if self.timing == "member":
            return last
        if self.timing == "random":
            return 24.0 * view.draw()
        visits = np.bincount(last.astype(np.int64), minlength=24)
        return np.full(last.shape[0], float(visits.argmax()))
