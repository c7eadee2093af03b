"""Moderators who keep the community to its topic, for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Moderate, Spend
from clubsim.sim.policy import Policy, View


@register("moderation/community")
@dataclass(frozen=True, kw_only=True)
class CommunityModeration(Policy):
    """
    Hide from everybody what is off the community's topic, and noise.

    Nobody sees a hidden message or the thread it opens, so nobody answers it. Moderators look through messages in the
    order of writing, as many as their hours allow; they tire.

    Source: adapted. Ren & Kraut (2014), community-level moderation: off-topic messages are deleted for everyone; M91.
    """

    nothing: ClassVar[dict[str, Any]] = {"found": 0.0}
    dose: ClassVar[dict[str, Any]] = {"found": 1.0, "hours": 10.0}
    example: ClassVar[dict[str, Any]] = {"topic": 0, "found": 0.9, "hours": 2.0}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H01", "H21")

    topic: Annotated[int, Spec(0, 100, "number of a topic, counted round", "assumed")] = 0
    found: Annotated[float, Spec(0, 1, "share of off-topic messages and of noise", "assumed")] = 0.9
    hours: Annotated[float, Spec(0, 24, "hour/day", "assumed")] = 2.0
    pace: Annotated[float, Spec(0, inf, "message/hour", "assumed: half a minute each")] = 120.0
    tiring: Annotated[float, Spec(0, 1, "share of freshness/hour", "assumed, as a founder's")] = 0.005
    rest: Annotated[float, Spec(0, 1, "share of weariness/night", "assumed: a tenth wearier in the long run")] = 0.1

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.found == 0 or self.hours == 0:
            return []
        moderate = Moderate(
            noise=self.found,
            off_topic=self.found,
            mistakes=0.0,
            topic=self.topic,
            harsh=1.0,
            hours=self.hours,
            pace=self.pace,
            tiring=self.tiring,
            rest=self.rest,
        )
        return [moderate, Spend(amount=0.0, hours=self.hours, purpose="moderation")]
