"""The phases of a day, one function each. The first line of each says what it reads and writes."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from clubsim.agents.records import NEVER, Count, Members
from clubsim.agents.rooming import EVEN_TALK
from clubsim.sim import doors, recruiting
from clubsim.sim.columns import lengthen
from clubsim.sim.commons import keep_in_common, signal_and_noise
from clubsim.sim.contracts import collect_charges, collect_renewals
from clubsim.sim.effects.adverts import earn_by_adverts
from clubsim.sim.feed import rows_needed, topic_mix
from clubsim.sim.greeting import greet_newcomers
from clubsim.sim.hosting import let_host
from clubsim.sim.meetings import invite_to_meeting
from clubsim.sim.morning import today_of
from clubsim.sim.operating import pull_levers
from clubsim.sim.packets import settle_packets
from clubsim.sim.present import clear, gone_today
from clubsim.sim.refunding import settle_with_the_gone
from clubsim.sim.rooms import count_chatter, furnish, keep_to_capacity, listen
from clubsim.sim.subgroups import keep_subgroups
from clubsim.sim.sums import turn_the_day
from clubsim.sim.turns import close_turns
from clubsim.sim.working import dismiss, enter_hours

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def operate(c: "Community") -> None:
    """Policies see the morning and pull their levers. Reads the View; writes levers, gifts, offices, ledger."""
    for column in (c.members.nudge, c.members.ahead, c.members.turn):
        clear(c, column)
    if c.alliances:
        clear(c, c.members.allied)
    c.standing = pull_levers(c, c.policies)
    dismiss(c)
    quota = c.standing.quota
    if quota is not None and quota.first_day != c.quota_since:
        clear(c, c.members.quota_messages)
        clear(c, c.members.quota_check_ins)
        c.quota_since = quota.first_day
    keep_to_capacity(c)
    keep_subgroups(c)
    furnish(c)
    c.today = today_of(c)


def arrive(c: "Community") -> None:
    """Prospects hear, knock, meet the gates and join. Reads notices and gates; writes prospects, new rows and ties."""
    doors.let_pools_grow(c)
    comers = np.concatenate([doors.let_come(c), doors.let_invited_come(c), recruiting.let_others_come(c)])
    recruiting.enrol(c)
    knocking = doors.who_knocks(c, comers)
    if c.admissions is not None:
        doors.let_in_as_written(c, c.admissions, knocking)
    elif knocking.size or c.waiting.size:
        doors.pass_gates(c, knocking)
    if c.rooms.count > 1:  # whoever came in, by whatever way, may have opened a room
        furnish(c)
        c.today = c.today._replace(**c.rooms.today())
    greet_newcomers(c)


def visit(c: "Community") -> None:
    """Members decide to come. Reads state, calendar, quota; writes today's columns of the own row."""
    m = c.members
    c.awake, c.asleep = c.present, c.present[:0]
    if m.dropped[: c.n_members].any():
        dropped = m.dropped[c.present] == 1
        c.awake, c.asleep = c.present[~dropped], c.present[dropped]
        rest(m, c.asleep)
    invite_to_meeting(c)
    c.engine.let_members(c, "visit", c.awake)


def contribute(c: "Community") -> None:
    """Visitors check in and decide what to write. Reads today's columns; writes counts of the own row."""
    m = c.members
    visitors = c.awake[m.visited[c.awake] == 1]
    c.engine.let_members(c, "contribute", visitors)
    let_host(c)
    c.planning = visitors[m.planned[visitors] > 0]


def respond(c: "Community") -> None:
    """Messages are written in the order of their hour, never of a row. Reads the feed; writes feed, replies, ties."""
    turn_the_day(c.images.feed.of(c.feed))
    lengthen(c, "feed", rows_needed(c.feed, int(c.members.planned[c.planning].sum())))
    c.engine.let_members(c, "plan", c.planning)
    c.engine.let_converse(c)
    wrote = np.zeros(c.n_members, dtype=np.bool_)
    wrote[c.feed.author[: c.feed.counts[Count.MESSAGES]]] = True
    c.speakers = np.flatnonzero(wrote)
    if c.asleep.size:
        wake_the_stirred(c)


def remember(c: "Community") -> None:
    """The day leaves its trace. Reads today's columns; writes state and counts of the own row."""
    signal, noise = signal_and_noise(c)
    signal, c.exchanged = signal + c.exchanged, np.zeros(c.world.topics)
    c.signal = signal
    mix = topic_mix(c.images.feed.of(c.feed), c.world.topics, EVEN_TALK)
    listen(c)
    adverts = sum(advert.messages for advert in c.standing.adverts)  # they are read, and are no talk of members
    c.today = c.today._replace(mix=mix, signal=signal, noise=noise + adverts, **c.rooms.today())
    if c.guests.size:
        c.engine.let_members(c, "mingle", c.guests)
    c.engine.let_members(c, "remember", c.awake)
    if adverts:
        c.today = c.today._replace(noise=noise)
    earn_by_adverts(c)
    settle_packets(c)
    if c.world.invite_rate > 0:
        c.engine.let_members(c, "invite", c.awake[c.members.visited[c.awake] == 1])
    if c.asleep.size:
        c.members.visits[c.asleep] <<= np.uint64(1)


def leave(c: "Community") -> None:
    """Drop-out, exits, payments, removals, refunds. Reads state and orders; writes left, dropped, ledger."""
    c.members_of_the_day = c.present
    clear(c, c.members.renewed)
    c.engine.let_members(c, "leave", c.present)
    collect_renewals(c)
    collect_charges(c)
    settle_with_the_gone(c)
    if gone_today(c).size:
        c.present = c.present[c.members.left[c.present] == NEVER]


def record(c: "Community") -> None:
    """The day's counts and events. Reads all; writes the ledger, the commons, daily counts and the event log."""
    enter_hours(c)
    close_turns(c)
    keep_in_common(c)
    c.counters.count(c)
    if c.events is not None:
        c.events.write_day(c)
    c.event_yesterday = c.standing.event.kind if c.standing.event else ""
    c.n_messages_yesterday = int(c.feed.counts[Count.MESSAGES])
    c.heads_yesterday = c.members_of_the_day.shape[0]
    count_chatter(c)


def wake_the_stirred(c: "Community") -> None:
    """Who has dropped out and was answered, or wrote, lives the rest of the day like the others."""
    stirred = (c.members.replies[c.asleep] > 0) | (c.members.messages[c.asleep] > 0)
    if stirred.any():
        c.awake = np.sort(np.concatenate([c.awake, c.asleep[stirred]]))
        c.asleep = c.asleep[~stirred]


def rest(members: Members, asleep: npt.NDArray[np.int64]) -> None:
    """Who has dropped out does nothing today; unless somebody stirs them, their state stands still."""
    for column in (members.visited, members.attended, members.checked_in, members.planned, members.begun):
        column[asleep] = 0
    for column in (members.messages, members.hidden, members.replies, members.considered):
        column[asleep] = 0
    for column in (members.helped, members.worked):
        column[asleep] = 0
