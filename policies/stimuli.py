"""Something new for everybody now and then: a team, a format, a batch of gifts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Refresh
from clubsim.sim.policy import Policy, View


@register("programme/stimuli")
@dataclass(frozen=True, kw_only=True)
class Stimuli(Policy):
    """
    Bring something new on certain days, which makes part of what members are used to new again.

    Source: adapted. M55, N25, H19; the default days are those of the operations club's timeline.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"days": tuple(range(7, 700, 7)), "share": 0.9}
    example: ClassVar[dict[str, Any]] = {"days": (60, 120, 180, 240), "share": 0.25}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H14", "H19")

    days: Annotated[tuple[int, ...], Spec(0, LAST_DAY, "day", "adapted from N25")] = (28, 84, 140, 210, 252)
    share: Annotated[float, Spec(0, 1, "share", "assumed: a quarter of the gap (S01)")] = 0.25

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        return [Refresh(share=self.share)] if self.share > 0 and view.day in self.days else []
