"""What a prospect does before they are a member: exist, hear of a notice, look at the price."""

from typing import Any

from clubsim.agents.arithmetic import act, log, logistic, rule, wide
from clubsim.agents.birth import enthusiasm_of, willingness_of
from clubsim.agents.inviting import friends_inside, join_chance, links_inside, shift_of_invited
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import NEVER, NOBODY


@rule
def pay_chance(willingness: float, price: float, softness: float) -> float:
    """
    Chance that somebody pays.

        logistic((ln willingness - ln price) / softness)

    Args:
        willingness: the most they would pay [yuan], > 0.
        price: [yuan]; nobody minds a price of 0.
        softness: how far the two may differ without deciding it [log yuan], > 0.

    Source: adapted. The mixed logit of McFadden (1974); evidence 2.2 gives softness .3 to .8.
    """
    if price <= 0.0:
        return 1.0
    return logistic((log(willingness) - log(price)) / softness)


@act
def meet(j: int, prospects: Any, members: Any, world: Any, luck: Luck) -> None:
    """
    Prospect j has been invited: how like they are to who invites them, and whom they know. Reads uid, inviter, and of
    the inviter what they were born with and their ties; writes shift, friends, linked.
    """
    uid, inviter = int(prospects.uid[j]), int(prospects.inviter[j])
    enthusiasm = enthusiasm_of(luck, int(members.uid[inviter]), wide(members.shift[inviter]))
    prospects.shift[j] = shift_of_invited(luck, uid, enthusiasm, world.invited_likeness)
    prospects.friends[j] = friends_inside(inviter, members, uid, world, luck)
    prospects.linked[j] = links_inside(inviter, members, uid, world, luck)


@act
def appear(j: int, prospects: Any, world: Any, price: float, demand: float, day: int, luck: Luck) -> None:
    """
    Prospect j comes into being. Reads uid, shift, and whom they know; writes enthusiasm, willingness and whether they
    would join.
    """
    uid = int(prospects.uid[j])
    enthusiasm = enthusiasm_of(luck, uid, wide(prospects.shift[j]))
    prospects.enthusiasm[j] = enthusiasm
    prospects.willingness[j] = willingness_of(luck, uid, enthusiasm, world)
    inclined = logistic(world.enthusiasm_join + enthusiasm)
    if int(prospects.inviter[j]) != NOBODY:
        friends, linked = int(prospects.friends[j]), wide(prospects.linked[j])
        inclined = join_chance(friends, linked, world.join_first, world.join_friends, world.join_linked)
    prospects.would_join[j] = draw(luck, Purpose.NOTICE, uid, 0, 1) < inclined
    prospects.knocked[j] = NEVER
    prospects.row[j] = NOBODY


@act
def hear(j: int, prospects: Any, world: Any, price: float, demand: float, day: int, luck: Luck) -> None:
    """
    Prospect j hears of today's notice and knocks, or not; would they pay, and where do they stand in the queue?

    Reads reach, would_join; writes hears, place, can_pay and the day of the first knock. `demand`, of what the
    community is known for, multiplies the reach; 1 without any of that, and for who comes to the door today by
    themselves. Whether somebody would pay one and the same price is settled once and not each time they are asked:
    who refuses 99 today refuses it tomorrow. A knock does not depend on membership, so the same people knock in every
    arm, unless a name, an archive or a founder draws them.
    """
    uid = int(prospects.uid[j])
    reach = wide(prospects.reach[j])
    if int(prospects.inviter[j]) == NOBODY:
        reach = reach * demand
    heard = int(prospects.appears[j]) <= day and draw(luck, Purpose.NOTICE, uid, day, 0) < reach
    prospects.hears[j] = heard and int(prospects.would_join[j]) == 1
    if int(prospects.hears[j]) == 0:
        return
    if int(prospects.knocked[j]) == NEVER:
        prospects.knocked[j] = day
    prospects.place[j] = draw(luck, Purpose.PLACE, uid, day)
    chance = pay_chance(wide(prospects.willingness[j]), price, world.price_softness)
    prospects.can_pay[j] = draw(luck, Purpose.PAY, uid, 0) < chance
