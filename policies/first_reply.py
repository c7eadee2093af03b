"""An answer to the first message for newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.helpers import Chosen, can_pay, regulars
from clubsim.policies.money import Funded
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Promise
from clubsim.sim.policy import Policy, View


@register("onboarding/first_reply")
@dataclass(frozen=True, kw_only=True)
class FirstReply(Policy):
    """
    Make sure that newcomers get an answer to the first message they write, by helpers with limited hours.

    A share of all, by a lot that belongs to each of them, is sure of it. Whom nobody has answered after `wait` hours, a
    helper answers, if one is there and has time left that day; otherwise they go without. Helpers are the members who
    write most, are answered most, or have been in longest, of those who came lately; members give the hours, or are
    paid for those they spend. A morning on which the club cannot pay their full day nobody helps.

    Source: adapted. Evidence A3, the trial of half the newcomers; V14 to V16 for what an answer goes with; M90, M131.
    What a reply does to a member is the model's own response to any reply.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"share": 1.0, "wait": 0.5, "tenure": 0}
    example: ClassVar[dict[str, Any]] = {"share": 1.0, "wait": 12.0, "helpers": 3, "hours": 0.5}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H32", "H33")

    share: Annotated[float, Spec(0, 1, "share of newcomers", "adapted: A3 tries half")] = 0.5
    wait: Annotated[float, Spec(0, 168, "hour", "assumed; V16: half of the answers come within 1 to 6 hours")] = 24.0
    helpers: Annotated[int, Spec(1, 10_000, "member", "assumed")] = 5
    chosen: Chosen = "messages"  # of what helpers have most
    tenure: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: four weeks")] = 28
    recent: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed: two weeks")] = 14
    hours: Annotated[float, Spec(0, 24, "hour/day and helper", "assumed")] = 1.0
    minutes: Annotated[float, Spec(0.1, 1440, "minute/answer", "assumed")] = 6.0
    pay: Annotated[float, Spec(0, inf, "yuan/hour", "assumed: members help for nothing")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.share == 0 or self.hours == 0:
            return []
        helpers = regulars(view, self.helpers, self.chosen, self.tenure, self.recent)
        if helpers.size == 0 or not can_pay(view, helpers.size, self.hours, self.pay, self.funded):
            return []
        promise = Promise(
            share=self.share,
            wait=self.wait,
            helpers=helpers,
            hours=self.hours,
            minutes=self.minutes,
            pay=self.pay,
            funded=self.funded,
        )
        return [promise]
