"""In which thread one writes: who is noticed, how much, and whether one opens another."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, log, logistic, power, quotient, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.moderating import notices
from clubsim.agents.records import NEVER, NOBODY, Count
from clubsim.agents.rooming import has_rooms, nearest_in_room
from clubsim.agents.status import status_of, status_pull
from clubsim.agents.ties import some_partner
from clubsim.agents.twins import twinned

HOURS = 24.0
DRAWS = 64  # of a purpose for each message of a day
LOOKS = 4  # how many times as often one looks at most, once for each thread that is not shown


@rule
def attention(age: float, scale: float, shape: float) -> float:
    """
    What is left of the attention to something of some age.

        exp(-(age / scale)**shape)

    Args:
        age: [hour], >= 0.
        scale: age at which 37 % is left [hour], > 0.
        shape: exponent, > 0; 1 is the exponential.

    Source: adapted. Stretched exponential: Wu & Huberman (2007); exponents .29 to .57 fitted to six communities.
    """
    if age <= 0.0:
        return 1.0
    return exp(-power(age / scale, shape))


@rule
def age_attended(u: float, scale: float, shape: float) -> float:
    """
    An age drawn from the attention that is paid: the age of which the share `u` of attention is left [hour].

        scale * (-ln u)**(1 / shape)

    Args:
        u: a uniform draw, in (0, 1).
        scale, shape: as of `attention`.
    """
    return scale * power(-log(u), quotient(1.0, shape))


@rule
def open_chance(activity: float, first: int, base: float, active: float, first_chance: float) -> float:
    """
    Chance that a planned message opens a thread: the active answer, the occasional ask.

        logistic(base - active * activity), or `first_chance` for a member's very first message

    Args:
        activity: how far the member's inclination to come lies above the mean [logit].
        first: 1 for the very first message.

    Source: adapted. Found to carry V16 in a prototype (asker/answerer).
    """
    if first == 1:
        return first_chance
    return logistic(base - active * activity)


@rule
def thread_weight(replies_of_starter: int, replies: int, match: float, own_replies: int, world: Any) -> float:
    """
    How much a thread that was noticed draws an answer: > 0.

        (1 + replies its starter has received)**popularity * exp(unanswered) if nobody answered yet
        * exp(topic_preference * (match - 1)) * exp(the pull of its starter's status)

    Args:
        match: the reader's interest in its topic, 1 for a fair share.
        own_replies: what the reader has received.

    Source: adapted. Preferential attachment among the blend of Johnson et al. (2014); the rest is assumed.
    """
    weight = weight_to_anybody(replies_of_starter, replies, match, world)
    if world.status_above > 0.0 or world.status_below > 0.0:
        own, theirs = status_of(own_replies), status_of(replies_of_starter)
        weight = weight * exp(status_pull(own, theirs, world.status_above, world.status_below))
    return weight


@rule
def weight_to_anybody(replies_of_starter: int, replies: int, match: float, world: Any) -> float:
    """`thread_weight` without the pull of status, of the same arguments: > 0."""
    weight = power(1.0 + replies_of_starter, world.popularity) * exp(world.topic_preference * (match - 1.0))
    of_unanswered = exp(world.unanswered)
    return weight * of_unanswered if replies == 0 else weight


@rule
def last_at_or_before(hours: Any, size: int, hour: float) -> int:
    """Place of the last of `size` ascending hours that is <= `hour`; -1 if there is none."""
    low = 0
    high = size
    while low < high:
        middle = (low + high) // 2
        if wide(hours[middle]) <= hour:
            low = middle + 1
        else:
            high = middle
    return low - 1


@act
def nearest_thread(feed: Any, hour: float) -> int:
    """Place of the thread that was opened nearest to an hour, where is written now; NOBODY if there is none."""
    if has_rooms(feed):
        return nearest_in_room(feed, int(feed.counts[Count.NOW_ROOM]), hour)
    size = int(feed.counts[Count.THREADS])
    before = last_at_or_before(feed.thread_hour, size, hour)
    after = before + 1
    if after >= size:
        return before
    if before < 0 or wide(feed.thread_hour[after]) - hour < hour - wide(feed.thread_hour[before]):
        return after
    return before


@act
def is_own(i: int, place: int, feed: Any) -> bool:
    """Whether member i both opened a thread and wrote in it last, so that there is nobody to answer."""
    return int(feed.thread_starter[place]) == i and int(feed.thread_last[place]) == i


@act
def match_of(i: int, place: int, members: Any, feed: Any, world: Any) -> float:
    """Member i's interest in a thread's topic, 1 for a fair share."""
    return wide(members.interests[i, int(feed.thread_topic[place])]) * world.topics


@twinned
def thread_noticed(
    i: int, first_draw: int, hour: float, members: Any, feed: Any, world: Any, today: Any, luck: Luck
) -> int:
    """
    A thread to answer in: some ages are drawn from the attention that is paid, the threads opened nearest to them are
    noticed, and one is taken by weight. NOBODY if none can be answered.

    Instead of one that is not shown another is looked for. What is drawn is a time and not a place in a list, so that
    one thread more changes only the choices next to it.
    """
    uid = int(members.uid[i])
    chosen = NOBODY
    whole = 0.0
    looks = world.candidates
    for k in range(world.candidates * LOOKS):
        if k >= looks:
            break
        u = draw(luck, Purpose.TARGET, uid, today.day, first_draw + k)
        place = nearest_thread(feed, hour - age_attended(u, world.attention_scale, world.attention_shape))
        if place == NOBODY or is_own(i, place, feed):
            continue
        shown = notices(i, place, members, feed, world, today)
        if shown <= 0.0:
            looks += 1
            continue
        starter = int(feed.thread_starter[place])
        weight = thread_weight(
            int(members.all_replies[starter]),
            int(feed.thread_replies[place]),
            match_of(i, place, members, feed, world),
            int(members.all_replies[i]),
            world,
        )
        weight = weight * shown
        whole += weight
        if draw(luck, Purpose.ACCEPT, uid, today.day, first_draw + k) * whole < weight:
            chosen = place
    return chosen


@act
def thread_of_partner(
    i: int, first_draw: int, hour: float, members: Any, feed: Any, world: Any, today: Any, luck: Luck
) -> int:
    """
    The thread of a partner's latest message, if it stands where is written now and member i minds it by its age: a tie
    is chosen by strength, at times a partner's partner. NOBODY if there is none.
    """
    uid = int(members.uid[i])
    partner = some_partner(i, members, uid, today.day, first_draw, luck)
    if partner != NOBODY and draw(luck, Purpose.TRIAD, uid, today.day, first_draw) < world.triad_share:
        partner = some_partner(partner, members, uid, today.day, first_draw + 1, luck)
    if partner in (NOBODY, i) or int(members.last_message[partner]) == NEVER:
        return NOBODY
    place = int(members.last_thread[partner]) - int(feed.counts[Count.FIRST_THREAD])
    if place < 0 or int(feed.thread_hidden[place]) == 1:
        return NOBODY
    if has_rooms(feed) and int(feed.thread_room[place]) != int(feed.counts[Count.NOW_ROOM]):
        return NOBODY
    age = HOURS * (today.day - int(members.last_message[partner])) + hour - wide(members.last_hour[partner])
    minded = attention(age, world.attention_scale, world.attention_shape)
    if draw(luck, Purpose.TRIAD, uid, today.day, first_draw + 2) >= minded:
        return NOBODY
    feed.counts[Count.NOW_TO] = partner
    return place


@act
def thread_of_introduced(i: int, first_draw: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> int:
    """
    The thread of the latest message of whom the operator introduced member i to; NOBODY if i does not take it up, or
    they have gone, or there is none yet, for which i waits. Writes introduced, NOW_TO.
    """
    partner = int(members.introduced[i])
    if int(members.left[partner]) != NEVER:
        members.introduced[i] = NOBODY
        return NOBODY
    if int(members.last_message[partner]) == NEVER:
        return NOBODY
    place = int(members.last_thread[partner]) - int(feed.counts[Count.FIRST_THREAD])
    if place < 0 or int(feed.thread_hidden[place]) == 1:
        return NOBODY
    members.introduced[i] = NOBODY
    if draw(luck, Purpose.INTRODUCTION, int(members.uid[i]), today.day, first_draw) >= world.introduction_followed:
        return NOBODY
    feed.counts[Count.NOW_TO] = partner
    return place


@act
def choose_thread(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> int:
    """Where member i's planned message goes: the place of a thread to answer in, NOBODY to open one. Writes NOW_TO."""
    uid = int(members.uid[i])
    first_draw = int(members.begun[i]) * DRAWS
    hour = wide(feed.now_hour[0])
    if int(members.introduced[i]) != NOBODY:
        place = thread_of_introduced(i, first_draw, members, feed, world, today, luck)
        if place != NOBODY:
            return place
    first = int(members.all_messages[i]) + int(members.messages[i]) == 0
    activity = wide(members.visit_base[i]) - world.visit_mean
    chance = open_chance(activity, int(first), world.open_base, world.open_active, world.open_first)
    if draw(luck, Purpose.REPLY, uid, today.day, first_draw) < chance:
        return NOBODY
    place = NOBODY
    if draw(luck, Purpose.REPLY, uid, today.day, first_draw + 1) < world.partner_share:
        place = thread_of_partner(i, first_draw, hour, members, feed, world, today, luck)
    if place == NOBODY:
        place = thread_noticed(i, first_draw, hour, members, feed, world, today, luck)
        if place == NOBODY:
            return NOBODY
        to_root = draw(luck, Purpose.REPLY, uid, today.day, first_draw + 2) < world.reply_root
        to = int(feed.thread_starter[place])
        if (not to_root and int(feed.thread_last[place]) != i) or to == i:
            to = int(feed.thread_last[place])
        feed.counts[Count.NOW_TO] = to
    return place
