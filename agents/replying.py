"""To whom a message is an answer: found by key among what was written before, weighed by age and acquaintance."""

from typing import Any

from clubsim.agents.arithmetic import LN2, act, exp, power, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw, draw_word
from clubsim.agents.records import NEVER, NOBODY
from clubsim.agents.ties import slot_of, strengthen


@rule
def attention(age: float, scale: float, shape: float) -> float:
    """
    What is left of the attention to a message of some age.

        exp(-ln 2 * (age / scale)**shape)

    Args:
        age: [hour], >= 0.
        scale: age at which half is left [hour], > 0.
        shape: exponent, > 0; 1 is the exponential.

    Source: adapted. Stretched exponential: Wu & Huberman (2007); exponents .29 to .57 fitted to six communities.
    """
    if age <= 0.0:
        return 1.0
    return exp(-LN2 * power(age / scale, shape))


@rule
def first_at_or_after(sorted_key: Any, size: int, key: int) -> int:
    """Position of the first of `size` ascending keys that is >= `key`, counted round: 0 if there is none."""
    low = 0
    high = size
    while low < high:
        middle = (low + high) // 2
        if int(sorted_key[middle]) < key:
            low = middle + 1
        else:
            high = middle
    if low == size:
        return 0
    return low


@act
def weight_of(i: int, message: int, hour: float, members: Any, feed: Any, world: Any) -> float:
    """How much member i at this hour minds a message of the feed, in [0, 1]: 0 for own, later and orphaned ones."""
    author = int(feed.author[message])
    age = hour - wide(feed.hour[message])
    if author == i or age <= 0.0 or int(members.left[author]) != NEVER:
        return 0.0
    weight = attention(age, world.attention_scale, world.attention_shape)
    if slot_of(i, author, members) == NOBODY:
        weight = weight / (1.0 + world.tie_preference)
    return weight


@act
def message_to_answer(i: int, position: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> int:
    """
    The message that member i's message at `position` answers; NOBODY if none of a few candidates is minded.

    A candidate is found by its key and not by its place, so one message more in the feed changes at most one choice;
    it is taken with chance of its weight, else another is drawn.
    """
    uid = int(members.uid[i])
    hour = wide(feed.hour[position])
    first_draw = (position - int(members.offset[i])) * world.reply_tries
    for attempt in range(world.reply_tries):
        key = draw_word(luck, Purpose.TARGET, uid, today.day, first_draw + attempt)
        message = int(feed.order[first_at_or_after(feed.sorted_key, feed.end, key)])
        weight = weight_of(i, message, hour, members, feed, world)
        if draw(luck, Purpose.ACCEPT, uid, today.day, first_draw + attempt) < weight:
            return message
    return NOBODY


@act
def respond(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Visitor i reads what was written and answers with some of their messages; ties form on both sides.

    Visitors are taken in the order of their hour. Reads the feed; writes the author's replies and both one's ties.
    """
    start = int(members.offset[i])
    for j in range(int(members.messages[i])):
        if draw(luck, Purpose.REPLY, int(members.uid[i]), today.day, j) >= world.reply_share:
            continue
        message = message_to_answer(i, start + j, members, feed, world, today, luck)
        if message == NOBODY:
            continue
        author = int(feed.author[message])
        feed.answers[start + j] = author
        feed.answered[message] = 1
        members.replies[author] = int(members.replies[author]) + 1
        strengthen(i, author, members, today.day)
        strengthen(author, i, members, today.day)
