"""Members who hold a session in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.policies.weekdays import Weekday, weekday_number
from clubsim.sim.levers import Event, Host, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("programme/rotation")
@dataclass(frozen=True, kw_only=True)
class Rotation(Policy):
    """
    Let one member hold a session every week: of those who write, whoever has held the fewest.

    The host writes for it about what they write about most, and is the wearier for it for some days; if they do not
    come, the session is empty. It takes the operator little time.

    Source: adapted. M64 (one a week, little time each); all numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"appeal": 0.0}
    dose: ClassVar[dict[str, Any]] = {"appeal": 3.0, "messages": 30, "least_messages": 0, "within": LAST_DAY}
    example: ClassVar[dict[str, Any]] = {"weekday": "wednesday", "messages": 12}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H22",)

    weekday: Weekday = "sunday"
    appeal: Annotated[float, Spec(0, 10, "factor", "assumed: the usual pull of an event is 1")] = 0.8
    hour: Annotated[float, Spec(0, 23.99, "hour", "assumed: an evening")] = 20.0
    messages: Annotated[int, Spec(0, 1000, "message/session", "assumed")] = 8
    burden: Annotated[float, Spec(0, 1, "share of freshness", "assumed")] = 0.3
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: a promise is mostly kept")] = 3.0
    least_messages: Annotated[int, Spec(0, 1_000_000, "message written", "assumed")] = 10
    within: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed")] = 7
    hours_of_work: Annotated[float, Spec(0, 1000, "hour/session", "assumed: a quarter of a discussion")] = 0.5

    def __post_init__(self) -> None:
        settle(self)
        weekday_number(self.weekday)

    def act(self, view: View) -> Sequence[Lever]:
        if self.appeal == 0 or view.weekday != weekday_number(self.weekday):
            return []
        able = (view.messages >= self.least_messages) & (view.day - view.last_visit <= self.within)
        places = np.flatnonzero(able)
        if places.size == 0:
            return []
        host = int(places[np.lexsort((view.uid[places], view.draw()[places], view.sessions[places]))[0]])
        topic = int(view.topics[host].argmax())
        return [
            Event(kind="session", appeal=self.appeal, topic=topic, hour=self.hour),
            Host(
                row=int(view.rows[host]),
                hour=self.hour,
                messages=self.messages,
                burden=self.burden,
                lift=self.lift,
            ),
            Spend(amount=0.0, hours=self.hours_of_work, purpose="session of a member"),
        ]
