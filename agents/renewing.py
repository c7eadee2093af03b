"""A paid term ends: who pays again stays, who does not has left."""

from typing import Any

from clubsim.agents.arithmetic import act, log, logistic, rule, wide
from clubsim.agents.birth import renewal_of
from clubsim.agents.luck import Luck, Purpose, draw
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


@act
def term_ends(i: int, members: Any, today: Any) -> bool:
    """Whether member i's paid term ends this evening."""
    return int(members.paid_until[i]) == today.day


@act
def renews(i: int, members: Any, world: Any, today: Any, attachment: float, luck: Luck) -> bool:
    """
    Whether member i, whose term ends, pays for another. Writes paid_until, paid, renewed.

    Where no term is sold any more, membership goes on free of charge.
    """
    if today.term <= 0:
        members.paid_until[i] = NEVER
        return True
    uid = int(members.uid[i])
    own = renewal_of(luck, uid, world.renewal_a, world.renewal_b)
    if draw(luck, Purpose.RENEWAL, uid, today.day) < lapse_chance(own, attachment, world.renewal_attachment):
        return False
    members.paid_until[i] = today.day + today.term
    members.paid[i] = wide(members.paid[i]) + today.price
    members.renewed[i] = 1
    return True
