"""
What a sensitivity analysis varies: parameters of the World, numbers of channels, fields of policies, and the seed.

    world.visit_mean                          in its range of the table
    readers.pool=interval(800,3000)           in a range of one's own
    world.halflife=tag(log,interval(10,60))   in its logarithm
    gate.price=interval(50,250)               of every arm that has the slot, arms.fee.gate.price of one
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from clubsim.agents.parameters import specifications, unknown
from clubsim.experiments.arms import built
from clubsim.experiments.errors import StudyError
from clubsim.experiments.ranges import Range, fixed_by, range_of, ranges_of
from clubsim.experiments.scenarios import with_values
from clubsim.experiments.study import Study
from clubsim.policies.during import TIMES, During
from clubsim.policies.fields import Setting, settings
from clubsim.policies.registry import policy_class
from clubsim.sim.policy import Policy
from clubsim.sim.world import Scenario

SEED_INPUT = "seed"
EXAMPLE = "gate.price=interval(50,250)"


@dataclass(frozen=True, kw_only=True)
class Input:
    """
    A number that is varied. arms: whose policies it is a field of, none for the scenario's and for the seed.

    name: as in Range, or SLOT.FIELD as it was written.
    """

    range: Range
    arms: tuple[str, ...] = ()
    slot: str = ""
    field: str = ""

    @property
    def name(self) -> str:
        """As tables and figures call it."""
        return self.range.name


def seed_input(study: Study) -> Input:
    """The seed as one more input: each of the study's as likely as another."""
    seeds = study.seeds
    return Input(range=Range(name=SEED_INPUT, low=seeds[0], high=seeds[-1], own=seeds[0], whole=True))


def inputs_of(study: Study, arms: Sequence[str], texts: Sequence[str], table: Path | None) -> tuple[Input, ...]:
    """
    The inputs that a command line names.

    Args:
        arms: those that run.
        texts: each one or several of the above with commas between; none for all that the table has.
        table: of ranges; None for the shipped one.

    Raises:
        StudyError: a name that the study has not, a range that is none or beyond what is allowed.
    """
    fixed = fixed_by(study.overrides)
    parts = [part for text in texts for part in parts_of(text)]
    if not parts:
        return tuple(Input(range=range_) for range_ in ranges_of(study.scenario, table, fixed))
    known = {range_.name: range_ for range_ in ranges_of(study.scenario, table)}
    found = [_input(study, arms, part, known) for part in parts]
    for place, input_ in enumerate(found):
        if input_.name in fixed:
            raise StudyError(f"{input_.name} is varied and set, by world.{input_.name}=...; take one of them out")
        if input_.name in [other.name for other in found[:place]]:
            raise StudyError(f"{input_.name} is given twice; take one of them out")
    return tuple(found)


def parts_of(text: str) -> list[str]:
    """What stands between the commas of a text that are in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _input(study: Study, arms: Sequence[str], text: str, known: Mapping[str, Range]) -> Input:
    key, _, given = text.partition("=")
    name = key.strip().removeprefix("world.")
    if not given and name in known:
        return Input(range=known[name])
    channel = name.rpartition(".")[0]
    if name in specifications() or channel in [each.name for each in study.scenario.channels]:
        if not given:
            raise StudyError(f"the table has no range for {key}; write {key}=interval(LOW,HIGH)")
        return Input(range=range_of(study.scenario, name, *_interval(text)))
    return _policy_input(study, arms, text, known)


def _interval(text: str) -> tuple[float, float, bool]:
    """Low, high and whether in the logarithm, of `KEY=interval(LOW,HIGH)` as Hydra writes it."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.core.override_parser.types import IntervalSweep
    from hydra.errors import HydraException

    try:
        value = OverridesParser.create().parse_override(text).value()
    except (HydraException, RecursionError, ValueError):
        value = None
    if not isinstance(value, IntervalSweep) or not set(value.tags) <= {"log"}:
        raise StudyError(
            f"{text!r} gives no range; write for example {EXAMPLE}, or tag(log,interval(10,60)) for its logarithm"
        )
    return float(value.start or 0.0), float(value.end or 0.0), "log" in value.tags


