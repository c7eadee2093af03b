"""Deposits are put down, draw those who heed rewards, and are given back or forfeited; none is the club's till then."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.ledger import CLUB, DEPOSITS, MEMBERS
from clubsim.sim.levers import SettleDeposits, Stake, TakeDeposits
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(TakeDeposits)
def put_down(lever: TakeDeposits, community: "Community", standing: Standing, slot: str) -> None:
    """Who takes part puts down a deposit, which is kept apart from the club's balance."""
    c, m = community, community.members
    rows = lever.rows[m.deposit[lever.rows] == 0]
    if rows.size == 0:
        return
    m.deposit[rows] = lever.amount
    m.deposit_base[rows] = m.all_check_ins[rows]
    c.ledger.record(c.day, MEMBERS, DEPOSITS, lever.amount * rows.size, "deposits")
    c.note(rows, "deposit")


@pull.register(Stake)
def draw_on(lever: Stake, community: "Community", standing: Standing, slot: str) -> None:
    """Who has something at stake and heeds it is drawn to come until they have done what they meant to."""
    m, rows = community.members, community.present
    moved = rows[(m.deposit[rows] > 0) & (m.heeds_reward[rows] == 1) & ~fulfilled(community, rows, lever.check_ins)]
    m.nudge[moved] = m.nudge[moved].astype(np.float64) + lever.lift


@pull.register(SettleDeposits)
def settle(lever: SettleDeposits, community: "Community", standing: Standing, slot: str) -> None:
    """Deposits are given back or forfeited."""
    c, m = community, community.members
    rows = np.flatnonzero(m.deposit[: c.n_members] > 0)
    if rows.size == 0:
        return
    back = np.isin(rows, c.present) & fulfilled(c, rows, lever.check_ins)
    returned, forfeited = total(m.deposit[rows[back]]), total(m.deposit[rows[~back]])
    if returned > 0:
        c.ledger.record(c.day, DEPOSITS, MEMBERS, returned, "deposits given back")
        c.note(rows[back], "deposit_back")
    if forfeited > 0 and lever.shared and back.any():
        c.ledger.record(c.day, DEPOSITS, MEMBERS, forfeited, "forfeits shared")
    elif forfeited > 0:
        c.ledger.record(c.day, DEPOSITS, CLUB, forfeited, "forfeits")
    m.deposit[rows] = 0.0


def fulfilled(community: "Community", rows: Any, check_ins: int) -> Any:
    """Who has checked in on so many days since they put their deposit down, bool [n]."""
    m = community.members
    return m.all_check_ins[rows] - m.deposit_base[rows] >= check_ins


def total(amounts: Any) -> float:
    """The sum of deposits [yuan], in the order of rows."""
    whole = 0.0
    for amount in amounts.tolist():
        whole += amount
    return whole
