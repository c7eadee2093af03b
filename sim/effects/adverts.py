"""Adverts stand in the feed; who finds one out that was hidden trusts the operator less."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.ledger import ADVERTISERS, CLUB
from clubsim.sim.levers import Advertise
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Advertise)
def advertise(lever: Advertise, community: "Community", standing: Standing, slot: str) -> None:
    """Adverts of several slots add up."""
    members, rows = community.members, lever.found_out
    members.trust[rows] = members.trust[rows].astype(np.float64) * (1.0 - community.world.trust_advert)
    standing.adverts.append(lever)


def earn_by_adverts(community: "Community") -> None:
    """Advertisers pay for each advert and each member who came today. Reads visited; writes the ledger."""
    c = community
    readers = int(np.count_nonzero(c.members.visited[c.awake]))
    for lever in c.standing.adverts:
        amount = lever.price * lever.messages * readers
        if amount > 0:
            c.ledger.record(c.day, ADVERTISERS, CLUB, amount, "adverts")
