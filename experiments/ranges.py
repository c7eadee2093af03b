"""The ranges in which a screening tries each parameter, from a table such as configs/sensitivity/plausible.yaml."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from clubsim.agents.parameters import Spec, specifications, unknown
from clubsim.experiments.composing import CONFIGS, read_yaml, refuse_unsafe
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys, mapping, number, shown
from clubsim.experiments.scenarios import SCALED, WHOLE
from clubsim.sim.world import Channel, Scenario

PLAUSIBLE = CONFIGS / "sensitivity" / "plausible.yaml"
CHANNEL_FIELDS = tuple(field.name for field in fields(Channel) if field.name != "name")
KEYS = ("low", "high", "scale", "factor", "keep")
EXAMPLE = "{low: 14, high: 365, scale: log}"
SCALES = ("even", "log")


@dataclass(frozen=True, kw_only=True)
class Range:
    """
    Where a parameter is tried, from `low` to `high`.

    name: of a World parameter, or `channel.field`; log: in even steps of the logarithm; whole: rounded; own: the
    scenario's own value. Numbers of people are unscaled.
    """

    name: str
    low: float
    high: float
    own: float
    log: bool = False
    whole: bool = False

    def at(self, places: Any) -> Any:
        """Values at these places of the range, 0 for low and 1 for high: float64 of the same shape."""
        ends = np.log([self.low, self.high]) if self.log else np.array([self.low, self.high])
        between = ends[0] + np.asarray(places, dtype=np.float64) * (ends[1] - ends[0])
        values = np.clip(np.exp(between) if self.log else between, self.low, self.high)
        return np.rint(values) if self.whole else values

    def spread(self, places: Any) -> Any:
        """
        As `at`, but with every whole number as likely as another when the places are spread evenly over [0, 1).

        `at` rounds, by which the two ends get half of what the others get.
        """
        if not self.whole:
            return self.at(places)
        wider = replace(self, low=self.low - 0.5, high=self.high + 0.5, whole=False)
        return np.clip(np.rint(wider.at(places)), self.low, self.high)

    @property
    def holds_own(self) -> bool:
        """Whether the scenario's own value lies in it."""
        return self.low <= self.own <= self.high


def ranges_of(scenario: Scenario, path: Path | None = None, fixed: Collection[str] = ()) -> tuple[Range, ...]:
    """
    The ranges of everything that is tried, World parameters first, each group in the order of its declaration.

    Args:
        scenario: whose channels count, and whose own values stand for what the table leaves out or keeps.
        path: of a table; None for the shipped one.
        fixed: parameters that are not tried, whatever the table says.

    Raises:
        StudyError: an unknown name, a range that is none, or one beyond what the parameter may be.
    """
    table = read_table(path or PLAUSIBLE)
    every = [*_world_ranges(scenario, table["world"]), *_channel_ranges(scenario, table["channels"])]
    found = [range_ for range_ in every if range_.name not in fixed]
    if not found:
        raise StudyError(
            f"{(path or PLAUSIBLE).name} leaves nothing to try; write for example recovery_days: {EXAMPLE}"
        )
    return tuple(found)


def range_of(scenario: Scenario, name: str, low: float, high: float, log: bool = False) -> Range:
    """
    The range of one World parameter or `channel.field` that a user gives.

    Raises:
        StudyError: as ranges_of, and for a name that the scenario has not.
    """
    entry = {"low": low, "high": high, "scale": "log" if log else "even"}
    channel, _, field = name.rpartition(".")
    every = _channel_ranges(scenario, {field: entry}) if channel else _world_ranges(scenario, {name: entry})
    found = next((range_ for range_ in every if range_.name == name), None)
    if found is None:
        numbers = [f"{each.name}.{field}" for each in scenario.channels for field in CHANNEL_FIELDS]
        raise StudyError(unknown("parameter", name, [*specifications(), *numbers]))
    return found


def fixed_by(overrides: Iterable[str]) -> set[str]:
    """The World parameters that a user set, such as world.dropout_a=0: they stay as they were set."""
    keys = [text.lstrip("+").partition("=")[0] for text in overrides]
    return {key.removeprefix("world.") for key in keys if key.startswith("world.")}


