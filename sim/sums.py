"""
What the day comes to: passes over members and messages in compiled code, which both engines use.

Each is a plain function of records, which a compiled one of images calls.
"""

from enum import IntEnum
from typing import Any

from numba.core import cgutils, types
from numba.extending import lower_builtin, type_callable

from clubsim.agents.arithmetic import act, wide
from clubsim.agents.records import NEVER, NOBODY, Count, Reason
from clubsim.agents.rooming import has_rooms
from clubsim.sim.compiling import compiled
from clubsim.sim.images import read_feed, read_members

HOURS = 24.0
WINDOW = 720.0  # hours for which a thread can be noticed; evidence: 85 to 94 % of threads are finished in 8 days
WEEK = 7
PERIOD = 28  # days in which the core is counted


class Sum(IntEnum):
    """Which of the day's sums is which."""

    GONE = 0  # members who were in today and are no more
    LEFT = 1  # of them, by themselves
    LAPSED = 2  # of them, at the end of a paid term
    PRICED_OUT = 3  # of them, who would not pay a fee asked of those who were in
    VISITORS = 4
    CHECK_INS = 5
    RENEWED = 6
    REPLIES = 7  # shown
    HIDDEN = 8  # messages
    OPENED = 9  # threads
    ANSWERED = 10  # threads opened yesterday that have a reply
    WEEKLY_SPEAKERS = 11
    MONTHLY_VISITORS = 12
    INVITED = 13  # joined today, whom a member invited


def move_up(column: Any, gone: int, count: int) -> None:
    """The first `gone` of a column's `count` rows are dropped, and the others move up."""
    for place in range(count - gone):
        column[place] = column[place + gone]


@type_callable(move_up)
def _type_move_up(context: Any) -> Any:
    return lambda column, gone, count: types.none


