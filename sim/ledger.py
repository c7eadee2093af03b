"""The club's accounts: every sum has a giver and a taker, every entry its purpose; operator hours beside."""

from dataclasses import dataclass, field
from typing import NamedTuple

CLUB = "club"
MEMBERS = "members"
SUPPLIERS = "suppliers"
DEPOSITS = "deposits"  # what members have put down and may get back
ADVERTISERS = "advertisers"
OUTSIDE = "outside"  # a sponsor who pays what the club's own fees do not
PACKETS = "red packets"  # what the operator has laid out for members who have not opened it yet
GIFTS = "gifts"  # what members have laid out for each other
NAMED = "member "


def account_of(row: int) -> str:
    """The account of one member, for what they got and gave by name; their fees stand in that of all MEMBERS."""
    return f"{NAMED}{row}"


def is_expense(giver: str, taker: str) -> bool:
    """Whether a movement is money that the operator or a sponsor parts with."""
    if taker.startswith(NAMED):
        return giver in (CLUB, OUTSIDE, PACKETS)
    return taker in (MEMBERS, SUPPLIERS) and giver != DEPOSITS


ACCOUNTS = (CLUB, MEMBERS, SUPPLIERS, DEPOSITS, ADVERTISERS, OUTSIDE)


class Entry(NamedTuple):
    """One movement of money or one use of operator hours."""

    day: int
    giver: str
    taker: str
    amount: float  # [yuan], >= 0
    hours: float  # of operators, or of members who work for the community, >= 0
    purpose: str


@dataclass
class Ledger:
    """
    All entries so far and the balance of each account [yuan], made when first used; the balances sum to 0.

    hours: of all who worked for the community; volunteered: of them, those that members gave for nothing.
    """

    entries: list[Entry] = field(default_factory=list)
    balances: dict[str, float] = field(default_factory=lambda: dict.fromkeys(ACCOUNTS, 0.0))
    hours: float = 0.0
    volunteered: float = 0.0
    spent: float = 0.0
    revenue: float = 0.0

    def record(self, day: int, giver: str, taker: str, amount: float, purpose: str, hours: float = 0.0) -> None:
        """
        Move `amount` from giver to taker and note the hours it took. A deposit is revenue once it is forfeited, and
        to give it back is no spending.

        Raises:
            ValueError: a negative amount or negative hours.
        """
        if not (amount >= 0 and hours >= 0):
            raise ValueError(f"{purpose}: amount and hours must be >= 0, not {amount:g} yuan and {hours:g} hours")
        self.entries.append(Entry(day, giver, taker, amount, hours, purpose))
        self.balances[giver] = self.balances.get(giver, 0.0) - amount
        self.balances[taker] = self.balances.get(taker, 0.0) + amount
        self.hours += hours
        if giver == MEMBERS:
            self.volunteered += hours
        if taker == CLUB and giver in (MEMBERS, DEPOSITS, ADVERTISERS):
            self.revenue += amount
        elif is_expense(giver, taker):
            self.spent += amount
