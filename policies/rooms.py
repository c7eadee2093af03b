"""Rooms that hold so many members and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, settle
from clubsim.policies.registry import register
from clubsim.sim.levers import Lever, RoomSize
from clubsim.sim.policy import Policy, View


@register("structure/rooms")
@dataclass(frozen=True, kw_only=True)
class Rooms(Policy):
    """
    Open another room when all are full, and refuse nobody; members read and write in their own room alone.

    Who was invited goes to the room of who invited them if it has a place. Where a room has too many when this begins,
    those who came last move. Members who leave free their place.

    Source: assumed. M113, M114, S05 (rooms by the thousand, run directly); no source says what a room holds or costs.
    """

    nothing: ClassVar[dict[str, Any]] = {"capacity": 0}
    dose: ClassVar[dict[str, Any]] = {"capacity": 5}
    example: ClassVar[dict[str, Any]] = {"capacity": 100, "fill": "evenly"}
    evidence: ClassVar[str] = "assumed"
    claims: ClassVar[tuple[str, ...]] = ("H52", "H53", "H62")

    capacity: Annotated[int, Spec(0, LAST_DAY, "member", "assumed: a chat group's usual limit; 0 for none")] = 500
    fill: Literal["newest", "evenly"] = "newest"
    hours_to_open: Annotated[float, Spec(0, inf, "hour/room", "assumed")] = 2.0
    hours_a_day: Annotated[float, Spec(0, inf, "hour/room/day", "assumed: a quarter of an hour")] = 0.25

    def __post_init__(self) -> None:
        settle(self)

    def act(self, view: View) -> Sequence[Lever]:
        if self.capacity == 0:
            return []
        return [RoomSize(capacity=self.capacity, fill=self.fill, opening=self.hours_to_open, daily=self.hours_a_day)]
