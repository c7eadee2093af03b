"""Assistants greet the day's newcomers: first ties, and introductions to who talks about what interests them."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.luck import Purpose, draw, draw_word
from clubsim.agents.records import NEVER, Count
from clubsim.agents.ties import strengthen
from clubsim.sim.doors import NO_CHANNEL
from clubsim.sim.levers import Greet
from clubsim.sim.working import enter

if TYPE_CHECKING:
    from clubsim.sim.community import Community

OF_THE_OTHER = 1  # index of the draws of who is chosen; that of the newcomer's choice is 0


def greet_newcomers(community: "Community") -> None:
    """Every greeting that stands, for who joined today by the doors. Reads threads; writes ties and the ledger."""
    c = community
    if not c.standing.greetings:
        return
    m = c.members
    newcomers = c.present[(m.joined[c.present] == c.day) & (m.channel[c.present] != NO_CHANNEL)]
    for lever in c.standing.greetings:
        greet(c, lever, newcomers)


def greet(community: "Community", lever: Greet, newcomers: Any) -> None:
    """Each newcomer, in the order of a draw of theirs, is greeted as long as an assistant has time."""
    c = community
    m = c.members
    left = dict.fromkeys(lever.assistants.tolist(), lever.newcomers_each)
    order = sorted(newcomers.tolist(), key=lambda row: draw(c.luck, Purpose.ASSISTANT, int(m.uid[row]), c.day, 1))
    greeted = 0
    for newcomer in order:
        free = [row for row, places in left.items() if places > 0 and row != newcomer]
        if not free:
            break
        assistant = nearest(c, Purpose.ASSISTANT, newcomer, free)
        left[assistant] -= 1
        greeted += 1
        for _ in range(lever.exchanges):
            meet(c, newcomer, assistant)
        introduce(c, lever.introductions, newcomer, assistant)
    hours = greeted * lever.minutes / 60.0
    enter(c, hours, hours * lever.pay, lever.funded, "greeting newcomers")


def introduce(community: "Community", introductions: int, newcomer: int, assistant: int) -> None:
    """
    The newcomer, who says what interests them most, is made known to some who lately opened threads on that.

    What threads are about is there for all to see, hidden ones excepted.
    """
    c = community
    if introductions == 0:
        return
    m, feed = c.members, c.feed
    threads = slice(0, int(feed.counts[Count.THREADS]))
    about = (feed.thread_topic[threads] == int(np.argmax(m.interests[newcomer]))) & (feed.thread_hidden[threads] == 0)
    known = np.unique(feed.thread_starter[threads][about]).tolist()
    others = [row for row in known if int(m.left[row]) == NEVER and row not in (newcomer, assistant)]
    for _ in range(min(introductions, len(others))):
        other = nearest(c, Purpose.ACQUAINTANCE, newcomer, others)
        others.remove(other)
        meet(c, newcomer, other)


def nearest(community: "Community", purpose: Purpose, newcomer: int, others: list[int]) -> int:
    """Of some members the one with the smallest draw of the newcomer and them, so that one more changes no other's."""
    m, luck = community.members, community.luck
    choice = draw_word(luck, purpose, int(m.uid[newcomer]), 0)
    return min(others, key=lambda row: draw(luck, purpose, int(m.uid[row]), choice, OF_THE_OTHER))


def meet(community: "Community", one: int, other: int) -> None:
    """Two members exchange something; both ties grow."""
    strengthen(one, other, community.members, community.day)
    strengthen(other, one, community.members, community.day)
