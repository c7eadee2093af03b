"""A door for those whom a member invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Invitations, Lever
from clubsim.sim.policy import Policy, View


@register("gate/invite")
@dataclass(frozen=True, kw_only=True)
class InviteGate(Channelled, Policy):
    """
    Admit only those whom a member invited, and let members invite so many people.

    How often members invite at all is the World's (`invite_rate`): where they invite nobody, this gate shuts the
    community. Whom a member invites is like them and knows some of those who are in, as without the gate. An invitation
    is used up though the invited stay away, so with few of them a community does not replace itself: what decides is
    whether a member's invitations times the chance that one is taken exceed 1.

    Source: adapted. M30 (invitation only, invitation codes; no number is named).
    """

    nothing: ClassVar[dict[str, Any]] = {"others": "welcome", "invitations": None}
    dose: ClassVar[dict[str, Any]] = {"others": "refused", "invitations": 1}
    example: ClassVar[dict[str, Any]] = {"others": "refused", "invitations": 5, "every_days": 90}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H05", "H55")

    others: Literal["refused", "welcome"] = "refused"  # those who knock uninvited
    invitations: Annotated[
        int | None, Spec(0, 10_000, "invitation/member", "assumed; null for as many as they like")
    ] = 3
    every_days: Annotated[
        int, Spec(0, LAST_DAY, "day of membership", "assumed: 0, once; else as many again after so many days")
    ] = 0

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.others == "welcome" and self.invitations is None:
            return []
        only = self.others == "refused"
        return [Invitations(only=only, most=self.invitations, days=self.every_days, channels=self.channels)]
