"""How members are put into rooms, and how many there may be."""

from dataclasses import dataclass
from typing import Literal

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class RoomSize(Lever):
    """
    No room holds more than `capacity` members; when all main rooms are full, another is opened, and nobody is refused.

    fill: newcomers go into the newest room with a free place, or into that with the fewest members; opening: hours of
    work for a room that is opened; daily: for each main room with members, every day [hour].
    """

    capacity: int
    fill: Literal["newest", "evenly"]
    opening: float
    daily: float


@dataclass(frozen=True, kw_only=True)
class Subgroups(Lever):
    """
    Rooms beside the main ones, for members of one city or whose strongest interest is one topic.

    least: members of which one is formed; share: of their own messages that members write there, in [0, 1]; founded:
    by the operator as soon as there are that many, by members once that many of them have come within a week, or by
    the operator for the most numerous alone and by members for the others. opening: hours for one the operator founds;
    leading: for each of these a week [hour].
    """

    by: Literal["interest", "city"]
    least: int
    share: float
    founded: Literal["by_operator", "by_members", "largest_by_operator"]
    opening: float
    leading: float


@dataclass(frozen=True, kw_only=True)
class Divide(Lever):
    """
    The main room `room` is divided into `parts` this morning, of which the first stays where it is.

    along: clusters of ties, in parts of equal size; chance, likewise; or centres: each part is those who stand nearest
    to one of the `parts` best connected members. ties_kept: share of a tie's weight that outlasts its two ends' being
    put into different rooms, in [0, 1].
    """

    room: int
    parts: int
    along: Literal["ties", "chance", "centres"]
    ties_kept: float


@dataclass(frozen=True, kw_only=True)
class MembersLimit(Lever):
    """
    At most `members` may be in; whoever else would get in waits outside for up to `wait` days, the first the longest.

    Nobody is removed where there are more already.
    """

    members: int
    wait: int


@dataclass(frozen=True, kw_only=True)
class Inner(Lever):
    """
    A room beside the main ones for the chosen: each of `rows` who is not in it yet is asked in this morning.

    price: what that costs, once [yuan]; who would not pay it stays outside, 0 costs nothing; share: of their own
    messages that those inside write there, in [0, 1]; hours: of work for each who comes in [hour].
    """

    rows: Rows
    price: float
    share: float
    hours: float
