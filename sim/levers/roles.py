"""Offices that members hold."""

from dataclasses import dataclass

from clubsim.agents.records import Role
from clubsim.sim.levers.lever import Lever, Rows


@dataclass(frozen=True, kw_only=True)
class Serve(Lever):
    """
    The members in `rows`, founders excepted, hold an office today and give `hours` for it; they tire as a founder does,
    and who is wearier than `endurance` gives it up this morning. Who is not asked again holds it no more.

    role: DEPUTY, who hosts and writes the more, or VOLUNTEER; pay: for each day on which they work [yuan], paid by
    `funded`, "fees" or "outside"; purpose: a word for the ledger.
    """

    rows: Rows
    role: Role
    hours: float
    endurance: float
    purpose: str
    pay: float = 0.0
    funded: str = "fees"


@dataclass(frozen=True, kw_only=True)
class Promote(Lever):
    """The members in `rows` who hold no role yet become core members for good; that closes `gain` of the gap to full
    belonging to the whole, in [0, 1]."""

    rows: Rows
    gain: float


@dataclass(frozen=True, kw_only=True)
class Work(Lever):
    """Members who hold no office give the community some `hours` of work today, all together; `purpose`: for the
    ledger."""

    hours: float
    purpose: str
