"""A red packet is opened, and some of it is given on: to a partner, or to somebody whose thread was read."""

from typing import Any

from clubsim.agents.arithmetic import act, rule, wide
from clubsim.agents.finding import age_attended, nearest_thread
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import NEVER, NOBODY
from clubsim.agents.ties import some_partner

OF_A_GIFT = 1 << 24  # index of the choice of a partner for a gift; those of messages are below


@rule
def give_on_chance(received: float, contagion: float, usual: float) -> float:
    """
    Chance that who received something gives some of it on within the day.

        min(1, contagion * received / min(received, usual))

    Args:
        received: [yuan], >= 0.
        contagion: what is given on of each yuan received, on average, in [0, 1).
        usual: size of a gift among members [yuan], > 0.

    Source: adapted. Yuan et al. (red packets): .18 of each unit within 24 h, more of it by more givers than by larger
    gifts.
    """
    if received <= 0.0:
        return 0.0
    return min(1.0, contagion * received / min(received, usual))


@rule
def gift_of(received: float, contagion: float, usual: float) -> float:
    """
    What somebody gives on who gives on [yuan], never more than was received.

        max(min(received, usual), contagion * received)

    Times `give_on_chance` it is contagion * received, whatever was received. Arguments as there.

    Source: assumed.
    """
    return max(min(received, usual), contagion * received)


@act
def somebody_read(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> int:
    """
    Who opened a thread that visitor i came across today, the newer the likelier; NOBODY if there is none but their own.

    A time is drawn and not a place in a list, so that one thread more changes only the choices next to it.
    """
    u = draw(luck, Purpose.GIFT_READ, int(members.uid[i]), today.day)
    age = age_attended(u, world.attention_scale, world.attention_shape)
    place = nearest_thread(feed, wide(members.hour[i]) - age)
    if place == NOBODY or int(feed.thread_hidden[place]) == 1:
        return NOBODY
    starter = int(feed.thread_starter[place])
    if starter == i or int(members.left[starter]) != NEVER:
        return NOBODY
    return starter


@act
def give_on(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Visitor i, who has opened what lay for them today, gives some of it on this evening, or not: to a partner, chosen by
    strength, else to somebody they read. Reads packet, visited, ties and the feed; writes giving, giving_to.
    """
    received = wide(members.packet[i])
    if received <= 0.0 or int(members.visited[i]) == 0:
        return
    uid = int(members.uid[i])
    chance = give_on_chance(received, world.gift_contagion, world.gift_usual)
    if draw(luck, Purpose.GIVE_ON, uid, today.day) >= chance:
        return
    to = some_partner(i, members, uid, today.day, OF_A_GIFT, luck)
    if to == NOBODY:
        to = somebody_read(i, members, feed, world, today, luck)
    if to == NOBODY:
        return
    members.giving[i] = gift_of(received, world.gift_contagion, world.gift_usual)
    members.giving_to[i] = to
