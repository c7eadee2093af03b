"""
Rooms: where a message goes, which threads are shown there, and how much is said where a member reads.

A member stands in one main room and perhaps in a sub-group's. Without rooms (`feed.room_last` has no rows) everybody
reads everything. A room's threads are a list from the newest back, each with the one before it and one further back.
"""

from typing import Any

from clubsim.agents.arithmetic import act, log, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import NOBODY, Count

EVEN_TALK = 20.0  # messages' worth of even talk behind the topics of a day; assumed


@act
def has_rooms(feed: Any) -> bool:
    """Whether there is more than one room."""
    return int(feed.room_last.shape[0]) > 0


@act
def is_in(i: int, room: int, members: Any) -> bool:
    """Whether member i reads what is written in a room."""
    return int(members.room[i]) == room or int(members.group[i]) == room


@act
def choose_room(i: int, members: Any, feed: Any, today: Any, luck: Luck) -> None:
    """
    The room in which member i's planned message will be written: their own, or by luck their sub-group's.

    Writes NOW_ROOM.
    """
    room = int(members.room[i])
    group = int(members.group[i])
    if group != NOBODY:
        u = draw(luck, Purpose.ROOM, int(members.uid[i]), today.day, int(members.begun[i]))
        if u < today.group_share:
            room = group
    feed.counts[Count.NOW_ROOM] = room


@act
def place_of(number: int, feed: Any) -> int:
    """Place of the thread of a number; below 0 if it has left the window, or for NOBODY."""
    if number == NOBODY:
        return NOBODY
    return number - int(feed.counts[Count.FIRST_THREAD])


@act
def hang_up(place: int, room: int, feed: Any) -> None:
    """
    A thread that has just been opened becomes the newest of its room.

    Besides the one before it, it points to one further back: two equal leaps in a row become one of both and a step.
    So the way to any hour is found in about as many steps as the number of threads has binary digits.
    """
    earlier = int(feed.room_last[room])
    feed.thread_room[place] = room
    feed.thread_earlier[place] = earlier
    feed.thread_back[place] = earlier
    feed.thread_leap[place] = 1
    before = place_of(earlier, feed)
    if before >= 0:
        further = place_of(int(feed.thread_back[before]), feed)
        if further >= 0 and int(feed.thread_leap[before]) == int(feed.thread_leap[further]):
            feed.thread_back[place] = int(feed.thread_back[further])
            feed.thread_leap[place] = 2 * int(feed.thread_leap[before]) + 1
    feed.room_last[room] = place + int(feed.counts[Count.FIRST_THREAD])


@act
def nearest_in_room(feed: Any, room: int, hour: float) -> int:
    """Place of a room's thread that was opened nearest to an hour, of two as near the earlier; NOBODY without any."""
    after = NOBODY
    place = place_of(int(feed.room_last[room]), feed)
    while place >= 0 and wide(feed.thread_hour[place]) > hour:
        after = place
        place = place_of(int(feed.thread_back[after]), feed)
        if place < 0 or wide(feed.thread_hour[place]) <= hour:
            place = place_of(int(feed.thread_earlier[after]), feed)
    if place < 0:
        return after
    if after >= 0 and wide(feed.thread_hour[after]) - hour < hour - wide(feed.thread_hour[place]):
        return after
    return place


@act
def signal_of(i: int, topic: int, members: Any, today: Any) -> float:
    """What is said on a topic where member i reads, and is no noise, by its quality [messages], >= 0."""
    if today.room_signal.shape[0] == 0:
        return wide(today.signal[topic])
    signal = wide(today.room_signal[int(members.room[i]), topic])
    group = int(members.group[i])
    if group != NOBODY:
        signal += wide(today.room_signal[group, topic])
    return signal


@act
def noise_around(i: int, members: Any, today: Any) -> float:
    """Noise that is shown where member i reads [messages], >= 0."""
    if today.room_noise.shape[0] == 0:
        return wide(today.noise)
    noise = wide(today.room_noise[int(members.room[i])])
    group = int(members.group[i])
    if group != NOBODY:
        noise += wide(today.room_noise[group])
    return noise


@act
def mix_of(i: int, topic: int, members: Any, world: Any, today: Any) -> float:
    """How much a topic was talked about today where member i reads, 1 for a fair share, >= 0."""
    if today.room_topics.shape[0] == 0:
        return wide(today.mix[topic])
    room = int(members.room[i])
    said, whole = wide(today.room_topics[room, topic]), wide(today.room_shown[room])
    group = int(members.group[i])
    if group != NOBODY:
        said += wide(today.room_topics[group, topic])
        whole += wide(today.room_shown[group])
    return (said + EVEN_TALK / world.topics) * world.topics / (whole + EVEN_TALK)


@act
def silence_around(i: int, members: Any, world: Any, today: Any) -> float:
    """The silence spiral's push on member i's visits, by how lively it was yesterday where they read [logit]."""
    if today.room_chatter.shape[0] == 0 or world.silence_strength == 0.0:
        return wide(today.silence)
    chatter = wide(today.room_chatter[int(members.room[i])])
    if chatter < 0.0:
        return wide(today.silence)
    group = int(members.group[i])
    if group != NOBODY:
        chatter += max(wide(today.room_chatter[group]), 0.0)
    return world.silence_strength * log((world.silence_floor + chatter) / world.silence_reference)
