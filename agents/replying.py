"""A message is written: it opens a thread or answers in one, and who is answered may answer back."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, floor_int, log, logistic, lognormal, power, rule, wide
from clubsim.agents.birth import LAST_HOUR
from clubsim.agents.due import count_dropped, push
from clubsim.agents.helping import is_promised, take_on
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.moderating import is_hidden, is_muted, notices
from clubsim.agents.reading import is_noise
from clubsim.agents.records import NEVER, NOBODY, Count
from clubsim.agents.rooming import choose_room, hang_up, has_rooms, is_in, nearest_in_room
from clubsim.agents.status import status_of, status_pull
from clubsim.agents.ties import some_partner, strengthen

HOURS = 24.0
AWAKE = 8.0  # hours before and after the usual hour in which answers are written; assumed
LAG_TRIES = 4  # how often an answer that would fall into sleeping hours is put off; assumed
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
    return scale * power(-log(u), 1.0 / shape)


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
    weight = power(1.0 + replies_of_starter, world.popularity) * exp(world.topic_preference * (match - 1.0))
    if replies == 0:
        weight = weight * exp(world.unanswered)
    if world.status_above > 0.0 or world.status_below > 0.0:
        own, theirs = status_of(own_replies), status_of(replies_of_starter)
        weight = weight * exp(status_pull(own, theirs, world.status_above, world.status_below))
    return weight


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


@act
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


@act
def open_thread(i: int, topic: int, feed: Any) -> int:
    """Member i opens a thread now, in NOW_ROOM. Returns its place; NOBODY if the feed is full."""
    place = int(feed.counts[Count.THREADS])
    if place >= feed.thread_hour.shape[0]:
        return NOBODY
    feed.thread_hour[place] = wide(feed.now_hour[0])
    feed.thread_starter[place] = i
    feed.thread_last[place] = i
    feed.thread_topic[place] = topic
    feed.thread_replies[place] = 0
    feed.thread_hidden[place] = 0
    feed.counts[Count.THREADS] = place + 1
    if has_rooms(feed):
        hang_up(place, int(feed.counts[Count.NOW_ROOM]), feed)
    return place


@act
def topic_of(i: int, members: Any, world: Any, today: Any, luck: Luck) -> int:
    """What a thread that member i opens now is about: the event's topic for who is there, else an own interest."""
    if int(members.attended[i]) == 1:
        return today.event_topic
    point = draw(luck, Purpose.TOPIC, int(members.uid[i]), today.day, int(members.begun[i]))
    below = 0.0
    for topic in range(world.topics - 1):
        below += wide(members.interests[i, topic])
        if point < below:
            return topic
    return world.topics - 1


