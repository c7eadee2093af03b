"""
What a run is known by: a digest of everything its result depends on.

Two runs with one key have the same result to the last bit, whatever their arms are called, so a run that is stored
under its key is never run again, in any study. Names of arms, numbers of parameter sets and points are not part of it.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from clubsim.sim.code_version import PACKAGES, digest_of

SCHEMA = 1  # of what is stored; a new number makes old stores unreadable, which they say
LABELS = ("arm", "set")  # what a job is called by, and what does not change its result
UNREAD = {  # what records of a kind say about themselves and no result hangs on
    "Scenario": ("name", "reported", "fitted", "unidentified"),
    "WarmUp": ("file",),
}
MEASURED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*PACKAGES, "clubsim.policies"), ()),
    "clubsim.experiments": ("running.py", "growth.py"),
}


@cache
def result_version() -> str:
    """16 hexadecimal digits over every Python file that a result hangs on: the model, the policies, the measuring."""
    return digest_of(MEASURED)


def keys_of(jobs: Sequence[Any]) -> list[str]:
    """
    The keys of some jobs, 32 hexadecimal digits each, in their order.

    A job is a frozen dataclass; what jobs share (a scenario, the policies of an arm) is described once for all.
    """
    described: dict[int, str] = {}  # by identity: the jobs hold what it belongs to
    return [_key(job, described) for job in jobs]


def _key(job: Any, described: dict[int, str]) -> str:
    parts = [f"{SCHEMA}/{result_version()}/{_name_of(type(job))}"]
    for field in fields(job):
        if field.name in LABELS:
            continue
        value = getattr(job, field.name)
        if value is None or isinstance(value, int | float | str):
            parts.append(f"{field.name}={value!r}")
            continue
        if id(value) not in described:
            described[id(value)] = digest(describe(value))
        parts.append(f"{field.name}={described[id(value)]}")
    return digest("\n".join(parts))


def digest(text: str) -> str:
    """32 hexadecimal digits over a text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def describe(value: Any) -> str:
    """A value as JSON that is the same for equal values and different for others, down to the last bit of a number."""
    return json.dumps(_plain(value), sort_keys=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return {"float": value.hex()}
    if isinstance(value, Enum):
        return {_name_of(type(value)): value.name}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Path):
        return {"file": blake2b(value.read_bytes(), digest_size=16).hexdigest()}
    if isinstance(value, np.ndarray | np.generic):
        array = np.ascontiguousarray(value)
        return {"array": [str(array.dtype), list(array.shape), blake2b(array.tobytes(), digest_size=16).hexdigest()]}
    return _plain_container(value)


def _plain_container(value: Any) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {_name_of(type(value)): [[name, _plain(getattr(value, name))] for name in value._fields]}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {"mapping": [[_plain(key), _plain(entry)] for key, entry in value.items()]}  # the order of slots counts
    if isinstance(value, AbstractSet):
        return {"set": sorted(describe(entry) for entry in value)}
    if is_dataclass(value) and not isinstance(value, type):
        unread = UNREAD.get(type(value).__name__, ())
        told = [field.name for field in fields(value) if field.name not in unread]
        return {_name_of(type(value)): [[name, _plain(getattr(value, name))] for name in told]}
    if hasattr(value, "nodes") and hasattr(value, "edges"):  # a graph of networkx, whose module is not worth importing
        edges = [[_plain(one), _plain(other), _plain(weight)] for one, other, weight in value.edges(data="weight")]
        return {"graph": [value.is_directed(), [_plain(node) for node in value.nodes], edges]}
    raise TypeError(f"{type(value).__qualname__} cannot be part of a run's key; make it a dataclass or plain values")


def _name_of(kind: type) -> str:
    """A type by its name; one from outside of clubsim with a digest of its module, since that is its version."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    return name if kind.__module__.startswith(("clubsim.", "builtins")) else f"{name}@{_module_digest(kind.__module__)}"


@cache
def _module_digest(module: str) -> str:
    source = getattr(import_module(module), "__file__", None)
    return "" if source is None else blake2b(Path(source).read_bytes(), digest_size=8).hexdigest()
