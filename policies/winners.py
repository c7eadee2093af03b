"""Who wins after an event: a race among those who attended and spoke, the same for every kind of reward."""

import numpy as np

from clubsim.sim.levers import Rows
from clubsim.sim.policy import View


def race(view: View, winners: int) -> Rows:
    """
    The rows of at most `winners` of those who spoke at yesterday's event, drawn by their messages.

    Everyone runs for a time of their own, -log(draw) / messages, and the shortest win. The draw belongs to
    the member, so one speaker more can take one winner's prize and never reshuffles the rest.

    Returns:
        [<= winners], the first winner first; empty if there was no event or nobody spoke.

    Source: measured. Efraimidis & Spirakis (2006), Information Processing Letters 97(5), 181-185.
    """
    spoke = np.flatnonzero((view.attended_yesterday > 0) & (view.messages_yesterday > 0))
    if view.event_yesterday == "" or winners == 0 or spoke.size == 0:
        return np.empty(0, np.int64)
    times = view.wait()[spoke] / view.messages_yesterday[spoke]
    order = np.lexsort((view.uid[spoke], times))
    return view.rows[spoke[order[:winners]]]
