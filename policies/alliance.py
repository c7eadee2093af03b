"""An alliance with communities that have members of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.money import Funded
from clubsim.policies.registry import register
from clubsim.sim.levers import Ally, Lever, Spend
from clubsim.sim.policy import Policy, View


@register("structure/alliance")
@dataclass(frozen=True, kw_only=True)
class Alliance(Policy):
    """
    Ally with partner communities, real ones that live beside ours: members, needs and messages are exchanged.

    A common card opens each to the other's members: earned by those who come, or sold for good. Partner members with
    the card hear of us and may knock, the likelier to care the more the two overlap. Ours with the card find part of
    what they miss here at the partner, which keeps them (only where the World has `needs` on); but they also see
    another home, and who belongs little here may go over for good, the likelier the more the two overlap. The partner's
    messages can be read here, and ours there. A partner that dies meets no needs and draws nobody.

    Source: assumed. M109 (a forecast: partners keep would-be leavers and add members at lower cost), M10 (one community
    never meets all needs), M47 (fresh blood); H51 asks for the direction, and adds that exposure may leak members.
    """

    nothing: ClassVar[dict[str, Any]] = {"partners": 0}
    dose: ClassVar[dict[str, Any]] = {"partners": 2, "size": 40, "hears": 0.1}
    example: ClassVar[dict[str, Any]] = {"partners": 3, "size": 200, "overlap": 0.5, "card": "earned"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H51",)

    partners: Annotated[int, Spec(0, 16, "community", "assumed; H51 tries 1, 3 and 6")] = 3
    size: Annotated[int, Spec(1, 1_000_000, "member/partner", "assumed: at its foundation")] = 100
    inflow: Annotated[float, Spec(0, 1e6, "person/partner/day", "assumed: who come to it by themselves")] = 0.5
    age: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: of each when the alliance begins")] = 60
    liveliness: Annotated[float, Spec(-10, 10, "logit", "assumed: people come there as they do here")] = 0.0
    overlap: Annotated[float, Spec(0, 1, "correlation", "assumed: of what one cares for here and there")] = 0.5
    card: Literal["earned", "sold"] = "earned"
    card_days: Annotated[int, Spec(1, LAST_DAY, "day", "assumed: a visit earns the card for so long")] = 28
    price: Annotated[float, Spec(0, inf, "yuan", "assumed: of a card that is sold")] = 30.0
    hears: Annotated[float, Spec(0, 1, "chance/partner's member/day", "assumed")] = 0.01
    benefit: Annotated[float, Spec(0, 1, "share of what is unmet", "assumed: M10, M109")] = 0.3
    leak: Annotated[float, Spec(0, 1, "chance/member/day", "assumed: of who belongs nowhere")] = 0.001
    content: Annotated[float, Spec(0, 1, "share of messages", "assumed")] = 0.1
    cost: Annotated[float, Spec(0, inf, "yuan/partner/day", "assumed: M109, nothing")] = 0.0
    hours: Annotated[float, Spec(0, 24, "hour/partner/day", "assumed: a quarter of an hour")] = 0.25
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.partners == 0:
            return []
        work = Spend(
            amount=self.cost * self.partners,
            hours=self.hours * self.partners,
            purpose="alliance",
            funded=self.funded,
        )
        return [self.ally(), work]

    def ally(self) -> Ally:
        """The alliance as it stands on every day."""
        return Ally(
            partners=self.partners,
            size=self.size,
            inflow=self.inflow,
            age=self.age,
            liveliness=self.liveliness,
            overlap=self.overlap,
            card=self.card,
            card_days=self.card_days,
            price=self.price,
            hears=self.hears,
            benefit=self.benefit,
            leak=self.leak,
            content=self.content,
        )
