"""Lots: who is drawn among many, and random parts of a whole, both by draws that belong to the member."""

import numpy as np

from clubsim.sim.levers import Numbers, Rows
from clubsim.sim.policy import View


def by_lot(view: View, eligible: Numbers, most: int, index: int = 0) -> Rows:
    """
    The rows of at most `most` of those who are eligible, each as likely; the order is that of the lots.

    The lot belongs to the member, so one eligible member more takes at most one other's place.

    Args:
        eligible: bool [n], aligned with `view.rows`.
        index: which of the policy's draws of the day.
    """
    there = np.flatnonzero(eligible)
    if there.size == 0 or most == 0:
        return np.empty(0, np.int64)
    order = np.lexsort((view.uid[there], view.draw(index)[there]))
    return view.rows[there[order[:most]]]


def drawn_shares(view: View, rows: Rows, index: int) -> Numbers:
    """
    [n], > 0 and summing to 1: as if a whole were cut at n - 1 places at random, a part for each of `rows`.

    Source: adapted. How red packets are split is only known to be random (Yuan et al.).
    """
    from clubsim.agents.arithmetic import log  # here, since it loads the compiler

    place_of = {int(row): place for place, row in enumerate(view.rows)}
    draws = view.draw(index)[[place_of[int(row)] for row in rows]]
    waits = np.array([-log(float(u)) for u in draws])
    shares: Numbers = waits / waits.sum()
    return shares
