"""What was hard to get is cherished: who pays or toils at the door belongs from the first day, a little."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, exp, rule, wide


@rule
def relative_cost(price: float, willingness: float, toil: float, enthusiasm: float) -> float:
    """
    What getting in costs somebody, by the measure of what they would give for it.

        price / willingness + toil * exp(-enthusiasm)

    Args:
        price: of what is cherished [yuan], >= 0.
        willingness: the most they would pay [yuan], > 0.
        toil: the sum of exp(effort) over the tasks at the door, each effort in sd of enthusiasm, >= 0; so a task costs
            1 for whom it takes just as much as they care.
        enthusiasm: how much they care [sd].

    Source: assumed. Both parts are ratios, so that rich and poor, keen and lukewarm are measured alike.
    """
    return price / willingness + toil * exp(-enthusiasm)


@rule
def cherished(cost: float, cherishing: float) -> float:
    """
    Share of the gap to full identity that closes at entry: 1 - exp(-cherishing * cost), in [0, 1].

    Args:
        cost: of relative_cost, >= 0.
        cherishing: the share per unit of cost while both are small, >= 0.

    Source: assumed. M39; Aronson & Mills (1959): a severe initiation makes liking; evidence 2.2 takes 0 to .3.
    """
    return 1.0 - exp(-cherishing * cost)


@act
def cherish(i: int, enthusiasm: float, willingness: float, members: Any, world: Any, today: Any) -> None:
    """
    Member i joins today, and what it cost them makes them belong. Writes identity, which fades like any other.

    Args:
        enthusiasm, willingness: what they were born with [sd, yuan].
    """
    if today.dear <= 0.0 and today.toil <= 0.0:
        return
    cost = relative_cost(today.dear, willingness, today.toil, enthusiasm)
    members.identity[i] = closer(wide(members.identity[i]), 1.0, cherished(cost, world.cherishing))
