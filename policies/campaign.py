"""A channel that is worked harder for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.money import Funded
from clubsim.policies.registry import register
from clubsim.sim.levers import Campaign, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("recruitment/campaign")
@dataclass(frozen=True, kw_only=True)
class ChannelCampaign(Policy):
    """
    Work one of the scenario's channels harder from one day to another.

    More people come by a channel that flows, and a notice reaches more of a channel that has a pool; a pool hears of
    nothing while the doors are shut. Who comes beyond the usual flow may care less (or more) than the channel's own
    people: that is the match of the campaign. Everybody reached who would not have been reached without it is paid for,
    and each day takes work.

    Source: adapted. M20 (go where they are, strengthen what works), M27 (an audience that is not precise).
    """

    nothing: ClassVar[dict[str, Any]] = {"factor": 1.0}
    dose: ClassVar[dict[str, Any]] = {"factor": 4.0}
    example: ClassVar[dict[str, Any]] = {"factor": 3.0, "first_day": 28, "days": 14, "cost": 5.0, "enthusiasm": -0.3}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H04", "H57")

    channel: str | None = None  # the channel's name in the scenario; null for every one
    factor: Annotated[float, Spec(1, 1000, "factor", "assumed")] = 2.0
    enthusiasm: Annotated[float, Spec(-10, 10, "sd of enthusiasm", "assumed: as the channel's own people")] = 0.0
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: to the end")] = LAST_DAY
    cost: Annotated[float, Spec(0, inf, "yuan/person reached", "assumed")] = 1.0
    hours: Annotated[float, Spec(0, 24, "hour/day", "assumed")] = 1.0
    funded: Funded = "outside"

    def __post_init__(self) -> None:
        settle(self)

    def channels_worked(self) -> tuple[str, ...]:
        return () if self.channel is None else (self.channel,)

    def act(self, view: View) -> Sequence[Lever]:
        if self.factor == 1 or not self.first_day <= view.day < self.first_day + self.days:
            return []
        return [
            Campaign(
                channel=self.channel,
                factor=self.factor,
                enthusiasm=self.enthusiasm,
                cost=self.cost,
                funded=self.funded,
            ),
            Spend(amount=0.0, hours=self.hours, purpose="campaign", funded=self.funded),
        ]
