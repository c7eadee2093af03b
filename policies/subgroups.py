"""Groups by city or by interest beside the main room."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Subgroups
from clubsim.sim.policy import Policy, View


@register("structure/subgroups")
@dataclass(frozen=True, kw_only=True)
class SmallerGroups(Policy):
    """
    Give members of one city, or of one strongest interest, a room of their own beside the main one.

    Each member is in at most one, reads both rooms and writes a share of their own messages there. Groups that members
    found themselves take the active and cost no work; the operator's have a leader.

    Source: assumed. M102, N26 (city groups beside the main one; the operator founded that of the largest city, the
    others formed by themselves), M103; what of the talk goes there is not known.
    """

    nothing: ClassVar[dict[str, Any]] = {"share": 0.0}
    dose: ClassVar[dict[str, Any]] = {"by": "interest", "least": 2, "share": 0.9}
    example: ClassVar[dict[str, Any]] = {"by": "city", "least": 15, "share": 0.4, "founded": "by_members"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H52", "H53")

    by: Literal["interest", "city"] = "city"
    least: Annotated[int, Spec(1, LAST_DAY, "member", "assumed")] = 20
    share: Annotated[float, Spec(0, 1, "share of a member's own messages", "assumed; 0 for no groups")] = 0.3
    founded: Literal["by_operator", "by_members", "largest_by_operator"] = "by_operator"
    hours_to_open: Annotated[float, Spec(0, inf, "hour/group", "assumed")] = 2.0
    hours_of_leader: Annotated[float, Spec(0, inf, "hour/group/week", "assumed")] = 2.0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.share == 0:
            return []
        groups = Subgroups(
            by=self.by,
            least=self.least,
            share=self.share,
            founded=self.founded,
            opening=self.hours_to_open,
            leading=self.hours_of_leader,
        )
        return [groups]
