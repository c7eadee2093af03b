"""The removal of those who contributed least in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Quota, Remove, Rows, Tally
from clubsim.sim.policy import Policy, View


@register("cull/rank")
@dataclass(frozen=True, kw_only=True)
class RankCull(Policy):
    """
    Remove the lowest share of members by the messages of each period, on the day after it; luck settles equal ranks.

    What a rank demands is known only when the period is over. Announced, the ranking of the period is published each
    morning, and who heeds such things knows how much would be enough at the pace so far. A period that began or ended
    while the policy did not act is not judged.

    Source: adapted. M43, H11 (removal without warning); the share and the period are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"share": 0.5, "period": 7, "grace": 0}
    example: ClassVar[dict[str, Any]] = {"share": 0.05, "period": 42, "grace": 42}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H11", "H15", "H17")

    share: Annotated[float, Spec(0, 1, "share of those who are judged", "assumed; 0 for none")] = 0.1
    among: Literal["members", "speakers"] = "members"  # speakers: only who wrote in the period is judged
    period: Annotated[int, Spec(1, LAST_DAY, "day", "adapted from N11, N12: 40 to 45, in whole weeks")] = 42
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    grace: Annotated[int, Spec(0, LAST_DAY, "day of tenure", "assumed: a whole period")] = 42  # nobody under it
    announced: bool = False
    executed: bool = True

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal",)

    def act(self, view: View) -> Sequence[Lever]:
        turn = turn_of(view, self.period, self.first_day)
        if self.share == 0 or view.day < self.first_day:
            return []
        levers = self._published(view) if self.announced else []
        if not turn.begins:
            return levers
        rows = self._lowest(view) if turn.ends and self.executed else np.empty(0, np.int64)
        if rows.size:
            levers.append(Remove(rows=rows, reason="low rank"))
        return [*levers, Tally()]

    def _published(self, view: View) -> list[Lever]:
        """
        What the lowest who stays would have by the end of the period at the pace so far; on its first morning, when the
        counting begins, nothing.
        """
        day = (view.day - self.first_day) % self.period
        enough = 0
        if day > 0 and view.tally_day == view.day - day:
            messages = np.sort(view.messages_since[self._judged(view)])
            last = min(int(self.share * messages.size), messages.size - 1)
            enough = ceil(int(messages[last]) * self.period / day) if messages.size else 0
        quota = Quota(
            messages=enough,
            check_ins=0,
            either=False,
            newcomers=False,
            grace=self.grace,
            announced=True,
            executed=False,
            first_day=view.day - day,
            last_day=view.day - day + self.period - 1,
        )
        return [quota]

    def _lowest(self, view: View) -> Rows:
        places = self._judged(view)
        order = np.lexsort((view.uid[places], view.draw()[places], view.messages_since[places]))
        return view.rows[places[order[: int(self.share * places.size)]]]

    def _judged(self, view: View) -> Rows:
        judged = view.tenure >= self.grace
        if self.among == "speakers":
            judged &= view.messages_since > 0
        return np.flatnonzero(judged)
