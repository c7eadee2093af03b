"""
What members have agreed to pay: at the door, for another term, or because a fee is asked of those who are in.

Who decides so is in agents/renewing.py, agents/paying.py and agents/choosing.py; here the money moves.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.choosing import worth_of_term
from clubsim.agents.records import NEVER, NO_PRICES, NO_TERMS, Offers
from clubsim.sim.ledger import CLUB, MEMBERS, OUTSIDE
from clubsim.sim.levers import Menu
from clubsim.sim.present import here_where

if TYPE_CHECKING:
    from clubsim.sim.community import Community

NO_PLACE = -1  # all of several tiers that somebody would pay for are full


def contracts_of(community: "Community") -> dict[str, Any]:
    """What `Today` says of contracts, from the standing levers."""
    standing, charge, menu = community.standing, community.standing.charge, community.standing.menu
    return {
        "free": int(standing.free),
        "renewal": float(standing.renewal),
        "price_kept": int(standing.price_kept),
        "offer_prices": np.array([offer.price for offer in menu.offers]) if menu else NO_PRICES,
        "offer_terms": np.array([offer.term for offer in menu.offers], dtype=np.int64) if menu else NO_TERMS,
        "charge": float(charge.price) if charge else 0.0,
        "charge_term": charge.term if charge else 0,
        "charge_worth": float(charge.worth) if charge else 1.0,
    }


def one_price(price: float) -> Offers:
    """A single fee [yuan], >= 0, as one weighs it."""
    return Offers(prices=np.array([float(price)]), worths=np.ones(1), one=0)


def offers_of(community: "Community", menu: Menu, before: float) -> Offers:
    """What a menu sells, its prices with what the gates before it ask [yuan]; of plans a longer one is worth more."""
    exponent = community.world.term_worth
    worths = [offer.worth * (worth_of_term(float(offer.term), exponent) if menu.one else 1.0) for offer in menu.offers]
    return Offers(
        prices=np.array([offer.price + before for offer in menu.offers]), worths=np.array(worths), one=int(menu.one)
    )


def offers_taken(community: "Community", queue: Any) -> Any:
    """
    Which offer of the menu each of a queue takes: of those they would pay for, the dearest in which there is a place.

    Args:
        queue: [n] rows of prospects, in the order in which they are let in.

    Returns:
        int64 [n]: the offer's number, from 1 on; 0 where no menu stands; NO_PLACE.
    """
    menu = community.standing.menu
    if menu is None:
        return np.zeros(queue.shape[0], dtype=np.int64)
    inside = np.bincount(community.members.offer[community.present], minlength=len(menu.offers) + 1)
    left = [np.inf if offer.places is None else offer.places - inside[k + 1] for k, offer in enumerate(menu.offers)]
    dearest_first = sorted(range(len(menu.offers)), key=lambda k: (-menu.offers[k].price, k))
    taken = np.full(queue.shape[0], NO_PLACE, dtype=np.int64)
    for position, bits in enumerate(community.prospects.offers[queue].tolist()):
        for k in dearest_first:
            if bits >> k & 1 and left[k] > 0:
                left[k] -= 1
                taken[position] = k + 1
                break
    return taken


def agree(community: "Community", rows: Any, taken: Any) -> None:
    """
    Those who have just come in agree to the price of the door, and pay for the offer they took.

    Args:
        rows: [n] of new members; taken: [n], the number of their offer, 0 without a menu.
    """
    c, m, standing = community, community.members, community.standing
    m.agreed[rows] = standing.agreed
    m.agreed_term[rows] = standing.term
    if standing.price > 0:
        m.paid_on[rows] = c.day
    if standing.menu is None or rows.size == 0:
        return
    prices = np.array([0.0, *(offer.price for offer in standing.menu.offers)])[taken]
    terms = np.array([0, *(offer.term for offer in standing.menu.offers)], dtype=np.int64)[taken]
    m.offer[rows] = taken
    m.agreed[rows] = prices
    m.agreed_term[rows] = terms
    m.paid_until[rows] = np.where(terms > 0, c.day + terms, NEVER)
    m.paid[rows] += prices.astype(np.float32)
    m.paid_on[rows] = c.day
    c.ledger.record(c.day, MEMBERS, CLUB, total_of(prices), "fees for plans or tiers")
    if standing.price <= 0:
        c.note(rows, "pay")


def take_money(community: "Community", amount: float, outside: float, purpose: str) -> None:
    """Members pay `amount` [yuan], of which `outside` goes past the club."""
    if amount > outside:
        community.ledger.record(community.day, MEMBERS, CLUB, amount - outside, purpose)
    if outside > 0:
        community.ledger.record(community.day, MEMBERS, OUTSIDE, outside, f"{purpose}, to others")


def collect_renewals(community: "Community") -> None:
    """Who renewed this evening pays what they agreed to for another term."""
    c, standing = community, community.standing
    rows = here_where(c, c.members.renewed[: c.n_members] == 1)
    if rows.size == 0:
        return
    amount = total_of(c.members.agreed[rows])
    share = standing.renewal_outside / standing.renewal if standing.renewal > 0 else 0.0
    take_money(c, amount, amount * share, "renewals")
    c.note(rows, "renew")


def collect_charges(community: "Community") -> None:
    """Who was in for nothing and pays this evening to stay."""
    c, m = community, community.members
    if c.standing.charge is None:
        return
    present = c.present
    rows = present[(m.paid_on[present] == c.day) & (m.joined[present] < c.day) & (m.renewed[present] == 0)]
    if rows.size:
        c.ledger.record(c.day, MEMBERS, CLUB, total_of(m.agreed[rows]), "fees of those who were in")
    c.note(rows, "pay")


def total_of(prices: Any) -> float:
    """The sum of many prices of which few differ [yuan]: the price times their number, for each price."""
    different, counts = np.unique(prices, return_counts=True)
    return float(sum(price * count for price, count in zip(different.tolist(), counts.tolist(), strict=True)))
