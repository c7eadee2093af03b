"""Does a member come today, at what hour, and to the event?"""

from typing import Any

from clubsim.agents.arithmetic import act, exp, geometric_count, log, logistic, normal_quantile, rule, wide, word
from clubsim.agents.belonging import belonging_of
from clubsim.agents.birth import around_the_clock
from clubsim.agents.days import LAST_28_DAYS, bits_set
from clubsim.agents.foreseeing import Desk
from clubsim.agents.founding import is_hosting, is_serving
from clubsim.agents.hearing import has_heard
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.mood import mood_to_come
from clubsim.agents.novelty import find_novelty, foresee_novelty
from clubsim.agents.quotas import check_in_pressure, feels_quota, message_pressure, push_of_deadline
from clubsim.agents.rooming import silence_around
from clubsim.agents.ties import partners_yesterday


@rule
def visit_chance(
    base: float, novelty: float, habit: float, belonging: float, notice: float, occasion: float, world: Any
) -> float:
    """
    Chance that a member comes on a day.

        cap * logistic(base + w_n novelty + w_h habit + w_b belonging + w_r notice + occasion)

    Args:
        base: the member's own [logit].
        novelty, habit, belonging: each in [0, 1].
        notice: `pings` of yesterday's replies, 1 for one.
        occasion: what holds today: silence, weekend, event, pressure, mood [logit].

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
    """
    What today adds to member i's inclination to come [logit]: calendar, silence, an event they heard of, less a meeting
    in person they are at, pressure. Reads visits, slot_habit, at_meeting, quota counters; writes nothing.
    """
    occasion = (
        silence_around(i, members, world, today)
        + world.visit_weekend * today.weekend
        + world.visit_midweek * today.midweek
    )
    if today.event == 1 and has_heard(i, today.event_notice, members, today):
        occasion += world.visit_event * today.event_appeal
        if today.event_slot == 1:
            occasion += world.visit_slot * wide(members.slot_habit[i])
    if today.meeting == 1 and int(members.at_meeting[i]) == 1:
        occasion -= world.meeting_offline
    if feels_quota(i, members, today):
        push = message_pressure(i, members, world, today, attachment)
        if world.check_ins == 1:
            push += check_in_pressure(i, members, world, today, attachment)
        occasion += world.pressure_visit * push
    occasion += world.pressure_visit * push_of_deadline(i, members, world, today, attachment)
    return occasion


@rule
def pings(replies: int, damping: float) -> float:
    """
    How much yesterday's replies count as a reason to come: 1 + damping + damping**2 + ..., a term a reply.

    Args:
        replies: received yesterday, >= 0; more than eight count as eight.
        damping: what each further one counts of the one before, in [0, 1]; 0 asks only whether there was any.

    Source: adapted. Evidence 2.2: the gain of a notification halves with each further unread one.
    """
    count = 0.0
    weight = 1.0
    for _ in range(min(replies, 8)):
        count += weight
        weight = weight * damping
    return count


@rule
def momentum(days_away: int, active_days: int, partners: int, world: Any) -> float:
    """
    What the last weeks add to the inclination to come [logit].

        recency * ln(days since the last visit) + active * ln(1 + active days of the last 28)
        + partners * ln(1 + partners who came yesterday)

    Args:
        days_away: since the last visit or the joining, >= 1; more than 365 count as 365.
        active_days: in 0 .. 28.
        partners: >= 0.

    Source: adapted. The daily logit of evidence 2.1, measured for posting in five communities; generator slopes are
    not the measured slopes.
    """
    pull = world.visit_recency * log(min(max(days_away, 1), 365)) + world.visit_active_days * log(1.0 + active_days)
    return pull + world.visit_partners * log(1.0 + partners)


@act
def has_momentum(world: Any) -> bool:
    """Whether the last weeks count at all."""
    return world.visit_recency != 0.0 or world.visit_active_days != 0.0 or world.visit_partners != 0.0


@act
def momentum_of(i: int, members: Any, world: Any, today: Any) -> float:
    """Member i's momentum [logit]; reads visits and, where partners count, theirs of yesterday."""
    if not has_momentum(world):
        return 0.0
    last = max(int(members.last_visit[i]), int(members.joined[i]))
    partners = 0
    if world.visit_partners != 0.0:
        partners = partners_yesterday(i, members)
    return momentum(today.day - last, bits_set(word(members.visits[i]) & word(LAST_28_DAYS)), partners, world)


