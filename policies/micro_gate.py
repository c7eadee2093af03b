"""Something small that one must have done elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Gate, Lever, Signal
from clubsim.sim.policy import Policy, View


@register("gate/micro")
@dataclass(frozen=True, kw_only=True)
class MicroGate(Channelled, Policy):
    """
    Ask of whoever wants to join something small that those who care do anyway, and perhaps a token sum for it.

    Who does it is settled once for a person and a slot. The sum goes to somebody outside, and nobody of the community
    has work with it. Several such gates, each in a slot of its own, ask for all their signals at once.

    Source: assumed. M38 (10,000 steps that day and 1 yuan for a salad of 30); how far the signal goes with interest is
    named nowhere.
    """

    nothing: ClassVar[dict[str, Any]] = {"least": None, "price": 0.0}
    dose: ClassVar[dict[str, Any]] = {"least": 1.5}
    example: ClassVar[dict[str, Any]] = {"least": 0.0, "spread": 0.5, "price": 1.0}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H02", "H05")

    least: Annotated[
        float | None, Spec(-10, 10, "sd of enthusiasm", "assumed; one in two does it, null: not asked")
    ] = 0.0
    spread: Annotated[float, Spec(0.01, 10, "sd of enthusiasm", "assumed: as much as a task's spare time")] = 0.5
    price: Annotated[float, Spec(0, 1000, "yuan", "adapted: M38, 1 yuan")] = 1.0

    def __post_init__(self) -> None:
        settle(self)

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        levers: list[Lever] = []
        if self.least is not None:
            levers.append(Signal(least=self.least, spread=self.spread, channels=self.channels))
        if self.price > 0:
            levers.append(Gate(price=self.price, once=True, channels=replace(self.channels, funds=False)))
        return levers
