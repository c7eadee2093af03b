"""People who are put in without being asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Enrol, Lever
from clubsim.sim.policy import Policy, View


@register("recruitment/enrol")
@dataclass(frozen=True, kw_only=True)
class AutomaticEnrolment(Policy):
    """
    Put everybody whom a channel knows into the community, whether or not they would have joined.

    They come in through no gate and pay nothing, with as much enthusiasm as they have: also those who would never have
    knocked. They are enrolled by groups (a university, a class), in which some know each other already, and such ties
    fade unless they talk. From `first_day` on whoever is new in the channel is enrolled on the day they appear.

    Source: adapted. M26 and S15 (a platform grouped all participants of a campus campaign to reach them again; no
    numbers are named). How many of a group know each other is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"share": 1.0}
    example: ClassVar[dict[str, Any]] = {"share": 1.0, "groups": 20, "density": 0.1}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H09",)

    channel: str | None = None  # the channel's name in the scenario; null for every one
    share: Annotated[float, Spec(0, 1, "share of the channel's people", "adapted from M26: all")] = 1.0
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    groups: Annotated[int, Spec(1, 100_000, "group", "assumed; S15, universities")] = 10
    density: Annotated[float, Spec(0, 1, "chance that two of a group knew each other", "assumed")] = 0.05
    exchanges: Annotated[float, Spec(0.02, 10_000, "exchange/pair so far", "assumed")] = 5.0
    hours: Annotated[float, Spec(0, 100, "hour/person", "assumed: a machine does it")] = 0.0

    def __post_init__(self) -> None:
        settle(self)

    def channels_worked(self) -> tuple[str, ...]:
        return () if self.channel is None else (self.channel,)

    def act(self, view: View) -> Sequence[Lever]:
        if self.share == 0 or view.day < self.first_day:
            return []
        return [
            Enrol(
                channel=self.channel,
                share=self.share,
                groups=self.groups,
                density=self.density,
                exchanges=self.exchanges,
                hours=self.hours,
            )
        ]