@act
def is_away(i: int, members: Any, world: Any, today: Any, luck: Luck) -> bool:
    """
    Whether member i is kept away today by something that has nothing to do with the community, and for how long if it
    begins today: absences begin at a constant rate and last a geometric number of days. Writes away_until.
    """
    if today.day < int(members.away_until[i]):
        return True
    if world.absence_rate <= 0.0 or int(members.joined[i]) == today.day:
        return False
    uid = int(members.uid[i])
    if draw(luck, Purpose.ABSENCE, uid, today.day) >= 1.0 - exp(-world.absence_rate):
        return False
    further = geometric_count(draw(luck, Purpose.ABSENCE, uid, today.day, 1), world.absence_days - 1.0, 10000)
    members.away_until[i] = today.day + 1 + further
    return True


@act
def chance_to_come(i: int, novelty: float, members: Any, world: Any, today: Any) -> float:
    """Chance that member i comes today, if nothing keeps or brings them. Reads state and quota; writes nothing."""
    belonging = belonging_of(i, members, world)
    occasion = occasion_of(i, members, world, today, novelty + belonging) + momentum_of(i, members, world, today)
    occasion += mood_to_come(i, members, world, today)
    notice = pings(int(members.replied[i]), world.notice_damping)
    base, habit = wide(members.visit_base[i]), wide(members.habit[i])
    return visit_chance(base, novelty, habit, belonging, notice, occasion, world)


