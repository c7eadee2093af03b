"""Points, levels that they open, and goods that they are exchanged for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle, written
from clubsim.policies.lots import by_lot
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.sim.levers import Ahead, Give, Lever, Numbers, Raise, Redeem, Rows, Spend
from clubsim.sim.policy import Policy, View


@register("reward/levels")
@dataclass(frozen=True, kw_only=True)
class Levels(Policy):
    """
    Count points for messages, check-ins and answers; raise members to levels by them, and exchange them for goods.

    Levels go by all points ever earned and are never lost; to rise is worth a badge. Who heeds rewards, and nobody
    else, writes more the nearer the next level is. Every `period` days whoever has `exchange` points left exchanges
    them for goods that cost money, or `lots` of them are drawn if that is more than 0; out of fees only as many as the
    balance covers. What a level opens are other policies' matter, such as reward/privilege.

    Source: adapted. M79, M33; evidence 2.2 for the gain near a goal; the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"thresholds": (), "exchange": 0.0}
    dose: ClassVar[dict[str, Any]] = {
        "thresholds": (10, 30, 60, 100, 150, 200, 300),
        "gain": 5.0,
        "value": 5.0,
        "exchange": 20.0,
        "funded": "outside",
    }
    example: ClassVar[dict[str, Any]] = {"thresholds": (50, 200, 500), "exchange": 100.0, "goods_cost": 20.0}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H37", "H40")

    thresholds: Annotated[tuple[int, ...], Spec(1, LAST_DAY, "point", "assumed")] = (50, 200, 500)
    by_message: Annotated[float, Spec(0, 100, "point/message", "assumed")] = 1.0
    by_check_in: Annotated[float, Spec(0, 100, "point/check-in", "assumed")] = 1.0
    by_answer: Annotated[float, Spec(0, 100, "point/answer received", "assumed")] = 0.5
    gain: Annotated[float, Spec(0, 10, "share of the rate of messages", "adapted: evidence 2.2, .5 to 1")] = 0.75
    value: Annotated[float, Spec(0, 100, "usual gifts", "assumed: to rise, as a badge")] = 1.0
    exchange: Annotated[float, Spec(0, inf, "point", "assumed; 0 for no exchange")] = 100.0
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: between two days of exchange")] = 7
    lots: Annotated[int, Spec(0, 10_000, "member/exchange", "assumed; 0 for goods to whoever has the points")] = 0
    goods_cost: Annotated[float, Spec(0, inf, "yuan", "assumed")] = 30.0
    goods_value: Annotated[float, Spec(0, 100, "usual gifts", "assumed")] = 1.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)
        for lower, higher in pairwise(self.thresholds):
            if lower >= higher:
                raise ValueError(
                    f"reward/levels: thresholds must rise, not {written(self.thresholds)}; "
                    f"write {written(sorted(set(self.thresholds)))}"
                )

    def act(self, view: View) -> Sequence[Lever]:
        points = self.points(view)
        return [*self._rise(view, points), *self._exchange(view, points)]

    def points(self, view: View) -> Numbers:
        """[n], all that was ever earned."""
        points: Numbers = (
            self.by_message * view.messages + self.by_check_in * view.check_ins + self.by_answer * view.replies
        )
        return points

    def _rise(self, view: View, points: Numbers) -> list[Lever]:
        """Who has risen since, and how far it is to the next level for the others."""
        if not self.thresholds:
            return []
        steps = np.array(self.thresholds, np.float64)
        levels = np.searchsorted(steps, points, side="right")
        levers: list[Lever] = []
        risen = levels > view.level
        if risen.any():
            levers.append(Raise(rows=view.rows[risen], levels=levels[risen]))
            levers.append(Give(rows=view.rows[risen], value=self.value, kind="level"))
        below = levels < steps.size
        if self.by_message > 0 and below.any():
            left = np.ceil((steps[levels[below]] - points[below]) / self.by_message).astype(np.int64)
            levers.append(Ahead(rows=view.rows[below], left=left, gain=self.gain))
        return levers

    def _exchange(self, view: View, points: Numbers) -> list[Lever]:
        """Who exchanges points for goods today."""
        if self.exchange == 0 or view.day % self.period != 0:
            return []
        rows = self._takers(view, points - view.redeemed >= self.exchange)
        if rows.size == 0:
            return []
        cost = self.goods_cost * rows.size
        return [
            Redeem(rows=rows, points=self.exchange),
            Give(rows=rows, value=self.goods_value, kind="goods"),
            Spend(amount=cost, hours=0.0, purpose="goods for points", funded=self.funded),
        ]

    def _takers(self, view: View, rich: Numbers) -> Rows:
        """Rows of those who exchange: all who can or some by lot, and no more than the balance covers."""
        most = self.lots or rich.size
        if self.goods_cost > 0 and not affordable(view, self.goods_cost * most, self.funded):
            most = min(most, max(int(view.balance // self.goods_cost), 0))
        return by_lot(view, rich, most)
