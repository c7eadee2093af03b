"""The weekly topic discussion, in which everybody may speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.policies.weekdays import Weekday, weekday_number
from clubsim.sim.levers import Event, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("programme/discussion")
@dataclass(frozen=True, kw_only=True)
class Discussion(Policy):
    """
    Hold a topic discussion on one evening of every week, one topic after the other.

    Source: adapted. M62, M56, M63, N20; the operator's hours are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"appeal": 0.0}
    dose: ClassVar[dict[str, Any]] = {"appeal": 3.0}
    example: ClassVar[dict[str, Any]] = {"weekday": "tuesday", "hour": 21.0}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H23", "H37", "H64")

    weekday: Weekday = "tuesday"
    appeal: Annotated[float, Spec(0, 10, "factor", "assumed: the usual pull of an event is 1")] = 1.0
    hour: Annotated[float, Spec(0, 23.99, "hour", "adapted from M63: 21:00")] = 21.0
    hours_of_work: Annotated[float, Spec(0, 1000, "hour/event", "assumed")] = 2.0

    def __post_init__(self) -> None:
        settle(self)
        weekday_number(self.weekday)

    def act(self, view: View) -> Sequence[Lever]:
        if self.appeal == 0 or view.weekday != weekday_number(self.weekday):
            return []
        levers: list[Lever] = [Event(kind="topic", appeal=self.appeal, topic=view.day // 7, hour=self.hour)]
        if self.hours_of_work > 0:
            levers.append(Spend(amount=0.0, hours=self.hours_of_work, purpose="topic discussion"))
        return levers
