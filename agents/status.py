"""Status is asymmetric: people like to be near those above them, and less near those below."""

from clubsim.agents.arithmetic import log, rule


@rule
def status_of(replies: int) -> float:
    """Somebody's standing: the logarithm of 1 + replies ever received, >= 0."""
    return log(1.0 + replies)


@rule
def status_pull(own: float, theirs: float, above: float, below: float) -> float:
    """
    What the other's standing adds to the log weight of answering them.

        above * (theirs - own) where they stand above, -below * (own - theirs) where below

    Args:
        own, theirs: `status_of` both.
        above, below: [log weight/log reply], >= 0.

    Source: assumed. M09 with the correction in 0.4: the high in status do not like to be near the low.
    """
    if theirs > own:
        return above * (theirs - own)
    return -below * (own - theirs)
