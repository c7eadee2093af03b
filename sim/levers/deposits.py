"""A deposit that members put down and get back by doing what they meant to do."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class TakeDeposits(Lever):
    """The members in `rows` put down `amount` [yuan], > 0, this morning; who has one at stake already puts none."""

    rows: Rows
    amount: float


@dataclass(frozen=True, kw_only=True)
class Stake(Lever):
    """
    Deposits are at stake today: `lift` [logit] is added to the inclination to come of who heeds rewards, has put one
    down, and has fewer than `check_ins` since.
    """

    check_ins: int
    lift: float


@dataclass(frozen=True, kw_only=True)
class SettleDeposits(Lever):
    """
    This morning every deposit of who is in is given back, if they have checked in on `check_ins` days since they put it
    down, or forfeited. shared: True if what is forfeited is shared among those who get theirs back, False if the club
    keeps it. Who has gone has forfeited theirs.
    """

    check_ins: int
    shared: bool
