"""What is spent is entered in the ledger."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.ledger import CLUB, OUTSIDE, SUPPLIERS
from clubsim.sim.levers import Spend
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Spend)
def spend(lever: Spend, community: "Community", standing: Standing, slot: str) -> None:
    """Money and hours are entered for whom they are spent."""
    payer = CLUB if lever.funded == "fees" else OUTSIDE
    community.ledger.record(community.day, payer, SUPPLIERS, lever.amount, lever.purpose, lever.hours)
