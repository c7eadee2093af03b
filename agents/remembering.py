"""What stays of a day with a member: novelty, habit, belonging, ties, what was won, and the counts."""

from typing import Any

from clubsim.agents.arithmetic import act, wide, word
from clubsim.agents.belonging import bonds_of, identity_by_clarity, identity_tomorrow
from clubsim.agents.crowding import expect_money
from clubsim.agents.days import days_of
from clubsim.agents.drifting import drift
from clubsim.agents.founding import is_hosting, is_serving, tire
from clubsim.agents.giving import give_on
from clubsim.agents.habit import habit_tomorrow
from clubsim.agents.learning import learn_from_replies
from clubsim.agents.luck import Luck
from clubsim.agents.motives import weigh_needs
from clubsim.agents.novelty import grow_used
from clubsim.agents.reading import read_today
from clubsim.agents.ties import fade_ties
from clubsim.agents.trusting import judge_operator


@act
def remember(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i's state after today. Reads today's columns; writes state and counts of the own row."""
    visited = int(members.visited[i])
    grow_used(i, members, world, today, luck)
    members.habit[i] = habit_tomorrow(wide(members.habit[i]), visited, world.habit_gain, world.habit_loss)
    identity = identity_tomorrow(
        wide(members.identity[i]),
        int(members.attended[i]),
        int(members.replies[i]),
        world.identity_event,
        world.identity_reply,
        world.identity_decay,
    )
    members.identity[i] = identity_by_clarity(identity, visited, today.clarity, world.identity_clarity)
    if world.trusting == 1:
        judge_operator(i, members, world, today)
    members.bonds[i] = bonds_of(fade_ties(i, members, today.tie_keep), world.bond_scale)
    members.reward_memory[i] = wide(members.reward_memory[i]) * (1.0 - world.reward_forgetting)
    if world.crowding_out > 0.0:
        expect_money(i, members, world)
    if today.packets == 1:
        give_on(i, members, feed, world, today, luck)
    members.replied[i] = int(members.replies[i])
    if int(members.messages[i]) > 0:
        learn_from_replies(i, members, world)
    if world.reading == 1:
        read_today(i, members, world, today)
    if world.needs == 1:
        weigh_needs(i, members, world)
    if world.drift_sd > 0.0 or world.drift_home > 0.0 or world.drift_talk > 0.0:
        drift(i, members, world, today, luck)
    if is_hosting(i, members, world) or is_serving(i, members):
        tire(i, members, world)
    if wide(members.burden[i]) > 0.0:
        members.burden[i] = wide(members.burden[i]) * (1.0 - world.burden_rest)
    if today.event_slot == 1:
        slot_habit = wide(members.slot_habit[i])
        members.slot_habit[i] = habit_tomorrow(slot_habit, int(members.attended[i]), world.slot_gain, world.slot_loss)
    members.visits[i] = days_of(word(members.visits[i]), visited)
    count_today(i, members, today)


@act
def count_today(i: int, members: Any, today: Any) -> None:
    """Member i's counters after today. Writes what changes only: most members do nothing on most days."""
    messages = int(members.messages[i])
    if messages > 0:
        members.all_messages[i] = int(members.all_messages[i]) + messages
        members.quota_messages[i] = int(members.quota_messages[i]) + messages
    if int(members.checked_in[i]) == 1:
        members.all_check_ins[i] = int(members.all_check_ins[i]) + 1
        members.quota_check_ins[i] = int(members.quota_check_ins[i]) + 1
        members.streak[i] = int(members.streak[i]) + 1
        members.longest_streak[i] = max(int(members.longest_streak[i]), int(members.streak[i]))
    elif int(members.streak[i]) > 0:
        members.streak[i] = 0
