"""The wrapper that makes time: a policy that acts only on some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from clubsim.agents.parameters import Spec
from clubsim.policies.fields import LAST_DAY, checked, settings
from clubsim.sim.policy import Lever, Policy, View

TIMES = ("from_day", "until_day", "every")  # what a config may say of any policy


@dataclass(frozen=True)
class During(Policy):
    """
    Let `policy` act only while from_day <= day < until_day, and then on every so many days.

    Standing levers (gates, quotas) hold only on the days on which they are returned, so `every` suits what
    happens at once: events, stimuli, removals. Rewards are given the morning after an event, so the last
    event before `until_day` has none.
    """

    policy: Policy
    from_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed")] = 0
    until_day: Annotated[int | None, Spec(1, LAST_DAY, "day", "assumed: no end")] = None
    every: Annotated[int, Spec(1, LAST_DAY, "day", "assumed")] = 1

    def __post_init__(self) -> None:
        if not isinstance(self.policy, Policy):
            raise ValueError(f"policy must be a Policy, not {self.policy!r}; write e.g. PaidGate()")
        declared = settings(During)
        for name in TIMES:
            object.__setattr__(self, name, checked("During", declared[name], getattr(self, name)))
        if self.until_day is not None and self.until_day <= self.from_day:
            raise ValueError(
                f"until_day must be later than from_day, {self.from_day}, not {self.until_day}; "
                f"write {self.from_day + 1} or more, or null for no end"
            )

    def act(self, view: View) -> Sequence[Lever]:
        if view.day < self.from_day or (self.until_day is not None and view.day >= self.until_day):
            return []
        if (view.day - self.from_day) % self.every != 0:
            return []
        return self.policy.act(view)
