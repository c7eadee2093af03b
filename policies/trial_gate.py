"""A first tier in which one is a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Trial
from clubsim.sim.policy import Policy, View


@register("gate/trial")
@dataclass(frozen=True, kw_only=True)
class TrialGate(Policy):
    """
    Take newcomers as candidates for some days; whoever has not taken part enough by then is out.

    Both numbers must be reached; a 0 asks for nothing. Candidates live in the community like anybody else, with no room
    of their own, and do not try harder because of the trial. Each takes an operator's time when they come in. Whoever
    joined before the trial began is no candidate; where it has ended, every candidate has become a member.

    Source: adapted. M35 (a first-tier group of which the active are let in; heavy work); no number is named.
    """

    nothing: ClassVar[dict[str, Any]] = {"messages": 0, "check_ins": 0, "hours": 0.0}
    dose: ClassVar[dict[str, Any]] = {"days": 7, "messages": 5, "check_ins": 2}
    example: ClassVar[dict[str, Any]] = {"days": 14, "messages": 3, "check_ins": 0}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H05",)

    days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: two weeks, the first of them counted")] = 14
    messages: Annotated[int, Spec(0, 100_000, "message", "assumed")] = 3
    check_ins: Annotated[int, Spec(0, LAST_DAY, "day with a check-in", "assumed: none")] = 0
    hours: Annotated[float, Spec(0, 1000, "hour/candidate", "assumed: M35 calls it heavy work")] = 0.5

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.messages == 0 and self.check_ins == 0 and self.hours == 0:
            return []
        return [Trial(days=self.days, messages=self.messages, check_ins=self.check_ins, hours=self.hours)]
