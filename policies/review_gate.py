"""An application that a reviewer reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.policies.steps import check_steps, value_on
from clubsim.sim.levers import Lever, Review
from clubsim.sim.policy import Policy, View

MOST = 10.0  # [sd] beyond which nobody is


@register("gate/review")
@dataclass(frozen=True, kw_only=True)
class ReviewGate(Channelled, Policy):
    """
    Let a reviewer admit the applicants who seem to care enough.

    The reviewer sees how much somebody cares with an error, so some of the keen are turned down and some of the
    lukewarm get in. The error belongs to the applicant: who applies again is seen in the same light, and gets in only
    if the threshold has been lowered (`steps`). Each application takes time, also of somebody who applied before.

    Source: assumed. M31 (strict review), M41 (standards lowered when expanding); neither names a number.
    """

    nothing: ClassVar[dict[str, Any]] = {"threshold": None}
    dose: ClassVar[dict[str, Any]] = {"threshold": 1.5}
    example: ClassVar[dict[str, Any]] = {"threshold": 0.5, "hours": 0.25, "steps": ((90, 0.0), (180, -0.5))}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H02", "H05", "H08")

    threshold: Annotated[float | None, Spec(-MOST, MOST, "sd of enthusiasm", "assumed; null for no review")] = (
        0.5  # what a reviewer must see
    )
    noise: Annotated[float, Spec(0, MOST, "sd of enthusiasm", "assumed: a reliability of one half")] = 1.0
    hours: Annotated[float, Spec(0, 1000, "hour/application", "assumed: a quarter of an hour")] = 0.25
    steps: Annotated[
        tuple[tuple[float, ...], ...], Spec(-inf, inf, "day, sd of enthusiasm", "assumed: none (M41)")
    ] = ()  # [[day, threshold], ...]: from that day on

    def __post_init__(self) -> None:
        settle(self)
        check_steps(self.steps, "threshold", -MOST, MOST)
        if self.steps and self.threshold is None:
            raise ValueError(
                f"steps move a threshold, and there is none; write threshold: {MOST:g} to begin with a shut door"
            )

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.threshold is None:
            return []
        least = value_on(view.day, self.threshold, self.steps)
        return [Review(least=least, noise=self.noise, hours=self.hours, channels=self.channels)]
