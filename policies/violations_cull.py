"""The removal of those who post advertisements and filler again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.periods import turn_of
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Remove, Rows, Spend, Tally, Warn
from clubsim.sim.policy import Policy, View


@register("cull/violations")
@dataclass(frozen=True, kw_only=True)
class ViolationsCull(Policy):
    """
    Remove, on the day after each period, whoever was caught writing noise more than `tolerance` times.

    Each noise message is caught with the chance `detection`, independently of the others. Nobody is removed for
    what is no noise. A period that began or ended while the policy did not act is not judged.

    `announced` and `executed` make four policies of it (H11): who heeds such things writes less noise under a warning.

    Source: adapted. M44 (irregular removal of violators; detection rate, tolerance); the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"detection": 0.0}
    dose: ClassVar[dict[str, Any]] = {"detection": 1.0, "tolerance": 0, "period": 7}
    needs: ClassVar[dict[str, float]] = {"noise_share": 0.1}
    example: ClassVar[dict[str, Any]] = {"tolerance": 2, "detection": 0.5, "period": 28}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H21", "H28")

    tolerance: Annotated[int, Spec(0, 10_000, "message/period", "assumed")] = 2
    detection: Annotated[float, Spec(0, 1, "chance/message", "assumed; 0 for none")] = 0.5
    period: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: now and then")] = 28
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0
    hours_of_work: Annotated[float, Spec(0, inf, "hour/period", "assumed: to look through the messages")] = 2.0
    announced: bool = False
    executed: bool = True

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("removal",)

    def act(self, view: View) -> Sequence[Lever]:
        turn = turn_of(view, self.period, self.first_day)
        if self.detection == 0:
            return []
        levers: list[Lever] = [Warn(detection=self.detection)] if self.announced and view.day >= self.first_day else []
        if turn.begins and self.executed:
            levers.append(Tally())
        if turn.ends and self.executed:
            rows = self._caught(view)
            if rows.size:
                levers.append(Remove(rows=rows, reason="violations"))
            if self.hours_of_work > 0:
                levers.append(Spend(amount=0.0, hours=self.hours_of_work, purpose="watch over the rules"))
        return levers

    def _caught(self, view: View) -> Rows:
        posted = view.noise_since
        chances = chances_of_removal(int(posted.max(initial=0)), self.tolerance, self.detection)
        return view.rows[view.draw() < np.array(chances)[posted]]


def chances_of_removal(most: int, tolerance: int, detection: float) -> list[float]:
    """
    For 0 .. `most` messages, the chance that more than `tolerance` are caught, each with the chance `detection`.

    The chances of 0 .. tolerance + 1 catches are carried from message to message, the last one for all that are more,
    so that it never falls with one message more.

    Args:
        most, tolerance: >= 0.
        detection: in [0, 1].

    Returns:
        [most + 1], each in [0, 1].
    """
    enough = min(tolerance, most) + 1
    caught = [1.0] + [0.0] * enough
    chances = [0.0]
    for _ in range(most):
        for k in range(enough, 0, -1):
            stays = caught[k] if k == enough else caught[k] * (1.0 - detection)
            caught[k] = stays + caught[k - 1] * detection
        caught[0] *= 1.0 - detection
        chances.append(caught[enough] if enough > tolerance else 0.0)
    return chances
