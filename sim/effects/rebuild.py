"""Ties are loosened at once."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Scatter
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Scatter)
def scatter(lever: Scatter, community: "Community", standing: Standing, slot: str) -> None:
    """Every tie of a present member loses part of its strength; who it leads to is not forgotten."""
    rows, weight = community.present, community.members.tie_weight
    weight[rows] = weight[rows].astype(np.float64) * lever.kept
