"""What a visitor does: checks in, speaks or stays silent, writes so many messages on such topics."""

from typing import Any

from clubsim.agents.arithmetic import act, geometric_count, logistic, rule, wide
from clubsim.agents.belonging import belonging_of
from clubsim.agents.luck import Luck, Purpose, draw, draw_word
from clubsim.agents.quotas import check_in_pressure, feels_quota, message_pressure
from clubsim.agents.records import NOBODY

PACE = 0.03  # hours between two messages of one visit; assumed


@rule
def speak_chance(base: float, attended: int, weekend: int, notice: int, push: float, world: Any) -> float:
    """
    Chance that a visitor writes something today.

    Args:
        base: the member's own [logit].
        attended: 1 if at today's event.
        weekend: 1 on Saturday and Sunday.
        notice: 1 if somebody replied to them yesterday.
        push: pressure of a quota and pull of a reward [logit].

    Source: adapted. Evidence 2.2, post or lurk; the weights start from the operations club's fitted set.
    """
    pull = base + world.talk_event * attended + world.talk_weekend * weekend + world.talk_reply * notice
    return logistic(pull + push)


@act
def reward_pull(i: int, members: Any, world: Any, today: Any) -> float:
    """What can be won today, and what was won before, to member i [logit]; 0 for those whom rewards do not move."""
    if int(members.heeds_reward[i]) == 0:
        return 0.0
    pull = world.reward_learning * wide(members.reward_memory[i])
    if int(members.attended[i]) == 1:
        pull += today.prize
    return pull


@act
def contribute(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Visitor i checks in and decides how much to write. Reads visited, attended, quota; writes counts."""
    if int(members.visited[i]) == 0:
        return
    uid = int(members.uid[i])
    felt = feels_quota(i, members, today)
    attachment = wide(members.novelty[i]) + belonging_of(i, members, world)
    if world.check_ins == 1:
        push = 0.0
        if felt:
            push = check_in_pressure(i, members, world, today, attachment)
        chance = logistic(wide(members.check_in_base[i]) + push)
        members.checked_in[i] = draw(luck, Purpose.CHECK_IN, uid, today.day) < chance
    push = reward_pull(i, members, world, today)
    if felt:
        push += message_pressure(i, members, world, today, attachment)
    attended = int(members.attended[i])
    notice = min(int(members.replied[i]), 1)
    chance = speak_chance(wide(members.talk_base[i]), attended, today.weekend, notice, push, world)
    if draw(luck, Purpose.SPEAK, uid, today.day) < chance:
        mean = wide(members.further[i])
        if attended == 1:
            mean = mean * world.event_messages
        further = geometric_count(draw(luck, Purpose.MESSAGE_COUNT, uid, today.day), mean, world.most_messages - 1)
        members.messages[i] = 1 + further


@act
def topic_of(i: int, j: int, members: Any, world: Any, today: Any, luck: Luck) -> int:
    """What member i's j-th message of today is about: the event's topic for who is there, else an own interest."""
    if int(members.attended[i]) == 1:
        return today.event_topic
    point = draw(luck, Purpose.TOPIC, int(members.uid[i]), today.day, j)
    below = 0.0
    for topic in range(world.topics - 1):
        below += wide(members.interests[i, topic])
        if point < below:
            return topic
    return world.topics - 1


@act
def write(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i writes today's messages into the feed at their offset. Reads messages, offset, hour."""
    start = int(members.offset[i])
    for j in range(int(members.messages[i])):
        feed.author[start + j] = i
        feed.hour[start + j] = wide(members.hour[i]) + PACE * j
        feed.topic[start + j] = topic_of(i, j, members, world, today, luck)
        feed.key[start + j] = draw_word(luck, Purpose.MESSAGE_KEY, int(members.uid[i]), today.day, j)
        feed.answers[start + j] = NOBODY
        feed.answered[start + j] = 0
