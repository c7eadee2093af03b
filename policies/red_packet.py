"""Red packets for members by name, some of which they give on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.lots import by_lot, drawn_shares
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Numbers, Packets, Spend
from clubsim.sim.policy import Policy, View


@register("reward/red_packet")
@dataclass(frozen=True, kw_only=True)
class RedPacket(Policy):
    """
    Lay out red packets for members drawn by lot, who open theirs if they come today and may give some of it on.

    A packet is money from the club or a sponsor to a member by name. What is not opened by the evening goes back. Who
    opens one gives on average the share `gift_contagion` of it on to a partner or somebody they read; that gift lies
    for its taker on the next day, and may in turn be given on. Out of fees, nothing is laid out unless the balance
    covers all packets of the day. Write `every: 7` for once a week.

    Source: adapted. M74, M82; V41 for what is given on; A05 and A06 hold that red packets alone warm a group up and do
    little more (0.4 row 3); that is not built in.
    """

    nothing: ClassVar[dict[str, Any]] = {"packets": 0}
    dose: ClassVar[dict[str, Any]] = {"packets": 20, "amount": 60.0, "funded": "outside"}
    example: ClassVar[dict[str, Any]] = {"packets": 10, "amount": 5.0, "split": "random", "funded": "outside"}
    evidence: ClassVar[str] = "measured"
    claims: ClassVar[tuple[str, ...]] = ("H37", "H38")

    packets: Annotated[int, Spec(0, 10_000, "packet/day of giving", "assumed; 0 for none")] = 10
    amount: Annotated[float, Spec(0, inf, "yuan/packet, on average", "assumed")] = 5.0
    to: Literal["active", "everyone"] = "active"  # among whom lots are drawn: those who came yesterday, or all
    split: Literal["even", "random"] = "even"  # all packets alike, or random parts of the same sum
    hours_of_work: Annotated[float, Spec(0, inf, "hour/day of giving", "assumed")] = 0.1
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.packets == 0 or self.amount == 0 or not affordable(view, self.packets * self.amount, self.funded):
            return []
        rows = by_lot(view, self._eligible(view), self.packets)
        if rows.size == 0:
            return []
        return [
            Packets(rows=rows, amounts=self._amounts(view, rows), funded=self.funded),
            Spend(amount=0.0, hours=self.hours_of_work, purpose="red packets", funded=self.funded),
        ]

    def _eligible(self, view: View) -> Numbers:
        """[n] whether lots are drawn for each present member."""
        if self.to == "everyone":
            return np.ones(view.rows.size, np.bool_)
        came: Numbers = (view.last_visit == view.day - 1) & (view.tenure > 0)
        return came

    def _amounts(self, view: View, rows: Numbers) -> Numbers:
        """[yuan], one for each of `rows`: they sum to that many times `amount`."""
        if self.split == "even":
            return np.full(rows.size, self.amount)
        return self.amount * rows.size * drawn_shares(view, rows, index=1)
