"""Assistants who greet newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.helpers import Chosen, can_pay, regulars
from clubsim.policies.money import Funded
from clubsim.policies.registry import register
from clubsim.sim.levers import Greet, Lever
from clubsim.sim.policy import Policy, View


@register("onboarding/assistants")
@dataclass(frozen=True, kw_only=True)
class Assistants(Policy):
    """
    Let assistants greet each newcomer on the day of joining, and make them known to members of like interest.

    A greeting is an exchange like any other: both now have a tie to the other. The newcomer says what interests them
    most, and meets some who opened threads on it in the last weeks. Assistants are members who came lately and write
    most, are answered most, or have been in longest; who joins when they have no time left goes without a greeting.

    Source: adapted. M90 (an assistant shows newcomers the resources; city leads take them along); H33. What a tie does
    is the model's own; the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"hours": 0.0}
    dose: ClassVar[dict[str, Any]] = {"hours": 10.0, "exchanges": 10, "introductions": 5, "tenure": 0}
    example: ClassVar[dict[str, Any]] = {"assistants": 2, "hours": 1.0, "introductions": 2}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H32", "H33")

    assistants: Annotated[int, Spec(1, 10_000, "member", "assumed")] = 2
    chosen: Chosen = "tenure"  # of what assistants have most
    tenure: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: four weeks")] = 28
    recent: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed: two weeks")] = 14
    hours: Annotated[float, Spec(0, 24, "hour/day and assistant", "assumed")] = 1.0
    minutes: Annotated[float, Spec(0.1, 1440, "minute/newcomer", "assumed")] = 10.0
    exchanges: Annotated[int, Spec(1, 100, "exchange/greeting", "assumed: a few words each way")] = 1
    introductions: Annotated[int, Spec(0, 100, "member/newcomer", "assumed; 0 for none")] = 0
    pay: Annotated[float, Spec(0, inf, "yuan/hour", "assumed: members help for nothing")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.hours == 0:
            return []
        assistants = regulars(view, self.assistants, self.chosen, self.tenure, self.recent)
        if assistants.size == 0 or not can_pay(view, assistants.size, self.hours, self.pay, self.funded):
            return []
        greet = Greet(
            assistants=assistants,
            hours=self.hours,
            minutes=self.minutes,
            exchanges=self.exchanges,
            introductions=self.introductions,
            pay=self.pay,
            funded=self.funded,
        )
        return [greet]
