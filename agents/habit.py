"""Habit: it grows with every visit towards a ceiling and fades with every day away."""

from clubsim.agents.arithmetic import rule


@rule
def habit_tomorrow(habit: float, visited: int, gain: float, loss: float) -> float:
    """
    Strength of the habit after today.

        after a visit  H + gain * (1 - H);   after a miss  H - loss * H

    Args:
        habit: before, in [0, 1].
        visited: 1 if the member came today.
        gain: share of the gap that a visit closes, in [0, 1].
        loss: share that a missed day takes, in [0, 1].

    Returns:
        In [0, 1]; 95 % after ln 20 / gain visits in a row.

    Source: adapted. Lally et al. (2010) give the form and gain = ln 20 / 66 d; the loss is assumed.
    """
    if visited == 1:
        return habit + gain * (1.0 - habit)
    return habit - loss * habit
