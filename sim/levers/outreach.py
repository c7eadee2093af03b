"""What the operator says to single members."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Numbers, Rows


@dataclass(frozen=True, kw_only=True)
class Nudge(Lever):
    """
    A private message to the members in `rows`: `lift` [logit] is added to today's inclination to come, and less of it
    the more messages they have had since their last visit. Who has dropped out unseen does not read it.
    """

    rows: Rows
    lift: float


@dataclass(frozen=True, kw_only=True)
class Remind(Lever):
    """
    A message to the members in `rows`, each at an hour of `hours` [n, in [0, 24)]: it is a Nudge by `lift` [logit] to
    whom finds it at once, and the less the older it is by the hour at which they usually come.
    """

    rows: Rows
    hours: Numbers
    lift: float


@dataclass(frozen=True, kw_only=True)
class Mention(Lever):
    """The members in `rows` are named in a post: each has one more notification today, as from a reply."""

    rows: Rows


@dataclass(frozen=True, kw_only=True)
class WinBack(Lever):
    """
    An offer to each member in `rows` that reaches them outside the community: a Nudge by `lift` [logit], and who has
    dropped out unseen may come back (the World's win_back), the less likely the more messages they have had.
    """

    rows: Rows
    lift: float


@dataclass(frozen=True, kw_only=True)
class Introduce(Lever):
    """
    Members are made acquainted, `one` [n] with `other` [n], rows: both have a tie of one exchange, and their next
    message may go to where the other wrote last. lift: [logit] on the inclination of both to come today.
    """

    one: Rows
    other: Rows
    lift: float
