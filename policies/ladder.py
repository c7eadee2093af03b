"""A ladder that members come up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.agents.records import Role
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Promote, Rows
from clubsim.sim.policy import Policy, View


@register("roles/ladder")
@dataclass(frozen=True, kw_only=True)
class Ladder(Policy):
    """
    Make core members of those who have written so much, been answered so often and been in for so long.

    To be promoted, for all to see, closes a part of the gap to full belonging to the whole; the role is for good. With
    few places, who has written most comes first.

    Source: adapted. M88 (ordinary and core members; find talent, promote), M112 (expansion paced by trained members);
    the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"gain": 0.0}
    dose: ClassVar[dict[str, Any]] = {"messages": 0, "tenure": 0, "gain": 1.0}
    example: ClassVar[dict[str, Any]] = {"messages": 100, "answers": 20, "tenure": 60, "gain": 0.3}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H30", "H36")

    messages: Annotated[int, Spec(0, 1_000_000, "message since joining", "assumed")] = 50
    answers: Annotated[int, Spec(0, 1_000_000, "reply received since joining", "assumed; 0 for any")] = 0
    tenure: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: four weeks")] = 28
    most: Annotated[int | None, Spec(1, 1_000_000, "core member", "assumed: as many as come so far")] = None
    gain: Annotated[float, Spec(0, 1, "share of the gap", "assumed: as three usual gifts")] = 0.3

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.gain == 0:
            return []
        rows = self._risen(view)
        return [Promote(rows=rows, gain=self.gain)] if rows.size else []

    def _risen(self, view: View) -> Rows:
        enough = (view.messages >= self.messages) & (view.replies >= self.answers) & (view.tenure >= self.tenure)
        risen = np.flatnonzero(enough & (view.role == Role.MEMBER))
        order = np.lexsort((view.uid[risen], view.draw()[risen], -view.messages[risen]))
        places = risen.size if self.most is None else max(self.most - int(np.sum(view.role == Role.CORE)), 0)
        return view.rows[risen[order[:places]]]
