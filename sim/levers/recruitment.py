"""How people are brought to the door, or in past it."""

from dataclasses import dataclass
from typing import Literal

from clubsim.sim.levers.lever import Lever, Numbers, Rows

PickedBy = Literal["quality", "care", "both", "luck"]  # what an operator looks for in whom they ask one by one


@dataclass(frozen=True, kw_only=True)
class Campaign(Lever):
    """
    A channel of the scenario is worked harder today.

    channel: its name, None for every one; factor: on who comes by it and on the reach of a notice, >= 1; enthusiasm:
    shift of those who come beyond its usual flow, against the channel's own people [sd]; cost: for everybody reached
    who would not have been reached without it [yuan/person], >= 0; funded: as of `Spend`.
    """

    channel: str | None
    factor: float
    enthusiasm: float
    cost: float
    funded: str


@dataclass(frozen=True, kw_only=True)
class Surge(Lever):
    """
    People come today of whom no channel knows, after a launch.

    people: mean of their number [person], >= 0; enthusiasm: their shift [sd]; cost: [yuan/person], >= 0; funded: as of
    `Spend`.
    """

    people: float
    enthusiasm: float
    cost: float
    funded: str


@dataclass(frozen=True, kw_only=True)
class Enrol(Lever):
    """
    Everybody whom a channel knows today, and who is not in, is put in: without being asked, through no gate, unpaid.

    channel: its name, None for every one; share: of its people who are put in, in [0, 1]; groups: by which they are
    enrolled, >= 1; density: chance that two put into one group today knew each other, in [0, 1]; exchanges: that these
    two had, > 0; hours: of work [hour/person].
    """

    channel: str | None
    share: float
    groups: int
    density: float
    exchanges: float
    hours: float


@dataclass(frozen=True, kw_only=True)
class Handpick(Lever):
    """
    Some of a channel's pool are asked one by one today, and who accepts comes to the door.

    channel: its name, None for every one with a pool; people: asked, >= 0; looked: at, of whom these are the best,
    >= people; by: what is looked for; mist: of what is seen of it [sd], >= 0; persuasion: what it adds to the
    inclination to be asked in person [logit]; asked_by: the longest-standing member, or any one; look_hours, ask_hours:
    of work [hour/person].
    """

    channel: str | None
    people: int
    looked: int
    by: PickedBy
    mist: float
    persuasion: float
    asked_by: Literal["oldest", "anybody"]
    look_hours: float
    ask_hours: float


@dataclass(frozen=True, kw_only=True)
class Referral(Lever):
    """Who brings somebody in has been promised a reward: `gain` is what that adds to invitations [share], >= 0."""

    gain: float


@dataclass(frozen=True, kw_only=True)
class Bounty(Lever):
    """The members in `rows` are paid `amounts` [yuan] for those they brought in; funded: as of `Spend`."""

    rows: Rows
    amounts: Numbers
    funded: str
