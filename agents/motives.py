"""Why somebody is here: four motives, how far they are met, what they expect, and where they turn if it falls short."""

from enum import IntEnum
from typing import Any

from clubsim.agents.arithmetic import act, closer, rule, wide

MOTIVES = 4


class Motive(IntEnum):
    """Which column of Members.motives is which."""

    INFORMATION = 0
    BONDS = 1
    RECOGNITION = 2
    GAIN = 3


@rule
def motive_mean(which: int, world: Any) -> float:
    """
    The weight of a motive among all members, before they differ.

    Source: assumed. The eight joining motives of M05 are mapped onto the four in experiments/joining.py.
    """
    if which == Motive.INFORMATION:
        return world.motive_information
    if which == Motive.BONDS:
        return world.motive_bonds
    if which == Motive.RECOGNITION:
        return world.motive_recognition
    return world.motive_gain


@act
def needs_met(i: int, members: Any) -> float:
    """
    How far member i's needs are met, in [0, 1]: over the motives, weight times what there is of it.

    Information is met by the benefit of reading, bonds by belonging to persons, recognition by answers to what one
    writes, gain by what was won; partner communities meet a share of what remains. Reads, writes nothing.

    Source: assumed. M05 to M07; a need that nothing here or at a partner's (M109) supplies stays unmet.
    """
    met = wide(members.motives[i, Motive.INFORMATION]) * max(wide(members.benefit[i]), 0.0)
    met += wide(members.motives[i, Motive.BONDS]) * wide(members.bonds[i])
    met += wide(members.motives[i, Motive.RECOGNITION]) * wide(members.praise[i])
    met += wide(members.motives[i, Motive.GAIN]) * wide(members.reward_memory[i])
    return met + wide(members.allied[i]) * (1.0 - met)


@act
def weigh_needs(i: int, members: Any, world: Any) -> None:
    """
    What member i got is set against what they expect; the expectation follows, and what is unmet goes elsewhere.

    Reads bonds, benefit, praise, reward_memory, allied; writes met, expectation, elsewhere.

    Source: assumed. That no community meets all needs and people turn to others: M10, M126.
    """
    met = needs_met(i, members)
    members.met[i] = met
    members.expectation[i] = closer(wide(members.expectation[i]), met, world.expectation_gain)
    members.elsewhere[i] = closer(wide(members.elsewhere[i]), 1.0 - met, world.elsewhere_gain)


@act
def surplus_of(i: int, members: Any) -> float:
    """How far member i's needs are met beyond what they expect, in [-1, 1]. Reads, writes nothing."""
    return wide(members.met[i]) - wide(members.expectation[i])
