"""The rooms: which there are, who stands in which, and what was said in each."""

from heapq import heapify, heappop, heappush, heapreplace
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.luck import Purpose, draw
from clubsim.agents.records import NEVER, NOBODY, Count
from clubsim.agents.rooming import hang_up
from clubsim.sim.ledger import CLUB, SUPPLIERS

if TYPE_CHECKING:
    from clubsim.sim.community import Community

UNKNOWN = -1.0  # chatter of a room in which nobody was yesterday
NO_END = 1 << 31  # places where nothing limits them


class Rooms:
    """
    Rooms by number, which is never used again; a community begins with room 0.

    mains: numbers of the main rooms. groups: numbers of sub-groups, by what they are of and the number of the topic or
    city. led: numbers of sub-groups that the operator leads. cities: int16 [rows known], where members live.

    What was said yesterday, once there is a second room, of R rooms and K topics: signal float64 [R, K] and noise [R]
    as in Today, topics [R, K] and shown [R] messages, chatter [R] messages per member.
    """

    def __init__(self, topics: int) -> None:
        self.count = 1
        self.mains = [0]
        self.groups: dict[tuple[str, int], int] = {}
        self.led: set[int] = set()
        self.cities = np.zeros(0, dtype=np.int16)
        self.signal = np.zeros((0, topics))
        self.noise = np.zeros(0)
        self.topics = np.zeros((0, topics))
        self.shown = np.zeros(0)
        self.chatter = np.zeros(0)

    def today(self) -> dict[str, Any]:
        """What Today says of rooms."""
        return {
            "room_signal": self.signal,
            "room_noise": self.noise,
            "room_topics": self.topics,
            "room_shown": self.shown,
            "room_chatter": self.chatter,
        }

    def opened(self) -> int:
        """The number of one room more."""
        self.count += 1
        return self.count - 1

    def opened_main(self) -> int:
        """The number of one main room more."""
        number = self.opened()
        self.mains.append(number)
        return number


def heads_of(c: "Community") -> Any:
    """Members in each room, main rooms and sub-groups: int64 [rooms]."""
    m, here, count = c.members, c.present, c.rooms.count
    grouped = m.group[here]
    return np.bincount(m.room[here], minlength=count) + np.bincount(grouped[grouped != NOBODY], minlength=count)


def give_rooms(c: "Community", rows: Any) -> None:
    """New members, who are not counted among the present yet, are put into main rooms. Writes room."""
    if c.standing.room_size is not None or len(c.rooms.mains) > 1:
        invited = c.members.inviter[rows]
        send(c, rows, heads_of(c).tolist(), invited)


def send(c: "Community", rows: Any, heads: list[int], inviters: Any) -> None:
    """
    Members go, one after another, into the main room of who invited them, else where places are filled; where there is
    none another room is opened.

    Args:
        rows: [n], in the order in which they choose.
        heads: [rooms], members in each room without these; is written.
        inviters: [n], rows; NOBODY for who was not invited.
    """
    m, rule = c.members, c.standing.room_size
    most = rule.capacity if rule else NO_END
    evenly = rule is None or rule.fill == "evenly"
    free = [(heads[room] if evenly else -room, room) for room in c.rooms.mains if heads[room] < most]
    heapify(free)
    before = c.rooms.count
    for i, inviter in zip(rows.tolist(), inviters.tolist(), strict=True):
        room = NOBODY
        if inviter != NOBODY and int(m.left[inviter]) == NEVER and heads[int(m.room[inviter])] < most:
            room = int(m.room[inviter])
        if room == NOBODY:
            room = first_free(free, heads, most, evenly)
        if room == NOBODY:
            room = c.rooms.opened_main()
            heads.append(0)
            heappush(free, (0 if evenly else -room, room))
        m.room[i] = room
        heads[room] += 1
    if rule is not None:
        work(c, rule.opening * (c.rooms.count - before), "opening of rooms")


def first_free(free: list[tuple[int, int]], heads: list[int], most: int, evenly: bool) -> int:
    """The first main room of a heap that has a place; NOBODY if all are full. Puts right what the heap knows."""
    while free:
        known, room = free[0]
        if heads[room] >= most:
            heappop(free)
        elif evenly and known != heads[room]:
            heapreplace(free, (heads[room], room))
        else:
            return room
    return NOBODY