def read_table(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The table's entries by name, under `world` and `channels`, with their names and keys checked."""
    if not path.is_file():
        raise StudyError(
            f"there is no file {path}; give the path of a table such as configs/sensitivity/plausible.yaml"
        )
    tree = mapping(path.name, read_yaml(path), f"world: {{recovery_days: {EXAMPLE}}}")
    refuse_unsafe(tree, path.name)
    known_keys(f"key of {path.name}", tree, ("world", "channels"))
    known = {"world": tuple(specifications()), "channels": CHANNEL_FIELDS}
    return {group: _entries(group, tree.get(group), names) for group, names in known.items()}


def _entries(group: str, given: Any, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    entries = mapping(group, given, f"{{recovery_days: {EXAMPLE}}}")
    known_keys(f"parameter under {group}", entries, names)
    checked = {name: mapping(f"{group}.{name}", entry, EXAMPLE) for name, entry in entries.items()}
    for name, entry in checked.items():
        known_keys(f"key of {group}.{name}", entry, KEYS)
    return checked


def _world_ranges(scenario: Scenario, entries: Mapping[str, dict[str, Any]]) -> Iterable[Range]:
    for name, (kind, spec, _) in specifications().items():
        entry = entries.get(name, {"keep": True})
        own = float(getattr(scenario.world, name))
        if not entry.get("keep"):
            yield _within(_range(name, entry, own, kind is int), spec)


def _within(range_: Range, spec: Spec) -> Range:
    if range_.low < spec.low or range_.high > spec.high:
        raise StudyError(
            f"the range of {range_.name} is {range_.low:g} to {range_.high:g} and must lie between {spec.low:g} and "
            f"{spec.high:g} [{spec.unit}]"
        )
    return range_


def _channel_ranges(scenario: Scenario, entries: Mapping[str, dict[str, Any]]) -> Iterable[Range]:
    """Of every channel; a factor of nothing is nothing, so a number that is 0 is not tried by one."""
    for channel in scenario.channels:
        for name in CHANNEL_FIELDS:
            entry = entries.get(name, {"keep": True})
            own = float(getattr(channel, name)) / (scenario.scale if name in SCALED else 1.0)
            if entry.get("keep") or ("factor" in entry and own == 0):
                continue
            range_ = _range(f"{channel.name}.{name}", entry, own, name in WHOLE)
            _try_both_ends(channel, name, range_)
            yield range_


def _try_both_ends(channel: Channel, field: str, range_: Range) -> None:
    changed: dict[str, Any]
    for value in (range_.low, range_.high):
        changed = {field: int(value) if range_.whole else value}
        try:
            replace(channel, **changed)
        except ValueError as error:
            raise StudyError(f"the range of {range_.name}: {error}") from None


def _range(name: str, entry: Mapping[str, Any], own: float, whole: bool) -> Range:
    if "factor" in entry:
        low, high = (own * part for part in _factors(name, entry["factor"]))
        return Range(name=name, low=low, high=high, own=own, log=True, whole=whole)
    if "low" not in entry or "high" not in entry:
        raise StudyError(f"the range of {name} has a low and a high end; write for example {EXAMPLE}")
    low, high = (number(f"the {end} end of {name}", entry[end]) for end in ("low", "high"))
    scale = entry.get("scale", "even")
    if scale not in SCALES:
        raise StudyError(f"the scale of {name} is even or log, not {shown(scale)}; write for example {EXAMPLE}")
    if not low < high:
        raise StudyError(
            f"the range of {name} goes from low to high, not from {low:g} to {high:g}; or write keep: true"
        )
    if scale == "log" and low <= 0:
        raise StudyError(f"the range of {name} begins at {low:g}, which has no logarithm; leave out scale: log")
    if whole and (low != int(low) or high != int(high)):
        raise StudyError(f"{name} is a whole number, so its range is too, not {low:g} to {high:g}")
    return Range(name=name, low=low, high=high, own=own, log=scale == "log", whole=whole)


def _factors(name: str, given: Any) -> tuple[float, float]:
    if not name.count("."):
        raise StudyError(f"factor is for numbers of a channel and {name} is none; write for example {EXAMPLE}")
    if not isinstance(given, list) or len(given) != 2:
        raise StudyError(f"the factor of {name} is [least, most], not {shown(given)}; write [0.5, 2]")
    least, most = (number(f"the factor of {name}", part) for part in given)
    if not 0 < least < most:
        raise StudyError(f"the factor of {name} goes from least to most above 0, not {shown(given)}; write [0.5, 2]")
    return least, most
