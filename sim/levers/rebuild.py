"""What becomes of a community that is dissolved and put together anew."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever


@dataclass(frozen=True, kw_only=True)
class Scatter(Lever):
    """All members meet anew: of every tie the share `kept` of its strength is left, in [0, 1]."""

    kept: float
