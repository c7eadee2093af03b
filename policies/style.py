"""Styles of management: whose hours answer newcomers and remove noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.agents.records import Role
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.helpers import can_pay, ranked, regulars
from clubsim.policies.money import Funded
from clubsim.policies.officers import officers
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Moderate, Promise, Rows, Serve, Spend, Work
from clubsim.sim.policy import Policy, View

MINUTES = 60.0


@register("governance/style")
@dataclass(frozen=True, kw_only=True)
class Style(Policy):
    """
    Manage a community in one of four styles, which differ in whose hours do the work, and how much of it gets done.

    The work is the same: first messages that nobody answers are answered, and noise is looked for and hidden; both grow
    with the community. centralised: one operator, the longest in, has `hours` for it, whatever the size, and may be
    paid. divided: some volunteers have as many each, less the time in which they agree with each of the others, and
    tire. self_governed: every regular gives some minutes, so that hours grow with the size. none: nobody does.

    Source: assumed. M96 (the four styles, found with groups of a dozen-odd; commercial ones are centralised), M131;
    what comes of it at which size follows from the hours, which are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"style": "none"}
    dose: ClassVar[dict[str, Any]] = {"style": "self_governed", "minutes_each": 240.0, "wait": 0.5, "tenure": 0}
    example: ClassVar[dict[str, Any]] = {"style": "divided", "leaders": 4, "hours": 1.0}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H30", "H31", "H32")

    style: Literal["centralised", "divided", "self_governed", "none"] = "centralised"  # whose hours do the work
    hours: Annotated[float, Spec(0, 24, "hour/day and operator or leader", "assumed")] = 2.0
    leaders: Annotated[int, Spec(1, 1000, "member", "assumed")] = 4
    agreeing: Annotated[float, Spec(0, 1440, "minute/day and other leader", "assumed")] = 5.0
    minutes_each: Annotated[float, Spec(0, 1440, "minute/day and regular", "assumed")] = 3.0
    answering: Annotated[float, Spec(0, 1, "share of the hours", "assumed; the rest removes noise")] = 0.5
    minutes: Annotated[float, Spec(0.1, 1440, "minute/answer", "assumed")] = 6.0
    wait: Annotated[float, Spec(0, 168, "hour", "assumed: half a day")] = 12.0
    found: Annotated[float, Spec(0, 1, "share of noise", "assumed")] = 0.7
    pace: Annotated[float, Spec(0, inf, "message/hour", "assumed: half a minute each")] = 120.0
    tenure: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: four weeks")] = 28
    recent: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed: two weeks")] = 14
    endurance: Annotated[float, Spec(0, 1, "fatigue", "assumed: of leaders; 1 for ever")] = 0.3
    pay: Annotated[float, Spec(0, inf, "yuan/hour", "assumed: of the one operator; M85 names 10,000 a month")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.style == "centralised":
            return self._centralised(view)
        if self.style == "divided":
            return self._divided(view)
        return self._self_governed(view) if self.style == "self_governed" else []

    def _centralised(self, view: View) -> list[Lever]:
        operator = ranked(view, 1, "tenure", 0, self.recent, view.tenure >= 0)
        if operator.size == 0 or self.hours == 0 or not can_pay(view, 1, self.hours, self.pay, self.funded):
            return []
        moderating = self.hours * (1.0 - self.answering)
        spend = Spend(amount=moderating * self.pay, hours=moderating, purpose="moderation", funded=self.funded)
        return [self._answers(operator, self.hours, True), self._moderation(moderating), spend]

    def _divided(self, view: View) -> list[Lever]:
        leaders = officers(view, Role.VOLUNTEER, self.leaders, "messages", self.tenure, self.recent, True)
        if leaders.size == 0 or self.hours == 0:
            return []
        serve = Serve(
            rows=leaders, role=Role.VOLUNTEER, hours=self.hours, endurance=self.endurance, purpose="leading together"
        )
        left = max(self.hours - (leaders.size - 1) * self.agreeing / MINUTES, 0.0)
        moderation = self._moderation(left * leaders.size * (1.0 - self.answering))
        return [serve, self._answers(leaders, left, False), moderation]

    def _self_governed(self, view: View) -> list[Lever]:
        members = regulars(view, view.rows.size, "tenure", self.tenure, self.recent)
        if members.size == 0 or self.minutes_each == 0:
            return []
        each = self.minutes_each / MINUTES
        moderating = each * members.size * (1.0 - self.answering)
        work = Work(hours=moderating, purpose="moderation among themselves")
        return [self._answers(members, each, True), self._moderation(moderating), work]

    def _answers(self, helpers: Rows, hours: float, entered: bool) -> Promise:
        paid = self.pay if self.style == "centralised" else 0.0
        return Promise(
            share=1.0,
            wait=self.wait,
            helpers=helpers,
            hours=hours * self.answering,
            minutes=self.minutes,
            pay=paid,
            funded=self.funded,
            entered=entered,
        )

    def _moderation(self, hours: float) -> Moderate:
        return Moderate(
            noise=self.found,
            off_topic=0.0,
            mistakes=0.0,
            topic=0,
            harsh=0.0,
            hours=hours,
            pace=self.pace,
            tiring=0.0,  # leaders tire by their office
            rest=1.0,
        )
