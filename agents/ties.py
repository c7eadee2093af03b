"""Ties in fixed slots: an exchange strengthens one, days weaken all, and the weakest makes way."""

from typing import Any

from clubsim.agents.arithmetic import act, log, wide, word
from clubsim.agents.luck import Luck, Purpose, draw, draw_word
from clubsim.agents.records import NEVER, NOBODY
from clubsim.agents.twins import twinned

FADED = 0.02  # a tie below this weight is forgotten
OF_A_PARTNER = 1 << 25  # index of the draws of a choice's partners; those of choices are below


@act
def ties_at(i: int, members: Any) -> int:
    """The row in which member i's ties stand; NOBODY before the first."""
    return int(members.tied[i]) - 1


@act
def slots_at(at: int, members: Any) -> int:
    """How many slots there are in a row of ties: none in that of NOBODY."""
    if at == NOBODY:
        return 0
    return int(members.tie_row.shape[1])


@act
def row_for_ties(i: int, members: Any) -> int:
    """The row in which member i's ties stand; before the first the next one, whose slots are empty then."""
    at = ties_at(i, members)
    if at == NOBODY:
        at = int(members.tie_count[0])
        members.tie_count[0] = at + 1
        members.tied[i] = at + 1
        for slot in range(members.tie_row.shape[1]):
            members.tie_row[at, slot] = NOBODY
    return at


@act
def slot_of(at: int, partner: int, members: Any) -> int:
    """The slot of a row of ties where `partner` stands, the first empty one for NOBODY; NOBODY if there is none."""
    slots = slots_at(at, members)
    first = slots
    for slot in range(slots):  # to the end, so that all are looked at side by side
        first = min(first, slot if int(members.tie_row[at, slot]) == partner else slots)
    return first if first < slots else NOBODY


@act
def slot_for(at: int, members: Any) -> int:
    """The slot of a row of ties in which a new one can stand: the first empty one, else the weakest."""
    empty = slot_of(at, NOBODY, members)
    if empty != NOBODY:
        return empty
    weakest = 0
    for slot in range(members.tie_row.shape[1]):
        if wide(members.tie_weight[at, slot]) < wide(members.tie_weight[at, weakest]):
            weakest = slot
    return weakest


@act
def strengthen(i: int, partner: int, members: Any, day: int) -> None:
    """Member i has exchanged something with `partner` today. Writes i's slots only."""
    bind(i, partner, 1.0, members, day)


@act
def bind(i: int, partner: int, exchanges: float, members: Any, day: int) -> None:
    """Member i has had so many exchanges' worth with `partner` today. Writes i's slots only."""
    if i == partner:
        return
    at = row_for_ties(i, members)
    slot = slot_of(at, partner, members)
    if slot == NOBODY:
        slot = slot_for(at, members)
        members.tie_row[at, slot] = partner
        members.tie_weight[at, slot] = 0.0
    members.tie_weight[at, slot] = wide(members.tie_weight[at, slot]) + exchanges
    members.tie_day[at, slot] = day


@act
def fade_ties(i: int, members: Any, keep: float) -> float:
    """
    A day passes over member i's ties; those to people who have left are gone. Writes i's slots only.

    Args:
        keep: share of a weight that outlasts a day, in (0, 1].

    Returns:
        The sum of the weights that are left.
    """
    whole_weight = 0.0
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        partner = int(members.tie_row[at, slot])
        if partner == NOBODY:
            continue
        weight = wide(members.tie_weight[at, slot]) * keep
        if int(members.left[partner]) != NEVER or weight < FADED:
            members.tie_row[at, slot] = NOBODY
            weight = 0.0
        members.tie_weight[at, slot] = weight
        whole_weight += weight
    return whole_weight


@act
def fade_lasting_ties(i: int, members: Any, keep: float) -> float:
    """
    `fade_ties`, for all slots alike if no tie of member i ends today, as on most days: quicker than to ask slot by slot
    which of them are empty. An empty slot's weight is 0.
    """
    whole_weight = 0.0
    at = ties_at(i, members)
    if at == NOBODY:
        return whole_weight
    left = NEVER  # all its bits are set: a day of leaving takes some away
    for slot in range(members.tie_row.shape[1]):
        partner = int(members.tie_row[word(at), slot])
        left = left & int(members.left[word(partner) if partner != NOBODY else word(i)])
        whole_weight += wide(members.tie_weight[word(at), slot]) * keep
    if left != NEVER or is_forgetting(at, members, keep):
        return fade_ties(i, members, keep)
    for slot in range(members.tie_row.shape[1]):
        members.tie_weight[word(at), slot] = wide(members.tie_weight[word(at), slot]) * keep
    return whole_weight


@act
def is_forgetting(at: int, members: Any, keep: float) -> bool:
    """Whether one of a row of ties falls below what is remembered today."""
    fallen = 0
    for slot in range(members.tie_row.shape[1]):
        tied = int(members.tie_row[word(at), slot]) != NOBODY
        fallen = fallen | (int(tied) & int(wide(members.tie_weight[word(at), slot]) * keep < FADED))
    return fallen != 0


@twinned
def some_partner(i: int, members: Any, uid: int, day: int, index: int, luck: Luck) -> int:
    """
    One of member i's partners, the likelier the stronger the tie; NOBODY if there is none.

    The smallest of exponential draws divided by the weights wins. A draw belongs to the choice and the partner and not
    to the slot, so that a tie more or less elsewhere does not change the choice among the others.

    Args:
        uid: who chooses.
        index: which of their choices of the day, in [0, OF_A_PARTNER).
    """
    chosen = NOBODY
    least = 0.0
    choice = draw_word(luck, Purpose.PARTNER, uid, day, index)
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        partner = int(members.tie_row[at, slot])
        weight = wide(members.tie_weight[at, slot])
        if partner == NOBODY or weight <= 0.0:
            continue
        wait = -log(draw(luck, Purpose.PARTNER, int(members.uid[partner]), choice, OF_A_PARTNER)) / weight
        if chosen == NOBODY or wait < least:
            chosen = partner
            least = wait
    return chosen


@act
def partners_yesterday(i: int, members: Any) -> int:
    """How many of member i's partners came yesterday. Reads their days, which stand still while members decide."""
    count = 0
    at = ties_at(i, members)
    for slot in range(slots_at(at, members)):
        partner = int(members.tie_row[at, slot])
        if partner != NOBODY and int(word(members.visits[partner]) & word(1)) == 1:
            count += 1
    return count