def keep_to_capacity(c: "Community") -> None:
    """Who came last to a main room with too many members moves to another, and rooms take their work. Writes room."""
    rule, m = c.standing.room_size, c.members
    if rule is None:
        return
    heads = heads_of(c)
    crowded = [room for room in c.rooms.mains if heads[room] > rule.capacity]
    moving = []
    for room in crowded:
        moving.append(by_seniority(c, c.present[m.room[c.present] == room])[rule.capacity :])
        heads[room] = rule.capacity
    if moving:
        rows = by_seniority(c, np.concatenate(moving))
        send(c, rows, heads.tolist(), np.full(rows.shape[0], NOBODY))
    used = np.unique(m.room[c.present]).shape[0]
    work(c, rule.daily * used, "rooms")


def by_seniority(c: "Community", rows: Any) -> Any:
    """Rows in the order of joining; who joined on one day in an order of luck."""
    uid = c.members.uid[rows]
    return rows[np.lexsort((uid, divisions(c, rows), c.members.joined[rows]))]


def divisions(c: "Community", rows: Any) -> Any:
    """A draw for each of some members, by which rooms are divided today: float64 [n], in (0, 1)."""
    return np.array([draw(c.luck, Purpose.DIVISION, uid, c.day) for uid in c.members.uid[rows].tolist()])


def work(c: "Community", hours: float, purpose: str) -> None:
    """Note the operator's work on rooms today [hour]."""
    if hours > 0:
        c.ledger.record(c.day, CLUB, SUPPLIERS, 0.0, purpose, hours)


def furnish(c: "Community") -> None:
    """What is kept of each room has a row for those that were opened; with the second room its threads are listed."""
    rooms, missing = c.rooms, c.rooms.count - c.rooms.shown.shape[0]
    if rooms.count == 1 or missing == 0:
        return
    if rooms.shown.shape[0] == 0:
        missing -= 1
        rooms.signal = c.signal[np.newaxis].copy()
        rooms.topics = np.zeros((1, c.world.topics))
        rooms.noise, rooms.shown, rooms.chatter = np.zeros(1), np.zeros(1), np.full(1, UNKNOWN)
        list_threads(c)
    nothing = np.zeros((missing, c.world.topics))
    rooms.signal, rooms.topics = (np.concatenate([each, nothing]) for each in (rooms.signal, rooms.topics))
    rooms.noise, rooms.shown = (np.concatenate([each, np.zeros(missing)]) for each in (rooms.noise, rooms.shown))
    rooms.chatter = np.concatenate([rooms.chatter, np.full(missing, UNKNOWN)])
    newest = np.concatenate([c.feed.room_last, np.full(missing, NOBODY, dtype=np.int32)])
    c.feed = c.feed._replace(room_last=newest)


def list_threads(c: "Community") -> None:
    """All threads so far are those of room 0."""
    c.feed = c.feed._replace(room_last=np.full(1, NOBODY, dtype=np.int32))
    for place in range(int(c.feed.counts[Count.THREADS])):
        hang_up(place, 0, c.feed)


def rooms_of_messages(c: "Community") -> Any:
    """The room in which each of today's messages was written: int32 [messages]."""
    written = c.feed.thread[: int(c.feed.counts[Count.MESSAGES])]
    return c.feed.thread_room[written - int(c.feed.counts[Count.FIRST_THREAD])]


def listen(c: "Community") -> None:
    """What was said in each room today, as far as it was shown. Reads the feed; writes the rooms."""
    rooms, feed, topics = c.rooms, c.feed, c.world.topics
    if rooms.count == 1:
        return
    today = slice(0, int(feed.counts[Count.MESSAGES]))
    room = rooms_of_messages(c).astype(np.int64)
    shown = feed.hidden[today] == 0
    kept = shown & (feed.noise[today] == 0)
    cell = room * topics + feed.topic[today]
    worth = c.members.quality[feed.author[today][kept]].astype(np.float64)
    size = (rooms.count, topics)
    rooms.signal = np.bincount(cell[kept], weights=worth, minlength=size[0] * topics).astype(np.float64).reshape(size)
    rooms.topics = np.bincount(cell[shown], minlength=size[0] * topics).astype(np.float64).reshape(size)
    rooms.shown = np.bincount(room[shown], minlength=size[0]).astype(np.float64)
    rooms.noise = np.bincount(room[shown & ~kept], minlength=size[0]).astype(np.float64)


def count_chatter(c: "Community") -> None:
    """Messages per member in each room today. Reads the feed and who was in; writes the rooms."""
    rooms, m, here = c.rooms, c.members, c.members_of_the_day
    if rooms.count == 1:
        return
    grouped = m.group[here]
    heads = np.bincount(m.room[here], minlength=rooms.count)
    heads += np.bincount(grouped[grouped != NOBODY], minlength=rooms.count)
    messages = np.bincount(rooms_of_messages(c), minlength=rooms.count)
    rooms.chatter = np.where(heads > 0, messages / np.maximum(heads, 1), UNKNOWN)
