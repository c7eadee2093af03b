"""Why people leave: of their own accord, a term not renewed, a failed quota, an order. Silence is not leaving."""

from typing import Any

from clubsim.agents.arithmetic import act, logistic, rule, wide, word
from clubsim.agents.belonging import belonging_of
from clubsim.agents.candidacy import fails_trial
from clubsim.agents.foreseeing import Desk
from clubsim.agents.founding import is_hosting
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.mood import mood_to_leave
from clubsim.agents.paying import owes, pays_charge
from clubsim.agents.quotas import fails_quota
from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.agents.renewing import renews, term_ends
from clubsim.agents.ties import slots_at, ties_at


@rule
def leave_chance(novelty: float, belonging: float, habit: float, base: float, weight: float) -> float:
    """
    Chance that a member leaves of their own accord on a day.

        logistic(base - weight * (novelty + belonging + habit / 2 - 1))

    Args:
        novelty, belonging, habit: each in [0, 1].
        base: [logit/day].
        weight: of attachment [logit], >= 0.

    Source: assumed; fitted with the operations club, where leaving by oneself and removal are not told apart.
    """
    return logistic(base - weight * (novelty + belonging + habit / 2.0 - 1.0))


@act
def drop_out_chance(i: int, members: Any, world: Any, today: Any) -> float:
    """
    Chance that member i, who was active today, drops out: their own, more on the first day, less where somebody
    replied. Reads joined, replies; writes nothing.

    Source: adapted. BG/NBD, Fader, Hardie & Lee (2005), with a first-day excess and the protection of a reply; who
    was invited churns less, Schmitt et al. (2011).
    """
    chance = wide(members.dropout[i])
    if int(members.joined[i]) == today.day:
        chance = world.dropout_first + (1.0 - world.dropout_first) * chance
    if int(members.replies[i]) > 0:
        chance = chance * (1.0 - world.dropout_reply)
    return for_invited(i, members, world, chance)


@act
def for_invited(i: int, members: Any, world: Any, chance: float) -> float:
    """A chance of going, for member i: for who was invited times the world's factor, at most 1."""
    if int(members.inviter[i]) == NOBODY:
        return chance
    return min(chance * world.invited_hazard, 1.0)


@act
def attachment_of(i: int, members: Any, world: Any) -> float:
    """Member i's attachment: novelty, belonging and half of habit, less 1. Reads, writes nothing."""
    return wide(members.novelty[i]) + belonging_of(i, members, world) + wide(members.habit[i]) / 2.0 - 1.0


@act
def own_leave_chance(i: int, members: Any, world: Any) -> float:
    """Chance that member i leaves of their own accord today. Reads state; writes nothing."""
    base = world.leave_base + mood_to_leave(i, members, world)
    chance = leave_chance(
        wide(members.novelty[i]),
        belonging_of(i, members, world),
        wide(members.habit[i]),
        base,
        world.leave_attachment,
    )
    return for_invited(i, members, world, chance)


@act
def lacks_partners(i: int, members: Any, world: Any, today: Any) -> bool:
    """
    Whether member i, who had the time to find some, has fewer partners left than they need; who left yesterday is no
    partner any more, and who leaves this evening still is, whoever decides first.

    Source: adapted. Garcia, Mavrodiev & Schweitzer (2013): a member goes when benefit times friends falls below cost;
    what remains is a k-core.
    """
    if world.need_partners <= 0 or today.day - int(members.joined[i]) < world.need_days:
        return False
    count = 0
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        partner = int(members.tie_row[at, slot])
        if partner != NOBODY and int(members.left[partner]) in (NEVER, today.day):
            count += 1
    return count < world.need_partners


