"""Hours in which nobody may write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Mute
from clubsim.sim.policy import Policy, View


@register("moderation/mute")
@dataclass(frozen=True, kw_only=True)
class MuteAll(Policy):
    """
    Let nobody but the founder write: in the hours before an event, while its rules are read out, or always.

    What somebody meant to write or to answer in these hours is not written. On a day without an event nobody is muted
    before one. It takes no work.

    Source: adapted. M93 with the correction in 0.4: mute while the rules are posted, and not during the talk.
    """

    nothing: ClassVar[dict[str, Any]] = {"manner": "event", "hours": 0.0}
    dose: ClassVar[dict[str, Any]] = {"manner": "permanent"}
    example: ClassVar[dict[str, Any]] = {"manner": "event", "hours": 0.5}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H27",)

    manner: Literal["event", "permanent"] = "event"  # before the day's event, or at all hours
    hours: Annotated[float, Spec(0, 24, "hour before an event; at all hours it says nothing", "assumed")] = 0.25

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.manner == "permanent":
            return [Mute(hours=None)]
        return [Mute(hours=self.hours)] if self.hours > 0 else []
