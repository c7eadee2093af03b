"""Everyone gains: part of what the community earns goes to those who made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.policies.schedule import USUAL_GIFT
from clubsim.sim.levers import Lever, Numbers, Pay, Spend, Tally
from clubsim.sim.policy import Policy, View


@register("money/profit_share")
@dataclass(frozen=True, kw_only=True)
class ProfitShare(Policy):
    """
    Pay part of the club's balance to those who contributed, each by what they did, on the morning after every period.

    The balance is fees and other revenue less all that was spent, earlier payouts too, so that no yuan is shared twice;
    what is kept back counts again the next time. By messages, those of the period count; by answers, all that somebody
    has had since joining, for the operator sees no other number. Whose part is less than `least` gets none, and it
    stays with the club. A period that began or ended while the policy did not act pays nobody. Nobody strives for it:
    what a message earns is known only afterwards.

    Source: assumed. M122 (each member should be participant, practitioner and gainer; no money, nobody plays on) gives
    neither share nor rule.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"share": 1.0, "period": 7}
    example: ClassVar[dict[str, Any]] = {"share": 0.3, "period": 28, "by": "messages"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H35", "H37", "H47")

    share: Annotated[float, Spec(0, 1, "share of the balance", "assumed; 0 for none")] = 0.3
    by: Literal["messages", "answers"] = "messages"
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: every fourth week")] = 28
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    least: Annotated[float, Spec(0, inf, "yuan", "assumed: less is not worth sending")] = 1.0
    hours_of_work: Annotated[float, Spec(0, inf, "hour/payout", "assumed: the accounts")] = 1.0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        turn = turn_of(view, self.period, self.first_day)
        if self.share == 0 or not turn.begins:
            return []
        levers: list[Lever] = [Tally()]
        amounts = self._amounts(view) if turn.ends else np.zeros(view.rows.size)
        due = amounts > 0
        if due.any():
            value = amounts[due] / USUAL_GIFT
            levers.append(Pay(rows=view.rows[due], amounts=amounts[due], value=value, purpose="profit share"))
            levers.append(Spend(amount=0.0, hours=self.hours_of_work, purpose="profit share"))
        return levers

    def _amounts(self, view: View) -> Numbers:
        """What each member is due [yuan], float64 [n]; they add up to no more than the share of the balance."""
        done = np.asarray(view.messages_since if self.by == "messages" else view.replies, dtype=np.float64)
        whole = float(done.sum())
        if whole <= 0 or view.balance <= 0:
            return np.zeros(view.rows.size)
        amounts = self.share * view.balance * done / whole
        return np.where(amounts >= self.least, amounts, 0.0)
