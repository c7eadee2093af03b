"""The wrapper that lets a policy's settings change on given days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.policies.fields import LAST_DAY, Setting, written
from clubsim.sim.levers import Lever
from clubsim.sim.policy import Policy, View

CHANGES = "changes"  # what a config may say of any policy
DAY = "day"
EXAMPLE = "[{day: 90, price: 49}]"


@dataclass(frozen=True, kw_only=True)
class Changing(Policy):
    """
    One policy with other settings from some days on. It keeps its slot and so its luck: who was refused at the door for
    what they are is refused again as long as what is asked has not moved.

    stages: (from which day, the policy as it is from then on), the days ascending and the first 0.
    """

    stages: tuple[tuple[int, Policy], ...]

    def __post_init__(self) -> None:
        days = [day for day, _ in self.stages]
        if not days or days[0] != 0 or any(later <= day for day, later in pairwise(days)):
            raise ValueError(f"the days of changes must ascend from 0, not {days}; write each day once, in order")

    def on(self, day: int) -> Policy:
        """The policy as it is on a day of the run."""
        return [policy for begins, policy in self.stages if begins <= day][-1]

    def channels_worked(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, policy in self.stages for name in policy.channels_worked()))

    def demands(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ability for _, policy in self.stages for ability in policy.demands()))

    def act(self, view: View) -> Sequence[Lever]:
        return self.on(view.day).act(view)


def changing(
    given: Any, settled: Mapping[str, Any], own: Mapping[str, Setting], make: Callable[[Mapping[str, Any]], Policy]
) -> Policy:
    """
    A policy whose settings change.

    Args:
        given: of a config: a list of mappings, each with the day and the fields that have another value from then on.
        settled: the fields until the first of these days.
        own: the fields that the policy has.
        make: the policy from its fields, checked.

    Raises:
        ValueError: one sentence: no such list, a day that is none or out of order, an unknown field, a wrong value.
    """
    if not isinstance(given, list | tuple) or not all(isinstance(change, Mapping) for change in given):
        raise ValueError(f"changes must be a list of days with what changes, not {written(given)}; e.g. {EXAMPLE}")
    stages, fields = [(0, make(settled))], dict(settled)
    for change in given:
        day = change.get(DAY)
        if isinstance(day, bool) or not isinstance(day, int) or not 0 < day <= LAST_DAY:
            number = f"a whole number from 1 to {LAST_DAY}"
            raise ValueError(f"changes: day must be {number}, not {written(day)}; e.g. {EXAMPLE}")
        fields |= {name: value for name, value in change.items() if name != DAY}
        for name in change:
            if name != DAY and name not in own:
                raise ValueError(unknown("field that changes", str(name), own))
        stages.append((day, make(fields)))
    return Changing(stages=tuple(stages))
