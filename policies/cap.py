"""So many members and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, MembersLimit
from clubsim.sim.policy import Policy, View


@register("structure/cap")
@dataclass(frozen=True, kw_only=True)
class Cap(Policy):
    """
    Let at most so many be members at once; whoever else passes the gates waits for a place, for a while.

    Nobody is removed where there are more already. Those who wait come in before those who knock later.

    Source: assumed. M111 (not bigger is better); no source gives a number.
    """

    nothing: ClassVar[dict[str, Any]] = {"members": 0}
    dose: ClassVar[dict[str, Any]] = {"members": 22}
    example: ClassVar[dict[str, Any]] = {"members": 150, "wait": 30}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H52",)

    members: Annotated[int, Spec(0, LAST_DAY, "member", "adapted: H52 asks for 50 to 5,000; 0 for no cap")] = 300
    wait: Annotated[int, Spec(0, LAST_DAY, "day", "assumed; 0 for nobody waits")] = 14

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.members == 0:
            return []
        return [MembersLimit(members=self.members, wait=self.wait)]
