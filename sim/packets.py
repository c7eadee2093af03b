"""Red packets that lie for members: who opens theirs has the money, and what is not opened goes back in the evening."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import NEVER, NOBODY
from clubsim.agents.ties import strengthen
from clubsim.sim.ledger import GIFTS, PACKETS, account_of
from clubsim.sim.pleasing import please

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@dataclass(frozen=True, kw_only=True)
class Packet:
    """Money that lies for a member: taken from the account `payer`, given by the member in row `giver` or NOBODY."""

    payer: str
    giver: int
    taker: int
    amount: float  # [yuan], > 0

    @property
    def place(self) -> str:
        """The account in which it lies."""
        return PACKETS if self.giver == NOBODY else GIFTS


def lay_out(c: "Community", payer: str, taker: int, amount: float, giver: int = NOBODY) -> None:
    """Take `amount` [yuan] from an account and let it lie for a member; nothing is laid out where it is 0."""
    if amount <= 0.0:
        return
    packet = Packet(payer=payer, giver=giver, taker=taker, amount=amount)
    c.ledger.record(c.day, payer, packet.place, amount, "red packet" if giver == NOBODY else "gift given on")
    c.packets.append(packet)
    c.members.packet[taker] += amount


def settle_packets(c: "Community") -> None:
    """
    The evening of what lay today: opened by who came, else back with who gave it; and what is given on lies tomorrow.

    Reads visited, giving; writes packet, what it does to please, ties of who gave to whom, and the ledger.
    """
    lying, c.packets = c.packets, []
    if not lying:
        return
    takers = np.unique(np.array([packet.taker for packet in lying]))
    came = takers[(c.members.visited[takers] == 1) & (c.members.left[takers] == NEVER)]
    opened = set(came.tolist())
    for packet in lying:
        settle(c, packet, packet.taker in opened)
    if came.size:
        please(c, came, c.world.gift_worth * c.members.packet[came], money=True)
    c.members.packet[takers] = 0.0
    givers = came[c.members.giving[came] > 0.0]
    give_on_tomorrow(c, givers)


def settle(c: "Community", packet: Packet, opened: bool) -> None:
    """One packet is its taker's, with a tie to who gave it, or goes back."""
    account = account_of(packet.taker) if opened else packet.payer
    purpose = "packet opened" if opened else "packet not opened"
    c.ledger.record(c.day, packet.place, account, packet.amount, purpose)
    if opened and packet.giver != NOBODY and int(c.members.left[packet.giver]) == NEVER:
        strengthen(packet.giver, packet.taker, c.members, c.day)
        strengthen(packet.taker, packet.giver, c.members, c.day)


def give_on_tomorrow(c: "Community", givers: Any) -> None:
    """Each of `givers` lays out what they decided to give on, for who is to have it."""
    if givers.size == 0:
        return
    to = c.members.giving_to[givers].copy()
    if c.events is not None:
        c.events.note(givers, c.day, "gift", target=to)
    amounts = c.members.giving[givers].tolist()
    for row, taker, amount in zip(givers.tolist(), to.tolist(), amounts, strict=True):
        lay_out(c, account_of(row), taker, amount, giver=row)
    c.members.giving[givers] = 0.0
    c.members.giving_to[givers] = 0
