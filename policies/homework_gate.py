"""A task to do before one gets in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Rows, Task
from clubsim.sim.policy import Policy, View


@register("gate/homework")
@dataclass(frozen=True, kw_only=True)
class HomeworkGate(Channelled, Policy):
    """
    Ask whoever wants to join to do a task first, on which members comment.

    Those who care less than the task takes give up; how much time somebody happens to have blurs that, so it also costs
    some who are keen and busy. Members who came yesterday comment, and whoever gets in knows one of them from then on.
    The effort is cherished (M39) as far as the World's `cherishing` says.

    Source: adapted. M36 (a task, the community comments: a first interaction before entry); the numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"effort": None}
    dose: ClassVar[dict[str, Any]] = {"effort": 1.0, "commenters": 5}
    example: ClassVar[dict[str, Any]] = {"effort": 0.5, "commenters": 3}
    evidence: ClassVar[str] = "weak"
    claims: ClassVar[tuple[str, ...]] = ("H02", "H03", "H05")

    effort: Annotated[float | None, Spec(-10, 10, "sd of enthusiasm", "assumed; null for no task")] = 0.5
    spare: Annotated[float, Spec(0, 10, "sd of enthusiasm", "assumed: half as much as people differ in caring")] = 0.5
    hours: Annotated[float, Spec(0, 1000, "hour/task", "assumed: to set it and see to comments")] = 0.5
    commenters: Annotated[int, Spec(0, 1000, "member", "assumed; who may comment on a day, 0 for nobody")] = 3

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.effort is None:
            return []
        rows = commenting(view, self.commenters)
        return [Task(effort=self.effort, spare=self.spare, hours=self.hours, commenters=rows, channels=self.channels)]


def commenting(view: View, most: int) -> Rows:
    """The rows of at most `most` members who comment today, by luck among those who came yesterday."""
    if most == 0:
        return np.empty(0, np.int64)
    came = np.flatnonzero(view.last_visit == view.day - 1)
    order = np.lexsort((view.uid[came], view.draw()[came]))
    return view.rows[came[order[:most]]]
