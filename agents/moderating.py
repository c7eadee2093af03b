"""What moderators hide from everybody, and what a sorted feed shows one reader first."""

from typing import Any

from clubsim.agents.arithmetic import act, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import NOBODY, Count, Role
from clubsim.agents.rooming import signal_of


@rule
def hide_chance(noise: int, off_topic: int, of_noise: float, of_off_topic: float, of_others: float) -> float:
    """
    Chance that a message which is looked through is hidden, in [0, 1].

    Args:
        noise, off_topic: 1 if the message is; noise off the topic is found by whichever finds more.
        of_noise, of_off_topic: shares of these that are found, in [0, 1].
        of_others: share of all others that is hidden by mistake, in [0, 1].

    Source: adapted. Ren & Kraut (2014): off-topic messages are deleted for everyone; that some are missed, and some
    hidden by mistake, is assumed.
    """
    chance = of_others
    if noise == 1:
        chance = max(chance, of_noise)
    if off_topic == 1:
        chance = max(chance, of_off_topic)
    return chance


@act
def is_hidden(i: int, topic: int, noise: bool, members: Any, feed: Any, today: Any, luck: Luck) -> bool:
    """
    Whether what member i writes now on `topic` is hidden: moderators look through the day's messages in the order of
    writing, as many as they manage. What an event is about is on topic. Writes nothing.
    """
    if int(feed.counts[Count.MESSAGES]) >= today.looked_through:
        return False
    off_topic = today.main_topic != NOBODY and topic != today.main_topic
    if today.event == 1 and topic == today.event_topic:
        off_topic = False
    chance = hide_chance(int(noise), int(off_topic), today.hides_noise, today.hides_off_topic, today.hides_others)
    return draw(luck, Purpose.MODERATION, int(members.uid[i]), today.day, int(members.messages[i])) < chance


@act
def is_muted(i: int, hour: float, members: Any, today: Any) -> bool:
    """Whether member i cannot write at an hour of today: everybody but the founder is muted then. Writes nothing."""
    return today.mute_from <= hour < today.mute_until and int(members.role[i]) != Role.FOUNDER


@rule
def part_in_order(volume: float, before: float, budget: float) -> float:
    """
    Share of `volume` that is read by who reads `before` first and stops at a budget, in [0, 1].

    Args:
        volume, before, budget: [messages], >= 0.
    """
    room = budget - before
    if room <= 0.0:
        return 0.0
    if volume <= room:
        return 1.0
    return room / volume


@act
def part_sorted(i: int, topic: int, members: Any, world: Any, today: Any) -> float:
    """
    Share of the messages on `topic` that member i gets to read where the feed is sorted by their interests, in [0, 1]:
    nothing of what interests them too little, else what is left of the budget after what interests them more.

    Reads the signal around the member: yesterday's messages by topic until the evening, then today's.
    """
    interest = wide(members.interests[i, topic])
    if interest * world.topics < today.least_interest:
        return 0.0
    before = 0.0
    for other in range(world.topics):
        theirs = wide(members.interests[i, other])
        if theirs > interest or (theirs == interest and other < topic):
            before += signal_of(i, other, members, today)
    return part_in_order(signal_of(i, topic, members, today), before, world.reading_budget)


@act
def notices(i: int, place: int, members: Any, feed: Any, world: Any, today: Any) -> float:
    """How much of a thread member i is shown, against a feed neither moderated nor sorted: in [0, 1]."""
    if int(feed.thread_hidden[place]) == 1:
        return 0.0
    if today.sorted <= 0.0:
        return 1.0
    return 1.0 - today.sorted * (1.0 - part_sorted(i, int(feed.thread_topic[place]), members, world, today))
