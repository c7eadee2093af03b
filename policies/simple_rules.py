"""A rule of procedure: everybody has a turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Spend, Turn
from clubsim.sim.policy import Policy, View


@register("governance/simple_rules")
@dataclass(frozen=True, kw_only=True)
class SimpleRules(Policy):
    """
    Give some members the turn to share something, every day, and let others who come rate it.

    Members know when it is their turn, and are then more inclined to come and to write. Those who write are rated by
    others who come that day; each rating is a notice, like a reply, and all of them count as praise. Whether turns are
    kept is written down for each. Whoever has had the fewest turns is next, luck settles equals; whoever has missed
    `misses` turns and kept none is passed over.

    Source: adapted. M95 (a rule of procedure and not a prohibition: all can follow it, it is measured and recorded, and
    makes members interact); what a turn and a rating add is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"turns": 0}
    dose: ClassVar[dict[str, Any]] = {"turns": 10, "come": 5.0, "write": 5.0, "ratings": 5}
    example: ClassVar[dict[str, Any]] = {"turns": 3, "come": 1.0, "write": 1.5, "ratings": 3}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H26", "H27")

    turns: Annotated[int, Spec(0, 10_000, "member/day", "assumed; 0 for none")] = 2
    come: Annotated[float, Spec(0, 10, "logit", "assumed: twice as much as a reply")] = 1.0
    write: Annotated[float, Spec(0, 10, "logit", "assumed: more than an event")] = 1.5
    ratings: Annotated[int, Spec(0, 100, "rating/turn", "assumed")] = 3
    worth: Annotated[float, Spec(0, 100, "days of answers", "assumed: as one")] = 1.0
    misses: Annotated[int, Spec(1, LAST_DAY, "turn", "assumed: after three nobody asks")] = 3
    hours_of_work: Annotated[float, Spec(0, inf, "hour/day", "assumed: to keep the list")] = 0.1

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.turns == 0:
            return []
        willing = np.flatnonzero((view.turns_kept > 0) | (view.turns_missed < self.misses))
        had = (view.turns_kept + view.turns_missed)[willing]
        order = np.lexsort((view.uid[willing], view.draw()[willing], had))
        rows = view.rows[willing[order[: self.turns]]]
        if rows.size == 0:
            return []
        turn = Turn(rows=rows, come=self.come, write=self.write, ratings=self.ratings, worth=self.worth)
        return [turn, Spend(amount=0.0, hours=self.hours_of_work, purpose="turns")]
