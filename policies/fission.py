"""The division of rooms that have grown large."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Divide, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("structure/fission")
@dataclass(frozen=True, kw_only=True)
class Fission(Policy):
    """
    Divide each main room of more than `above` members into parts of equal size, along clusters of ties or by luck.

    Those who are put apart stay acquainted as far as `ties_kept` says. Newcomers go where the fewest are.

    Source: assumed. M103 (a large base splits into sub-communities); the rule and what becomes of ties are not known.
    """

    nothing: ClassVar[dict[str, Any]] = {"parts": 1}
    dose: ClassVar[dict[str, Any]] = {"above": 1, "parts": 2, "ties_kept": 0.0}
    example: ClassVar[dict[str, Any]] = {"above": 150, "parts": 3, "ties_kept": 0.5}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H52",)

    above: Annotated[int, Spec(1, LAST_DAY, "member/room", "assumed")] = 300
    parts: Annotated[int, Spec(1, 1000, "part", "assumed; 1 for no division")] = 2
    cut: Literal["by_ties", "at_random"] = "by_ties"
    ties_kept: Annotated[float, Spec(0, 1, "share of a tie's weight", "assumed")] = 0.5
    hours: Annotated[float, Spec(0, inf, "hour/division", "assumed")] = 4.0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.parts == 1:
            return []
        rooms, sizes = np.unique(view.room, return_counts=True)
        large = rooms[(sizes > self.above) & (sizes >= self.parts)].tolist()
        if not large:
            return []
        along: Literal["ties", "chance"] = "ties" if self.cut == "by_ties" else "chance"
        levers = [Divide(room=room, parts=self.parts, along=along, ties_kept=self.ties_kept) for room in large]
        return [*levers, Spend(amount=0.0, hours=self.hours * len(large), purpose="division of rooms")]
