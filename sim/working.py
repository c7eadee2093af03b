"""Offices that end, and the hours that members have worked today: into the ledger, as given or as paid."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.records import Role
from clubsim.sim.ledger import CLUB, MEMBERS, OUTSIDE
from clubsim.sim.present import here_where

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def dismiss(community: "Community") -> None:
    """Who served until yesterday and does not today, whether worn out or not asked, is a member like any other."""
    c = community
    m = c.members
    held = here_where(c, m.serving[: c.n_members] > 0.0)
    gone = held[[row not in c.standing.officers for row in held.tolist()]] if held.size else held
    if gone.size:
        m.serving[gone] = 0.0
        m.role[gone] = Role.MEMBER
        m.stepped_down[gone] = c.day
        c.note(gone, "stepdown")


def enter_hours(community: "Community") -> None:
    """Today's hours of founders, of who holds an office, and of helpers. Reads worked, helped; writes the ledger."""
    c = community
    m, here, officers = c.members, c.members_of_the_day, c.standing.officers
    worked = here_where(c, m.worked[: c.n_members] > 0.0)
    if worked.size:
        founders = [row for row in worked.tolist() if row not in officers]
        enter(c, hours_of(c, founders), 0.0, "fees", "hosting")
        for lever in {id(lever): lever for lever in officers.values()}.values():
            rows = [row for row in worked.tolist() if officers.get(row) is lever]
            enter(c, hours_of(c, rows), lever.pay * len(rows), lever.funded, lever.purpose)
    promise = c.standing.promise
    if promise is not None and promise.entered:
        hours = int(m.helped[here].sum()) * promise.minutes / 60.0
        enter(c, hours, hours * promise.pay, promise.funded, "first replies")


def hours_of(community: "Community", rows: list[int]) -> float:
    """Hours that some members worked today."""
    whole = 0.0
    for hours in community.members.worked[np.array(rows, dtype=np.int64)].tolist():
        whole += hours
    return whole


def enter(community: "Community", hours: float, amount: float, funded: str, purpose: str) -> None:
    """Hours of members, given for nothing or paid with `amount` [yuan] by the club or a sponsor."""
    if hours <= 0.0:
        return
    if amount > 0.0:
        payer = CLUB if funded == "fees" else OUTSIDE
        community.ledger.record(community.day, payer, MEMBERS, amount, purpose, hours)
    else:
        community.ledger.record(community.day, MEMBERS, CLUB, 0.0, purpose, hours)
