"""Ways to the door that an operator opens: campaigns, launches, those asked one by one; and enrolment past the door."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.arithmetic import logistic, normal_quantile, poisson_count
from clubsim.agents.birth import QUALITY, trait
from clubsim.agents.luck import CHANNELS_MOST, Purpose, draw, organic_uid
from clubsim.agents.records import NOBODY
from clubsim.sim import doors
from clubsim.sim.campaigns import channels_named, pay_for
from clubsim.sim.commons import demand
from clubsim.sim.graphs import put
from clubsim.sim.ledger import CLUB, SUPPLIERS
from clubsim.sim.levers import Enrol, Handpick, LeverError, Surge
from clubsim.sim.view import slot_number
from clubsim.sim.world import HANDPICKED, LAUNCH, PARTNER

if TYPE_CHECKING:
    from clubsim.sim.community import Community

LAUNCHES = CHANNELS_MOST // 2  # numbers of channels from here on are those of launches
DAYS_OF_LUCK = 1 << 32  # what a draw keeps of the day, which here is somebody's uid
SHARE, GROUP, PAIR = 0, 1, 2  # which of the draws of an enrolment
ORDER, MIST, ASKING = 0, 1, 2  # which of those of a choice among many


def let_campaigns_bring(community: "Community") -> Any:
    """
    Who comes beyond a channel's usual flow, by the uniform that says how many come without a campaign: a campaign adds
    people and replaces none. Of several on one channel each adds to what those of earlier slots have brought.

    Returns:
        Their rows, int64 [n].
    """
    c, first = community, community.n_prospects
    usual = demand(c) if c.standing.campaigns else 1.0
    factors: dict[int, float] = {}
    for slot, campaign in c.standing.campaigns:
        for number, channel in channels_named(c.scenario, campaign.channel, slot):
            before = factors.get(number, 1.0)
            factors[number] = before * campaign.factor
            if channel.flow > 0 and channel.is_open(c.day):
                u = draw(c.luck, Purpose.ARRIVE, number, c.day)
                known = poisson_count(u, channel.flow * usual * before)
                count = poisson_count(u, channel.flow * usual * factors[number])
                uid = np.array([organic_uid(number, c.day, j) for j in range(known, count)], dtype=np.int64)
                shift = np.full(uid.shape[0], channel.enthusiasm + campaign.enthusiasm)
                doors.bring(c, uid, number, 1.0, shift)
                pay_for(c, campaign, float(uid.shape[0]), f"campaign: {channel.name}")
    return np.arange(first, c.n_prospects, dtype=np.int64)


# Launches and people asked one by one


def let_others_come(community: "Community") -> Any:
    """
    Whom campaigns and launches bring, whom the operator has asked, and who comes from partner communities.

    Returns:
        Rows of those who are at the door by themselves, int64 [n], each once.
    """
    found = [let_campaigns_bring(community)]
    for slot, way in community.standing.ways:
        if isinstance(way, Surge):
            found.append(let_launch_bring(community, slot, way))
        elif isinstance(way, Handpick):
            found.append(ask_some(community, slot, way))
    found.append(let_awaited_come(community))
    came = [rows for rows in found if rows.size]
    return np.unique(np.concatenate(came)) if came else found[0]


def let_launch_bring(community: "Community", slot: str, surge: Surge) -> Any:
    """
    Who comes today after a launch: the more its slot's uniform of the day says, the more of the same people.

    Raises:
        LeverError: two launches whose slots have one number; their people could not be told apart.
    """
    c, first = community, community.n_prospects
    number = LAUNCHES + slot_number(slot) % LAUNCHES
    others = [other for other, way in c.standing.ways if isinstance(way, Surge) and other != slot]
    if any(LAUNCHES + slot_number(other) % LAUNCHES == number for other in others):
        raise LeverError(f"slot {slot}: shares its number with another launch; give one of the slots another name")
    count = poisson_count(draw(c.luck, Purpose.ARRIVE, number, c.day), surge.people)
    uid = np.array([organic_uid(number, c.day, j) for j in range(count)], dtype=np.int64)
    doors.bring(c, uid, LAUNCH, 1.0, np.full(count, surge.enthusiasm))
    pay_for(c, surge, float(count), "launch")
    return np.arange(first, c.n_prospects, dtype=np.int64)


def let_awaited_come(community: "Community") -> Any:
    """Who comes from a partner community today. Writes prospects."""
    c, first = community, community.n_prospects
    for uid, shift, sure in c.awaited:
        begin = c.n_prospects
        doors.bring(c, uid, PARTNER, 1.0, shift)
        if sure:  # they have made up their mind
            c.prospects.would_join[begin : c.n_prospects] = 1
    c.awaited = []
    return np.arange(first, c.n_prospects, dtype=np.int64)


def ask_some(community: "Community", slot: str, lever: Handpick) -> Any:
    """
    The operator looks at some of a channel's pool, takes those who seem best, and a member asks each of them.

    Who would have joined by themselves does so when asked, and some of the others do. An asked person counts as
    invited by who asked them: has a tie to them once in, and what else comes with an invitation.

    Returns:
        Rows of who comes to the door, int64 [n].
    """
    c, p = community, community.prospects
    named = channels_named(c.scenario, lever.channel, slot)
    numbers = [number for number, channel in named if channel.pool > 0 or channel.growth > 0]
    every = np.arange(c.n_prospects, dtype=np.int64)
    known = every[np.isin(p.channel[every], numbers) & (p.row[every] == NOBODY)]
    seen = first_by_luck(c, slot, known, lever.looked)
    chosen = seen[np.argsort([-seeming(c, slot, row, lever) for row in seen.tolist()], kind="stable")][: lever.people]
    for row in chosen.tolist():
        uid = int(p.uid[row])
        inclined = logistic(c.world.enthusiasm_join + float(p.enthusiasm[row]) + lever.persuasion)
        p.would_join[row] = draw(c.luck, Purpose.NOTICE, uid, 0, 1) < inclined
        p.channel[row], p.reach[row], p.inviter[row] = HANDPICKED, 1.0, who_asks(c, slot, uid, lever)
    hours = lever.look_hours * seen.shape[0] + lever.ask_hours * chosen.shape[0]
    if hours > 0:
        c.ledger.record(c.day, CLUB, SUPPLIERS, 0.0, "asking people one by one", hours)
    return np.sort(chosen)


def first_by_luck(community: "Community", slot: str, rows: Any, count: int) -> Any:
    """Of some prospects those whom the operator comes across first today, int64 [count or less], the first first."""
    c, number = community, slot_number(slot) * 64 + ORDER
    draws = [draw(c.luck, Purpose.PICKED, uid, c.day, number) for uid in c.prospects.uid[rows].tolist()]
    return rows[np.lexsort((c.prospects.uid[rows], draws))][:count]


def seeming(community: "Community", slot: str, row: int, lever: Handpick) -> float:
    """How good a prospect looks to who chooses [sd]: care, quality of what they write, or both, through a mist."""
    c = community
    uid, number = int(c.prospects.uid[row]), slot_number(slot) * 64
    if lever.by == "luck":
        return -draw(c.luck, Purpose.PICKED, uid, c.day, number + ORDER)
    care, quality = float(c.prospects.enthusiasm[row]), trait(c.luck, uid, QUALITY)
    worth = {"care": care, "quality": quality, "both": (care + quality) / 2.0}[lever.by]
    return worth + lever.mist * normal_quantile(draw(c.luck, Purpose.PICKED, uid, 0, number + MIST))


def who_asks(community: "Community", slot: str, uid: int, lever: Handpick) -> int:
    """Row of the member who asks somebody: the longest-standing, or the one with the smallest draw of the two."""
    c, number = community, slot_number(slot) * 64 + ASKING
    if c.present.size == 0:
        return NOBODY
    if lever.asked_by == "oldest":
        return int(c.present[0])
    asking = c.members.uid[c.present].tolist()
    draws = [draw(c.luck, Purpose.PICKED, one, uid % DAYS_OF_LUCK, number) for one in asking]
    return int(c.present[int(np.argmin(draws))])


# Enrolment


def enrol(community: "Community") -> None:
    """
    Who is enrolled today is in, and knows some of those who are enrolled with them.

    Raises:
        LeverError: the run is held to the admissions of another, which pass by the door.
    """
    for slot, way in community.standing.ways:
        if isinstance(way, Enrol):
            if community.admissions is not None:
                raise LeverError(
                    f"slot {slot}: an arm that enrols people cannot be split into who is in and what they do; "
                    "leave it out of decompose"
                )
            put_in(community, slot, way)


def put_in(community: "Community", slot: str, lever: Enrol) -> None:
    """A channel's people are members, whether or not they would have joined. Writes prospects, members, ledger."""
    c, p = community, community.prospects
    numbers = [number for number, _ in channels_named(c.scenario, lever.channel, slot)]
    every = np.arange(c.n_prospects, dtype=np.int64)
    rows = every[np.isin(p.channel[every], numbers) & (p.row[every] == NOBODY)]
    draws = np.array([of_enrolment(c, slot, uid, 0, SHARE) for uid in p.uid[rows].tolist()])
    rows = rows[draws < lever.share] if rows.size else rows
    if rows.size == 0:
        return
    entered = doors.admit(c, p.uid[rows], p.channel[rows], p.shift[rows], p.inviter[rows], 0.0)
    p.row[rows] = entered
    acquaint(c, slot, lever, entered)
    if lever.hours > 0:
        c.ledger.record(c.day, CLUB, SUPPLIERS, 0.0, "enrolment", lever.hours * rows.shape[0])


def acquaint(community: "Community", slot: str, lever: Enrol, rows: Any) -> None:
    """Those put into one group have ties, as dense as they are said to be; a pair's draw belongs to the two."""
    if lever.density <= 0:
        return
    m = community.members
    groups: dict[int, list[int]] = {}
    for row in rows.tolist():
        group = int(lever.groups * of_enrolment(community, slot, int(m.uid[row]), 0, GROUP))
        groups.setdefault(group, []).append(row)
    for together in groups.values():
        for place, one in enumerate(together):
            for other in together[:place]:
                lower, upper = sorted((int(m.uid[one]), int(m.uid[other])))
                if of_enrolment(community, slot, upper, lower % DAYS_OF_LUCK, PAIR) < lever.density:
                    put(m, one, other, lever.exchanges)
                    put(m, other, one, lever.exchanges)


def of_enrolment(community: "Community", slot: str, uid: int, other: int, which: int) -> float:
    """One of the draws of an enrolment, in (0, 1), that belongs to the slot and a person, or two."""
    return draw(community.luck, Purpose.TOGETHER, uid, other, slot_number(slot) * 64 + which)
