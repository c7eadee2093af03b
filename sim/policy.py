"""
The contract between an operator's policies and the community: a View in, levers out.

A policy sees what a real operator could see and never habit, novelty or belonging. It is a frozen value and holds no
state; each morning it returns the levers that are to hold today. A lever that should stand must be returned every
day, so a policy that stops simply stops returning it.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]


class View(Protocol):
    """
    What the operator sees on the morning of a day. n is the number of present members; arrays are aligned with `rows`.
    Everything about activity is as of yesterday evening.
    """

    @property
    def day(self) -> int: ...  # of the run, 0 is the first
    @property
    def date(self) -> date: ...
    @property
    def weekday(self) -> int: ...  # 0 Monday .. 6 Sunday
    @property
    def event_yesterday(self) -> str: ...  # kind of yesterday's event, "" for none
    @property
    def balance(self) -> float: ...  # fees less spending so far [yuan]
    @property
    def weekly_speakers(self) -> int: ...  # distinct members, gone ones too, who wrote in the last seven days
    @property
    def silence(self) -> int: ...  # whole days until yesterday without a message of anybody
    @property
    def tally_day(self) -> int: ...  # on which this policy last took a Tally, -1 if never
    @property
    def rows(self) -> Rows: ...  # [n] rows of present members, oldest first
    @property
    def uid(self) -> Numbers: ...  # [n] who they are in every arm
    @property
    def tenure(self) -> Numbers: ...  # [n] whole days since joining
    @property
    def messages(self) -> Numbers: ...  # [n] messages since joining
    @property
    def check_ins(self) -> Numbers: ...  # [n] days with a check-in since joining
    @property
    def messages_since(self) -> Numbers: ...  # [n] messages since this policy's last Tally, or since joining
    @property
    def noise_since(self) -> Numbers: ...  # [n] of them, those that are worth nothing to anybody: filler, advertising
    @property
    def badge(self) -> Numbers: ...  # [n] messages for which the last badge was given, 0 without one
    @property
    def messages_yesterday(self) -> Numbers: ...  # [n]
    @property
    def attended_yesterday(self) -> Numbers: ...  # [n] 1 who attended yesterday's event
    @property
    def last_visit(self) -> Numbers: ...  # [n] day of the last visit, the joining day if none
    @property
    def paid(self) -> Numbers: ...  # [n] fees paid so far, at the door and for further terms [yuan]

    def draw(self, index: int = 0) -> Numbers:
        """One draw in (0, 1) for each present member, keyed by this policy's slot, the member and the day: [n]."""
        ...


@dataclass(frozen=True, kw_only=True)
class Gate:
    """
    Whoever knocks today must pay `price` [yuan], >= 0.

    Gates of every kind are met in the order of their slots, and who is refused at one does not come to the next. Those
    that cost money are weighed together at the first of them, and the fee is due when one is admitted.

    term: for how long one pays [day], after which one renews at the price of that day or is out; 0 for good.
    """

    price: float
    term: int = 0


@dataclass(frozen=True, kw_only=True)
class Invitations:
    """
    Who may come by invitation. `only`: whom no member invited is refused; most: invitations a member may make, None
    for as many as they like; days: of membership, after each of which they may make as many again, 0 for never.
    """

    only: bool
    most: int | None = None
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Review:
    """
    Whoever knocks today applies, and a reviewer admits those who seem to care enough.

    least: enthusiasm that convinces [sd]; noise: of what the reviewer sees of it [sd], >= 0; hours: of work an
    application takes [hour], also that of somebody who applied before.
    """

    least: float
    noise: float
    hours: float


@dataclass(frozen=True, kw_only=True)
class Task:
    """
    Whoever knocks today has a task to do first, which those give up who care less than it takes.

    effort: enthusiasm it takes [sd]; spare: how far the time somebody happens to have moves that [sd], >= 0; hours: of
    comments on what is handed in [hour]; commenters: rows of members who comment. Who gets in has a tie to one of them.
    """

    effort: float
    spare: float
    hours: float
    commenters: Rows


