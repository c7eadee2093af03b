"""What happens in the community on a day."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever


@dataclass(frozen=True, kw_only=True)
class Event(Lever):
    """
    Something happens in the community today. If several do, the one with the greatest appeal counts.

    kind: a word for the log, e.g. "topic"; appeal: factor on the pull of an event, 1 is usual; topic: which of the
    world's topics, counted round; hour: when [hour], in [0, 24); notice: days for which it has been announced, 64 at
    most, and only who came since knows of it, 0 if everybody does; fixed: whether it is a slot that is always at its
    hour, to which one gets used.
    """

    kind: str
    appeal: float
    topic: int
    hour: float
    notice: int = 0
    fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class Prize(Lever):
    """Those who speak at today's event may win something; `appeal` [logit] is how much that draws who heeds rewards."""

    appeal: float


@dataclass(frozen=True, kw_only=True)
class Refresh(Lever):
    """Something new for everybody: `share` of what members have got used to is new again, in [0, 1]."""

    share: float


@dataclass(frozen=True, kw_only=True)
class Meeting(Lever):
    """
    A meeting in person today. Who lives near and knows of it may sign up; who does so first has one of the seats.

    seats: >= 0; quality: mean of how good it is, in [-1, 1], below 0 for bad; spread: its standard deviation by the
    luck of the day, >= 0; exchange: share of it in which guests talk with each other, in [0, 1]; topic: which of the
    world's topics, counted round; notice: days for which it has been announced, 64 at most, 0 if everybody knows.
    """

    seats: int
    quality: float
    spread: float
    exchange: float
    topic: int
    notice: int


@dataclass(frozen=True, kw_only=True)
class Host(Lever):
    """
    The member in `row` holds a session today from `hour` on, if they come: they write `messages` more. burden: share of
    what is left of their freshness that it takes, in [0, 1]; lift: [logit] on their inclination to come, for they
    have promised.
    """

    row: int
    hour: float
    messages: int
    burden: float
    lift: float
