"""Two kinds of belonging: to the whole (identity) and to persons (bonds); Ren, Kraut & Kiesler (2007)."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, exp, rule, wide


@rule
def bonds_of(exchanges: float, scale: float) -> float:
    """
    Belonging to persons from the decayed number of exchanges with them.

        1 - exp(-exchanges / scale)

    Args:
        exchanges: sum of tie weights, >= 0.
        scale: exchanges at which 63 % is reached, > 0.

    Source: assumed. The saturating form of evidence 2.2.
    """
    return 1.0 - exp(-exchanges / scale)


@rule
def identity_tomorrow(
    identity: float, attended: int, replies: int, by_event: float, by_reply: float, decay: float
) -> float:
    """
    Belonging to the whole after today: it fades a little, and events attended and replies received close the gap.

    Args:
        identity: before, in [0, 1].
        attended: 1 if at today's event.
        replies: received today; more than five count as five.
        by_event, by_reply: shares of the gap closed, in [0, 1].
        decay: share lost in a day, in [0, 1].

    Source: assumed. That identity features raise visits, and more than bonds do: Ren et al. (2012).
    """
    kept = identity - decay * identity
    if attended == 1:
        kept += by_event * (1.0 - kept)
    for _ in range(min(replies, 5)):
        kept += by_reply * (1.0 - kept)
    return kept


@rule
def identity_by_clarity(identity: float, visited: int, clarity: float, gain: float) -> float:
    """
    Belonging to the whole after a visit to a community whose goal is clear.

    Args:
        identity, clarity: in [0, 1].
        gain: share of the gap that a visit to a perfectly clear one closes, in [0, 1].

    Source: assumed. M02.
    """
    if visited == 0:
        return identity
    return closer(identity, 1.0, gain * clarity)


@act
def belonging_of(i: int, members: Any, world: Any) -> float:
    """Member i's belonging, in [0, 1]: identity and bonds in the world's shares. Reads, writes nothing."""
    share = world.bond_share
    return share * wide(members.bonds[i]) + (1.0 - share) * wide(members.identity[i])
