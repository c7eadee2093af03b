"""What stays of a day with a member: novelty, habit, belonging, ties, what was won, and the counts."""

from typing import Any

from clubsim.agents.arithmetic import act, wide, word
from clubsim.agents.belonging import bonds_of, identity_by_clarity, identity_tomorrow
from clubsim.agents.crowding import expect_money
from clubsim.agents.days import days_of
from clubsim.agents.drifting import drift
from clubsim.agents.foreseeing import Desk
from clubsim.agents.founding import is_hosting, is_serving, tire
from clubsim.agents.giving import give_on
from clubsim.agents.habit import habit_tomorrow
from clubsim.agents.learning import learn_from_replies, praise_counts
from clubsim.agents.luck import Luck
from clubsim.agents.motives import weigh_needs
from clubsim.agents.novelty import grow_used
from clubsim.agents.reading import read_today
from clubsim.agents.ties import fade_lasting_ties, fade_ties
from clubsim.agents.trusting import judge_operator


@act
def remember(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i's state after today. Reads today's columns; writes state and counts of the own row."""
    if world.trusting == 1:
        judge_operator(i, members, world, today)
    wear_off(i, members, world, today, luck)
    look_back(i, members, feed, world, today, luck)


@act
def wear_off(i: int, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """What a day does to member i whatever they did: novelty, habit, bonds and what was won. Reads visited."""
    visited = int(members.visited[i])
    grow_used(i, members, world, today, luck)
    members.habit[i] = habit_tomorrow(wide(members.habit[i]), visited, world.habit_gain, world.habit_loss)
    if wide(members.reward_memory[i]) > 0.0:  # where nobody wins anything the column takes no memory
        members.reward_memory[i] = wide(members.reward_memory[i]) * (1.0 - world.reward_forgetting)
    members.visits[i] = days_of(word(members.visits[i]), visited)
    members.bonds[i] = bonds_of(fade_ties(i, members, today.tie_keep), world.bond_scale)


@act
def look_back(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """What member i keeps of what happened to them today. Reads today's columns; writes state and counts."""
    identity = identity_tomorrow(
        wide(members.identity[i]),
        int(members.attended[i]),
        int(members.replies[i]),
        world.identity_event,
        world.identity_reply,
        world.identity_decay,
    )
    members.identity[i] = identity_by_clarity(identity, int(members.visited[i]), today.clarity, world.identity_clarity)
    if world.crowding_out > 0.0:
        expect_money(i, members, world)
    if today.packets == 1:
        give_on(i, members, feed, world, today, luck)
    members.replied[i] = int(members.replies[i])
    if int(members.messages[i]) > 0 and praise_counts(world):
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


@act
def foresee_remembering(first: int, end: int, members: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """For the rows first .. end - 1 at once: what wears off; who neither came nor was answered has nothing to do."""
    if world.trusting == 1:
        for place in range(end - first):
            if wide(desk[Desk.ACTS, place]) > 0.0:
                judge_operator(first + place, members, world, today)
    let_wear_off(first, end, members, world, today, luck, desk)
    let_ties_fade(first, end, members, world, today, desk)
    if not leaves_traces(world, today):
        let_idle_be(first, end, members, world, desk)


@act
def let_wear_off(first: int, end: int, members: Any, world: Any, today: Any, luck: Luck, desk: Any) -> None:
    """`wear_off`, all but the ties, of those who are to act."""
    for place in range(end - first):
        if wide(desk[Desk.ACTS, place]) > 0.0:
            grow_used(word(first + place), members, world, today, luck)
    for place in range(end - first):
        i = word(first + place)
        habit, visits = wide(members.habit[i]), word(members.visits[i])
        visited = int(members.visited[i])
        acts = wide(desk[Desk.ACTS, place]) > 0.0
        members.habit[i] = habit_tomorrow(habit, visited, world.habit_gain, world.habit_loss) if acts else habit
        members.visits[i] = days_of(visits, visited) if acts else visits
    let_rewards_fade(first, end, members, world, desk)


@act
def let_rewards_fade(first: int, end: int, members: Any, world: Any, desk: Any) -> None:
    """What was won fades, of those who are to act; where nobody of them has won anything nothing is written."""
    won = 0
    for place in range(end - first):
        won = won | int(wide(members.reward_memory[word(first + place)]) > 0.0)
    if won == 0:
        return
    for place in range(end - first):
        memory = wide(members.reward_memory[word(first + place)])
        faded = memory * (1.0 - world.reward_forgetting)
        members.reward_memory[word(first + place)] = faded if wide(desk[Desk.ACTS, place]) > 0.0 else memory


@act
def let_ties_fade(first: int, end: int, members: Any, world: Any, today: Any, desk: Any) -> None:
    """The bonds of those who are to act, after a day has passed over their ties."""
    for place in range(end - first):
        desk[Desk.DRAFT, place] = 0.0
        if wide(desk[Desk.ACTS, place]) > 0.0:
            desk[Desk.DRAFT, place] = fade_lasting_ties(word(first + place), members, today.tie_keep)
    for place in range(end - first):
        i = word(first + place)
        bonds = bonds_of(wide(desk[Desk.DRAFT, place]), world.bond_scale)
        members.bonds[i] = bonds if wide(desk[Desk.ACTS, place]) > 0.0 else wide(members.bonds[i])


@act
def let_idle_be(first: int, end: int, members: Any, world: Any, desk: Any) -> None:
    """`look_back` of those who have nothing to look back on, on a day that leaves no traces in everybody."""
    for place in range(end - first):
        i = word(first + place)
        idle = is_idle(i, members, world) and wide(desk[Desk.ACTS, place]) > 0.0
        desk[Desk.DRAFT, place] = 1.0 if idle else 0.0
    for place in range(end - first):
        i = word(first + place)
        identity = wide(members.identity[i])
        faded = identity_tomorrow(identity, 0, 0, world.identity_event, world.identity_reply, world.identity_decay)
        idle = wide(desk[Desk.DRAFT, place]) > 0.0
        members.identity[i] = faded if idle else identity
        members.replied[i] = 0 if idle else int(members.replied[i])
        members.streak[i] = 0 if idle else int(members.streak[i])
        desk[Desk.ACTS, place] = 0.0 if idle else wide(desk[Desk.ACTS, place])


@act
def leaves_traces(world: Any, today: Any) -> bool:
    """Whether a mechanism is on by which a day leaves something in everybody, also in who did nothing."""
    drifting = world.drift_sd > 0.0 or world.drift_home > 0.0 or world.drift_talk > 0.0
    return drifting or today.event_slot == 1 or world.needs == 1 or world.crowding_out > 0.0


@act
def is_idle(i: int, members: Any, world: Any) -> bool:
    """Whether nothing happened to member i today, nor do they hold an office or recover from a session."""
    stirred = int(members.visited[i]) == 1 or int(members.replies[i]) > 0
    works = is_hosting(i, members, world) or is_serving(i, members)
    return not (stirred or works or wide(members.burden[i]) > 0.0)


@act
def look_back_as_foreseen(
    i: int, place: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck, desk: Any
) -> None:
    """`remember` for whom what wears off has done so."""
    look_back(i, members, feed, world, today, luck)
