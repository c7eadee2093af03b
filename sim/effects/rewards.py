"""Gifts, praise and badges are given at once; goals stand; a tally is written down."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Badge, Give, Goal, Praise, Tally
from clubsim.sim.pleasing import please
from clubsim.sim.standing import Notes, Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Goal)
def set_goal(lever: Goal, community: "Community", standing: Standing, slot: str) -> None:
    """A goal stands."""
    standing.goals.append(lever)


@pull.register(Give)
def give(lever: Give, community: "Community", standing: Standing, slot: str) -> None:
    """A gift pleases who is given it."""
    if lever.rows.size:
        please(community, lever.rows, np.float64(lever.value), money=lever.money)


@pull.register(Badge)
def pin_on(lever: Badge, community: "Community", standing: Standing, slot: str) -> None:
    """Who is given a badge wears it."""
    community.members.badge[lever.rows] = lever.messages


@pull.register(Praise)
def praise(lever: Praise, community: "Community", standing: Standing, slot: str) -> None:
    """To be named closes part of the gap to full belonging, as a gift does, and counts as a day of answers."""
    members, rows, world = community.members, lever.rows, community.world
    if rows.size == 0:
        return
    identity = members.identity[rows].astype(np.float64)
    members.identity[rows] = identity + min(1.0, world.reward_gain * lever.value) * (1.0 - identity)
    praised = members.praise[rows].astype(np.float64)
    members.praise[rows] = praised + min(1.0, world.praise_gain * lever.value) * (1.0 - praised)
    community.note(rows, "reward")


@pull.register(Tally)
def take_down(lever: Tally, community: "Community", standing: Standing, slot: str) -> None:
    """Write down what everyone has written until this morning, for the policy of a slot."""
    members, count = community.members, community.n_members
    community.notes[slot] = Notes(
        day=community.day,
        messages=members.all_messages[:count].copy(),
        noise=members.all_noise[:count].copy(),
    )
