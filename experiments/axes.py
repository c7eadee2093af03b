"""
What is swept, in Hydra's own words for several values, and what a value of it is as an override.

    gate.price=99,199                                  those
    gate.price=range(50,250,50)                        50, 100, 150, 200: the end is left out
    gate.price=choice(99,199)                          as 99,199
    +reward=null,cash,badge                            policies; null for none
    world.visit_cap=interval(0.7,0.95)                 anything between, for a Latin hypercube or a Sobol sequence
    gate.price=int(interval(20,400))                   whole numbers, both ends among them
    gate.price=tag(log,interval(20,400))               as many below the geometric mean as above
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, exp, isfinite, log
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import shown
from clubsim.experiments.overrides import Override, override_of, parsed_override, plain

MOST_VALUES = 10_000  # of one axis
# The same at every point, or the points could not be compared; an ensemble is no part of a sweep.
NOT_SWEPT = ("question", "seeds", "first_seed", "engine", "workers", "control", "decompose", "hinges", "ensemble")


@dataclass(frozen=True, kw_only=True)
class Axis:
    """
    One thing that is swept.

    key: as it stands before the =, with its + where it adds a slot; values: those listed, none for an interval;
    low, high: of an interval; log: shared out evenly by its logarithm; whole: in whole numbers.
    """

    key: str
    override: Override  # with the first value
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    whole: bool = False

    @property
    def name(self) -> str:
        """Of its column in tables, and on figures."""
        return self.key.lstrip("+")

    @property
    def is_number(self) -> bool:
        """Whether every value is a number, so that it can be drawn along an axis."""
        return not self.values or all(is_number(value) for value in self.values)

    def at(self, share: float) -> Any:
        """The value so far along the axis, share in [0, 1): each listed one has as much of it as another."""
        if self.values:
            return self.values[int(share * len(self.values))]
        if self.whole:
            return int(self.low) + int(share * (self.high - self.low + 1))
        if self.log:
            return self.low * exp(share * log(self.high / self.low))
        return self.low + share * (self.high - self.low)

    def set_to(self, value: Any) -> Override:
        """The override that sets it to a value."""
        return replace(self.override, value=value, text=f"{self.key}={written(value)}")


def is_number(value: Any) -> bool:
    """A number and not true or false."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def written(value: Any) -> str:
    """A value in a word, as one writes it behind a =."""
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, list | Mapping) else shown(value)


def read_part(text: str) -> Axis | Override:
    """
    An axis if the text gives several values, else an override that all points share.

    Raises:
        StudyError: what cannot be read, or cannot be swept.
    """
    parsed = parsed_override(text)
    if not parsed.is_sweep_override():
        return override_of(parsed, plain(parsed.value()), text)
    sweep = parsed.value()
    if getattr(sweep, "shuffle", False):
        raise StudyError(f"{text!r}: a sweep's order is the one you write; take out shuffle")
    if type(sweep).__name__ == "Glob" or not isinstance(getattr(sweep, "list", []), list):
        raise StudyError(f"{text!r}: glob names files of configs and this sweeps values; write them out, such as a,b")
    if type(sweep).__name__ == "IntervalSweep":
        return _interval(parsed, sweep, text)
    if type(sweep).__name__ == "RangeSweep":
        return listed(parsed, _of_range(sweep, text), text)
    return listed(parsed, [plain(value) for value in sweep.list], text)


def listed(parsed: Any, values: list[Any], text: str) -> Axis:
    """The axis of a parsed override with these values. Raises StudyError at none, or one that stands twice."""
    if not values:
        raise StudyError(f"{text!r} has no value at all; write for example range(50,250,50), whose end is left out")
    if len(distinct(values)) < len(values):
        raise StudyError(f"{text!r} gives a value twice; write each once")
    overrides = [override_of(parsed, value, text) for value in values]  # each is looked at
    _check_swept(overrides[0])
    return Axis(key=_key(parsed), override=overrides[0], values=tuple(values))


def distinct(values: Iterable[Any]) -> list[Any]:
    """Each value once, in the order in which they first come; 1, 1.0 and true are three."""
    return list({(type(value), written(value)): value for value in values}.values())


def _interval(parsed: Any, sweep: Any, text: str) -> Axis:
    low, high, whole = float(sweep.start), float(sweep.end), type(sweep.start) is int and type(sweep.end) is int
    if not isfinite(low) or not isfinite(high) or not low < high:
        raise StudyError(f"{text!r}: an interval goes from a number to a larger one, such as interval(0.7,0.95)")
    unknown = sorted(sweep.tags - {"log"})
    if unknown:
        raise StudyError(f"{text!r}: the only tag is log, such as tag(log,interval(20,400)); take out {unknown[0]}")
    logarithmic = "log" in sweep.tags
    if logarithmic and low <= 0:
        raise StudyError(f"{text!r}: a logarithmic interval begins above 0")
    if logarithmic and whole:
        raise StudyError(f"{text!r}: an interval is logarithmic or in whole numbers and not both; take out int or log")
    override = override_of(parsed, int(low) if whole else low, text)
    _check_swept(override)
    return Axis(key=_key(parsed), override=override, low=low, high=high, log=logarithmic, whole=whole)


def _key(parsed: Any) -> str:
    return f"{'+' if parsed.is_add() or parsed.is_force_add() else ''}{parsed.key_or_group}"


def _check_swept(override: Override) -> None:
    first = override.path[0]
    if first in NOT_SWEPT:
        raise StudyError(f"{first} is the same at every point and cannot be swept; write one value")


def _of_range(sweep: Any, text: str) -> list[Any]:
    """The numbers of a range, each as it would be written: 0.85 and not 0.8500000000000001."""
    start, stop, step = (Decimal(str(number)) for number in (sweep.start, sweep.stop, sweep.step))
    if not step:
        raise StudyError(f"{text!r}: a range's step is not 0")
    count = max(0, ceil((stop - start) / step))
    if count > MOST_VALUES:
        raise StudyError(f"{text!r} has {count:,} values and an axis at most {MOST_VALUES:,}; write a larger step")
    whole = all(isinstance(number, int) for number in (sweep.start, sweep.stop, sweep.step))
    return [int(start + k * step) if whole else float(start + k * step) for k in range(count)]
