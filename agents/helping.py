"""A first message that nobody answers is answered by a helper, as long as helpers have time."""

from typing import Any

from clubsim.agents.arithmetic import act
from clubsim.agents.luck import Luck, Purpose, draw, draw_word
from clubsim.agents.records import NEVER, NOBODY

OF_THE_HELPER = 1  # index of the draws of helpers; that of the newcomer's choice is 0


@act
def is_promised(i: int, members: Any, today: Any, luck: Luck) -> bool:
    """
    Whether member i's first message is sure of an answer, by a lot that belongs to who they are: the same on every day
    and in every arm. Writes nothing.
    """
    if today.promised <= 0.0:
        return False
    return draw(luck, Purpose.PROMISE, int(members.uid[i]), 0) < today.promised


@act
def can_help(i: int, members: Any, today: Any) -> bool:
    """Whether helper i is there, in spirit too, and has time for one answer more today. Writes nothing."""
    if int(members.left[i]) != NEVER or int(members.dropped[i]) == 1 or today.day < int(members.away_until[i]):
        return False
    return int(members.helped[i]) < today.answers_each


@act
def helper_for(j: int, members: Any, today: Any, luck: Luck) -> int:
    """
    Row of the helper who answers member j, of today's helpers who have time; NOBODY if there is none.

    The smallest draw wins. A draw belongs to the newcomer and the helper and not to a place in the list, so that a
    helper more or less does not change who answers among the others.
    """
    chosen = NOBODY
    least = 1.0
    choice = draw_word(luck, Purpose.HELPER, int(members.uid[j]), 0)
    for k in range(today.helpers.shape[0]):
        i = int(today.helpers[k])
        if i == j or not can_help(i, members, today):
            continue
        point = draw(luck, Purpose.HELPER, int(members.uid[i]), choice, OF_THE_HELPER)
        if point < least:
            chosen = i
            least = point
    return chosen


@act
def take_on(j: int, members: Any, today: Any, luck: Luck) -> int:
    """
    The helper who now answers member j, to whom an answer was promised: NOBODY if somebody answered them meanwhile, or
    no helper has time. Writes the helper's count.
    """
    if int(members.all_replies[j]) > 0:
        return NOBODY
    helper = helper_for(j, members, today, luck)
    if helper != NOBODY:
        members.helped[helper] = int(members.helped[helper]) + 1
    return helper
