"""A message is written: it opens a thread or answers in one, and who is answered may answer back."""

from typing import Any

from clubsim.agents.arithmetic import act, floor_int, lognormal, rule, wide
from clubsim.agents.birth import LAST_HOUR
from clubsim.agents.due import count_dropped, push
from clubsim.agents.fetching import call_up_answered
from clubsim.agents.finding import HOURS, choose_thread
from clubsim.agents.helping import is_promised, take_on
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.moderating import is_hidden, is_muted
from clubsim.agents.reading import is_noise
from clubsim.agents.records import NEVER, NOBODY, Count
from clubsim.agents.rooming import choose_room, hang_up, has_rooms, is_in
from clubsim.agents.ties import strengthen

AWAKE = 8.0  # hours before and after the usual hour in which answers are written; assumed
LAG_TRIES = 4  # how often an answer that would fall into sleeping hours is put off; assumed


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
            call_up_answered(to, members)
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
    if noise:
        members.all_noise[i] = int(members.all_noise[i]) + 1
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
