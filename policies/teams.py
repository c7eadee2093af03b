"""A team of volunteers who do a part of the operator's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.agents.records import Role
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.helpers import Chosen, can_pay
from clubsim.policies.money import Funded
from clubsim.policies.officers import officers
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Moderate, Promise, Rows, Serve
from clubsim.sim.policy import Policy, View


@register("roles/teams")
@dataclass(frozen=True, kw_only=True)
class Teams(Policy):
    """
    Found a team of volunteers, members like others, who answer newcomers or remove noise in the hours they give.

    A team that answers sees to it that no first message stays unanswered for longer than `wait` hours, as far as its
    hours reach; one that moderates looks through as many messages as its hours allow, and hides the noise it finds.
    The hours are those of the office, in the ledger as given by members; with a wage they are paid. Volunteers come,
    unless weary, tire of their hours, and who is wearier than `endurance` gives up for good and is replaced or not.

    Source: adapted. M86 (members in the team cost less), M89 (functional teams share the load); numbers are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"size": 0}
    dose: ClassVar[dict[str, Any]] = {"size": 8, "hours": 5.0, "wait": 0.5, "tenure": 0, "endurance": 1.0}
    example: ClassVar[dict[str, Any]] = {"task": "answers", "size": 6, "hours": 0.5, "wait": 12.0}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H30", "H32", "H33")

    task: Literal["answers", "moderation"] = "answers"  # what the team does
    size: Annotated[int, Spec(0, 10_000, "member", "assumed; 0 for none")] = 6
    chosen: Chosen = "messages"  # of what volunteers have most
    tenure: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: four weeks")] = 28
    recent: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed: two weeks")] = 14
    hours: Annotated[float, Spec(0, 24, "hour/day and volunteer", "assumed")] = 0.5
    minutes: Annotated[float, Spec(0.1, 1440, "minute/answer", "assumed")] = 6.0
    wait: Annotated[float, Spec(0, 168, "hour", "assumed: half a day")] = 12.0
    found: Annotated[float, Spec(0, 1, "share of noise", "assumed")] = 0.7
    pace: Annotated[float, Spec(0, inf, "message/hour", "assumed: half a minute each")] = 120.0
    endurance: Annotated[float, Spec(0, 1, "fatigue", "assumed; 1 for ever")] = 0.3
    replaced: bool = True  # whether another is asked in the place of one who gives up
    pay: Annotated[float, Spec(0, inf, "yuan/day and volunteer", "assumed: volunteers")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.size == 0 or self.hours == 0 or not can_pay(view, self.size, 1.0, self.pay, self.funded):
            return []
        rows = officers(view, Role.VOLUNTEER, self.size, self.chosen, self.tenure, self.recent, self.replaced)
        if rows.size == 0:
            return []
        serve = Serve(
            rows=rows,
            role=Role.VOLUNTEER,
            hours=self.hours,
            endurance=self.endurance,
            purpose=f"team, {self.task}",
            pay=self.pay,
            funded=self.funded,
        )
        return [serve, self._work(rows)]

    def _work(self, rows: Rows) -> Lever:
        if self.task == "answers":
            return Promise(
                share=1.0, wait=self.wait, helpers=rows, hours=self.hours, minutes=self.minutes, entered=False
            )
        return Moderate(
            noise=self.found,
            off_topic=0.0,
            mistakes=0.0,
            topic=0,
            harsh=0.0,
            hours=self.hours * rows.size,
            pace=self.pace,
            tiring=0.0,  # it is the volunteers who tire
            rest=1.0,
        )
