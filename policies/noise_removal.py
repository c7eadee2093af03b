"""The removal of noise, softly or strictly."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Moderate, Spend
from clubsim.sim.policy import Policy, View

SOFT_PACE = 0.5  # of the pace, where every author is talked to; assumed


@register("moderation/noise")
@dataclass(frozen=True, kw_only=True)
class NoiseRemoval(Policy):
    """
    Hide noise from everybody: advertisements and filler; the stricter, the more other messages by mistake.

    Strictly, whoever's message is hidden is simply overruled, which can cost trust. Softly, moderators also talk to the
    author, which costs no trust and takes twice the time. They look through messages in the order of writing, as many
    as their hours allow, and tire.

    Source: adapted. M91 (rules against advertisements), M92 (soft guidance is accepted more easily), M94 (over-strict
    rules are a tyranny); M93 and the correction 0.4: muting everybody is not what is meant. All numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"detection": 0.0, "mistakes": 0.0}
    dose: ClassVar[dict[str, Any]] = {"manner": "strict", "detection": 1.0, "mistakes": 0.0, "hours": 10.0}
    needs: ClassVar[dict[str, float]] = {"noise_share": 0.3}
    example: ClassVar[dict[str, Any]] = {"manner": "soft", "detection": 0.7, "hours": 2.0}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H21", "H27", "H28")

    manner: Literal["soft", "strict"] = "soft"  # whether the author is talked to or overruled
    detection: Annotated[float, Spec(0, 1, "share of noise", "assumed")] = 0.7
    mistakes: Annotated[float, Spec(0, 1, "share of other messages", "assumed")] = 0.01
    hours: Annotated[float, Spec(0, 24, "hour/day", "assumed")] = 2.0
    pace: Annotated[float, Spec(0, inf, "message/hour", "assumed: half a minute each, if strictly")] = 120.0
    tiring: Annotated[float, Spec(0, 1, "share of freshness/hour", "assumed, as a founder's")] = 0.005
    rest: Annotated[float, Spec(0, 1, "share of weariness/night", "assumed: a tenth wearier in the long run")] = 0.1

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.hours == 0 or self.detection == self.mistakes == 0:
            return []
        soft = self.manner == "soft"
        moderate = Moderate(
            noise=self.detection,
            off_topic=0.0,
            mistakes=self.mistakes,
            topic=0,
            harsh=0.0 if soft else 1.0,
            hours=self.hours,
            pace=self.pace * (SOFT_PACE if soft else 1.0),
            tiring=self.tiring,
            rest=self.rest,
        )
        return [moderate, Spend(amount=0.0, hours=self.hours, purpose="moderation")]
