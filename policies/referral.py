"""A reward for who brings somebody in."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.sim.levers import Bounty, Give, Lever, Referral, Spend
from clubsim.sim.policy import Policy, View


@register("recruitment/referral")
@dataclass(frozen=True, kw_only=True)
class ReferralReward(Policy):
    """
    Promise a reward for each person brought in, and give it the morning after.

    Members who heed rewards invite more while the promise stands; how often they invite at all, and how far contentment
    moves that, is the World's (`invite_rate`, `invite_belonging`). The reward is an amount, and a share of what the new
    member paid at the door; as money it goes to the member, as goods the club buys them for so much. It pleases like
    any gift. Out of fees, nothing is promised unless the balance covers one reward, and those it does not cover go
    without.

    Source: adapted. M21 and M125 (coaches recruit because all income from their own recruits is theirs, N62). That a
    reward raises invitations, by so much, and only those of members who heed rewards, is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"amount": 0.0, "fee_share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"amount": 20.0, "gain": 20.0, "funded": "outside"}
    needs: ClassVar[dict[str, float]] = {"invite_rate": 0.05, "reward_heeders": 0.6}
    example: ClassVar[dict[str, Any]] = {"amount": 0.0, "fee_share": 1.0, "gain": 2.0}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H56",)

    amount: Annotated[float, Spec(0, inf, "yuan/person", "assumed")] = 20.0
    fee_share: Annotated[float, Spec(0, 1, "share of the fee", "adapted from N62: 1 where recruiters keep all")] = 0.0
    gain: Annotated[float, Spec(0, 1000, "share of the invitations", "assumed: twice as many")] = 1.0
    kind: Literal["money", "goods"] = "money"
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed")] = 1.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.amount == 0 and self.fee_share == 0:
            return []
        levers: list[Lever] = []
        if affordable(view, self.amount, self.funded):
            levers.append(Referral(gain=self.gain))
        bringing = np.flatnonzero(view.brought)
        amounts = self.amount * view.brought[bringing] + self.fee_share * view.brought_fees[bringing]
        if self.funded == "fees":
            covered = np.cumsum(amounts) <= view.balance
            bringing, amounts = bringing[covered], amounts[covered]
        return levers + (self.reward(view.rows[bringing], amounts) if bringing.size else [])

    def reward(self, rows: Any, amounts: Any) -> list[Lever]:
        """What those in `rows` are given for whom they brought in, worth `amounts` [n, yuan]."""
        gift = Give(rows=rows, value=self.value, kind="referral")
        if self.kind == "money":
            return [gift, Bounty(rows=rows, amounts=amounts, funded=self.funded)]
        goods = Spend(amount=float(amounts.sum()), hours=0.0, purpose="goods for bringing members", funded=self.funded)
        return [gift, goods]
