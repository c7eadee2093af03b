"""A badge for a number of messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Badge, Give, Goal, Lever
from clubsim.sim.policy import Policy, View


@register("reward/badge")
@dataclass(frozen=True, kw_only=True)
class MessageBadge(Policy):
    """
    Promise a badge for a number of messages since joining, and give it, once, the morning after it is reached.

    Who heeds rewards, and nobody else, writes more the nearer the badge is; who has it strives no more. Several
    such policies make a ladder: the next one ahead counts, and the lower ones are not given any more.

    Source: adapted. M77 and M79 (badges, levels), V40 (5 to 30 % respond: `reward_heeders`), evidence 2.2 for the gain
    near the goal, .5 to 1.
    """

    nothing: ClassVar[dict[str, Any]] = {"messages": 0}
    dose: ClassVar[dict[str, Any]] = {"messages": 40, "gain": 5.0, "value": 5.0}
    example: ClassVar[dict[str, Any]] = {"messages": 100, "gain": 0.75}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H40", "H41")

    messages: Annotated[int, Spec(0, LAST_DAY, "message", "assumed; 0 for no badge")] = 100
    gain: Annotated[float, Spec(0, 10, "share of the rate of messages", "adapted: evidence 2.2, .5 to 1")] = 0.75
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed")] = 1.0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.messages == 0:
            return []
        levers: list[Lever] = [Goal(messages=self.messages, gain=self.gain)]
        rows = view.rows[(view.messages >= self.messages) & (view.badge < self.messages)]
        if rows.size:
            levers.append(Badge(rows=rows, messages=self.messages))
            levers.append(Give(rows=rows, value=self.value, kind="badge"))
        return levers
