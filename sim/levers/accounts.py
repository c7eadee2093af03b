"""What the operator's work costs."""

from dataclasses import dataclass

from clubsim.sim.levers.lever import Lever


@dataclass(frozen=True, kw_only=True)
class Spend(Lever):
    """
    Money [yuan] and operator hours spent today, with what for. `funded` says who pays: "fees" out of the club's own
    balance, "outside" by a sponsor.
    """

    amount: float
    hours: float
    purpose: str
    funded: str = "fees"
