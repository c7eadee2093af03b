"""Meetings in person."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.policies.weekdays import Weekday, weekday_number
from clubsim.sim.levers import Lever, Meeting, Spend
from clubsim.sim.policy import Policy, View


@register("programme/offline")
@dataclass(frozen=True, kw_only=True)
class OfflineMeetings(Policy):
    """
    Hold a meeting in person on one day of every so many weeks, if its costs can be paid.

    Members who live near and know of it decide whether to sign up; the first have the seats. Guests get to know some of
    the others, the more the larger the share of the meeting that is for talk between them, and are online less that
    day. How good a meeting turns out is luck: a good one adds to belonging, a bad one costs trust, which partners hear
    of and the community's name follows.

    Source: adapted. M105 (rhythm, 30 to 50 people), M106, M107, M59; what a meeting does to guests is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"seats": 0}
    dose: ClassVar[dict[str, Any]] = {
        "weeks": 1,
        "seats": 1000,
        "quality": 1.0,
        "spread": 0.0,
        "exchange": 1.0,
        "cost": 0.0,
    }
    example: ClassVar[dict[str, Any]] = {"weekday": "sunday", "weeks": 4, "seats": 30, "exchange": 0.7}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H48", "H49")

    weekday: Weekday = "saturday"
    weeks: Annotated[int, Spec(1, 520, "week from one to the next", "adapted from M105: fortnightly")] = 2
    seats: Annotated[int, Spec(0, 100_000, "guest", "adapted from M105: 30 to 50 people")] = 40
    quality: Annotated[float, Spec(-1, 1, "mean, below 0 is bad", "assumed")] = 0.3
    spread: Annotated[float, Spec(0, 2, "sd of quality", "assumed: about one in four is bad")] = 0.5
    exchange: Annotated[float, Spec(0, 1, "share of the meeting", "assumed (M107)")] = 0.5
    notice_days: Annotated[int, Spec(0, 64, "day; 0: everybody knows", "assumed: as before a talk, N68")] = 7
    cost: Annotated[float, Spec(0, inf, "yuan/meeting", "assumed: a room for an afternoon")] = 800.0
    hours_of_work: Annotated[float, Spec(0, inf, "hour/meeting", "assumed")] = 10.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)
        weekday_number(self.weekday)

    def act(self, view: View) -> Sequence[Lever]:
        week = view.day // 7
        if self.seats == 0 or view.weekday != weekday_number(self.weekday) or week % self.weeks != 0:
            return []
        if not affordable(view, self.cost, self.funded):
            return []
        meeting = Meeting(
            seats=self.seats,
            quality=self.quality,
            spread=self.spread,
            exchange=self.exchange,
            topic=week,
            notice=self.notice_days,
        )
        work = Spend(amount=self.cost, hours=self.hours_of_work, purpose="meeting in person", funded=self.funded)
        return [meeting, work]
