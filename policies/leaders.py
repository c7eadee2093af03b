"""Deputies who host beside the founder."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.agents.records import Role
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.helpers import Chosen, can_pay
from clubsim.policies.money import Funded
from clubsim.policies.officers import officers
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Serve
from clubsim.sim.policy import Policy, View


@register("roles/leaders")
@dataclass(frozen=True, kw_only=True)
class Leaders(Policy):
    """
    Appoint deputies among the members who are answered most, who host beside the founder or in their place.

    A deputy comes, unless weary, and writes more by the hours they give; their example draws the others like a
    founder's. They tire, and who is wearier than `endurance` steps down for good, to be replaced by the next or not. A
    stipend is paid for each day of work; on a morning on which the club cannot pay it, all are let go.

    Source: adapted. M87 (an early community lives on few leaders), M97 (a single owner tires; deputies, with something
    in return), M99; hours, fatigue and endurance are assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"number": 0}
    dose: ClassVar[dict[str, Any]] = {"number": 5, "hours": 6.0, "endurance": 1.0, "tenure": 0}
    example: ClassVar[dict[str, Any]] = {"number": 3, "hours": 2.0, "pay": 50.0, "funded": "outside"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H29", "H30", "H31", "H32")

    number: Annotated[int, Spec(0, 10_000, "member", "assumed; 0 for none")] = 3
    chosen: Chosen = "answered"  # of what deputies have most
    tenure: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: four weeks")] = 28
    recent: Annotated[int, Spec(1, LAST_DAY, "day since the last visit", "assumed: two weeks")] = 14
    hours: Annotated[float, Spec(0, 24, "hour/day and deputy", "assumed")] = 2.0
    endurance: Annotated[float, Spec(0, 1, "fatigue", "assumed: at two hours, some three months; 1 for ever")] = 0.3
    replaced: bool = True  # whether another is asked in the place of one who steps down
    pay: Annotated[float, Spec(0, inf, "yuan/day and deputy", "assumed: for honour")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.number == 0 or self.hours == 0 or not can_pay(view, self.number, 1.0, self.pay, self.funded):
            return []
        rows = officers(view, Role.DEPUTY, self.number, self.chosen, self.tenure, self.recent, self.replaced)
        if rows.size == 0:
            return []
        serve = Serve(
            rows=rows,
            role=Role.DEPUTY,
            hours=self.hours,
            endurance=self.endurance,
            purpose="deputies",
            pay=self.pay,
            funded=self.funded,
        )
        return [serve]
