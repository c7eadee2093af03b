"""The wrapper that makes time: a policy that acts only on some days, or only while the community is in some state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Annotated, Any

from clubsim.agents.parameters import Spec, unknown
from clubsim.policies.fields import LAST_DAY, checked, settings, settle, written
from clubsim.sim.levers import Lever
from clubsim.sim.policy import Policy, View

TIMES = ("from_day", "until_day", "every")  # what a config may say of any policy,
WHEN = "when"  # and the conditions
ASSUMED = "assumed: none unless given"


@dataclass(frozen=True, kw_only=True)
class When:
    """
    Conditions that an operator can see this morning; all that are given must hold, and each excludes its own number.

    members: who is in; age: days since the community opened; silence: whole days without a message of anybody;
    weekly_speakers: distinct members who wrote in the last seven days; trust: in the operator, the mean answer of those
    who came in the last seven days, if they are asked.
    """

    members_above: Annotated[int | None, Spec(0, inf, "member", ASSUMED)] = None
    members_below: Annotated[int | None, Spec(0, inf, "member", ASSUMED)] = None
    age_above: Annotated[int | None, Spec(0, LAST_DAY, "day", ASSUMED)] = None
    silence_above: Annotated[int | None, Spec(0, LAST_DAY, "day", ASSUMED)] = None
    trust_above: Annotated[float | None, Spec(0, 1, "share", ASSUMED)] = None
    trust_below: Annotated[float | None, Spec(0, 1, "share", ASSUMED)] = None
    weekly_speakers_below: Annotated[int | None, Spec(0, inf, "member", ASSUMED)] = None

    def __post_init__(self) -> None:
        settle(self)
        if self.members_above is None or self.members_below is None:
            return
        if self.members_below < self.members_above + 2:
            raise ValueError(
                f"when: no number is above {self.members_above} and below {self.members_below}; "
                f"write members_below {self.members_above + 2} or more"
            )

    def holds(self, view: View) -> bool:
        """Whether all conditions hold on this morning; what none asks for is not looked at."""
        return (
            (self.members_above is None or view.rows.size > self.members_above)
            and (self.members_below is None or view.rows.size < self.members_below)
            and (self.age_above is None or view.day > self.age_above)
            and (self.silence_above is None or view.silence > self.silence_above)
            and (self.trust_above is None or view.trust > self.trust_above)
            and (self.trust_below is None or view.trust < self.trust_below)
            and (self.weekly_speakers_below is None or view.weekly_speakers < self.weekly_speakers_below)
        )


def conditions(given: Any) -> When:
    """
    The conditions of a config.

    Args:
        given: a mapping of some of the fields of `When`, or a When.

    Raises:
        ValueError: one sentence: no mapping, an unknown condition, a wrong value, or conditions that never hold.
    """
    if isinstance(given, When):
        return given
    if not isinstance(given, Mapping):
        raise ValueError(f"when must be conditions, not {written(given)}; write for example {{members_above: 100}}")
    known = settings(When)
    for name in given:
        if name not in known:
            raise ValueError(unknown("condition of when", str(name), known))
    return When(**{name: checked("when", known[name], value) for name, value in given.items()})


@dataclass(frozen=True)
class During(Policy):
    """
    Let `policy` act only while from_day <= day < until_day, then on every so many days, and while `when` holds.

    Standing levers (gates, quotas) hold only on the days on which they are returned, so `every` suits what
    happens at once: events, stimuli, removals. Rewards are given the morning after an event, so the last
    event before `until_day` has none.
    """

    policy: Policy
    from_day: Annotated[int, Spec(0, LAST_DAY, "day", "assumed")] = 0
    until_day: Annotated[int | None, Spec(1, LAST_DAY, "day", "assumed: no end")] = None
    every: Annotated[int, Spec(1, LAST_DAY, "day", "assumed")] = 1
    when: When = field(default_factory=When)

    def __post_init__(self) -> None:
        if not isinstance(self.policy, Policy):
            raise ValueError(f"policy must be a Policy, not {self.policy!r}; write e.g. PaidGate()")
        declared = settings(During)
        for name in TIMES:
            object.__setattr__(self, name, checked("During", declared[name], getattr(self, name)))
        object.__setattr__(self, WHEN, conditions(self.when))
        if self.until_day is not None and self.until_day <= self.from_day:
            raise ValueError(
                f"until_day must be later than from_day, {self.from_day}, not {self.until_day}; "
                f"write {self.from_day + 1} or more, or null for no end"
            )

    def channels_worked(self) -> tuple[str, ...]:
        return self.policy.channels_worked()

    def demands(self) -> tuple[str, ...]:
        return self.policy.demands()

    def act(self, view: View) -> Sequence[Lever]:
        if view.day < self.from_day or (self.until_day is not None and view.day >= self.until_day):
            return []
        if (view.day - self.from_day) % self.every != 0 or not self.when.holds(view):
            return []
        return self.policy.act(view)
