"""What members are given, and what they are told they will be given."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class Goal(Lever):
    """
    Who has written `messages` since joining will have a badge, and members know it. The nearest goal ahead counts.

    messages: >= 1; gain: what the last step adds to the rate of messages of who heeds rewards [share], >= 0.
    """

    messages: int
    gain: float


@dataclass(frozen=True, kw_only=True)
class Badge(Lever):
    """The members in `rows` now wear a badge for `messages`; what it is worth to them is a gift's, see `Give`."""

    rows: Rows
    messages: int


@dataclass(frozen=True, kw_only=True)
class Praise(Lever):
    """Name the members in `rows` before all: `value` is what it is worth to them, 1 as the usual gift, >= 0."""

    rows: Rows
    value: float


@dataclass(frozen=True, kw_only=True)
class Give(Lever):
    """Give something to the members in `rows`: `value` is what it is worth to them, 1 for the usual gift, >= 0."""

    rows: Rows
    value: float
    kind: str


@dataclass(frozen=True, kw_only=True)
class Tally(Lever):
    """Write down what everybody has written until this morning; `view.messages_since` counts from here on."""
