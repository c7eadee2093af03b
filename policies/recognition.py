"""The week's best contributors, named before all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Praise, Rows, Spend, Tally
from clubsim.sim.policy import Policy, View


@register("reward/recognition")
@dataclass(frozen=True, kw_only=True)
class Recognition(Policy):
    """
    Name those who wrote most in each period, on the morning after it; that costs work and no money.

    To be named raises belonging and counts like answers to what one wrote. Nobody strives for it: who will be best
    is known only afterwards. Luck settles equal numbers of messages. A period that began or ended while the policy
    did not act has no best.

    Source: adapted. M76 (posters, praise in public); the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"named": 0}
    dose: ClassVar[dict[str, Any]] = {"named": 20, "value": 10.0}
    example: ClassVar[dict[str, Any]] = {"named": 3, "period": 7}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H37", "H40")

    named: Annotated[int, Spec(0, 10_000, "member/period", "assumed; 0 for none")] = 3
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: the week's best")] = 7
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed")] = 1.0
    hours_of_work: Annotated[float, Spec(0, inf, "hour/period", "assumed: a poster or a few words")] = 0.5

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        turn = turn_of(view, self.period, self.first_day)
        if self.named == 0 or not turn.begins:
            return []
        rows = self._best(view) if turn.ends else np.empty(0, np.int64)
        levers: list[Lever] = [Tally()]
        if rows.size:
            levers.append(Praise(rows=rows, value=self.value))
            levers.append(Spend(amount=0.0, hours=self.hours_of_work, purpose="recognition"))
        return levers

    def _best(self, view: View) -> Rows:
        wrote = np.flatnonzero(view.messages_since > 0)
        order = np.lexsort((view.uid[wrote], view.draw()[wrote], -view.messages_since[wrote]))
        return view.rows[wrote[order[: self.named]]]
