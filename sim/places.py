"""
Whether every number of a loaded community that is used as a place is one: compiled loops do not ask where they write.

A stranger's file can say what it likes within these bounds; it makes an odd community and nothing worse.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.motives import MOTIVES
from clubsim.agents.parameters import world_of
from clubsim.agents.records import NEVER, NOBODY, Count, Reason, dictionary
from clubsim.sim.counters import DAILY
from clubsim.sim.doors import ELSEWHERE
from clubsim.sim.encoding import EncodingError
from clubsim.sim.sums import HOURS
from clubsim.sim.world import LAUNCH

if TYPE_CHECKING:
    from clubsim.sim.community import Community

PARTS_OF_FEED = {"T": Count.THREADS, "M": Count.MESSAGES, "H": Count.DUE}  # rows in use of each part
MOST_INVITED = 1 << 20  # by one member on a day
LARGEST = 1e12  # of any number, so that hours and sums still add up
LISTS_OF_ROWS = ("present", "members_of_the_day", "awake", "asleep", "guests", "planning", "speakers")


def check_places(c: "Community") -> None:
    """
    Columns of the right lengths, numbers that are numbers, and every row, room, thread, topic and channel in its range.

    Raises:
        EncodingError: one sentence on the first that is not.
    """
    check_world(c)
    check_rooms(c)
    check_lengths(c)
    check_members(c)
    check_prospects(c)
    check_feed(c)
    check_today(c)
    check_the_rest(c)


def within(path: str, values: Any, low: int, end: int) -> None:
    """Raises EncodingError unless low <= each value < end."""
    numbers = np.asarray(values)
    if numbers.size and not low <= int(numbers.min()) <= int(numbers.max()) < end:
        raise EncodingError(f"{path} goes from {int(numbers.min())} to {int(numbers.max())}, not {low} to {end - 1}")


def of_length(path: str, array: Any, *lengths: int) -> None:
    """Raises EncodingError unless the array has that shape."""
    if array.shape != lengths:
        raise EncodingError(f"{path} has the shape {list(array.shape)}, not {list(lengths)}")


def check_record(name: str, record: Any, sizes: dict[str, int]) -> None:
    """Every column as long as its letters say, and no number that is none."""
    declared: type = type(record)
    for column, kind, _ in dictionary(declared):
        array = getattr(record, column)
        letters = kind.partition(" [")[2].rstrip("]").split(", ")
        of_length(f"{name}.{column}", array, *(sizes[letter] for letter in letters))
        if array.dtype.kind == "f" and not (np.abs(array) <= LARGEST).all():
            raise EncodingError(f"{name}.{column} holds what is no number of a community")


def check_world(c: "Community") -> None:
    """Every parameter in its range."""
    try:
        world_of(**c.scenario.world._asdict())
    except ValueError as error:
        raise EncodingError(str(error)) from None
    if min(c.day, c.n_members, c.n_prospects) < 0:
        raise EncodingError("days and people are counted from 0 on")


def check_lengths(c: "Community") -> None:
    """Columns as long as there are people, messages and topics."""
    sizes = {"N": c.n_members, "K": c.world.topics, "S": c.scenario.tie_slots, "Q": MOTIVES, "L": 1}
    check_record("members", c.members, sizes)
    check_record("prospects", c.prospects, {"P": c.n_prospects})
    of_length("feed.counts", c.feed.counts, len(Count))
    rooms = c.rooms.count if c.rooms.count > 1 else 0
    within("feed.counts", c.feed.counts[list(PARTS_OF_FEED.values())], 0, 1 << 40)
    parts = {letter: int(c.feed.counts[count]) for letter, count in PARTS_OF_FEED.items()}
    check_record("feed", c.feed, {**parts, "R": rooms, "L": 1, "C": len(Count)})


def check_members(c: "Community") -> None:
    """Rows, rooms and threads of members."""
    m, n, newest = c.members, c.n_members, newest_thread(c)
    for name in ("tie_row", "inviter", "introduced", "giving_to"):
        within(f"members.{name}", getattr(m, name), NOBODY, n)
    within("members.tie_count", m.tie_count, 0, n + 1)
    taken = np.sort(m.tied[m.tied != 0])
    if not np.array_equal(taken, np.arange(1, int(m.tie_count[0]) + 1)):
        raise EncodingError("members.tied does not name each row of ties that is taken once")
    within("members.inviting", m.inviting, 0, MOST_INVITED)
    for name in ("hour", "usual_hour"):  # which is turned round the clock until it is one
        if not ((getattr(m, name) >= 0) & (getattr(m, name) <= HOURS)).all():
            raise EncodingError(f"members.{name} holds what is no hour of a day")
    within("members.room", m.room, 0, c.rooms.count)
    within("members.group", m.group, NOBODY, c.rooms.count)
    within("members.last_thread", m.last_thread[m.last_message != NEVER], NOBODY, newest)
    if not np.isin(m.reason, list(Reason)).all():
        raise EncodingError("members.reason holds a reason that there is not")
    if np.unique(m.uid).shape[0] < n:
        raise EncodingError("members.uid names somebody twice")


def newest_thread(c: "Community") -> int:
    """One past the number of the newest thread."""
    within("feed.counts", c.feed.counts[Count.FIRST_THREAD], 0, 1 << 31)
    return int(c.feed.counts[Count.FIRST_THREAD] + c.feed.counts[Count.THREADS])


def check_prospects(c: "Community") -> None:
    """Rows and channels of prospects."""
    p = c.prospects
    within("prospects.inviter", p.inviter, NOBODY, c.n_members)
    within("prospects.row", p.row, ELSEWHERE, c.n_members)
    within("prospects.channel", p.channel, LAUNCH, len(c.scenario.channels))
    within("waiting", c.waiting[:, :1], 0, c.n_prospects)
    of_length("waiting", c.waiting, c.waiting.shape[0], 2)
    for cards in c.cards.values():
        within("cards", [*cards, *cards.values()], 0, c.n_prospects)


def check_feed(c: "Community") -> None:
    """Rows, rooms, topics and threads of messages; a thread's links lead to earlier ones, so that none goes round."""
    feed, n, newest = c.feed, c.n_members, newest_thread(c)
    for name in ("thread_starter", "thread_last", "author", "due_author"):
        within(f"feed.{name}", getattr(feed, name), 0, n)
    for name in ("answers", "due_to"):
        within(f"feed.{name}", getattr(feed, name), NOBODY, n)
    for name in ("thread_topic", "topic"):
        within(f"feed.{name}", getattr(feed, name), 0, c.world.topics)
    within("feed.thread", feed.thread, int(feed.counts[Count.FIRST_THREAD]), newest)
    within("feed.due_thread", feed.due_thread, NOBODY, newest)
    within("feed.room_last", feed.room_last, NOBODY, newest)
    within("feed.thread_room", feed.thread_room, 0, c.rooms.count)
    own = np.arange(newest - int(feed.counts[Count.THREADS]), newest)
    if c.rooms.count > 1 and ((feed.thread_earlier >= own).any() or (feed.thread_back >= own).any()):
        raise EncodingError("feed.thread_earlier and thread_back lead to later threads")


