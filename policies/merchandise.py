"""Limited gifts, a new batch each season, for those who speak at events."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.policies.weekdays import WEEKDAYS, weekday_number
from clubsim.policies.winners import race
from clubsim.sim.levers import Give, Lever, Prize, Spend
from clubsim.sim.policy import Policy, View


@register("reward/merchandise")
@dataclass(frozen=True, kw_only=True)
class Merchandise(Policy):
    """
    Announce limited gifts for some who speak at an event, and give them the morning after.

    The policy keeps no count of what it gave. It spreads the copies evenly over the season's days among
    `weekdays`, by the calendar, whether or not there is an event and anyone to win, and has at most `winners`
    an event. So a season never gives more than `copies`, and fewer where an event is missed; events on other
    weekdays have no gifts.

    Source: adapted. M75, M82, N23 (20 a season), D12; the price of a copy is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"copies": 0}
    dose: ClassVar[dict[str, Any]] = {
        "copies": 10_000,
        "winners": 20,
        "appeal": 2.0,
        "value": 3.0,
        "weekdays": WEEKDAYS,
        "funded": "outside",
    }
    example: ClassVar[dict[str, Any]] = {
        "copies": 20,
        "weekdays": ("tuesday", "thursday"),
        "cost": 30.0,
        "funded": "outside",
    }
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H37", "H38", "H39", "H47")

    copies: Annotated[int, Spec(0, 1_000_000, "copy/season", "measured: N23")] = 20
    period: Annotated[int, Spec(1, LAST_DAY, "day", "adapted from N11, N12: 40 to 45, in whole weeks")] = 42
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    weekdays: tuple[str, ...] = ("tuesday", "thursday")  # on which events have gifts; adapted from N20
    winners: Annotated[int, Spec(0, 10_000, "member/event", "adapted from D12")] = 2
    cost: Annotated[float, Spec(0, inf, "yuan/copy", "assumed")] = 30.0
    appeal: Annotated[float, Spec(0, 10, "logit", "assumed: found with the operations club (S01)")] = 0.5
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed")] = 1.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)
        for weekday in self.weekdays:
            weekday_number(weekday)

    def act(self, view: View) -> Sequence[Lever]:
        levers: list[Lever] = []
        today = self.copies_for(view.day, view.weekday)
        if today and affordable(view, today * self.cost, self.funded):
            levers.append(Prize(appeal=self.appeal))
        yesterday = self.copies_for(view.day - 1, (view.weekday - 1) % 7)
        if yesterday and affordable(view, yesterday * self.cost, self.funded):
            rows = race(view, yesterday)
            if rows.size:
                cost = self.cost * rows.size
                levers.append(Give(rows=rows, value=self.value, kind="merchandise"))
                levers.append(Spend(amount=cost, hours=0.0, purpose="merchandise", funded=self.funded))
        return levers

    def copies_for(self, day: int, weekday: int) -> int:
        """How many copies an event on that day has, by the calendar; `weekday` is the day's, 0 Monday."""
        numbers = {weekday_number(name) for name in self.weekdays}
        if day < self.first_day or weekday not in numbers:
            return 0
        into_season = (day - self.first_day) % self.period
        season = [(weekday - into_season + ahead) % 7 in numbers for ahead in range(self.period)]
        events, earlier = sum(season), sum(season[:into_season])
        share = self.copies * (earlier + 1) // events - self.copies * earlier // events
        return min(self.winners, share)
