"""What a visitor does: checks in, means to speak or stays silent, and at which hours."""

from typing import Any

from clubsim.agents.arithmetic import act, geometric_count, logistic, lognormal, normal_quantile, rule, wide
from clubsim.agents.belonging import belonging_of
from clubsim.agents.birth import around_the_clock
from clubsim.agents.crowding import disappointment
from clubsim.agents.due import push
from clubsim.agents.founding import is_hosting, messages_of_host
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.mood import mood_to_talk
from clubsim.agents.quotas import check_in_pressure, feels_quota, message_pressure
from clubsim.agents.records import NOBODY, Role
from clubsim.agents.striving import quickened
from clubsim.agents.twins import twinned
from clubsim.agents.visiting import pings

MIDNIGHT = 24.0


@rule
def speak_chance(base: float, attended: int, weekend: int, notice: float, push: float, world: Any) -> float:
    """
    Chance that a visitor writes something today.

    Args:
        base: the member's own [logit].
        attended: 1 if at today's event.
        weekend: 1 on Saturday and Sunday.
        notice: `pings` of yesterday's replies, 1 for one.
        push: pressure of a quota, pull of a reward, mood [logit].

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
    if world.crowding_out > 0.0:
        pull -= world.crowding_out * disappointment(i, members)
    return pull


@act
def check_in(i: int, members: Any, world: Any, today: Any, felt: bool, attachment: float, luck: Luck) -> None:
    """Visitor i checks in or not. Writes checked_in."""
    push_to = 0.0
    if felt:
        push_to = check_in_pressure(i, members, world, today, attachment)
    chance = logistic(wide(members.check_in_base[i]) + push_to)
    members.checked_in[i] = draw(luck, Purpose.CHECK_IN, int(members.uid[i]), today.day) < chance


@act
def contribute(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Visitor i checks in and decides how much to write. Reads today, quota, role; writes planned, checked_in."""
    if int(members.visited[i]) == 0:
        return
    uid = int(members.uid[i])
    felt = feels_quota(i, members, today)
    attachment = wide(members.novelty[i]) + belonging_of(i, members, world)
    if world.check_ins == 1:
        check_in(i, members, world, today, felt, attachment, luck)
    if is_hosting(i, members, world):
        members.planned[i] = messages_of_host(i, members, world, today, luck)
        return
    push_to = reward_pull(i, members, world, today) + mood_to_talk(i, members, world) + wide(members.turn[i])
    if felt:
        push_to += message_pressure(i, members, world, today, attachment)
    attended = int(members.attended[i])
    notice = pings(int(members.replied[i]), world.notice_damping)
    chance = speak_chance(wide(members.talk_base[i]), attended, today.weekend, notice, push_to, world)
    begins = int(members.joined[i]) == today.day and world.first_day > 0.0
    if begins or draw(luck, Purpose.SPEAK, uid, today.day) < chance:
        mean = wide(members.further[i])
        if attended == 1:
            mean = mean * world.event_messages
        factor = quickened(i, members, world, today)
        if factor > 1.0:
            mean = (1.0 + mean) * factor - 1.0
        further = geometric_count(draw(luck, Purpose.MESSAGE_COUNT, uid, today.day), mean, world.most_messages - 1)
        members.planned[i] = 1 + further
    if int(members.role[i]) == Role.DEPUTY:
        hosting = messages_of_host(i, members, world, today, luck)
        members.planned[i] = min(int(members.planned[i]) + hosting, world.most_messages)


@act
def hour_after(i: int, hour: float, j: int, members: Any, world: Any, today: Any, luck: Luck) -> float:
    """The hour of member i's j-th planned message, j > 0: a gap after the one before, or another sitting's."""
    uid = int(members.uid[i])
    first_day = int(members.joined[i]) == today.day
    if first_day or draw(luck, Purpose.SESSION, uid, today.day, j) < world.session_share:
        return hour + lognormal(draw(luck, Purpose.GAP, uid, today.day, j), world.session_gap, world.session_gap_sd)
    shift = world.hour_sd * normal_quantile(draw(luck, Purpose.GAP, uid, today.day, j))
    return around_the_clock(wide(members.usual_hour[i]) + shift)


@twinned
def plan(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Member i's planned messages become due at their hours of today; what falls behind midnight is dropped.

    Reads planned, hour; writes the feed's heap of due messages, whose order does not depend on who comes first here.
    """
    uid = int(members.uid[i])
    hour = wide(members.hour[i])
    for j in range(int(members.planned[i])):
        if j > 0:
            hour = hour_after(i, hour, j, members, world, today, luck)
        if hour < MIDNIGHT:
            push(feed, hour, i, uid, NOBODY, NOBODY)
