"""What members must do to stay, and who is removed."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class Quota(Lever):
    """
    What members must do in a period. Counting starts on `first_day`; on the evening of `last_day` it is judged.

    messages, check_ins: the least number, 0 for no such quota; either: True if one of the two suffices; newcomers:
    True if only those who joined in the period are judged; grace: tenure [day] under which nobody is judged;
    announced: members know and may strive; executed: who fails is removed.
    """

    messages: int
    check_ins: int
    either: bool
    newcomers: bool
    grace: int
    announced: bool
    executed: bool
    first_day: int
    last_day: int


@dataclass(frozen=True, kw_only=True)
class Deadline(Lever):
    """Members know that who stays away for `days` whole days, >= 1, will be removed. Of several the shortest counts."""

    days: int


@dataclass(frozen=True, kw_only=True)
class Warn(Lever):
    """Members know that each noise message is caught with the chance `detection`, in [0, 1], and held against them."""

    detection: float


@dataclass(frozen=True, kw_only=True)
class Remove(Lever):
    """Remove the members in `rows` this evening; `reason` says why, for the table of members."""

    rows: Rows
    reason: str
