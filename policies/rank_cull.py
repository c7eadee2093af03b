"""The removal of those who contributed least in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Remove, Rows, Tally
from clubsim.sim.policy import Policy, View


@register("cull/rank")
@dataclass(frozen=True, kw_only=True)
class RankCull(Policy):
    """
    Remove the lowest share of members by the messages of each period, on the day after it; luck settles equal ranks.

    It is executed and never announced: what a rank demands is known only when the period is over, so no member can
    tell how much is enough, and no lever here says it to them. A period that began or ended while the policy
    did not act is not judged.

    Source: adapted. M43, H11 (removal without warning); the share and the period are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"share": 0.5, "period": 7, "grace": 0}

    share: Annotated[float, Spec(0, 1, "share of those who are judged", "assumed; 0 for none")] = 0.1
    among: Literal["members", "speakers"] = "members"  # speakers: only who wrote in the period is judged
    period: Annotated[int, Spec(1, LAST_DAY, "day", "adapted from N11, N12: 40 to 45, in whole weeks")] = 42
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    grace: Annotated[int, Spec(0, LAST_DAY, "day of tenure", "assumed: a whole period")] = 42  # nobody under it

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        turn = turn_of(view, self.period, self.first_day)
        if self.share == 0 or not turn.begins:
            return []
        rows = self._lowest(view) if turn.ends else np.empty(0, np.int64)
        levers: list[Lever] = [Remove(rows=rows, reason="low rank")] if rows.size else []
        return [*levers, Tally()]

    def _lowest(self, view: View) -> Rows:
        messages = view.messages_since
        judged = view.tenure >= self.grace
        if self.among == "speakers":
            judged &= messages > 0
        places = np.flatnonzero(judged)
        order = np.lexsort((view.uid[places], view.draw()[places], messages[places]))
        return view.rows[places[order[: int(self.share * places.size)]]]
