"""What the operator says to single members."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class Nudge(Lever):
    """
    A private message to the members in `rows`: `lift` [logit] is added to today's inclination to come, and less of it
    the more messages they have had since their last visit. Who has dropped out unseen does not read it.
    """

    rows: Rows
    lift: float
