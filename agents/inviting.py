"""Members invite others: how often, whom, and whether somebody comes who knows some of those who are in."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, log, poisson_count, rule, square_root, wide, word
from clubsim.agents.belonging import belonging_of
from clubsim.agents.birth import ENTHUSIASM, trait
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import NEVER, NO_LIMIT, NOBODY
from clubsim.agents.ties import slot_of, slots_at, ties_at

MOST_INVITED = 8  # by a member on a day
LOW_WORD = 0xFFFFFFFF


@rule
def invitation_rate(belonging: float, trust: float, unreached: float, rate: float, content: float) -> float:
    """
    Invitations of people who are not in that somebody makes on an active day, mean of a Poisson number.

        rate * exp(content * (belonging - 1/2)) * trust * unreached

    Args:
        belonging, trust: each in [0, 1].
        unreached: share of those whom anybody could invite who never joined, in [0, 1].
        rate: [1/active day], >= 0.
        content: how much more who belongs invites [log rate].

    Source: adapted. Evidence 2.2, .002 to .05 an active day; Bass (1969): word of mouth runs out with whom it could
    reach; that contentment moves it is assumed (M21).
    """
    return rate * exp(content * (belonging - 0.5)) * trust * unreached


@rule
def invitations_left(allowance: int, days: int, tenure: int, asked: int) -> int:
    """
    How many more people somebody may invite today.

    Args:
        allowance: invitations they may make, in each period if there is one; NO_LIMIT for as many as they like.
        days: the period [day of membership], of which each brings a new allowance; 0 for once and for all.
        tenure: days since joining, >= 0.
        asked: invitations they ever made.
    """
    if allowance == NO_LIMIT:
        return MOST_INVITED
    if days > 0:
        allowance = allowance * (1 + tenure // days)
    return max(allowance - asked, 0)


@rule
def join_chance(friends: int, linked: float, first: float, by_friends: float, by_links: float) -> float:
    """
    Chance that somebody joins who is invited and knows members.

        1 - exp(-(first + by_friends * ln(1 + friends)) * (1 + by_links * linked))

    Args:
        friends: members they know, the one who invites among them, >= 0.
        linked: share of the pairs of those friends who know each other, in [0, 1].
        first, by_friends: [hazard] and [hazard/log friend], >= 0.
        by_links: what links among friends add, >= 0.

    Returns:
        In [0, 1), rising and concave in the number of friends.

    Source: adapted. Backstrom et al. (2006); the numbers are assumed.
    """
    return 1.0 - exp(-(first + by_friends * log(1.0 + friends)) * (1.0 + by_links * linked))


@rule
def shift_of_invited(luck: Luck, uid: int, inviters: float, likeness: float) -> float:
    """
    The shift of enthusiasm [sd] which makes an invited person as like to who invites them as `likeness` says.

    Args:
        uid: of the invited.
        inviters: enthusiasm of who invites, at birth [sd].
        likeness: correlation, in [0, 1].
    """
    own = trait(luck, uid, ENTHUSIASM)
    return likeness * inviters + (square_root(1.0 - likeness * likeness) - 1.0) * own


@act
def invite(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """
    Visitor i invites some people, who hear of it tomorrow; the more if a reward is promised and they heed it. Reads
    visited, belonging, trust, joined, asked and heeds_reward; writes inviting.
    """
    belonging, trust = belonging_of(i, members, world), wide(members.trust[i])
    rate = invitation_rate(belonging, trust, today.unreached, world.invite_rate, world.invite_belonging)
    if int(members.heeds_reward[i]) == 1:
        rate = rate * (1.0 + today.referral)
    u = draw(luck, Purpose.INVITE, int(members.uid[i]), today.day)
    tenure = today.day - int(members.joined[i])
    left = invitations_left(today.invitations, today.invitation_days, tenure, int(members.asked[i]))
    members.inviting[i] = min(poisson_count(u, rate), MOST_INVITED, left)


@act
def knows(partner: int, members: Any, invited: int, world: Any, luck: Luck) -> bool:
    """Whether somebody who is invited knows this partner of who invites: is in, and a draw of the two says so."""
    if partner == NOBODY or int(members.left[partner]) != NEVER:
        return False
    choice = int(word(invited) & word(LOW_WORD))
    return draw(luck, Purpose.KNOWS, int(members.uid[partner]), choice) < world.friend_overlap


@act
def friends_inside(i: int, members: Any, invited: int, world: Any, luck: Luck) -> int:
    """How many present members somebody invited by member i knows, i among them."""
    count = 1
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        if knows(int(members.tie_row[at, slot]), members, invited, world, luck):
            count += 1
    return count


@act
def are_partners(one: int, other: int, members: Any) -> bool:
    """Whether one of two members keeps a tie to the other."""
    if slot_of(ties_at(one, members), other, members) != NOBODY:
        return True
    return slot_of(ties_at(other, members), one, members) != NOBODY


@act
def links_inside(i: int, members: Any, invited: int, world: Any, luck: Luck) -> float:
    """Share of the pairs among the friends of somebody invited by member i who have a tie, in [0, 1]."""
    friends = 1
    links = 0
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        one = int(members.tie_row[at, slot])
        if not knows(one, members, invited, world, luck):
            continue
        friends += 1
        links += 1  # with i
        for other_slot in range(slot):
            other = int(members.tie_row[at, other_slot])
            if knows(other, members, invited, world, luck) and are_partners(one, other, members):
                links += 1
    if friends < 2:
        return 0.0
    return 2.0 * links / (friends * (friends - 1.0))
