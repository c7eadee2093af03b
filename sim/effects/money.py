"""Money to members by name, paid or laid out in red packets; a menu, a charge and a rule of refunds stand."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.ledger import CLUB, OUTSIDE, account_of
from clubsim.sim.levers import Charge, LeverError, Menu, Packets, Pay, Refund
from clubsim.sim.packets import lay_out
from clubsim.sim.pleasing import please
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def payer_of(funded: str) -> str:
    """The account that pays: the club's own, or a sponsor's."""
    return CLUB if funded == "fees" else OUTSIDE


@pull.register(Pay)
def pay(lever: Pay, community: "Community", standing: Standing, slot: str) -> None:
    """Each gets their amount into their own account, and is pleased."""
    if lever.rows.size == 0:
        return
    for row, amount in zip(lever.rows.tolist(), lever.amounts.tolist(), strict=True):
        community.ledger.record(community.day, payer_of(lever.funded), account_of(row), float(amount), lever.purpose)
    please(community, lever.rows, lever.value.astype(np.float64), money=True)


@pull.register(Packets)
def lay_out_packets(lever: Packets, community: "Community", standing: Standing, slot: str) -> None:
    """The money leaves who pays, and lies for who is named till the evening."""
    community.note(lever.rows, "packet")
    for row, amount in zip(lever.rows.tolist(), lever.amounts.tolist(), strict=True):
        lay_out(community, payer_of(lever.funded), row, float(amount))


@pull.register(Menu)
def offer_at_the_door(lever: Menu, community: "Community", standing: Standing, slot: str) -> None:
    """One menu stands at the door."""
    if standing.menu is not None:
        raise LeverError(f"slot {slot}: only one menu of plans or tiers can stand on a day; set the other slot to null")
    standing.menu = lever
    standing.gates.append((slot, lever))


@pull.register(Charge)
def charge(lever: Charge, community: "Community", standing: Standing, slot: str) -> None:
    """One charge stands."""
    if standing.charge is not None:
        raise LeverError(f"slot {slot}: those who are in can be asked for one fee on a day; set the other slot to null")
    standing.charge = lever


@pull.register(Refund)
def promise_refunds(lever: Refund, community: "Community", standing: Standing, slot: str) -> None:
    """One rule of refunds stands."""
    if standing.refund is not None:
        raise LeverError(f"slot {slot}: only one rule of refunds can hold on a day; set the other slot to null")
    standing.refund = lever
