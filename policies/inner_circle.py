"""An inner room for those who have earned it, or who pay for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Inner, Lever
from clubsim.sim.policy import Policy, View


@register("structure/inner_circle")
@dataclass(frozen=True, kw_only=True)
class InnerCircle(Policy):
    """
    Open an inner room beside the free outer one, for members of some standing, or for those who pay.

    All conditions must be met; without any, everybody is asked. Who is inside reads both rooms and writes a share of
    their own messages inside, and is not put out again. `level` is that of reward/levels.

    Source: adapted. M33 (a level opens the inner circle), M128 (communities of different rank), M116 (a free outer and
    a paid inner room); what of the talk goes there is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"messages": 1, "share": 0.9}
    example: ClassVar[dict[str, Any]] = {"messages": 50, "tenure": 30, "price": 0.0, "share": 0.5}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H05", "H40", "H52")

    messages: Annotated[int, Spec(0, LAST_DAY, "message since joining", "assumed; 0 for no such condition")] = 50
    level: Annotated[int, Spec(0, 1000, "level", "assumed; 0 for no such condition")] = 0
    tenure: Annotated[int, Spec(0, LAST_DAY, "day since joining", "assumed; 0 for no such condition")] = 0
    price: Annotated[float, Spec(0, inf, "yuan", "assumed: nothing")] = 0.0
    share: Annotated[float, Spec(0, 1, "share of a member's own messages", "assumed; 0 for no such room")] = 0.5
    hours: Annotated[float, Spec(0, inf, "hour/member who comes in", "assumed: six minutes")] = 0.1

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.share == 0:
            return []
        standing = (view.messages >= self.messages) & (view.level >= self.level) & (view.tenure >= self.tenure)
        return [Inner(rows=view.rows[standing], price=self.price, share=self.share, hours=self.hours)]
