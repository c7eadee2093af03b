"""What newcomers meet with."""

from dataclasses import dataclass
from math import floor

from clubsim.sim.levers.lever import Lever, Rows

ROUNDING = 1e-9  # so that an hour holds ten answers of six minutes


@dataclass(frozen=True, kw_only=True)
class Promise(Lever):
    """
    A share of newcomers, by a lot that belongs to each, are sure of an answer to the first message they ever write:
    whom nobody has answered within `wait` hours, a helper answers who has time.

    share: in [0, 1]; helpers: rows of members; hours: that each of them has today; minutes: an answer takes; pay: for
    an hour of it [yuan], paid by `funded`, "fees" or "outside"; entered: whether these hours go into the ledger, or
    are there already with the helpers' office.
    """

    share: float
    wait: float
    helpers: Rows
    hours: float
    minutes: float
    pay: float = 0.0
    funded: str = "fees"
    entered: bool = True

    @property
    def answers_each(self) -> int:
        """Answers that a helper has time for in a day."""
        return floor(self.hours * 60.0 / self.minutes + ROUNDING)


@dataclass(frozen=True, kw_only=True)
class Greet(Lever):
    """
    An assistant greets each of today's newcomers, as long as one has time: they exchange a few words, so that they know
    each other, and the assistant makes them known to some who lately opened threads on what interests them most.

    assistants: rows of members; hours: that each of them has today; minutes: a newcomer takes; exchanges: of words,
    each strengthens the tie on both sides, >= 1; introductions: members to whom a newcomer is made known; pay: for an
    hour [yuan], paid by `funded`.
    """

    assistants: Rows
    hours: float
    minutes: float
    exchanges: int = 1
    introductions: int = 0
    pay: float = 0.0
    funded: str = "fees"

    @property
    def newcomers_each(self) -> int:
        """Newcomers that an assistant has time for in a day."""
        return floor(self.hours * 60.0 / self.minutes + ROUNDING)
