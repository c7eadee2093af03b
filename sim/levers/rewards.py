"""What members are given, and what they are told they will be given."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Numbers, Rows


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
    """
    Give something to the members in `rows`: `value` is what it is worth to them, 1 for the usual gift, >= 0. `money`
    says whether it is money, which one can come to expect.
    """

    rows: Rows
    value: float
    kind: str
    money: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally(Lever):
    """Write down what everybody has written until this morning; `view.messages_since` counts from here on."""


@dataclass(frozen=True, kw_only=True)
class Pay(Lever):
    """
    Pay the members in `rows`, by name, `amounts` [n] yuan each, >= 0; `value` [n] is what it is worth to each, 1 as the
    usual gift. `funded`: as of `Spend`.
    """

    rows: Rows
    amounts: Numbers
    value: Numbers
    purpose: str
    funded: str = "fees"


@dataclass(frozen=True, kw_only=True)
class Packets(Lever):
    """
    Lay out red packets of `amounts` [n] yuan, >= 0, each for the member in `rows` who is named on it. Who comes today
    opens it and may give some of it on; what is not opened by the evening goes back. `funded`: as of `Spend`.
    """

    rows: Rows
    amounts: Numbers
    funded: str = "fees"


@dataclass(frozen=True, kw_only=True)
class Ahead(Lever):
    """
    The members in `rows` are told that `left` [n] messages more, >= 1, earn them something. Of several such the nearest
    counts. gain: as of `Goal`.
    """

    rows: Rows
    left: Numbers
    gain: float


@dataclass(frozen=True, kw_only=True)
class Raise(Lever):
    """The members in `rows` now stand at `levels` [n], >= 0."""

    rows: Rows
    levels: Numbers


@dataclass(frozen=True, kw_only=True)
class Redeem(Lever):
    """The members in `rows` have exchanged `points` each, >= 0; what they get for them is other levers'."""

    rows: Rows
    points: float


@dataclass(frozen=True, kw_only=True)
class Recommend(Lever):
    """
    Recommend each member in `rows` to the one at the same place of `contacts`: both keep a tie of at least `weight`
    exchanges, > 0, if they have room for one that strong.
    """

    rows: Rows
    contacts: Rows
    weight: float
