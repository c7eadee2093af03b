"""A setting that changes on certain days: what a gate asks is lowered, or raised, as the community grows."""

from collections.abc import Sequence
from itertools import pairwise

from clubsim.policies.fields import written

Steps = Sequence[tuple[float, ...]]


def value_on(day: int, first: float, steps: Steps) -> float:
    """The value that holds on a day: the last step's that has been taken, `first` before all of them."""
    value = first
    for when, stepped in steps:
        if day >= when:
            value = stepped
    return value


def check_steps(steps: Steps, what: str, low: float, high: float) -> None:
    """
    See that steps are pairs of a day and a value in [low, high], in the order of their days.

    Raises:
        ValueError: they are not; says what to write.
    """
    for step in steps:
        if len(step) != 2 or step[0] != int(step[0]) or step[0] < 0 or not low <= step[1] <= high:
            raise ValueError(
                f"steps must be pairs of a day and a {what} from {low:g} to {high:g}, not {written(step)}; "
                f"write for example [[90, {max(low, 0.0):g}]]"
            )
    days = [step[0] for step in steps]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError(f"steps must stand in the order of their days, not {written(days)}; write each day once")