@act
def drop_out(i: int, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Member i may stop planning visits after an active day, unseen by all and still a member; a reply protects, and
    brings back who had dropped out. Reads visited, replies; writes dropped.
    """
    if is_hosting(i, members, world):
        return
    uid = int(members.uid[i])
    replied = int(members.replies[i]) > 0
    if int(members.dropped[i]) == 1:
        if replied and draw(luck, Purpose.DROP_OUT, uid, today.day, 1) < world.dropout_reply:
            members.dropped[i] = 0
        return
    if int(members.visited[i]) == 0 or world.dropout_a <= 0.0:
        return
    if draw(luck, Purpose.DROP_OUT, uid, today.day) < drop_out_chance(i, members, world, today):
        members.dropped[i] = 1


@act
def why_leave(i: int, chance: float, point: float, members: Any, world: Any, today: Any, luck: Luck) -> int:
    """
    The Reason for which member i goes this evening, NONE if they stay. A founder who hosts stays, and no order waits
    for the day on which they host no more. Who goes for another reason does not pay for another term first.

    `chance` is that of leaving of their own accord, `point` the draw that decides it. Reads state, quota counters and
    orders; where a paid term ends, or a fee is asked of those who are in, writes what is paid.
    """
    if is_hosting(i, members, world):
        members.ordered_out[i] = 0
        members.drawn[i] = 0
        return Reason.NONE
    if int(members.ordered_out[i]) == 1:
        return Reason.REMOVED
    if fails_quota(i, members, today):
        return Reason.FAILED_QUOTA
    if fails_trial(i, members, today):
        return Reason.FAILED_TRIAL
    if int(members.drawn[i]) > 0 or lacks_partners(i, members, world, today):
        return Reason.LEFT
    if point < chance:
        return Reason.LEFT
    if term_ends(i, members, today) and not renews(i, members, world, today, attachment_of(i, members, world), luck):
        return Reason.LAPSED
    if owes(i, members, today) and not pays_charge(i, members, world, today, attachment_of(i, members, world), luck):
        return Reason.PRICED_OUT
    return Reason.NONE


@act
def foresee_leaving(first: int, end: int, members: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """For the rows first .. end - 1 at once: the chance to leave and the draw; who surely stays has nothing to do."""
    for place in range(end - first):
        desk[Desk.CHANCE, place] = own_leave_chance(word(first + place), members, world)
    for place in range(end - first):
        desk[Desk.POINT, place] = draw(luck, Purpose.LEAVE, int(members.uid[word(first + place)]), today.day)
    if asks_everybody(world, today):
        return
    for place in range(end - first):
        point, chance = wide(desk[Desk.POINT, place]), wide(desk[Desk.CHANCE, place])
        if point >= chance and surely_stays(word(first + place), members, world, today):
            desk[Desk.ACTS, place] = 0.0


@act
def asks_everybody(world: Any, today: Any) -> bool:
    """Whether there is something this evening for which anybody may have to go: a quota's last day, or a fee."""
    return (today.executed == 1 and today.day == today.quota_last) or today.charge > 0.0


@act
def surely_stays(i: int, members: Any, world: Any, today: Any) -> bool:
    """Whether `go_or_stay` changes nothing of member i, on an ordinary evening on which they do not wish to leave."""
    may_drop_out = int(members.visited[i]) == 1 and world.dropout_a > 0.0
    ordered = int(members.ordered_out[i]) == 1 or int(members.drawn[i]) > 0
    term_over = int(members.paid_until[i]) == today.day or int(members.trial_until[i]) == today.day
    needs_partners = world.need_partners > 0 and today.day - int(members.joined[i]) >= world.need_days
    return not (may_drop_out or int(members.dropped[i]) == 1 or ordered or term_over or needs_partners)


@act
def go_or_stay_as_foreseen(
    i: int, place: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck, desk: Any
) -> None:
    """`leave` for whom the desk holds the chance and the draw."""
    go_or_stay(i, wide(desk[Desk.CHANCE, place]), wide(desk[Desk.POINT, place]), members, world, today, luck)


@act
def leave(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i goes this evening, or stays. Reads state, quota counters and orders; writes left, reason, dropped."""
    point = draw(luck, Purpose.LEAVE, int(members.uid[i]), today.day)
    go_or_stay(i, own_leave_chance(i, members, world), point, members, world, today, luck)


@act
def go_or_stay(i: int, chance: float, point: float, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """`leave` for whom the chance to leave of their own accord and the draw that decides it are known."""
    drop_out(i, members, world, today, luck)
    reason = why_leave(i, chance, point, members, world, today, luck)
    if reason != Reason.NONE:
        members.reason[i] = reason
        members.left[i] = today.day