def _policy_input(study: Study, arms: Sequence[str], text: str, known: Mapping[str, Range]) -> Input:
    """A field of a policy, in every arm that runs and has the slot, or in the one that is named."""
    key = text.partition("=")[0].strip()
    words = key.split(".")
    if len(words) == 4 and words[0] == "arms":
        if words[1] not in arms:
            raise StudyError(f"{key}: {unknown('arm that runs', words[1], arms)}")
        arms = (words[1],)
    elif len(words) != 2:
        raise StudyError(unknown("parameter", key, [*known, *_fields_of(study, arms)]))
    slot, field = words[-2:]
    having = tuple(arm for arm in arms if field in _settings(study, arm, slot))
    if not having:
        raise StudyError(unknown("parameter", key, [*known, *_fields_of(study, arms)]))
    setting = _settings(study, having[0], slot)[field]
    if not set(get_args(setting.kind) or [setting.kind]) & {int, float}:
        raise StudyError(f"{key} is no number and cannot be varied; give each of its values an arm")
    low, high, log = _interval(text)
    range_ = _policy_range(key, low, high, log, setting, study.resolved["arms"][having[0]][slot].get(field))
    found = Input(range=range_, arms=having, slot=slot, field=field)
    for value in (low, high):
        policies_at(study, having[0], {found: value})
    return found


def _policy_range(name: str, low: float, high: float, log: bool, setting: Setting, given: Any) -> Range:
    whole = float not in (get_args(setting.kind) or [setting.kind])
    own = setting.default if given is None else given
    numeric = isinstance(own, int | float) and not isinstance(own, bool)
    if not low < high:
        raise StudyError(f"the range of {name} goes from low to high, not from {low:g} to {high:g}")
    if log and low <= 0:
        raise StudyError(f"the range of {name} begins at {low:g}, which has no logarithm; leave out tag(log,...)")
    if whole and (low != int(low) or high != int(high)):
        raise StudyError(f"{name} is a whole number, so its range is too, not {low:g} to {high:g}")
    return Range(name=name, low=low, high=high, own=float(own) if numeric else low, log=log, whole=whole)


def _settings(study: Study, arm: str, slot: str) -> dict[str, Setting]:
    """The fields of the policy in a slot, and when it acts; none where the arm has not the slot."""
    slots = study.resolved["arms"][arm]
    times = {name: setting for name, setting in settings(During).items() if name in TIMES}
    return {**times, **settings(policy_class(slots[slot]["policy"]))} if slot in slots else {}


def _fields_of(study: Study, arms: Sequence[str]) -> list[str]:
    slots = dict.fromkeys(slot for arm in arms for slot in study.resolved["arms"][arm])
    return list(
        dict.fromkeys(f"{slot}.{field}" for slot in slots for arm in arms for field in _settings(study, arm, slot))
    )


def scenario_at(study: Study, values: Mapping[Input, float]) -> Scenario:
    """The study's scenario with those of the values that are its own."""
    own = {input_.name: value for input_, value in values.items() if not input_.arms and input_.name != SEED_INPUT}
    return with_values(study.scenario, own)


def policies_at(study: Study, arm: str, values: Mapping[Input, float]) -> dict[str, Policy]:
    """The policies of an arm with those of the values that are its own."""
    changed: dict[str, dict[str, Any]] = {}
    for input_, value in values.items():
        if arm in input_.arms:
            slot = changed.setdefault(input_.slot, dict(study.resolved["arms"][arm][input_.slot]))
            slot[input_.field] = int(value) if input_.range.whole else value
    return {**study.arms[arm].policies, **built(arm, changed)}
