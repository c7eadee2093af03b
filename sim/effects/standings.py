"""What members are told lies ahead, where they stand, and whom they come to know."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.records import NOBODY
from clubsim.agents.ties import slot_of, ties_at
from clubsim.sim.effects.pull import pull
from clubsim.sim.graphs import put
from clubsim.sim.levers import Ahead, Raise, Recommend, Redeem
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Ahead)
def tell_what_is_ahead(lever: Ahead, community: "Community", standing: Standing, slot: str) -> None:
    """What lies nearest ahead of each is what they strive for."""
    members, rows = community.members, lever.rows
    told = members.ahead[rows]
    nearer = (told == 0) | (lever.left < told)
    members.ahead[rows] = np.where(nearer, lever.left, told)
    members.ahead_gain[rows] = np.where(nearer, lever.gain, members.ahead_gain[rows])


@pull.register(Raise)
def raise_to(lever: Raise, community: "Community", standing: Standing, slot: str) -> None:
    """Who is raised stands there."""
    community.members.level[lever.rows] = lever.levels


@pull.register(Redeem)
def redeem(lever: Redeem, community: "Community", standing: Standing, slot: str) -> None:
    """Points that are exchanged are gone."""
    community.members.redeemed[lever.rows] += lever.points


@pull.register(Recommend)
def introduce(lever: Recommend, community: "Community", standing: Standing, slot: str) -> None:
    """Both keep a tie, as if they had exchanged so much."""
    for row, contact in zip(lever.rows.tolist(), lever.contacts.tolist(), strict=True):
        for one, other in ((row, contact), (contact, row)):
            put(community.members, one, other, lever.weight)
            at = ties_at(one, community.members)
            place = slot_of(at, other, community.members)
            if place != NOBODY:
                community.members.tie_day[at, place] = community.day