def check_rooms(c: "Community") -> None:
    """As much is kept of rooms as there are."""
    rooms, topics = c.rooms, c.world.topics
    if not 1 <= rooms.count <= max(1, c.n_members) * 2 + 64:
        raise EncodingError(f"rooms.count is {rooms.count}, with {c.n_members} members")
    kept = rooms.count if rooms.count > 1 else 0
    for name in ("signal", "topics"):
        of_length(f"rooms.{name}", getattr(rooms, name), kept, topics)
    for name in ("noise", "shown", "chatter"):
        of_length(f"rooms.{name}", getattr(rooms, name), kept)
    within("rooms.mains", rooms.mains, 0, rooms.count)
    within("rooms.groups", list(rooms.groups.values()), 0, rooms.count)
    if rooms.cities.shape[0] > c.n_members:
        raise EncodingError("rooms.cities has more rows than there are members")


def check_today(c: "Community") -> None:
    """What was the case on the last day."""
    today, topics = c.today, c.world.topics
    sizes = {"K": topics, "R": today.room_shown.shape[0], "A": today.guests.shape[0]}
    sizes |= {"G": today.goals.shape[0], "H": today.helpers.shape[0], "O": today.offer_prices.shape[0]}
    check_record("today", today, sizes)
    if today.room_shown.shape[0] not in (0, c.rooms.count):
        raise EncodingError("today.room_shown has not a row a room")
    within("today.guests", today.guests, 0, c.n_members)
    within("today.helpers", today.helpers, 0, c.n_members)
    within("today.event_topic", [today.event_topic, today.meeting_topic], 0, topics)
    within("today.main_topic", today.main_topic, NOBODY, topics)


def check_the_rest(c: "Community") -> None:
    """Lists of rows and what is counted."""
    for name in LISTS_OF_ROWS:
        within(name, getattr(c, name), 0, c.n_members)
    for name in ("exchanged", "signal"):
        of_length(name, getattr(c, name), c.world.topics)
    for first, end in c.cohort_rows.values():
        within("cohort_rows", [first, end], 0, c.n_members + 1)
    for packet in c.packets:
        within("packets", [packet.taker], 0, c.n_members)
        within("packets", [packet.giver], NOBODY, c.n_members)
    counters = c.counters
    of_length("counters._daily", counters._daily, counters.days, len(DAILY))
    within("counters._core_rows", counters._core_rows, 0, c.n_members)
    if counters.days != c.day or counters._total_before.shape[0] > c.n_members:
        raise EncodingError("counters are another community's")
    within("pool_sizes", c.pool_sizes, 0, c.n_prospects + 1)
    if len(c.pool_sizes) != len(c.scenario.channels):
        raise EncodingError("pool_sizes has not a number a channel")
