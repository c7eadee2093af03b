"""Recruitment by seasons with a limited number of places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, Notice
from clubsim.sim.policy import Policy, View


@register("recruitment/seasons")
@dataclass(frozen=True, kw_only=True)
class Seasons(Policy):
    """
    Open the doors on the first day of each season, for a limited number of places.

    Source: adapted. M25, N01 (100 a season), N02, N11, N12.
    """

    nothing: ClassVar[dict[str, Any]] = {"places": 0}
    dose: ClassVar[dict[str, Any]] = {"places": 400, "period": 7}
    example: ClassVar[dict[str, Any]] = {"places": 100, "period": 42}
    evidence: ClassVar[str] = "adapted"
    claims: ClassVar[tuple[str, ...]] = ("H04", "H08", "H52")

    places: Annotated[int, Spec(0, 1_000_000_000, "member/season", "measured: N01")] = 100
    period: Annotated[int, Spec(1, LAST_DAY, "day", "adapted from N11, N12: 40 to 45, in whole weeks")] = 42
    first_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed: the opening")] = 0

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.places == 0 or view.day < self.first_day or (view.day - self.first_day) % self.period != 0:
            return []
        return [Notice(places=self.places)]