@act
def visit(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i decides whether to come. Reads state and quota; writes novelty, visited, hour, attended."""
    novelty = find_novelty(i, members, world)
    chance = chance_to_come(i, novelty, members, world, today)
    point = draw(luck, Purpose.VISIT, int(members.uid[i]), today.day)
    come_or_not(i, novelty, chance, point, members, world, today, luck)


@act
def come_or_not(
    i: int, novelty: float, chance: float, point: float, members: Any, world: Any, today: Any, luck: Luck
) -> None:
    """`visit` for whom novelty, the chance to come and the draw that decides it are known."""
    let_yesterday_go(i, members)
    if world.trusting == 1:
        members.told[i] = wide(members.trust[i])
    if int(members.dropped[i]) == 1 or is_away(i, members, world, today, luck):
        return
    members.novelty[i] = novelty
    if int(members.joined[i]) == today.day:
        chance = max(chance, world.first_day)
    if is_hosting(i, members, world):
        chance = 1.0 - wide(members.fatigue[i])
    elif is_serving(i, members):
        chance = max(chance, 1.0 - wide(members.fatigue[i]))
    members.visited[i] = point < chance
    if int(members.visited[i]) == 0:
        return
    if int(members.nudged[i]) > 0:
        members.nudged[i] = 0
    shift = world.hour_sd * normal_quantile(draw(luck, Purpose.HOUR, int(members.uid[i]), today.day))
    members.hour[i] = around_the_clock(wide(members.usual_hour[i]) + shift)
    members.last_visit[i] = today.day
    attend(i, members, world, today, luck)


@act
def let_yesterday_go(i: int, members: Any) -> None:
    """Member i begins a new day. What few ever do is cleared only where it stands: unwritten it takes no memory."""
    members.checked_in[i] = 0
    members.planned[i] = 0
    members.begun[i] = 0
    members.messages[i] = 0
    members.replies[i] = 0
    members.considered[i] = 0
    members.visited[i] = 0
    if int(members.attended[i]) == 1:
        members.attended[i] = 0
    if int(members.hidden[i]) > 0:
        members.hidden[i] = 0
    if int(members.helped[i]) > 0:
        members.helped[i] = 0
    if wide(members.worked[i]) > 0.0:
        members.worked[i] = 0.0


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


@act
def foresee_visits(first: int, end: int, members: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """For the rows first .. end - 1 at once: novelty, chance to come and draw; who surely stays away is done with."""
    foresee_novelty(first, end, members, world, desk)
    foresee_occasion(first, end, members, world, today, desk)
    foresee_chance(first, end, members, world, today, desk)
    for place in range(end - first):
        desk[Desk.POINT, place] = draw(luck, Purpose.VISIT, int(members.uid[word(first + place)]), today.day)
    if world.absence_rate <= 0.0:
        let_stay_away(first, end, members, world, today, desk)


@act
def foresee_occasion(first: int, end: int, members: Any, world: Any, today: Any, desk: Any) -> None:
    """`belonging_of`, and `occasion_of` with `momentum_of`: on a day like any other the occasion is one for all."""
    for place in range(end - first):
        desk[Desk.BELONGING, place] = belonging_of(word(first + place), members, world)
    if is_like_any_other(world, today):
        occasion = occasion_of(first, members, world, today, 0.0)
        for place in range(end - first):
            desk[Desk.OCCASION, place] = occasion
    else:
        for place in range(end - first):
            attachment = wide(desk[Desk.NOVELTY, place]) + wide(desk[Desk.BELONGING, place])
            desk[Desk.OCCASION, place] = occasion_of(word(first + place), members, world, today, attachment)
    if has_momentum(world):
        for place in range(end - first):
            momentum = momentum_of(first + place, members, world, today)
            desk[Desk.OCCASION, place] = wide(desk[Desk.OCCASION, place]) + momentum


@act
def is_like_any_other(world: Any, today: Any) -> bool:
    """Whether today is the same occasion for everybody: no event, no meeting, no threat, one room."""
    happens = today.event == 1 or today.meeting == 1
    threatens = today.announced == 1 or today.deadline > 0
    return not (happens or threatens or (today.room_chatter.shape[0] > 0 and world.silence_strength != 0.0))


@act
def foresee_chance(first: int, end: int, members: Any, world: Any, today: Any, desk: Any) -> None:
    """`chance_to_come` for whom novelty, belonging and occasion stand on the desk."""
    for place in range(end - first):
        desk[Desk.DRAFT, place] = pings(int(members.replied[word(first + place)]), world.notice_damping)
    for place in range(end - first):
        mood = mood_to_come(word(first + place), members, world, today)
        desk[Desk.OCCASION, place] = wide(desk[Desk.OCCASION, place]) + mood
    for place in range(end - first):
        i = word(first + place)
        desk[Desk.CHANCE, place] = visit_chance(
            wide(members.visit_base[i]),
            wide(desk[Desk.NOVELTY, place]),
            wide(members.habit[i]),
            wide(desk[Desk.BELONGING, place]),
            wide(desk[Desk.DRAFT, place]),
            wide(desk[Desk.OCCASION, place]),
            world,
        )


@act
def let_stay_away(first: int, end: int, members: Any, world: Any, today: Any, desk: Any) -> None:
    """`come_or_not` of those whom their chance keeps away and of whom nothing stands from yesterday."""
    if world.trusting == 1:
        for place in range(end - first):
            if wide(desk[Desk.ACTS, place]) > 0.0:
                members.told[word(first + place)] = wide(members.trust[word(first + place)])
    for place in range(end - first):
        i = word(first + place)
        away = wide(desk[Desk.POINT, place]) >= wide(desk[Desk.CHANCE, place])
        done = away and decides_by_chance(i, members, world, today) and wide(desk[Desk.ACTS, place]) > 0.0
        members.novelty[i] = wide(desk[Desk.NOVELTY, place]) if done else wide(members.novelty[i])
        desk[Desk.ACTS, place] = 0.0 if done else wide(desk[Desk.ACTS, place])


@act
def decides_by_chance(i: int, members: Any, world: Any, today: Any) -> bool:
    """
    Whether nothing but the chance to come matters to whether member i comes, and nothing stands of yesterday: who did
    not come was at nothing and wrote nothing, and who was not answered considered nothing.
    """
    stirred = int(members.visited[i]) == 1 or int(members.replies[i]) > 0
    kept = int(members.dropped[i]) == 1 or today.day < int(members.away_until[i])
    brought = is_hosting(i, members, world) or is_serving(i, members) or int(members.joined[i]) == today.day
    return not (stirred or kept or brought)


@act
def come_or_not_as_foreseen(
    i: int, place: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck, desk: Any
) -> None:
    """`visit` for whom the desk holds novelty, chance and draw."""
    novelty, chance = wide(desk[Desk.NOVELTY, place]), wide(desk[Desk.CHANCE, place])
    come_or_not(i, novelty, chance, wide(desk[Desk.POINT, place]), members, world, today, luck)
