"""Adverts in the feed, marked as such or hidden in the talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Advertise, Lever
from clubsim.sim.policy import Policy, View


@register("money/adverts")
@dataclass(frozen=True, kw_only=True)
class Adverts(Policy):
    """
    Put some adverts a day into the feed, which earn by their readers and are noise to them.

    Marked adverts cost readers' time and earn less. Hidden ones earn more until somebody sees through them: of those
    who came yesterday a share finds out, and trusts the operator less. `when: {members_above: 300}` sells only to a
    community that has grown first.

    Source: assumed. M118, M120, M123, M53, H46: the sources disagree whether adverts harm; no number is theirs.
    """

    nothing: ClassVar[dict[str, Any]] = {"messages": 0}
    dose: ClassVar[dict[str, Any]] = {"messages": 200, "marked": False, "found_out": 1.0}
    example: ClassVar[dict[str, Any]] = {"messages": 3, "price": 0.02, "marked": True}
    needs: ClassVar[dict[str, float]] = {
        "reading": 1,
        "visit_benefit": 2.0,
        "trusting": 1,
        "visit_trust": 2.0,
        "trust_advert": 0.3,
    }
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H45", "H46")

    messages: Annotated[int, Spec(0, 10_000, "advert/day", "assumed")] = 3
    price: Annotated[float, Spec(0, inf, "yuan/reader", "assumed: 10 yuan for a thousand readers")] = 0.01
    marked: bool = True
    hidden_gain: Annotated[float, Spec(1, 100, "factor", "assumed: a hidden advert earns more")] = 2.0
    found_out: Annotated[float, Spec(0, 1, "share/day", "assumed: of those who came, where adverts are hidden")] = 0.02

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.messages == 0:
            return []
        if self.marked:
            return [Advertise(messages=self.messages, price=self.price, found_out=view.rows[:0])]
        came = np.asarray(view.last_visit) == view.day - 1
        seen_through = view.rows[came & (view.draw() < self.found_out)]
        return [Advertise(messages=self.messages, price=self.price * self.hidden_gain, found_out=seen_through)]
