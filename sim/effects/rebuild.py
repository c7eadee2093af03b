"""Ties are loosened at once."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.records import NOBODY
from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Scatter
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Scatter)
def scatter(lever: Scatter, community: "Community", standing: Standing, slot: str) -> None:
    """Every tie of a present member loses part of its strength; one of which nothing is left is no tie any more."""
    members = community.members
    at = members.tied[community.present]
    at = at[at > 0] - 1
    weight = members.tie_weight[at].astype(np.float64) * lever.kept
    members.tie_weight[at] = weight
    members.tie_row[at] = np.where(members.tie_weight[at] > 0, members.tie_row[at], NOBODY)
