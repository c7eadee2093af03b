"""Who holds an office, and who is asked next: as an operator sees it, who keeps no other record than the roles."""

import numpy as np

from clubsim.agents.records import NEVER, Role
from clubsim.policies.helpers import Chosen, ranked
from clubsim.sim.levers import Rows
from clubsim.sim.policy import View


def officers(view: View, role: Role, number: int, by: Chosen, tenure: int, recent: int, replaced: bool) -> Rows:
    """
    The members who are to hold an office today: those who held it yesterday and have come lately, and others in the
    places that are free.

    Args:
        by, tenure: as of `ranked`, for who is asked anew; who has given up an office is not asked again.
        recent: days without a visit after which nobody counts on somebody.
        replaced: whether free places are filled again. Otherwise only the very first are asked: as long as nobody holds
            the office or has ever given one up.

    Returns:
        Their rows, at most `number`.
    """
    held = (view.role == role) & (view.last_visit >= view.day - recent)
    rows: Rows = view.rows[held][:number]
    begun = bool(held.any()) or bool(np.any(view.stepped_down != NEVER))
    free = number - rows.size
    if free <= 0 or (begun and not replaced):
        return rows
    known = (view.stepped_down == NEVER) & ((view.role == Role.MEMBER) | (view.role == Role.CORE))
    return np.concatenate([rows, ranked(view, free, by, tenure, recent, known)])
