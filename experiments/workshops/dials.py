"""Dials: what a group turns in a workshop, each with its unit, its range and where its value comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from math import inf

from clubsim.agents.parameters import Spec, World, specifications
from clubsim.policies.fields import settings
from clubsim.policies.registry import registered

SMALL = "display: inline-block; line-height: 1.3; color: #555; font-weight: normal"  # a label keeps no other style


@dataclass(frozen=True, kw_only=True)
class Dial:
    """
    One thing to turn.

    name: of the parameter, as an override or a scenario's file writes it; words: what it is to a reader; steps: the
    values it can stand at, rising; start: one of them; names: of the steps, where a number says too little.
    """

    name: str
    words: str
    steps: tuple[float, ...]
    start: float
    spec: Spec
    names: Mapping[float, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if list(self.steps) != sorted(set(self.steps)) or self.start not in self.steps:
            raise ValueError(f"dial {self.name}: the steps rise and the start is one of them, not {self.start:g}")
        if self.steps[0] < self.spec.low or self.steps[-1] > self.spec.high:
            raise ValueError(
                f"dial {self.name}: its steps go from {self.steps[0]:g} to {self.steps[-1]:g}, which is outside "
                f"{span(self.spec)}"
            )


def of_world(name: str, words: str, steps: Sequence[float], world: World) -> Dial:
    """A dial for a parameter of the World, which begins at that of `world`; its own value is put among the steps."""
    start = float(getattr(world, name))
    return Dial(
        name=f"world.{name}",
        words=words,
        steps=tuple(sorted({*map(float, steps), start})),
        start=start,
        spec=specifications()[name][1],
    )


def of_policy(policy: str, slot: str, field_: str, words: str, steps: Sequence[float], start: float) -> Dial:
    """
    A dial for a field of a policy in a slot.

    Raises:
        KeyError: there is no such policy or field.
        ValueError: the field is no number with a range.
    """
    spec = settings(registered()[policy])[field_].spec
    if spec is None:
        raise ValueError(f"{policy}: {field_} is no number with a range, so nothing can be turned")
    return Dial(name=f"{slot}.{field_}", words=words, steps=tuple(map(float, steps)), start=float(start), spec=spec)


def own(name: str, words: str, steps: Sequence[float], start: float, unit: str) -> Dial:
    """A dial for what is no number of the model and the group's own to choose."""
    values = tuple(map(float, steps))
    return Dial(
        name=name, words=words, steps=values, start=float(start), spec=Spec(values[0], values[-1], unit, "your choice")
    )


def span(spec: Spec) -> str:
    """The range in words: "0 to 1", or "at least 0" where there is no end."""
    return f"at least {spec.low:,g}" if spec.high == inf else f"{spec.low:,g} to {spec.high:,.10g}"


def label(dial: Dial) -> str:
    """What stands at a dial: the words and the unit; under them its name, its range and its source, in small print."""
    unit = "" if dial.names else f" [{dial.spec.unit}]"
    small = f"<code>{escape(dial.name)}</code>, {span(dial.spec)}; {escape(dial.spec.source)}"
    head = f"<strong>{escape(dial.words)}</strong>{escape(unit)}"
    return f'{head}<br><small style="{SMALL}">{small}</small>'
