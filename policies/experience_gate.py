"""A band of years that one must have behind oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.channels import Channelled
from clubsim.policies.fields import settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Experience, Lever
from clubsim.sim.policy import Policy, View


@register("gate/experience")
@dataclass(frozen=True, kw_only=True)
class ExperienceGate(Channelled, Policy):
    """
    Admit only people with so many years of experience in the subject, which a curriculum vitae shows truly.

    How many years people have is the World's (`experience_median`, `experience_sd`), and so is whether those with more
    years also care more (`experience_enthusiasm`, by default not). That people of like experience have like needs is no
    part of this.

    Source: adapted. M32 (students apart from those with 3 to 5 years).
    """

    nothing: ClassVar[dict[str, Any]] = {"from_years": 0.0, "below_years": None}
    dose: ClassVar[dict[str, Any]] = {"from_years": 5.0}
    example: ClassVar[dict[str, Any]] = {"from_years": 3.0, "below_years": 6.0}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H02", "H05")

    from_years: Annotated[float, Spec(0, 100, "year", "adapted: M32, 3 to 5 years")] = 3.0
    below_years: Annotated[float | None, Spec(0, 100, "year", "assumed: null, no upper end")] = None

    def __post_init__(self) -> None:
        settle(self)
        if self.below_years is not None and self.below_years <= self.from_years:
            raise ValueError(
                f"below_years must be more than from_years, {self.from_years:g}, not {self.below_years:g}; "
                f"write {self.from_years + 2:g}, or null for no upper end"
            )

    def demands(self) -> tuple[str, ...]:
        return ("approval",)

    def act(self, view: View) -> Sequence[Lever]:
        if self.from_years == 0 and self.below_years is None:
            return []
        most = inf if self.below_years is None else self.below_years
        return [Experience(least=self.from_years, most=most, channels=self.channels)]
