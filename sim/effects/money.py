"""Money to members by name: paid at once, or laid out in red packets."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.sim.effects.pull import pull
from clubsim.sim.ledger import CLUB, OUTSIDE, account_of
from clubsim.sim.levers import Packets, Pay
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
