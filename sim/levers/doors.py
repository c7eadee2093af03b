"""What may stand at the door, and when it opens."""

from dataclasses import dataclass

from clubsim.sim.levers.channels import ALL_CHANNELS, Channels
from clubsim.sim.levers.lever import Lever, Rows
from clubsim.sim.levers.money import Menu


@dataclass(frozen=True, kw_only=True)
class Gate(Lever):
    """
    Whoever knocks today must pay `price` [yuan], >= 0.

    Gates of every kind are met in the order of their slots, and who is refused at one does not come to the next. Of
    several that cost money each is weighed with those before it, and the fee is due when one is admitted.

    term: for how long one pays [day], after which one renews or is out; 0 for good. A price of 0 without a term does
    away with the fee: terms that end go on for nothing. once: not paid again when another gate's term ends.
    renewal: what another term costs who is in [yuan]; None for `price`. kept: who agreed to a price renews at it.
    """

    price: float
    term: int = 0
    once: bool = False
    channels: Channels = ALL_CHANNELS
    renewal: float | None = None
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Invitations(Lever):
    """
    Who may come by invitation. `only`: whom no member invited is refused; most: invitations a member may make, None
    for as many as they like; days: of membership, after each of which they may make as many again, 0 for never.
    """

    only: bool
    most: int | None = None
    days: int = 0
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Review(Lever):
    """
    Whoever knocks today applies, and a reviewer admits those who seem to care enough.

    least: enthusiasm that convinces [sd]; noise: of what the reviewer sees of it [sd], >= 0; hours: of work an
    application takes [hour], also that of somebody who applied before.
    """

    least: float
    noise: float
    hours: float
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Task(Lever):
    """
    Whoever knocks today has a task to do first, which those give up who care less than it takes.

    effort: enthusiasm it takes [sd]; spare: how far the time somebody happens to have moves that [sd], >= 0; hours: of
    comments on what is handed in [hour]; commenters: rows of members who comment. Who gets in has a tie to one of them.
    """

    effort: float
    spare: float
    hours: float
    commenters: Rows
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Values(Lever):
    """
    What the community stands for is published, and who finds nothing of their own in it goes away.

    topic: which of the world's topics it is about, counted round; least: interest in it, 1 is usual, of which one in
    two feels at home; vagueness: how little the interest decides [log interest], > 0.
    """

    topic: int
    least: float
    vagueness: float
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Experience(Lever):
    """Whoever knocks today shows how long they have done this, and gets past with `least` <= years < `most`."""

    least: float
    most: float
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Signal(Lever):
    """
    Whoever knocks today must have done some small thing first, which those do who care.

    least: enthusiasm of which one in two does it [sd]; spread: how little caring decides it [sd], > 0.
    """

    least: float
    spread: float
    channels: Channels = ALL_CHANNELS


@dataclass(frozen=True, kw_only=True)
class Trial(Lever):
    """
    Whoever gets in today is a candidate for `days`, >= 1, and is out on the evening of the last one without having
    written `messages` and checked in `check_ins` times. hours: of care for a candidate [hour].
    """

    days: int
    messages: int
    check_ins: int
    hours: float


@dataclass(frozen=True, kw_only=True)
class Notice(Lever):
    """Open the doors today to those who hear of it: at most `places` of those who knock get in, chosen by luck."""

    places: int


AnyGate = Gate | Menu | Invitations | Review | Task | Values | Experience | Signal
