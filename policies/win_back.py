"""Offers to members who seem lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.policies.silence import due_to_the_silent
from clubsim.sim.levers import Lever, Spend, WinBack
from clubsim.sim.policy import Policy, View


@register("outreach/winback")
@dataclass(frozen=True, kw_only=True)
class WinBackOffers(Policy):
    """
    Write with an offer to every member who has not come for `days` days, and again every `again` days.

    It goes to them outside the community, so it also reaches members who have dropped out unseen: some of those come
    back, by the World's `win_back`. Each further message counts less. Offers that the fees cannot pay are not made.

    Source: adapted. Evidence 2.2 (rejoin): return falls with silence to the power of about -.6, and a mail multiplies
    it; the chance itself is assumed, and 0 unless the World says otherwise.
    """

    nothing: ClassVar[dict[str, Any]] = {"most": 0}
    dose: ClassVar[dict[str, Any]] = {"days": 2, "again": 1, "most": 1000, "lift": 5.0, "cost": 0.0}
    example: ClassVar[dict[str, Any]] = {"days": 60, "most": 1, "cost": 5.0}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H61",)

    days: Annotated[int, Spec(1, LAST_DAY, "day without a visit", "assumed: a month")] = 30
    again: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: a month")] = 30
    most: Annotated[int, Spec(0, LAST_DAY, "message/absence", "assumed")] = 2
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: somewhat more than a private message")] = 1.5
    cost: Annotated[float, Spec(0, inf, "yuan/message", "assumed: a small gift")] = 2.0
    hours_per_message: Annotated[float, Spec(0, inf, "hour", "assumed: three minutes")] = 0.05
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        rows = due_to_the_silent(view, self.days, self.again, self.most)
        amount, hours = rows.size * self.cost, rows.size * self.hours_per_message
        if rows.size == 0 or not affordable(view, amount, self.funded):
            return []
        work = Spend(amount=amount, hours=hours, purpose="offers to the silent", funded=self.funded)
        return [WinBack(rows=rows, lift=self.lift), work]
