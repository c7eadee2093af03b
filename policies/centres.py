"""Several centres in the place of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Divide, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("structure/centres")
@dataclass(frozen=True, kw_only=True)
class Centres(Policy):
    """
    Gather all in one room, and once enough are in, divide it round the best connected, each of whom heads a part.

    The others follow those to whom their ties are strongest, so that rooms are of unequal size. It happens once, and
    newcomers go where the fewest are.

    Source: assumed. M104 (growth is to gather round one centre, then to divide into several); that it gives members a
    sense of value is not assumed here: what comes of it comes of whom they then meet.
    """

    nothing: ClassVar[dict[str, Any]] = {"centres": 1}
    dose: ClassVar[dict[str, Any]] = {"centres": 2, "members": 2, "ties_kept": 0.0}
    example: ClassVar[dict[str, Any]] = {"centres": 4, "members": 150, "ties_kept": 0.7}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H52",)

    centres: Annotated[int, Spec(1, 1000, "room", "assumed; 1 for no division")] = 3
    members: Annotated[int, Spec(1, LAST_DAY, "member", "assumed")] = 200
    ties_kept: Annotated[float, Spec(0, 1, "share of a tie's weight", "assumed")] = 0.5
    hours: Annotated[float, Spec(0, inf, "hour/room", "assumed")] = 4.0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        rooms = np.unique(view.room).tolist()
        if self.centres == 1 or len(rooms) != 1 or view.rows.size < max(self.members, self.centres):
            return []
        divide = Divide(room=rooms[0], parts=self.centres, along="centres", ties_kept=self.ties_kept)
        return [divide, Spend(amount=0.0, hours=self.hours * self.centres, purpose="division round centres")]