@lower_builtin(move_up, types.Array, types.int64, types.int64)
def _move_up_compiled(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    array, (_, gone, count) = context.make_array(signature.args[0])(context, builder, arguments[0]), arguments
    source = cgutils.gep(builder, array.data, gone)
    cgutils.raw_memmove(builder, array.data, source, builder.sub(count, gone), array.itemsize)
    return context.get_dummy_value()


@act
def turn_feed(feed: Any) -> None:
    """Midnight: hours count from here, threads too old to be noticed leave the window, no message is today's."""
    count = int(feed.counts[Count.THREADS])
    gone = 0
    for place in range(count):
        feed.thread_hour[place] = wide(feed.thread_hour[place]) - HOURS
    while gone < count and wide(feed.thread_hour[gone]) < -WINDOW:
        gone += 1
    if gone > 0:
        move_up(feed.thread_hour, gone, count)
        move_up(feed.thread_starter, gone, count)
        move_up(feed.thread_last, gone, count)
        move_up(feed.thread_topic, gone, count)
        move_up(feed.thread_replies, gone, count)
        move_up(feed.thread_hidden, gone, count)
        if has_rooms(feed):  # else they are zeros, which no one writes
            move_up(feed.thread_room, gone, count)
            move_up(feed.thread_earlier, gone, count)
            move_up(feed.thread_back, gone, count)
            move_up(feed.thread_leap, gone, count)
    feed.counts[Count.THREADS] = count - gone
    feed.counts[Count.FIRST_THREAD] = int(feed.counts[Count.FIRST_THREAD]) + gone
    feed.counts[Count.MESSAGES] = 0
    feed.counts[Count.DROPPED] = 0
    for place in range(int(feed.counts[Count.DUE])):
        feed.due_hour[place] = wide(feed.due_hour[place]) - HOURS


@act
def add_signal(members: Any, feed: Any, signal: Any) -> float:
    """
    Today's talk, less what was hidden.

    Args:
        signal: float64 [K], zeros; what is no noise is added, by topic and by its authors' quality.

    Returns:
        The number of noise messages.
    """
    noise = 0.0
    for place in range(int(feed.counts[Count.MESSAGES])):
        if int(feed.hidden[place]) == 0:
            if int(feed.noise[place]) == 1:
                noise += 1.0
            else:
                signal[int(feed.topic[place])] += wide(members.quality[int(feed.author[place])])
    return noise


@act
def fill_mix(feed: Any, mix: Any, prior: float) -> None:
    """
    How much each topic was talked about today for all to see, 1 for a fair share.

    Args:
        mix: float64 [K], zeros; written: mean 1.
        prior: messages' worth of even talk that stand in the background, > 0.
    """
    topics = mix.shape[0]
    seen = 0
    for place in range(int(feed.counts[Count.MESSAGES])):
        if int(feed.hidden[place]) == 0:
            mix[int(feed.topic[place])] += 1.0
            seen += 1
    for topic in range(topics):
        mix[topic] = (mix[topic] + prior / topics) * topics / (seen + prior)


@act
def sum_up_members(members: Any, here: Any, sums: Any) -> None:
    """What those who were in today did, and who of them is gone and why."""
    visitors, check_ins, renewed = 0, 0, 0
    for position in range(here.shape[0]):
        i = int(here[position])
        visitors += int(members.visited[i])
        check_ins += int(members.checked_in[i])
        renewed += int(members.renewed[i])
        if int(members.left[i]) != NEVER:
            reason = int(members.reason[i])
            sums[Sum.GONE] += 1
            sums[Sum.LEFT] += int(reason == Reason.LEFT)
            sums[Sum.LAPSED] += int(reason == Reason.LAPSED)
            sums[Sum.PRICED_OUT] += int(reason == Reason.PRICED_OUT)
    sums[Sum.VISITORS], sums[Sum.CHECK_INS], sums[Sum.RENEWED] = visitors, check_ins, renewed


@act
def sum_up_messages(feed: Any, sums: Any) -> None:
    """Today's messages and threads, and yesterday's threads."""
    for place in range(int(feed.counts[Count.MESSAGES])):
        hidden = int(feed.hidden[place]) != 0
        sums[Sum.HIDDEN] += int(hidden)
        sums[Sum.REPLIES] += int(int(feed.answers[place]) >= 0 and not hidden)
    place = int(feed.counts[Count.THREADS]) - 1
    while place >= 0 and wide(feed.thread_hour[place]) >= -HOURS:
        if wide(feed.thread_hour[place]) >= 0.0:
            sums[Sum.OPENED] += 1
        elif int(feed.thread_replies[place]) != 0:
            sums[Sum.ANSWERED] += 1
        place -= 1


@act
def fill_sums(members: Any, feed: Any, here: Any, count: int, joined: int, day: int, sums: Any) -> None:
    """
    Count the day that has passed.

    Args:
        here: int64 [n], rows of those who were in today.
        count: rows of all who ever joined.
        joined: of them, the last, who joined today.
        sums: int64 [Sum], zeros; written.
    """
    sum_up_members(members, here, sums)
    sum_up_messages(feed, sums)
    speakers, visitors = 0, 0
    for i in range(count):
        speakers += int(int(members.last_message[i]) > max(day - WEEK, NEVER))
        visitors += int(int(members.last_visit[i]) > max(day - PERIOD, NEVER))
    sums[Sum.WEEKLY_SPEAKERS], sums[Sum.MONTHLY_VISITORS] = speakers, visitors
    for i in range(count - joined, count):
        sums[Sum.INVITED] += int(int(members.inviter[i]) != NOBODY)


@compiled("turn_the_day")
def turn_the_day(feed_at: int) -> None:
    """`turn_feed`."""
    turn_feed(read_feed(feed_at))


@compiled("sum_up_signal")
def sum_up_signal(members_at: int, feed_at: int, signal: Any) -> float:
    """`add_signal`."""
    return add_signal(read_members(members_at), read_feed(feed_at), signal)


@compiled("mix_topics")
def mix_topics(feed_at: int, mix: Any, prior: float) -> None:
    """`fill_mix`."""
    fill_mix(read_feed(feed_at), mix, prior)


@compiled("count_the_day")
def count_the_day(members_at: int, feed_at: int, here: Any, count: int, joined: int, day: int, sums: Any) -> None:
    """`fill_sums`."""
    fill_sums(read_members(members_at), read_feed(feed_at), here, count, joined, day, sums)


SUMS = {
    "turn_the_day": turn_the_day,
    "sum_up_signal": sum_up_signal,
    "mix_topics": mix_topics,
    "count_the_day": count_the_day,
}
