"""The removal of who has not come for long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Remove
from clubsim.sim.policy import Policy, View


@register("cull/inactive")
@dataclass(frozen=True, kw_only=True)
class InactivityCull(Policy):
    """
    Remove whoever has not visited for `days` whole days; some of them would have come back (V11, V12).

    Source: assumed. M43, M44 (elimination); V12 gives what such a cull takes for 30 to 365 days.
    """

    nothing: ClassVar[dict[str, Any]] = {"days": LAST_DAY}
    dose: ClassVar[dict[str, Any]] = {"days": 2}

    days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: in the middle of V12's 30 to 365")] = 90

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        absent = view.day - 1 - view.last_visit  # whole days since, as of yesterday evening
        rows = view.rows[absent >= self.days]
        return [Remove(rows=rows, reason="inactive")] if rows.size else []
