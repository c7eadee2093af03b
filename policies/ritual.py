"""A short slot that is always at its hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.policies.weekdays import WEEKDAYS, is_on
from clubsim.sim.levers import Event, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("programme/ritual")
@dataclass(frozen=True, kw_only=True)
class Ritual(Policy):
    """
    Hold a short slot at its fixed hour on some evenings of the week, announced the evening before.

    Who came since the announcement knows of it. Who has been at the slot again and again looks forward to it; whoever
    misses it gets out of the habit.

    Source: adapted. M63, N67 (21:00, announced one day ahead); M66 and N68 say three to seven days (H24).
    """

    nothing: ClassVar[dict[str, Any]] = {"appeal": 0.0}
    dose: ClassVar[dict[str, Any]] = {"appeal": 3.0, "weekdays": WEEKDAYS}
    example: ClassVar[dict[str, Any]] = {"weekdays": ["monday", "thursday"], "notice_days": 3}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H24",)

    weekdays: tuple[str, ...] = ("wednesday", "sunday")
    appeal: Annotated[float, Spec(0, 10, "factor", "assumed: half an hour, less than the usual event's 1")] = 0.7
    hour: Annotated[float, Spec(0, 23.99, "hour", "adapted from N67: 21:00")] = 21.0
    notice_days: Annotated[int, Spec(0, 64, "day; 0: everybody knows", "adapted from N67: the day before")] = 1
    hours_of_work: Annotated[float, Spec(0, 1000, "hour/slot", "adapted from N67: half an hour")] = 0.5

    def __post_init__(self) -> None:
        settle(self)
        is_on(0, self.weekdays)

    def act(self, view: View) -> Sequence[Lever]:
        if self.appeal == 0 or not is_on(view.weekday, self.weekdays):
            return []
        slot = Event(
            kind="ritual",
            appeal=self.appeal,
            topic=view.day // 7,
            hour=self.hour,
            notice=self.notice_days,
            fixed=True,
        )
        return [slot, Spend(amount=0.0, hours=self.hours_of_work, purpose="ritual")]
