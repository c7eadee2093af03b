"""Does a member come today, at what hour, and to the event?"""

from typing import Any

from clubsim.agents.arithmetic import act, logistic, normal_quantile, rule, wide
from clubsim.agents.belonging import belonging_of
from clubsim.agents.birth import around_the_clock
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.novelty import find_novelty
from clubsim.agents.quotas import check_in_pressure, feels_quota, message_pressure


@rule
def visit_chance(
    base: float, novelty: float, habit: float, belonging: float, notice: int, occasion: float, world: Any
) -> float:
    """
    Chance that a member comes on a day.

        cap * logistic(base + w_n novelty + w_h habit + w_b belonging + w_r notice + occasion)

    Args:
        base: the member's own [logit].
        novelty, habit, belonging: each in [0, 1].
        notice: 1 if somebody replied to them yesterday.
        occasion: what holds today: silence, weekend, event, pressure [logit].

    Returns:
        In (0, visit_cap].

    Source: adapted. The daily logit of evidence 2.1, split into visiting and posting; weights start from the
    operations club's fitted set.
    """
    pull = base + world.visit_novelty * novelty + world.visit_habit * habit + world.visit_belonging * belonging
    pull = pull + world.visit_reply * notice + occasion
    return world.visit_cap * logistic(pull)


@rule
def attend_chance(match: float, appeal: float, world: Any) -> float:
    """
    Chance that one who comes today is at the event.

    Args:
        match: the member's interest in its topic, 1 for a fair share, >= 0.
        appeal: of the event, 1 is usual, > 0.

    Source: assumed.
    """
    return logistic(world.attend_base + world.attend_match * (match * appeal - 1.0))


@act
def occasion_of(i: int, members: Any, world: Any, today: Any, attachment: float) -> float:
    """What today adds to member i's inclination to come [logit]. Reads quota counters; writes nothing."""
    occasion = today.silence + world.visit_weekend * today.weekend
    if today.event == 1:
        occasion += world.visit_event * today.event_appeal
    if feels_quota(i, members, today):
        push = message_pressure(i, members, world, today, attachment)
        if world.check_ins == 1:
            push += check_in_pressure(i, members, world, today, attachment)
        occasion += world.pressure_visit * push
    return occasion


@act
def visit(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i decides whether to come. Reads state and quota; writes novelty, visited, hour, attended."""
    uid = int(members.uid[i])
    novelty = find_novelty(i, members, world)
    belonging = belonging_of(i, members, world)
    occasion = occasion_of(i, members, world, today, novelty + belonging)
    notice = min(int(members.replied[i]), 1)
    chance = visit_chance(
        wide(members.visit_base[i]), novelty, wide(members.habit[i]), belonging, notice, occasion, world
    )
    members.novelty[i] = novelty
    members.attended[i] = 0
    members.checked_in[i] = 0
    members.messages[i] = 0
    members.replies[i] = 0
    members.visited[i] = draw(luck, Purpose.VISIT, uid, today.day) < chance
    if int(members.visited[i]) == 0:
        return
    shift = world.hour_sd * normal_quantile(draw(luck, Purpose.HOUR, uid, today.day))
    members.hour[i] = around_the_clock(wide(members.usual_hour[i]) + shift)
    members.last_visit[i] = today.day
    attend(i, members, world, today, luck)


@act
def attend(i: int, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i, who comes today, is at the event, then at its hour, or not. Writes attended, hour."""
    if today.event == 0:
        return
    uid = int(members.uid[i])
    match = wide(members.interests[i, today.event_topic]) * world.topics
    if draw(luck, Purpose.ATTEND, uid, today.day) < attend_chance(match, today.event_appeal, world):
        members.attended[i] = 1
        members.hour[i] = around_the_clock(today.event_hour + draw(luck, Purpose.HOUR, uid, today.day, 1))
