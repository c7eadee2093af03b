"""
Who is out there, who hears of the community and knocks, who gets in: the phase `arrive` in parts.

What they meet at the door is in gates.py.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.arithmetic import poisson_count
from clubsim.agents.luck import Purpose, draw, founder_uid, invited_uid, organic_uid, prospect_uid
from clubsim.agents.records import NEVER, NOBODY, Prospects, Reason, Role
from clubsim.agents.ties import strengthen
from clubsim.sim.admissions import Admissions, inviters_of, know_members
from clubsim.sim.campaigns import reached
from clubsim.sim.columns import grow
from clubsim.sim.commons import demand
from clubsim.sim.contracts import NO_PLACE, agree, offers_taken, take_money
from clubsim.sim.gates import find_others, pass_gate, take_hours, tie_to_commenters
from clubsim.sim.levers import LeverError
from clubsim.sim.rooms import give_rooms
from clubsim.sim.waiting import within_limit

if TYPE_CHECKING:
    from clubsim.sim.community import Community

NO_CHANNEL = -1
INVITED = -2  # the channel of those whom members invited
ELSEWHERE = -2  # the row of a prospect who got past the gates where others are admitted; no member's


def found(community: "Community") -> None:
    """The founders are in on the first day, through no gate."""
    founders = community.scenario.founders
    uid = np.fromiter(map(founder_uid, range(founders)), np.int64, founders)
    nobody = np.full(founders, NOBODY)
    admit(community, uid, np.full(founders, NO_CHANNEL), np.zeros(founders), nobody, 0.0)
    if founders and community.world.founder_hours > 0:
        community.members.role[0] = Role.FOUNDER


def let_pools_grow(community: "Community") -> None:
    """Each channel's pool reaches its size of today; a person is the j-th of a channel whenever they appear."""
    for number, channel in enumerate(community.scenario.channels):
        known = community.pool_sizes[number]
        size = channel.size(community.day)
        if size > known:
            uid = np.arange(prospect_uid(number, known), prospect_uid(number, size - 1) + 1, dtype=np.int64)
            shift = np.full(uid.shape[0], channel.enthusiasm)
            bring(community, uid, number, channel.reach, shift)
            community.pool_sizes[number] = size


def let_come(community: "Community") -> Any:
    """The day's comers by themselves, by one uniform a channel: more demand adds people and replaces none."""
    first = community.n_prospects
    factor = demand(community)
    for number, channel in enumerate(community.scenario.channels):
        if channel.flow > 0 and channel.is_open(community.day):
            u = draw(community.luck, Purpose.ARRIVE, number, community.day)
            count = poisson_count(u, channel.flow * factor)
            uid = np.array([organic_uid(number, community.day, j) for j in range(count)], dtype=np.int64)
            bring(community, uid, number, 1.0, np.full(count, channel.enthusiasm))
    return np.arange(first, community.n_prospects, dtype=np.int64)


def let_invited_come(community: "Community") -> Any:
    """
    Who was invited yesterday comes to the door today, unless who invited them has gone since. Whom a member asks
    depends on how often they asked before.
    """
    c, first = community, community.n_prospects
    m = c.members
    if c.world.invite_rate <= 0.0:
        return np.zeros(0, dtype=np.int64)
    inviters = c.present[m.inviting[c.present] > 0]
    asking = np.repeat(inviters, m.inviting[inviters])
    uid = np.empty(asking.shape[0], dtype=np.int64)
    for position, i in enumerate(asking.tolist()):
        uid[position] = invited_uid(c.luck, int(m.uid[i]), int(m.asked[i]))
        m.asked[i] += 1
    m.inviting[inviters] = 0
    bring(c, uid, INVITED, 1.0, np.zeros(uid.shape[0]), asking)
    return np.arange(first, c.n_prospects, dtype=np.int64)


def bring(community: "Community", uid: Any, channel: int, reach: float, shift: Any, inviter: Any = NOBODY) -> None:
    """
    New prospects exist from today on.

    Args:
        uid, shift: [n], who, and their shift of enthusiasm [sd].
        reach: chance of hearing of a notice, in [0, 1].
        inviter: [n], rows of who invited them, which settles their shift; or NOBODY.
    """
    first = community.n_prospects
    count = uid.shape[0]
    if count == 0:
        return
    grow(community, "prospects", first + count)
    community.n_prospects = first + count
    p: Prospects = community.prospects
    rows = np.arange(first, first + count, dtype=np.int64)
    p.uid[rows] = uid
    p.channel[rows] = channel
    p.appears[rows] = community.day
    p.reach[rows] = reach
    p.shift[rows] = shift
    p.inviter[rows] = inviter
    if channel == INVITED:
        community.engine.let_meet(community, rows)
    community.engine.let_prospects(community, "appear", rows, 0.0, 1.0)


def who_knocks(community: "Community", comers: Any) -> Any:
    """Prospects at the door today: those who heard today's notice, or came by themselves, and would join."""
    price = community.standing.price
    if community.standing.notices:
        community.notice_days.append(community.day)
    if comers.size:  # demand has said how many come
        community.engine.let_prospects(community, "hear", comers, price, 1.0)
    asked = comers
    if community.standing.notices:
        asked = np.arange(community.n_prospects, dtype=np.int64)
        others = np.setdiff1d(asked, comers)
        for rows, factor in reached(community, others):
            community.engine.let_prospects(community, "hear", rows, price, factor)
    return asked[community.prospects.hears[asked] == 1]


