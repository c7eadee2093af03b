"""What is hidden, and in which order the rest is shown."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever


@dataclass(frozen=True, kw_only=True)
class Moderate(Lever):
    """
    Moderators look through today's messages as they are written, and hide some from everybody.

    noise, off_topic: shares found of the noise and of what is off `topic`, in [0, 1]; mistakes: share of all else that
    is hidden too; topic: which of the world's topics the community is about, counted round; harsh: how much of the
    trust that a hidden message can cost its author it does cost, in [0, 1]; hours: of work today; pace: messages that
    the rested look through in an hour; tiring: share of what is left of their freshness that an hour takes; rest:
    share of the weariness that a night takes away, in [0, 1].
    """

    noise: float
    off_topic: float
    mistakes: float
    topic: int
    harsh: float
    hours: float
    pace: float
    tiring: float
    rest: float

    def messages_of(self, weariness: float) -> float:
        """How many messages they manage in a day, >= 0. weariness: in [0, 1]."""
        return self.hours * self.pace * (1.0 - weariness)


@dataclass(frozen=True, kw_only=True)
class Order(Lever):
    """
    Every reader is shown first what interests them most.

    accuracy: how well interests are known, 0 shows all to all as it comes, 1 is perfect; least: interest below which a
    topic, and noise, is not shown [fair share], >= 0; 0 sorts and leaves nothing out.
    """

    accuracy: float
    least: float


@dataclass(frozen=True, kw_only=True)
class Mute(Lever):
    """
    Nobody but the founder can write: in the `hours` before today's event, > 0, while its rules are read out; None for
    the whole day. What would have been written then is not.
    """

    hours: float | None
