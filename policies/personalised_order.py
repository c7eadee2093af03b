"""A feed that shows every reader first what interests them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import settle
from clubsim.policies.money import Funded, affordable
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Order, Spend
from clubsim.sim.policy import Policy, View


@register("moderation/personalised")
@dataclass(frozen=True, kw_only=True)
class PersonalisedOrder(Policy):
    """
    Show every reader first what interests them, and leave out what hardly does.

    The order changes what a reader gets to within what they read in a day. What they do not see they neither read nor
    answer, unless a partner wrote it. Nothing is hidden from all.

    Source: adapted. Ren & Kraut (2014), personalised moderation: people see different messages based on their
    interests; how well interests are known, and from where on a topic is left out, is assumed.
    """

    nothing: ClassVar[dict[str, Any]] = {"accuracy": 0.0}
    dose: ClassVar[dict[str, Any]] = {"accuracy": 1.0, "least": 1.0}
    example: ClassVar[dict[str, Any]] = {"accuracy": 0.9, "least": 0.5}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H62",)

    accuracy: Annotated[float, Spec(0, 1, "share: 0 sorts nothing, 1 knows interests perfectly", "assumed")] = 0.9
    least: Annotated[float, Spec(0, 16, "fair share of interest shown", "assumed; 0 leaves nothing out")] = 0.5
    cost: Annotated[float, Spec(0, inf, "yuan/day", "assumed: software that is there")] = 0.0
    funded: Funded = "fees"

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.accuracy == 0 or not affordable(view, self.cost, self.funded):
            return []
        levers: list[Lever] = [Order(accuracy=self.accuracy, least=self.least)]
        if self.cost > 0:
            levers.append(Spend(amount=self.cost, hours=0.0, purpose="sorted feed", funded=self.funded))
        return levers
