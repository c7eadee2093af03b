"""A paid term ends: who pays again stays, who does not has left."""

from typing import Any

from clubsim.agents.arithmetic import act, log, logistic, rule, wide
from clubsim.agents.birth import renewal_of
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.paying import pay
from clubsim.agents.records import NEVER

SURE = 1e-9  # chances nearer to 0 or 1 count as this near


@rule
def lapse_chance(own: float, attachment: float, weight: float) -> float:
    """
    Chance of not renewing.

        logistic(logit(own) - weight * attachment), and `own` itself where the weight is 0

    Args:
        own: somebody's chance, drawn from a beta distribution, in [0, 1].
        attachment: to the community, about -1 to 1.5.
        weight: [logit], >= 0.

    Source: adapted. Shifted beta-geometric, Fader & Hardie (2007), with its chance shifted by utility; the weight is
    assumed.
    """
    if weight <= 0.0:
        return own
    own = min(max(own, SURE), 1.0 - SURE)
    return logistic(log(own / (1.0 - own)) - weight * attachment)


@rule
def dearer_by(price: float, agreed: float) -> float:
    """How much dearer a term is than at the agreed price [log price]; 0 where either is free."""
    if price <= 0.0 or agreed <= 0.0:
        return 0.0
    return log(price) - log(agreed)


@act
def term_ends(i: int, members: Any, today: Any) -> bool:
    """Whether member i's paid term ends this evening."""
    return int(members.paid_until[i]) == today.day


@act
def price_to_renew(i: int, members: Any, today: Any) -> float:
    """
    What another term costs member i [yuan]: the price they agreed to if it is kept, or if none is asked today; else
    today's, of their plan if there are several.
    """
    agreed, offer = wide(members.agreed[i]), int(members.offer[i])
    if today.price_kept == 1 and agreed > 0.0:
        return agreed
    if 0 < offer <= today.offer_prices.shape[0]:
        return wide(today.offer_prices[offer - 1])
    if today.term > 0:
        return today.renewal
    return agreed


@act
def term_to_renew(i: int, members: Any, today: Any) -> int:
    """For how long member i would pay again [day]: for today's term, or the agreed one where none is sold today."""
    offer = int(members.offer[i])
    if 0 < offer <= today.offer_terms.shape[0]:
        return int(today.offer_terms[offer - 1])
    if today.term > 0:
        return int(today.term)
    return int(members.agreed_term[i])


@act
def renews(i: int, members: Any, world: Any, today: Any, attachment: float, luck: Luck) -> bool:
    """
    Whether member i, whose term ends, pays for another. Writes what is paid and agreed, and renewed.

    A contract outlasts the offer: who agreed to a term while one was sold renews it on a day on which none is.
    Membership goes on free of charge where the fee has been done away with, or where nothing was agreed.
    """
    term = term_to_renew(i, members, today)
    if today.free == 1 or term <= 0:
        members.paid_until[i] = NEVER
        members.agreed[i] = 0.0
        members.agreed_term[i] = 0
        return True
    uid, price = int(members.uid[i]), price_to_renew(i, members, today)
    own = renewal_of(luck, uid, world.renewal_a, world.renewal_b)
    own = lapse_chance(own, -dearer_by(price, wide(members.agreed[i])), world.renewal_price)
    if draw(luck, Purpose.RENEWAL, uid, today.day) < lapse_chance(own, attachment, world.renewal_attachment):
        return False
    pay(i, members, today, price, term)
    members.renewed[i] = 1
    return True
