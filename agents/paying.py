"""A fee that is asked of those who are in: who of them pays."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, rule, wide
from clubsim.agents.birth import enthusiasm_of, willingness_of
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.prospects import pay_chance
from clubsim.agents.records import NEVER


@rule
def willingness_inside(willingness: float, attachment: float, weight: float, worth: float) -> float:
    """
    The most somebody who is in would pay to stay [yuan].

        willingness * worth * exp(weight * attachment)

    Args:
        willingness: the most they would pay at the door [yuan], > 0.
        attachment: to the community, about -1 to 1.5.
        weight: [log yuan], >= 0; where it is 0 they would pay what they would have paid at the door.
        worth: factor by how the fee is explained, > 0.

    Source: assumed. M116 (a fee keeps the most active); Cook & Attari (2012) give the sign of `worth`: a reason of
    fairness helps, a reason of profit hurts.
    """
    return willingness * worth * exp(weight * attachment)


@act
def owes(i: int, members: Any, today: Any) -> bool:
    """Whether member i is asked to pay this evening: a fee is asked of those who are in, and they agreed to none."""
    if today.charge <= 0.0:
        return False
    return wide(members.agreed[i]) <= 0.0 and int(members.paid_until[i]) == NEVER


@act
def pays_charge(i: int, members: Any, world: Any, today: Any, attachment: float, luck: Luck) -> bool:
    """
    Whether member i pays what is asked of those who are in. Writes what is paid and agreed.

    The luck is that of the door: who would have refused the price there refuses it here, unless they have grown fond.
    """
    uid = int(members.uid[i])
    own = willingness_of(luck, uid, enthusiasm_of(luck, uid, wide(members.shift[i])), world)
    most = willingness_inside(own, attachment, world.willingness_attachment, today.charge_worth)
    if draw(luck, Purpose.PAY, uid, 0) >= pay_chance(most, today.charge, world.price_softness):
        return False
    pay(i, members, today, today.charge, today.charge_term)
    return True


@act
def pay(i: int, members: Any, today: Any, price: float, term: int) -> None:
    """Member i pays and agrees to a price. Writes paid, paid_on, paid_until, agreed, agreed_term."""
    members.paid[i] = wide(members.paid[i]) + price
    members.paid_on[i] = today.day
    members.agreed[i] = price
    members.agreed_term[i] = term
    members.paid_until[i] = NEVER
    if term > 0:
        members.paid_until[i] = today.day + term
