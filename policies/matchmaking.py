"""Introductions of members who write about the same things."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.policies.weekdays import Weekday, weekday_number
from clubsim.sim.levers import Introduce, Lever, Numbers, Spend
from clubsim.sim.policy import Policy, View


@register("outreach/matchmaking")
@dataclass(frozen=True, kw_only=True)
class Matchmaking(Policy):
    """
    Introduce pairs of active members to each other, once a week, by what both have written about.

    In an order drawn by lot, each of those who may be introduced is matched with the one whose messages fall most alike
    on the topics. Both have a tie to begin with, a message to come, and may turn to each other next.

    Source: assumed. A09 (an operator brings together who fits together); that it matters is what one may try.
    """

    nothing: ClassVar[dict[str, Any]] = {"pairs": 0}
    dose: ClassVar[dict[str, Any]] = {
        "pairs": 100,
        "within": LAST_DAY,
        "least_messages": 0,
        "most": 1000,
        "lift": 5.0,
    }
    example: ClassVar[dict[str, Any]] = {"weekday": "monday", "pairs": 5, "most": 2}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H58",)

    weekday: Weekday = "wednesday"
    pairs: Annotated[int, Spec(0, 10_000, "pair/week", "assumed")] = 10
    within: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed")] = 14
    least_messages: Annotated[int, Spec(0, 1_000_000, "message written", "assumed: enough to know topics by")] = 5
    most: Annotated[int, Spec(1, 1000, "introduction/member", "assumed")] = 3
    lift: Annotated[float, Spec(0, 10, "logit", "assumed: half as much as a private message to the silent")] = 0.5
    hours_per_pair: Annotated[float, Spec(0, inf, "hour", "assumed: a quarter")] = 0.25

    def __post_init__(self) -> None:
        settle(self)
        weekday_number(self.weekday)

    def act(self, view: View) -> Sequence[Lever]:
        if self.pairs == 0 or view.weekday != weekday_number(self.weekday):
            return []
        known = (view.messages >= self.least_messages) & (view.introductions < self.most)
        places = np.flatnonzero(known & (view.day - view.last_visit <= self.within))
        order = places[np.lexsort((view.uid[places], view.draw()[places]))]
        one, other = pairs_alike(view.topics[order], self.pairs)
        if one.size == 0:
            return []
        rows = view.rows[order]
        work = Spend(amount=0.0, hours=one.size * self.hours_per_pair, purpose="introductions")
        return [Introduce(one=rows[one], other=rows[other], lift=self.lift), work]


def pairs_alike(topics: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """
    Pairs of people, each only once: the first takes whoever is most like them, then the first of those left.

    Args:
        topics: [n, K], messages by topic.
        most: how many pairs at most.

    Returns:
        Places of one and of the other, [pairs] each.
    """
    shares = topics / np.maximum(topics.sum(axis=1), 1)[:, None]
    free = np.ones(shares.shape[0], dtype=np.bool_)
    one: list[int] = []
    other: list[int] = []
    for place in range(shares.shape[0]):
        if len(one) == most:
            break
        if not free[place]:
            continue
        free[place] = False
        if free.any():
            alike = likeness(shares, place)
            alike[~free] = -1.0
            mate = int(alike.argmax())  # of several the first in the order of luck
            free[mate] = False
            one.append(place)
            other.append(mate)
    return np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)


def likeness(shares: Numbers, place: int) -> Numbers:
    """How much of everybody's talk is about what one talks about: [n], in [0, 1], added up topic by topic."""
    alike = np.zeros(shares.shape[0])
    for topic in range(shares.shape[1]):
        alike += np.minimum(shares[:, topic], shares[place, topic])
    return alike
