"""A meeting in person: who signs up, who gets to know whom there, and what guests take home."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, logistic, rule, wide
from clubsim.agents.belonging import belonging_of
from clubsim.agents.hearing import has_heard
from clubsim.agents.luck import Luck, Purpose, draw, draw_word
from clubsim.agents.ties import bind
from clubsim.agents.visiting import is_away

NEAR, SIGNING, TURN = 0, 1, 2  # which draw of `Purpose.MEETING` is which


@rule
def sign_up_chance(match: float, belonging: float, weekend: int, world: Any) -> float:
    """
    Chance that one who lives near and has heard of a meeting signs up for it.

        logistic(base + attend_match * (match - 1) + w_b belonging + w_w weekend)

    Args:
        match: the member's interest in its topic, 1 for a fair share, >= 0.
        belonging: in [0, 1].
        weekend: 1 on Saturday and Sunday.

    Source: assumed.
    """
    pull = world.meeting_base + world.attend_match * (match - 1.0)
    return logistic(pull + world.meeting_belonging * belonging + world.meeting_weekend * weekend)


@rule
def talk_chance(guests: int, partners: float, exchange: float) -> float:
    """
    Chance that two guests talk with each other at length.

    Args:
        guests: how many there are, >= 0.
        partners: with how many one talks where the whole meeting is for it, >= 0.
        exchange: share of it that is, in [0, 1].

    Source: assumed. M107: an event is for exchange between members, and not for being together.
    """
    if guests < 2:
        return 0.0
    return min(partners * exchange / (guests - 1), 1.0)


@rule
def draw_of_pair(luck: Luck, one: int, other: int, day: int) -> float:
    """A draw in (0, 1) that belongs to two people, in whatever order, and the day."""
    word_of_pair = draw_word(luck, Purpose.MINGLE, min(one, other), day)
    return draw(luck, Purpose.MINGLE, max(one, other), word_of_pair, 1)


@act
def sign_up(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i signs up for today's meeting or not. Reads state, visits; writes at_meeting."""
    members.at_meeting[i] = 0
    uid = int(members.uid[i])
    if draw(luck, Purpose.MEETING, uid, 0, NEAR) >= world.meeting_near:
        return
    if not has_heard(i, today.meeting_notice, members, today) or is_away(i, members, world, today, luck):
        return
    match = wide(members.interests[i, today.meeting_topic]) * world.topics
    chance = sign_up_chance(match, belonging_of(i, members, world), today.weekend, world)
    members.at_meeting[i] = draw(luck, Purpose.MEETING, uid, today.day, SIGNING) < chance


@act
def mingle(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Guest i talks with some of the others and goes home with an opinion. Writes the own ties, identity, trust.

    Both of a pair come to the same answer whether they talked, since its draw is theirs together.
    """
    uid = int(members.uid[i])
    chance = talk_chance(today.guests.shape[0], world.meeting_partners, today.meeting_exchange)
    for place in range(today.guests.shape[0]):
        other = int(today.guests[place])
        if other != i and draw_of_pair(luck, uid, int(members.uid[other]), today.day) < chance:
            bind(i, other, world.meeting_exchanges, members, today.day)
    take_home(i, members, world, today)


@act
def take_home(i: int, members: Any, world: Any, today: Any) -> None:
    """What guest i thinks of a meeting: a good one adds to identity, a bad one costs trust. Writes identity, trust."""
    quality = today.meeting_quality
    if quality > 0.0:
        members.identity[i] = closer(wide(members.identity[i]), 1.0, world.meeting_identity * quality)
    elif world.trusting == 1:
        members.trust[i] = closer(wide(members.trust[i]), 0.0, -world.meeting_trust * quality)