def pass_gates(community: "Community", knocking: Any) -> None:
    """Those who knock meet the gates and wait for a place; who gets in becomes a member and pays."""
    p: Prospects = community.prospects
    entering, taken = get_past(community, knocking)
    inviter = p.inviter[entering]
    p.row[entering] = let_in(community, p.uid[entering], p.channel[entering], p.shift[entering], inviter, taken)


def let_in_as_written(community: "Community", written: Admissions, knocking: Any) -> None:
    """
    Those get in who did in another run, whatever the gates say, and pay what is due here.

    What else happens at the door goes on as if it counted: whoever knocks meets the gates, which makes work, and
    whom they would let in, now or for good, does not come again.

    Raises:
        LeverError: plans or tiers stand at the door; what somebody takes whom they did not attract cannot be known.
    """
    if community.standing.menu is not None:
        raise LeverError(
            "an arm with plans or tiers at the door cannot be split into who is in and what they do; "
            "leave it out of decompose"
        )
    know_members(community)
    past, _ = get_past(community, knocking)
    community.prospects.row[past] = ELSEWHERE
    today = written.on(community.day)
    inviter = inviters_of(community, written.inviter[today])
    taken = np.zeros(written.uid[today].shape[0], dtype=np.int64)
    let_in(community, written.uid[today], written.channel[today], written.shift[today], inviter, taken)
    know_members(community)


def get_past(community: "Community", knocking: Any) -> tuple[Any, Any]:
    """
    Those who knock meet the gates in order, then wait for a place.

    Returns:
        Rows of who finds one, in the order of places, and which offer of a menu each takes, 0 without a menu.
    """
    p: Prospects = community.prospects
    outside = knocking[p.row[knocking] == NOBODY]
    to_replace = 0
    for slot, gate in community.standing.gates:
        passed, reason = pass_gate(community, slot, gate, outside)
        refuse(community, outside[~passed], reason)
        to_replace += 0 if gate.channels.limits else int(np.count_nonzero(~passed))
        outside = outside[passed]
    if to_replace:
        outside = np.concatenate([outside, find_others(community, knocking, to_replace)])
    queue = outside[np.lexsort((p.uid[outside], p.place[outside]))]
    without = offers_taken(community, queue) == NO_PLACE
    refuse(community, queue[without], Reason.FULL)
    queue = queue[~without]
    places = queue.shape[0]
    if community.standing.notices:
        places = sum(notice.places for notice in community.standing.notices)
    refuse(community, queue[places:], Reason.FULL)
    entering, waiting = within_limit(community, queue[:places])
    refuse(community, waiting, Reason.FULL)
    taken = offers_taken(community, entering)
    refuse(community, entering[taken == NO_PLACE], Reason.FULL)
    return entering[taken != NO_PLACE], taken[taken != NO_PLACE]


def let_in(community: "Community", uid: Any, channel: Any, shift: Any, inviter: Any, taken: Any) -> Any:
    """People who have got past the gates become members, pay and get to know who commented on their tasks: rows."""
    rows = admit(community, uid, channel, shift, inviter, community.standing.price)
    agree(community, rows, taken)
    tie_to_commenters(community, rows)
    if community.standing.trial is not None:
        take_hours(community, community.standing.trial.hours * rows.shape[0], "care for candidates")
    return rows


def refuse(community: "Community", rows: Any, reason: Reason) -> None:
    """Note why prospects did not get in today."""
    community.prospects.refused[rows] = reason
    community.refused += rows.shape[0]


def admit(community: "Community", uid: Any, channel: Any, shift: Any, inviter: Any, price: float) -> Any:
    """
    New members in the order given, which is their seniority.

    Returns:
        Their rows, int64 [n].

    Raises:
        ValueError: one of them was a member before; two people would share their luck.
    """
    first, count = community.n_members, int(uid.shape[0])
    community.known.add(uid)
    grow(community, "members", first + count)
    community.n_members = first + count
    rows = np.arange(first, first + count, dtype=np.int64)
    m, new = community.members, slice(first, first + count)
    m.uid[new], m.channel[new], m.inviter[new] = uid, channel, inviter
    m.left[new], m.group[new] = NEVER, NOBODY
    if np.any(shift):
        m.shift[new] = shift
    if price > 0:
        m.paid[new] = price
    if count:
        community.engine.let_members(community, "be_born", rows)
        tie_to_inviters(community, rows)
        give_rooms(community, rows)
        community.note(rows, "join")
        community.arrived(rows)
    if price > 0 and count:
        take_money(community, price * count, community.standing.price_outside * count, "fees at the door")
        community.note(rows, "pay")
    return rows


def tie_to_inviters(community: "Community", rows: Any) -> None:
    """New members who were invited know who invited them, if they are still in; both ties count one exchange."""
    m, day = community.members, community.day
    for i in rows[m.inviter[rows] != NOBODY].tolist():
        inviter = int(m.inviter[i])
        if int(m.left[inviter]) == NEVER:
            strengthen(i, inviter, m, day)
            strengthen(inviter, i, m, day)
