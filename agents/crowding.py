"""Money that no longer comes: who was paid and has come to expect it is less inclined to write than before."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, wide


@act
def expect_money(i: int, members: Any, world: Any) -> None:
    """
    A day passes over what member i remembers of money won, and what they expect follows it more slowly.

    Reads and writes money_memory, money_expected.

    Source: assumed. That motivation is lower after a tangible reward than without one: Deci, Koestner & Ryan (1999), in
    the laboratory; how strong it is in communities is unknown.
    """
    memory = wide(members.money_memory[i])
    members.money_expected[i] = closer(wide(members.money_expected[i]), memory, world.crowding_gain)
    members.money_memory[i] = memory * (1.0 - world.reward_forgetting)


@act
def disappointment(i: int, members: Any) -> float:
    """How far the money that member i got falls short of what they expect, in [0, 1]. Reads, writes nothing."""
    return max(wide(members.money_expected[i]) - wide(members.money_memory[i]), 0.0)