@dataclass(frozen=True, kw_only=True)
class Values:
    """
    What the community stands for is published, and who finds nothing of their own in it goes away.

    topic: which of the world's topics it is about, counted round; least: interest in it, 1 is usual, of which one in
    two feels at home; vagueness: how little the interest decides [log interest], > 0.
    """

    topic: int
    least: float
    vagueness: float


AnyGate = Gate | Invitations | Review | Task | Values


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Open the doors today to those who hear of it: at most `places` of those who knock get in, chosen by luck."""

    places: int


@dataclass(frozen=True, kw_only=True)
class Event:
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
class Prize:
    """Those who speak at today's event may win something; `appeal` [logit] is how much that draws who heeds rewards."""

    appeal: float


@dataclass(frozen=True, kw_only=True)
class Goal:
    """
    Who has written `messages` since joining will have a badge, and members know it. The nearest goal ahead counts.

    messages: >= 1; gain: what the last step adds to the rate of messages of who heeds rewards [share], >= 0.
    """

    messages: int
    gain: float


@dataclass(frozen=True, kw_only=True)
class Badge:
    """The members in `rows` now wear a badge for `messages`; what it is worth to them is a gift's, see `Give`."""

    rows: Rows
    messages: int


@dataclass(frozen=True, kw_only=True)
class Praise:
    """Name the members in `rows` before all: `value` is what it is worth to them, 1 as the usual gift, >= 0."""

    rows: Rows
    value: float


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Write down what everybody has written until this morning; `view.messages_since` counts from here on."""


@dataclass(frozen=True, kw_only=True)
class Give:
    """Give something to the members in `rows`: `value` is what it is worth to them, 1 for the usual gift, >= 0."""

    rows: Rows
    value: float
    kind: str


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """Something new for everybody: `share` of what members have got used to is new again, in [0, 1]."""

    share: float


@dataclass(frozen=True, kw_only=True)
class Quota:
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
class Remove:
    """Remove the members in `rows` this evening; `reason` is a word for the log."""

    rows: Rows
    reason: str


@dataclass(frozen=True, kw_only=True)
class Moderate:
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
class Order:
    """
    Every reader is shown first what interests them most.

    accuracy: how well interests are known, 0 shows all to all as it comes, 1 is perfect; least: interest below which a
    topic, and noise, is not shown [fair share], >= 0; 0 sorts and leaves nothing out.
    """

    accuracy: float
    least: float


@dataclass(frozen=True, kw_only=True)
class Nudge:
    """
    A private message to the members in `rows`: `lift` [logit] is added to today's inclination to come, and less of it
    the more messages they have had since their last visit. Who has dropped out unseen does not read it.
    """

    rows: Rows
    lift: float


@dataclass(frozen=True, kw_only=True)
class Spend:
    """
    Money [yuan] and operator hours spent today, with what for. `funded` says who pays: "fees" out of the club's own
    balance, "outside" by a sponsor.
    """

    amount: float
    hours: float
    purpose: str
    funded: str = "fees"


Lever = (
    AnyGate
    | Notice
    | Event
    | Prize
    | Goal
    | Give
    | Badge
    | Praise
    | Tally
    | Refresh
    | Quota
    | Remove
    | Moderate
    | Order
    | Nudge
    | Spend
)


class LeverError(ValueError):
    """Levers that cannot hold together on a day; one sentence on which slot, and what to write instead."""


class Policy(ABC):
    """
    What an operator may try. Final classes are frozen, keyword-only dataclasses, registered by name.

    Every policy declares two settings that tests run: `nothing`, which changes no bit of a run, and `dose`, which
    must show. `needs` names parameters of the World without which it cannot show.
    """

    needs: ClassVar[dict[str, float]] = {}
    nothing: ClassVar[dict[str, Any]]
    dose: ClassVar[dict[str, Any]]

    @abstractmethod
    def act(self, view: View) -> Sequence[Lever]:
        """The levers that hold today."""
