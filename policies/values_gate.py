"""Values that are published, and keep away those who do not share them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Values
from clubsim.sim.policy import Policy, View


@register("gate/values")
@dataclass(frozen=True, kw_only=True)
class ValuesGate(Channelled, Policy):
    """
    Publish what the community stands for: those with little interest in it stay away by themselves.

    Nobody is judged and no hour is spent. What is published is one of the world's topics; the vaguer it is put, the
    less somebody's interest decides whether they feel at home.

    Source: assumed. M37 (the invisible gate of ideas and values); no number is named.
    """

    nothing: ClassVar[dict[str, Any]] = {"least": 0.0}
    dose: ClassVar[dict[str, Any]] = {"least": 2.0}
    example: ClassVar[dict[str, Any]] = {"least": 1.0, "topic": 0}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H02", "H06")

    least: Annotated[
        float, Spec(0, 16, "usual interest in the topic", "assumed; of whom one in two feels at home, 0: everybody")
    ] = 1.0
    vagueness: Annotated[float, Spec(0.01, 5, "log interest", "assumed: as soft as a price")] = 0.3
    topic: Annotated[int, Spec(0, 1000, "topic", "assumed: the first; counted round")] = 0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.least == 0:
            return []
        return [Values(topic=self.topic, least=self.least, vagueness=self.vagueness, channels=self.channels)]
