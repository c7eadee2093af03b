"""A message reaches its members today."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Nudge
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Nudge)
def nudge(lever: Nudge, community: "Community", standing: Standing, slot: str) -> None:
    """A message counts the less the more of them somebody has had since their last visit."""
    members, rows = community.members, lever.rows
    weights = [1.0]  # by the number of earlier ones; beyond eight all count alike
    for _ in range(8):
        weights.append(weights[-1] * community.world.nudge_damping)
    earlier = np.minimum(members.nudged[rows], 8)
    members.nudge[rows] = members.nudge[rows].astype(np.float64) + lever.lift * np.array(weights)[earlier]
    members.nudged[rows] += 1