@act
def respond(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Member i writes the message that is due now: a planned one opens a thread or answers in one, an answer goes where
    it belongs, and an answer promised to i a helper writes. Messages are taken in the order of their hour and never of
    the row. Reads the feed; writes the feed, the author's counts, and of who is answered the replies, both ties and
    what they will answer.
    """
    place = int(feed.counts[Count.NOW_THREAD])
    promise = False
    if int(members.left[i]) != NEVER:
        return
    if int(feed.counts[Count.MESSAGES]) >= feed.author.shape[0]:
        count_dropped(feed)
        return
    if is_muted(i, wide(feed.now_hour[0]), members, today):
        members.begun[i] = int(members.begun[i]) + int(place == NOBODY)
        return
    to = NOBODY
    if place == NOBODY:
        first = int(members.all_messages[i]) + int(members.messages[i]) == 0
        promise = first and is_promised(i, members, today, luck)
        if has_rooms(feed):
            choose_room(i, members, feed, today, luck)
        place = choose_thread(i, members, feed, world, today, luck)
        if place == NOBODY:
            place = open_thread(i, topic_of(i, members, world, today, luck), feed)
            if place == NOBODY:
                count_dropped(feed)
                return
        else:
            to = int(feed.counts[Count.NOW_TO])
        members.begun[i] = int(members.begun[i]) + 1
    else:
        place = place - int(feed.counts[Count.FIRST_THREAD])
        to = int(feed.counts[Count.NOW_TO])
        if place < 0 or (has_rooms(feed) and not is_in(i, int(feed.thread_room[place]), members)):
            return
        if to == i:
            i = take_on(to, members, today, luck)
            if i == NOBODY:
                return
    noise = is_noise(i, members, world, today, luck)
    hidden = is_hidden(i, int(feed.thread_topic[place]), noise, members, feed, today, luck)
    write_down(i, place, to, noise, hidden, members, feed, today)
    if promise and not hidden:
        hour = wide(feed.now_hour[0]) + today.answer_after
        push(feed, hour, i, int(members.uid[i]), place + int(feed.counts[Count.FIRST_THREAD]), i)
    read = to != NOBODY and not (has_rooms(feed) and not is_in(to, int(feed.thread_room[place]), members))
    if read and not hidden:
        receive(to, i, place, members, feed, world, today, luck)


@act
def write_down(i: int, place: int, to: int, noise: bool, hidden: bool, members: Any, feed: Any, today: Any) -> None:
    """The message stands in the feed and in its author's counts; hidden, nobody sees it or what it opens."""
    position = int(feed.counts[Count.MESSAGES])
    number = place + int(feed.counts[Count.FIRST_THREAD])
    hour = min(wide(feed.now_hour[0]), LAST_HOUR)  # members' hours have 32 bits
    feed.author[position] = i
    feed.hour[position] = wide(feed.now_hour[0])
    feed.topic[position] = int(feed.thread_topic[place])
    feed.noise[position] = noise
    feed.hidden[position] = hidden
    feed.thread[position] = number
    feed.answers[position] = to
    feed.counts[Count.MESSAGES] = position + 1
    if hidden:
        members.hidden[i] = int(members.hidden[i]) + 1
        if to == NOBODY:
            feed.thread_hidden[place] = 1
    elif to != NOBODY:
        feed.thread_replies[place] = int(feed.thread_replies[place]) + 1
        feed.thread_last[place] = i
    members.messages[i] = int(members.messages[i]) + 1
    topic = int(feed.thread_topic[place])
    members.written[i, topic] = int(members.written[i, topic]) + 1
    members.all_noise[i] = int(members.all_noise[i]) + int(noise)
    if int(members.visited[i]) == 0:
        members.visited[i] = 1
        members.hour[i] = hour
        members.last_visit[i] = today.day
    members.last_message[i] = today.day
    members.last_hour[i] = hour
    members.last_thread[i] = number


@act
def receive(j: int, i: int, place: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member j is answered by i: the tie grows on both sides, and j may answer that very message after a while."""
    members.replies[j] = int(members.replies[j]) + 1
    members.all_replies[j] = int(members.all_replies[j]) + 1
    strengthen(i, j, members, today.day)
    strengthen(j, i, members, today.day)
    uid = int(members.uid[j])
    considered = int(members.considered[j])
    members.considered[j] = considered + 1
    if int(members.left[j]) != NEVER or draw(luck, Purpose.ANSWER, uid, today.day, considered) >= world.answer_back:
        return
    hour = wide(feed.now_hour[0])
    for attempt in range(LAG_TRIES):
        u = draw(luck, Purpose.LAG, uid, today.day, considered * LAG_TRIES + attempt)
        hour = wide(feed.now_hour[0]) + lognormal(u, world.answer_lag, world.answer_lag_sd)
        if is_awake(hour, wide(members.usual_hour[j])):
            break
    push(feed, hour, j, uid, place + int(feed.counts[Count.FIRST_THREAD]), i)


@rule
def is_awake(hour: float, usual_hour: float) -> bool:
    """Whether an hour, of whatever day, lies within AWAKE hours of somebody's usual one."""
    apart = hour - usual_hour
    apart -= HOURS * floor_int(apart / HOURS + 0.5)
    return -AWAKE <= apart <= AWAKE
