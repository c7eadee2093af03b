"""An elder for every newcomer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Introduce, Lever, Numbers, Spend
from clubsim.sim.policy import Policy, View


@register("outreach/buddies")
@dataclass(frozen=True, kw_only=True)
class Buddies(Policy):
    """
    Introduce every newcomer to an elder who is often there; an elder takes on a few a day.

    Elders stand on a ring by their luck, and a newcomer gets the first with time from their own place on it, so that
    one elder or newcomer more changes only the pairs next to them. Both have a tie to begin with, a message to come,
    and may turn to each other next.

    Source: assumed. A09 (an operator brings members together); M12 (newcomers are silent among strangers).
    """

    nothing: ClassVar[dict[str, Any]] = {"each": 0}
    dose: ClassVar[dict[str, Any]] = {
        "newcomer_days": LAST_DAY,
        "elder_days": 0,
        "least_messages": 0,
        "within": LAST_DAY,
        "each": 10,
        "lift": 5.0,
    }
    example: ClassVar[dict[str, Any]] = {"elder_days": 60, "each": 1}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H33",)

    newcomer_days: Annotated[int, Spec(0, LAST_DAY, "day of membership at most", "assumed")] = 3
    elder_days: Annotated[int, Spec(0, LAST_DAY, "day of membership at least", "assumed")] = 30
    least_messages: Annotated[int, Spec(0, 1_000_000, "message written", "assumed")] = 10
    within: Annotated[int, Spec(1, LAST_DAY, "day since the elder's last visit", "assumed")] = 3
    each: Annotated[int, Spec(0, 1000, "newcomer/elder/day", "assumed")] = 2
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: half as much as a private message to the silent")] = 0.5
    hours_per_pair: Annotated[float, Spec(0, inf, "hour", "assumed: six minutes")] = 0.1

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.each == 0:
            return []
        new = np.flatnonzero((view.tenure <= self.newcomer_days) & (view.introductions == 0))
        if new.size == 0:
            return []
        known = (view.tenure >= self.elder_days) & (view.messages >= self.least_messages)
        old = np.flatnonzero(known & (view.day - view.last_visit <= self.within))
        newcomers, elders = on_the_ring(view.draw(), view.uid, new, old, self.each)
        if newcomers.size == 0:
            return []
        work = Spend(amount=0.0, hours=newcomers.size * self.hours_per_pair, purpose="introductions")
        return [Introduce(one=view.rows[newcomers], other=view.rows[elders], lift=self.lift), work]


def on_the_ring(luck: Numbers, uid: Numbers, new: Numbers, old: Numbers, each: int) -> tuple[Numbers, Numbers]:
    """
    Who takes on whom: each of `new` the next of `old` round a ring, from where they stand on it by their luck.

    Args:
        luck, uid: [n], place on the ring, in (0, 1), and who it is.
        new, old: places in these; somebody who is in both is paired only once.
        each: how many one of `old` takes on at most.

    Returns:
        Places of newcomers and of elders, [pairs] each.
    """
    taken = dict.fromkeys(old.tolist(), 0)
    paired: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for place in new[np.lexsort((uid[new], luck[new]))].tolist():
        free = np.array([elder for elder in taken if elder != place and taken[elder] < each], dtype=np.int64)
        if place in paired or free.size == 0:
            continue
        ahead = (luck[free] - luck[place]) % 1.0
        elder = int(free[np.lexsort((uid[free], ahead))[0]])
        taken[elder] += 1
        paired |= {place, elder}
        pairs.append((place, elder))
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]
