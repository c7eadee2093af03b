"""Whose turn it is is asked this morning."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Turn
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Turn)
def take_turns(lever: Turn, community: "Community", standing: Standing, slot: str) -> None:
    """Today's inclinations to come and to write rise."""
    members, rows = community.members, lever.rows
    members.nudge[rows] = members.nudge[rows].astype(np.float64) + lever.come
    members.turn[rows] = members.turn[rows].astype(np.float64) + lever.write
    standing.turns.append(lever)
