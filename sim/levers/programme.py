"""What happens in the community on a day."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever


@dataclass(frozen=True, kw_only=True)
class Event(Lever):
    """
    Something happens in the community today. If several do, the one with the greatest appeal counts.

    kind: a word for the log, e.g. "topic"; appeal: factor on the pull of an event, 1 is usual; topic: which of the
    world's topics, counted round; hour: when [hour], in [0, 24).
    """

    kind: str
    appeal: float
    topic: int
    hour: float


@dataclass(frozen=True, kw_only=True)
class Prize(Lever):
    """Those who speak at today's event may win something; `appeal` [logit] is how much that draws who heeds rewards."""

    appeal: float


@dataclass(frozen=True, kw_only=True)
class Refresh(Lever):
    """Something new for everybody: `share` of what members have got used to is new again, in [0, 1]."""

    share: float
