"""
What may stand in a policy's fields: their type, range and unit, checked with errors that say what to write.

A field is annotated with a plain type (int, float, bool, str, Literal words, a tuple or a union of these)
and, for numbers, with `Annotated[..., Spec(low, high, unit, source)]`. Configs, Python callers and the
catalogue read that.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from difflib import get_close_matches
from functools import cache
from inspect import get_annotations
from math import inf
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from clubsim.agents.parameters import Spec

LAST_DAY = 100_000  # days are 32-bit numbers in the engine; no run is longer
LARGEST = 1e300  # beyond it sums overflow
PLAIN = (bool, int, float, str)


@dataclass(frozen=True)
class Setting:
    """One field of a policy: `kind` is its type less Annotated, `default` MISSING where one must be given."""

    name: str
    kind: Any
    spec: Spec | None
    default: Any

    def example(self) -> str:
        """A value that may stand here, as one writes it in YAML."""
        return written(_any_of(self.kind) if self.default is MISSING else self.default)


@cache  # every policy that is made reads them
def settings(cls: type) -> Mapping[str, Setting]:
    """The fields of a dataclass by name, in the order of their declaration, its own before those of its bases."""
    hints = get_type_hints(cls, include_extras=True)
    own = get_annotations(cls)
    return MappingProxyType(
        {f.name: _setting(f, hints[f.name]) for f in sorted(fields(cls), key=lambda f: f.name not in own)}
    )


def _setting(field: Field[Any], hint: Any) -> Setting:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    if get_origin(hint) is not Annotated:
        return Setting(field.name, hint, None, default)
    kind, *notes = get_args(hint)
    spec = next((note for note in notes if isinstance(note, Spec)), None)
    return Setting(field.name, kind, spec, default)


def settle(policy: Any) -> None:
    """
    Check every field of a frozen dataclass, store numbers in the declared type; call it in `__post_init__`.

    Raises:
        ValueError: a value of a wrong type or outside its range.
    """
    cls: type = type(policy)
    for name, setting in settings(cls).items():
        value = checked(type(policy).__name__, setting, getattr(policy, name))
        object.__setattr__(policy, name, value)


def checked(owner: str, setting: Setting, value: Any) -> Any:
    """
    The value in the declared type: a whole number becomes a float where one is declared, a list a tuple.

    Args:
        owner: whose field it is, for the message.

    Raises:
        ValueError: one sentence with the field, the rule, the value given and what to write.
    """
    try:
        return _converted(setting.kind, setting.spec, value)
    except _Refused as refused:
        rule = described(setting.kind, setting.spec)
        hint = refused.hint or f"write for example {setting.example()}"
        raise ValueError(f"{owner}: {setting.name} must be {rule}, not {written(value)}; {hint}") from None


class _Refused(Exception):
    """A value that may not stand there; `hint` is what to write where that is known, else ""."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.hint = hint


def _converted(kind: Any, spec: Spec | None, value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if get_origin(kind) is Literal:
        return _choice(kind, value)
    if get_origin(kind) in (Union, UnionType):
        return _one_of(kind, spec, value)
    if get_origin(kind) is tuple:
        if not isinstance(value, list | tuple):
            raise _Refused()
        return tuple(_converted(get_args(kind)[0], spec, item) for item in value)
    if kind in (int, float):
        return _number(kind, spec, value)
    if not isinstance(value, kind):
        raise _Refused()
    return value


def _number(kind: type, spec: Spec | None, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
        raise _Refused()
    if spec is not None and not spec.low <= value <= spec.high:
        raise _Refused()
    if kind is int and value != int(value):
        raise _Refused(f"write {round(value)}")
    number: float = kind(value)
    return number


def _choice(kind: Any, value: Any) -> Any:
    if isinstance(value, str) and value in get_args(kind):
        return value
    near = get_close_matches(value, get_args(kind), n=1, cutoff=0.5) if isinstance(value, str) else []
    raise _Refused(f"did you mean {near[0]!r}?" if near else "")


def _one_of(kind: Any, spec: Spec | None, value: Any) -> Any:
    """The first of the alternatives that is of the value's type; None stands for itself."""
    for alternative in get_args(kind):
        if alternative is NoneType:
            if value is None:
                return None
        elif _is_like(alternative, value):
            return _converted(alternative, spec, value)
    raise _Refused()


def _is_like(kind: Any, value: Any) -> bool:
    if kind in (int, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if get_origin(kind) is Literal:
        return isinstance(value, str)
    return isinstance(value, get_origin(kind) or kind)


def is_known_kind(kind: Any) -> bool:
    """Whether a field of that type can be checked and written in a config."""
    if get_origin(kind) is Literal:
        return all(isinstance(word, str) for word in get_args(kind))
    if get_origin(kind) in (Union, UnionType):
        return all(part is NoneType or is_known_kind(part) for part in get_args(kind))
    if get_origin(kind) is tuple:
        return len(get_args(kind)) == 2 and get_args(kind)[1] is ... and is_known_kind(get_args(kind)[0])
    return kind in PLAIN


def described(kind: Any, spec: Spec | None) -> str:
    """The type and range in words, e.g. "a number of at least 0 [yuan]"."""
    if get_origin(kind) is Literal:
        return " or ".join(get_args(kind))
    if get_origin(kind) in (Union, UnionType):
        return " or ".join(described(part, spec) for part in get_args(kind))
    if get_origin(kind) is tuple:
        return f"a list, each {described(get_args(kind)[0], spec)}"
    if kind in (int, float):
        return ("a whole number" if kind is int else "a number") + _range(spec)
    words = {bool: "true or false", str: "a word", NoneType: "null"}
    return words.get(kind, getattr(kind, "__name__", str(kind)))


def _range(spec: Spec | None) -> str:
    if spec is None:
        return ""
    if spec.high == inf and spec.low == -inf:
        return f" [{spec.unit}]"
    if spec.high == inf:
        return f" of at least {spec.low:g} [{spec.unit}]"
    return f" from {spec.low:.10g} to {spec.high:.10g} [{spec.unit}]"


def written(value: Any) -> str:
    """A value as one writes it in YAML."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return f"{value:.10g}" if isinstance(value, float) else repr(value)


def _any_of(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return (_any_of(get_args(kind)[0]),)
    if kind in PLAIN:
        return {bool: True, int: 1, float: 1.0, str: "word"}[kind]
    return _any_of(get_args(kind)[0]) if get_origin(kind) is not Literal else get_args(kind)[0]
