"""
Growth accounting of a run by calendar week: who of a week's visitors is new, stayed or came back, and who stayed away.

    visitors of week w     = new + retained + resurrected
    visitors of week w - 1 = retained + churned

Week w is the days 7 w to 7 w + 6 of the run. Counted on the morning after each week from the day of everybody's last
visit, which no event log is needed for.
"""

from typing import Any

import numpy as np

from clubsim.agents.records import NEVER
from clubsim.sim.community import Community
from clubsim.sim.sums import WEEK

Row = tuple[int, int, int, int, int, int]  # week, new, retained, resurrected, churned, gone


class Growth:
    """
    The weeks of a run as they pass.

    rows: of every whole week since the community was handed over, in their order. A community that goes on from a
    branch or from a saved day has none of the weeks that began before.
    """

    def __init__(self, community: Community) -> None:
        self.rows: list[Row] = []
        self._community = community
        self._began = community.day
        self._came = came_last_week(community)

    def live_until(self, day: int) -> None:
        """The community lives on to the morning of a day, and each week is counted as it ends."""
        c = self._community
        while c.day < day:
            c.run(min(day, (c.day // WEEK + 1) * WEEK) - c.day)
            if c.day % WEEK == 0:
                came = came_last_week(c)
                if c.day - WEEK >= self._began:
                    self.rows.append(accounted(c, self._came, came))
                self._came = came


def came_last_week(c: Community) -> Any:
    """Who came in the seven days before this morning, gone since or not: bool [n], a place for everybody so far."""
    return c.members.last_visit[: c.n_members] >= max(c.day - WEEK, 0)


def accounted(c: Community, before: Any, came: Any) -> Row:
    """
    The week that ended last evening.

    Args:
        before: who came in the week before it, of those who had joined by then, bool [n before].
        came: who came in it, bool [n].
    """
    n = c.n_members
    known = np.zeros(n, dtype=np.bool_)
    known[: before.shape[0]] = before
    joined_in_it = c.members.joined[:n] >= c.day - WEEK
    churned = known & ~came
    counted = (
        came & joined_in_it,
        came & known,
        came & ~known & ~joined_in_it,
        churned,
        churned & (c.members.left[:n] != NEVER),
    )
    new, retained, resurrected, stayed_away, gone = (int(np.count_nonzero(which)) for which in counted)
    return c.day // WEEK - 1, new, retained, resurrected, stayed_away, gone
