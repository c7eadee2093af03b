"""Who pays for what an operator does."""

from typing import Literal

from clubsim.sim.policy import View

Funded = Literal["fees", "outside"]


def affordable(view: View, amount: float, funded: Funded) -> bool:
    """
    Whether `amount` [yuan] can be paid this morning: by a sponsor always, by the club if its balance covers
    it.

    Policies act in the order of their slots: what an earlier one spends this morning is off the balance already.
    """
    return funded == "outside" or amount == 0 or view.balance >= amount
