"""Members who are named in a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Mention, Spend
from clubsim.sim.policy import Policy, View


@register("outreach/mention")
@dataclass(frozen=True, kw_only=True)
class Mentions(Policy):
    """
    Name a few members in a post of the day, drawn among those who have stayed away for some days but not for long.

    To be named is a notification, like a reply: it brings people back as a reply does, members who have dropped out do
    not see it, and of several on one day each further one counts less.

    Source: adapted. Evidence 2.2: a notification raises the odds of a visit; M129. Whom to name is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"most": 0}
    dose: ClassVar[dict[str, Any]] = {"days": 0, "near": LAST_DAY, "most": 1000}
    example: ClassVar[dict[str, Any]] = {"days": 3, "near": 14, "most": 5}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H58",)

    days: Annotated[int, Spec(0, LAST_DAY, "day without a visit, at least", "assumed")] = 2
    near: Annotated[int, Spec(0, LAST_DAY, "day without a visit, at most", "assumed")] = 10
    most: Annotated[int, Spec(0, 10_000, "member/day", "assumed: more would be spam")] = 10
    hours_per_post: Annotated[float, Spec(0, inf, "hour/day", "assumed")] = 0.2

    def __post_init__(self) -> None:
        settle(self)
        if self.near < self.days:
            raise ValueError(
                f"near is the most days without a visit and must be at least days, {self.days}, not {self.near}; "
                f"write {self.days} or more"
            )

    def act(self, view: View) -> Sequence[Lever]:
        if self.most == 0:
            return []
        away = view.day - 1 - view.last_visit
        places = np.flatnonzero((away >= self.days) & (away <= self.near))
        if places.size == 0:
            return []
        chosen = places[np.lexsort((view.uid[places], view.draw()[places]))][: self.most]
        work = Spend(amount=0.0, hours=self.hours_per_post, purpose="mentions")
        return [Mention(rows=view.rows[np.sort(chosen)]), work]
