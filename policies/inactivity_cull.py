"""The removal of who has not come for long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Deadline, Lever, Remove
from clubsim.sim.policy import Policy, View


@register("cull/inactive")
@dataclass(frozen=True, kw_only=True)
class InactivityCull(Policy):
    """
    Remove whoever has not visited for `days` whole days; some of them would have come back (V11, V12).

    `announced` and `executed` make four policies of it (H11): announced, it makes members who heed such things come the
    sooner the nearer the deadline is; executed, it removes those who let it pass.

    Source: assumed. M43, M44 (elimination); V12 gives what such a cull takes for 30 to 365 days.
    """

    nothing: ClassVar[dict[str, Any]] = {"days": LAST_DAY}
    dose: ClassVar[dict[str, Any]] = {"days": 2}
    example: ClassVar[dict[str, Any]] = {"days": 60, "announced": True}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H10", "H11", "H15", "H61")

    days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: in the middle of V12's 30 to 365")] = 90
    announced: bool = False
    executed: bool = True

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal",)

    def act(self, view: View) -> Sequence[Lever]:
        levers: list[Lever] = [Deadline(days=self.days)] if self.announced else []
        absent = view.day - 1 - view.last_visit  # whole days since, as of yesterday evening
        rows = view.rows[absent >= self.days]
        if self.executed and rows.size:
            levers.append(Remove(rows=rows, reason="inactive"))
        return levers
