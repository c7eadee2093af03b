"""How a goal near at hand quickens: who heeds rewards writes the more, the less is left to what earns a badge."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, rule, wide


@rule
def goal_factor(left: int, gain: float, distance: float) -> float:
    """
    Factor on the mean number of messages of a speaking day, by what is left to a goal.

        1 + gain * exp(-left / distance)

    Args:
        left: messages to the goal; from 0 down it is reached, and nobody strives.
        gain: what the last step would add, >= 0.
        distance: messages within which the pull falls to 37 % [message], > 0.

    Returns:
        >= 1, at most 1 + gain.

    Source: adapted. Evidence 2.2, goal gradient: Kivetz et al. (2006) for the form, gain .5 to 1.
    """
    if left <= 0:
        return 1.0
    return 1.0 + gain * exp(-left / distance)


@act
def quickened(i: int, members: Any, world: Any, today: Any) -> float:
    """
    The factor of what lies nearest before member i, a goal for everybody or one they were told of; 1 for those whom
    rewards do not move. Reads all_messages, ahead; writes nothing.
    """
    if int(members.heeds_reward[i]) == 0:
        return 1.0
    return max(
        by_goals(i, members, world, today),
        goal_factor(int(members.ahead[i]), wide(members.ahead_gain[i]), world.goal_distance),
    )


@act
def by_goals(i: int, members: Any, world: Any, today: Any) -> float:
    """The factor of the nearest goal for everybody that lies before member i. Reads all_messages; writes nothing."""
    written = int(members.all_messages[i])
    for k in range(today.goals.shape[0]):
        goal = int(today.goals[k])
        if goal > written:
            return goal_factor(goal - written, wide(today.goal_gains[k]), world.goal_distance)
    return 1.0
