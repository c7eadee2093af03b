"""Messages to members who have not come for a while: when the first and the next ones are due."""

from clubsim.sim.levers import Rows
from clubsim.sim.policy import View


def due_to_the_silent(view: View, days: int, again: int, most: int) -> Rows:
    """
    Rows of those to whom a message is due this morning: after `days` whole days without a visit as of yesterday
    evening, and then every `again` days, `most` times in all.
    """
    over = view.day - 1 - view.last_visit - days
    rows: Rows = view.rows[(over >= 0) & (over % again == 0) & (over // again < most)]
    return rows
