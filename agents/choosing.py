"""Where several prices stand at the door: which plan a prospect takes, or which tiers they would pay for."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, log, power, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.prospects import pay_chance

YEAR = 365.0  # for how long willingness to pay is meant [day]


@rule
def worth_of_term(days: float, exponent: float) -> float:
    """
    What a term is worth, as a share of a year's: (days / 365) ** exponent; 1 for good.

    Args:
        days: of the term [day]; 0 is for good, which is valued as a year: nobody knows how long they will stay.
        exponent: in [0, 1]; below 1 a month is worth more than a twelfth of a year.

    Source: assumed. DellaVigna & Malmendier (2006), Paying not to go to the gym, show that people weigh plans by more
    than the price of a day; the form is ours.
    """
    if days <= 0.0:
        return 1.0
    return power(days / YEAR, exponent)


@rule
def appeal_of(willingness: float, price: float, softness: float) -> float:
    """
    Utility of an offer beside that of none, which is 0: (ln willingness - ln price) / softness.

    Args:
        willingness: the most they would pay for it [yuan], > 0.
        price: [yuan], > 0.
        softness: [log yuan], > 0.

    Source: adapted. The mixed logit of McFadden (1974), of which `pay_chance` is the case of one offer.
    """
    return (log(willingness) - log(price)) / softness


@act
def weigh_offers(j: int, prospects: Any, members: Any, world: Any, offers: Any, luck: Luck) -> None:
    """Prospect j looks at the prices of a gate. Reads uid, willingness; writes offers, a bit for each they take."""
    u = draw(luck, Purpose.PAY, int(prospects.uid[j]), 0)
    willingness = wide(prospects.willingness[j])
    if offers.one == 1:
        prospects.offers[j] = best_offer(u, willingness, offers, world)
    else:
        prospects.offers[j] = affordable_offers(u, willingness, offers, world)


@act
def affordable_offers(u: float, willingness: float, offers: Any, world: Any) -> int:
    """A bit for each offer that somebody with the luck u would pay for if it were the only one."""
    bits = 0
    for k in range(offers.prices.shape[0]):
        if u < pay_chance(willingness * wide(offers.worths[k]), wide(offers.prices[k]), world.price_softness):
            bits += 1 << k
    return bits


@act
def best_offer(u: float, willingness: float, offers: Any, world: Any) -> int:
    """The bit of the offer that somebody with the luck u takes, 0 for none: a choice among all and none at once."""
    best = 0.0
    for k in range(offers.prices.shape[0]):
        best = max(best, appeal_of(willingness * wide(offers.worths[k]), wide(offers.prices[k]), world.price_softness))
    whole = exp(-best)
    for k in range(offers.prices.shape[0]):
        whole += exp(
            appeal_of(willingness * wide(offers.worths[k]), wide(offers.prices[k]), world.price_softness) - best
        )
    passed = 0.0
    for k in range(offers.prices.shape[0]):
        passed += exp(
            appeal_of(willingness * wide(offers.worths[k]), wide(offers.prices[k]), world.price_softness) - best
        )
        if u * whole < passed:
            return 1 << k
    return 0
