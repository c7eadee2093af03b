"""A launch that brings many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.money import Funded
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Spend, Surge
from clubsim.sim.policy import Policy, View

LEAST = 0.01  # people a day [person], below which a launch is over


@register("recruitment/launch")
@dataclass(frozen=True, kw_only=True)
class Launch(Policy):
    """
    Something outside the community, a product or a press report, sends a wave of people to its door.

    The wave is strongest on its first day and halves every `halflife` days; it brings `people` altogether. They are
    people of their own and no channel's, and care less for the community's subject than those who look for it. Of
    them, as of others, join who want to, and they meet the gates.

    Source: adapted. N42 (several hundred thousand registrations in a few days at a product's launch, S02), M27 (a wave
    that matches badly converts few); that it decays by halves is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"people": 0}
    dose: ClassVar[dict[str, Any]] = {"people": 200, "day": 5, "halflife": 20.0}
    example: ClassVar[dict[str, Any]] = {"people": 2000, "day": 60, "halflife": 3.0, "enthusiasm": -1.0}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H56", "H57")

    people: Annotated[float, Spec(0, 100_000_000, "person", "assumed; N42 names several hundred thousand")] = 500.0
    day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed")] = 30
    halflife: Annotated[float, Spec(0.1, 1000, "day", "adapted from N42: a few days")] = 2.0
    enthusiasm: Annotated[float, Spec(-10, 10, "sd of enthusiasm", "assumed: M27, less than usual")] = -0.5
    cost: Annotated[float, Spec(0, inf, "yuan/person", "assumed: N43, no money is spent")] = 0.0
    hours: Annotated[float, Spec(0, 10_000, "hour", "assumed: on the day of the launch")] = 40.0
    funded: Funded = "outside"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        people = self.people_on(view.day)
        if people < LEAST:
            return []
        levers: list[Lever] = [
            Surge(people=people, enthusiasm=self.enthusiasm, cost=self.cost, funded=self.funded),
        ]
        if view.day == self.day and self.hours > 0:
            levers.append(Spend(amount=0.0, hours=self.hours, purpose="launch", funded=self.funded))
        return levers

    def people_on(self, day: int) -> float:
        """Mean number of the wave's people on a day [person]; over all days they sum to `people`."""
        since = day - self.day
        if since < 0:
            return 0.0
        fade = float(0.5 ** (1.0 / self.halflife))
        return self.people * float(fade**since) * (1.0 - fade)
