"""Trust in the operator: partners who are removed or leave cost it, bad news travels along ties faster than good."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, rule, wide
from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.agents.ties import slots_at, ties_at


@rule
def trust_after(trust: float, removed: int, gone: int, by_removal: float, by_exit: float) -> float:
    """
    Trust once somebody has seen what became of their partners.

        trust * (1 - by_removal)**removed * (1 - by_exit)**gone

    Args:
        trust: before, in [0, 1].
        removed, gone: partners removed by the operator, and gone by themselves; more than ten count as ten.
        by_removal, by_exit: shares lost for each, in [0, 1].

    Source: assumed.
    """
    for _ in range(min(removed, 10)):
        trust = trust - by_removal * trust
    for _ in range(min(gone, 10)):
        trust = trust - by_exit * trust
    return trust


@rule
def trust_heard(trust: float, of_partners: float, bad: float, good: float) -> float:
    """
    Trust after the partners' word: what is worse than one's own weighs by `bad`, what is better by `good`.

    Args:
        trust, of_partners: own, and the partners' mean, each in [0, 1].
        bad, good: shares of the gap closed, in [0, 1].

    Source: assumed. That bad news outruns good is claimed, not measured; the two are equal where it does not.
    """
    if of_partners < trust:
        return closer(trust, of_partners, bad)
    return closer(trust, of_partners, good)


@act
def partners_word(i: int, members: Any) -> float:
    """
    Mean trust of member i's partners as of this morning, by strength of tie; the own one without partners.

    Reads `told`, which nobody writes while members remember, so that no order among them matters.
    """
    said = 0.0
    weights = 0.0
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        partner = int(members.tie_row[at, slot])
        if partner != NOBODY and int(members.left[partner]) == NEVER:
            weight = wide(members.tie_weight[at, slot])
            said += weight * wide(members.told[partner])
            weights += weight
    if weights <= 0.0:
        return wide(members.trust[i])
    return said / weights


@act
def count_gone(i: int, members: Any, removed: bool) -> int:
    """
    How many of the partners whom member i still has in mind have been removed, or have gone by themselves.

    Whom i answered only after they had gone is no partner: what they wrote outlasts them.
    """
    count = 0
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        partner = int(members.tie_row[at, slot])
        if partner == NOBODY or int(members.left[partner]) == NEVER:
            continue
        if int(members.tie_day[at, slot]) <= int(members.left[partner]):
            reason = int(members.reason[partner])
            if (reason == Reason.REMOVED or reason == Reason.FAILED_QUOTA) == removed:
                count += 1
    return count


@act
def judge_operator(i: int, members: Any, world: Any, today: Any) -> None:
    """
    What member i thinks of the operator after today. Reads ties, partners' fate and word, what of their own was hidden;
    writes trust.

    Before ties fade: a partner who went yesterday is still in mind, and forgotten after. Where the vessel does not show
    who has gone, nobody misses them.
    """
    trust = wide(members.trust[i])
    if today.exits_visible == 1:
        gone, removed = count_gone(i, members, False), count_gone(i, members, True)
        trust = trust_after(trust, removed, gone, world.trust_removal, world.trust_exit)
    trust = trust_after(trust, int(members.hidden[i]), 0, world.trust_hidden * today.harsh, 0.0)
    if int(members.visited[i]) == 1:
        trust = trust_heard(trust, partners_word(i, members), world.news_bad, world.news_good)
        trust = closer(trust, 1.0, world.trust_gain)
    members.trust[i] = trust
