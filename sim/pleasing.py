"""What it does to members to be given something."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def please(c: "Community", rows: Any, value: Any, *, money: bool = False) -> None:
    """
    A gift closes part of the gap to full belonging, makes things new again in part, and is remembered; money beside as
    money, where it can be missed.

    Args:
        rows: [n], nobody twice, n >= 1.
        value: what it is worth to them, 1 for the usual gift, >= 0; one number or [n].

    Source: adapted. M74, M75; evidence 2.2, reward learning.
    """
    members, world = c.members, c.world
    share, kept = np.minimum(1.0, world.reward_gain * value), np.minimum(1.0, value)
    identity = members.identity[rows].astype(np.float64)
    members.identity[rows] = identity + share * (1.0 - identity)
    members.exposure[rows] = (members.exposure[rows].astype(np.float64).T * (1.0 - share)).T
    memory = members.reward_memory[rows].astype(np.float64)
    members.reward_memory[rows] = memory + kept * (1.0 - memory)
    if money and world.crowding_out > 0.0:
        memory = members.money_memory[rows].astype(np.float64)
        members.money_memory[rows] = memory + kept * (1.0 - memory)
    c.note(rows, "reward")
