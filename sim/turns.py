"""Whose turn it was: kept or missed, written down, and rated by others."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.arithmetic import closer
from clubsim.agents.records import NEVER
from clubsim.sim.levers import Turn

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def close_turns(community: "Community") -> None:
    """Every turn of today. Reads today's messages and visits; writes turns, praise, notices and events."""
    c = community
    for lever in c.standing.turns:
        rows = lever.rows[(c.members.left[lever.rows] == NEVER) | (c.members.left[lever.rows] == c.day)]
        wrote = c.members.messages[rows] > c.members.hidden[rows]  # what is hidden nobody has seen
        kept, missed = rows[wrote], rows[~wrote]
        c.members.turns_kept[kept] += 1
        c.members.turns_missed[missed] += 1
        c.note(kept, "kept")
        c.note(missed, "missed")
        rate(c, lever, kept)


def rate(community: "Community", lever: Turn, rows: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> None:
    """Who shared something is rated by others who came today: a notice each, which they find tomorrow, and praise."""
    c = community
    m = c.members
    visitors = int(np.count_nonzero(m.visited[c.members_of_the_day]))
    ratings = min(lever.ratings, visitors - 1)  # one comes when one writes
    if ratings <= 0:
        return
    gain = min(1.0, c.world.praise_gain * lever.worth)
    for row in rows.tolist():
        m.replied[row] += ratings
        m.praise[row] = closer(float(m.praise[row]), 1.0, gain)
