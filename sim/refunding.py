"""What those who go get back of what they paid, and who of them goes in anger."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.luck import Purpose, draw
from clubsim.agents.records import Reason
from clubsim.sim.ledger import CLUB, MEMBERS
from clubsim.sim.present import gone_today
from clubsim.sim.vessel import stricter

if TYPE_CHECKING:
    from clubsim.sim.community import Community

GOOD_DAYS = 365.0  # whoever paid for good is owed what is left of a year; assumed, a year is usual (M119)
CENT = 0.005  # who gets back less than that too little is not wronged [yuan]


def settle_with_the_gone(community: "Community") -> None:
    """
    Refunds and anger of those who went this evening. Reads why they went and what they paid; writes refunded, angry,
    the ledger and the log.
    """
    c, m = community, community.members
    c.n_angry_today = 0
    gone = gone_today(c)
    paid = gone[m.agreed[gone] > 0]
    if paid.size:
        back = refund(c, paid, due_to(c, paid))
        removed = was_removed(c, paid)
        get_angry(c, paid[removed & (rest_of_term(c, paid) > back + CENT)])
    if c.standing.charge is not None and not c.standing.charge.announced:
        get_angry(c, gone[m.reason[gone] == Reason.PRICED_OUT])


def was_removed(community: "Community", rows: Any) -> Any:
    """Who was put out by the operator, bool [n]."""
    reason = community.members.reason[rows]
    return (reason == Reason.REMOVED) | (reason == Reason.FAILED_QUOTA)


def rest_of_term(community: "Community", rows: Any) -> Any:
    """
    What is left of what members paid last, by the days they have not had [yuan], float64 [n].

    Somebody who paid this evening has not had a day of it; who paid for good is owed what is left of a year.
    """
    m = community.members
    agreed, term = m.agreed[rows], m.agreed_term[rows].astype(np.float64)
    had = (community.day - m.paid_on[rows]).astype(np.float64)
    days = np.where(term > 0, term, GOOD_DAYS)
    return agreed * np.maximum(days - had, 0.0) / days


def due_to(community: "Community", rows: Any) -> Any:
    """What those who went are to get back by the operator's rule, or by the vessel's if that is stricter: [yuan]."""
    m, standing = community.members, community.standing.refund
    rule = stricter(community.scenario.vessel.refunds, standing.removed if standing else "none")
    window = standing.days if standing else 0
    due = np.zeros(rows.shape[0])
    removed = was_removed(community, rows)
    if rule == "full":
        due[removed] = m.agreed[rows][removed]
    elif rule == "rest_of_term":
        due[removed] = rest_of_term(community, rows)[removed]
    early = (m.reason[rows] == Reason.LEFT) & (community.day - m.paid_on[rows] < window)
    due[early] = m.agreed[rows][early]
    return due


def refund(community: "Community", rows: Any, due: Any) -> Any:
    """
    Pay back what is due as far as the club's balance goes, to all the same share of it.

    Returns:
        What each gets [yuan], float64 [n].
    """
    c = community
    whole = 0.0
    for part in due.tolist():
        whole += part
    if whole <= 0:
        return due
    share = min(max(c.ledger.balances[CLUB], 0.0) / whole, 1.0)
    back = due * share
    c.members.refunded[rows] += back.astype(np.float32)
    if share > 0:
        c.ledger.record(c.day, CLUB, MEMBERS, whole * share, "refunds")
        c.note(rows[due > 0], "refund")
    return back


def get_angry(community: "Community", wronged: Any) -> None:
    """Of those who were wronged, some say so aloud: the draw belongs to the person."""
    c = community
    share = c.world.anger_share
    if share <= 0:
        return
    uids = c.members.uid[wronged].tolist()
    aloud = np.array([draw(c.luck, Purpose.ANGER, uid, 0) < share for uid in uids], dtype=np.bool_)
    angry = wronged[aloud]
    c.members.angry[angry] = 1
    c.n_angry_today += angry.shape[0]
    c.note(angry, "anger")
