"""The weekly talk of a guest."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.policies.weekdays import Weekday, weekday_number
from clubsim.sim.levers import Event, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("programme/talk")
@dataclass(frozen=True, kw_only=True)
class Talk(Policy):
    """
    Have a guest talk on one evening of every week; a guest whom the fees cannot pay does not come.

    Source: adapted. M61, M66, M56, N20; hours and the guest's fee are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"appeal": 0.0}
    dose: ClassVar[dict[str, Any]] = {"appeal": 3.0}
    example: ClassVar[dict[str, Any]] = {"weekday": "thursday", "fee": 200.0, "funded": "outside"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H23", "H36")

    weekday: Weekday = "thursday"
    appeal: Annotated[float, Spec(0, 10, "factor", "assumed: the usual pull of an event is 1")] = 1.0
    hour: Annotated[float, Spec(0, 23.99, "hour", "assumed: an evening")] = 20.0
    notice_days: Annotated[int, Spec(0, 64, "day; 0: everybody knows", "assumed; N68 says 3 to 7 (H24)")] = 0
    hours_of_work: Annotated[float, Spec(0, 1000, "hour/event", "assumed")] = 6.0
    fee: Annotated[float, Spec(0, inf, "yuan/event", "assumed: guests come for nothing")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)
        weekday_number(self.weekday)

    def act(self, view: View) -> Sequence[Lever]:
        if self.appeal == 0 or view.weekday != weekday_number(self.weekday):
            return []
        if not affordable(view, self.fee, self.funded):
            return []
        talk = Event(kind="guest", appeal=self.appeal, topic=view.day // 7, hour=self.hour, notice=self.notice_days)
        levers: list[Lever] = [talk]
        if self.hours_of_work > 0 or self.fee > 0:
            levers.append(Spend(amount=self.fee, hours=self.hours_of_work, purpose="guest talk", funded=self.funded))
        return levers
