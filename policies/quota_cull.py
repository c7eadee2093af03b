"""A published quota of messages and check-ins, and the removal of who does not meet it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Quota
from clubsim.sim.policy import Policy, View


@register("cull/quota")
@dataclass(frozen=True, kw_only=True)
class QuotaCull(Policy):
    """
    Set a quota of messages and check-ins for each period; who fails may be removed on its last evening.

    `announced` and `executed` make four policies of it (H11): a threat with removal, a threat alone, removal
    without warning, and nothing. The source leaves open whether both quotas are needed and who is judged:
    `needed` and `scope`.

    Source: adapted. M42, M43, N09, N10, H10, H11.
    """

    nothing: ClassVar[dict[str, Any]] = {"messages": 0, "check_ins": 0}
    dose: ClassVar[dict[str, Any]] = {"messages": 100, "check_ins": 6, "period": 7}
    example: ClassVar[dict[str, Any]] = {
        "messages": 20,
        "check_ins": 7,
        "period": 42,
        "announced": True,
        "executed": True,
    }
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H07", "H10", "H11", "H12", "H13", "H64")

    messages: Annotated[int, Spec(0, LAST_DAY, "message/period", "measured: N09; 0 is no such quota")] = 50
    check_ins: Annotated[int, Spec(0, LAST_DAY, "day/period", "measured: N10; 0 is no such quota")] = 14
    needed: Literal["both", "either"] = "both"  # whether one of the two quotas suffices
    scope: Literal["everyone", "newcomers"] = "everyone"  # newcomers: only who joined in the period is judged
    period: Annotated[int, Spec(1, LAST_DAY, "day", "adapted from N11, N12: 40 to 45, in whole weeks")] = 42
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    grace: Annotated[int, Spec(0, LAST_DAY, "day of tenure", "assumed: none")] = 0  # nobody under it is judged
    announced: bool = True
    executed: bool = True

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal",) if self.executed else ()

    def act(self, view: View) -> Sequence[Lever]:
        if not (self.announced or self.executed) or self.messages == self.check_ins == 0:
            return []
        if view.day < self.first_day:
            return []
        began = view.day - (view.day - self.first_day) % self.period
        return [
            Quota(
                messages=self.messages,
                check_ins=self.check_ins,
                either=self.needed == "either",
                newcomers=self.scope == "newcomers",
                grace=self.grace,
                announced=self.announced,
                executed=self.executed,
                first_day=began,
                last_day=began + self.period - 1,
            )
        ]
