"""
Policies by name. A config can only name what is registered here, so it can import and call nothing else.

A policy of our own is a module of this package; an installed package adds its own by entry points of the
group `clubsim.policies` that point to a module or class whose import registers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, is_dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any, TypeVar

import clubsim.policies
from clubsim.agents.parameters import unknown
from clubsim.policies.changing import CHANGES, changing
from clubsim.policies.claims import CLAIMS, EVIDENCE
from clubsim.policies.during import TIMES, WHEN, During, conditions
from clubsim.policies.fields import Setting, checked, is_known_kind, settings
from clubsim.sim.policy import Policy

GROUP = "clubsim.policies"
NAME = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)+")

PolicyClass = TypeVar("PolicyClass", bound=type[Policy])

_classes: dict[str, type[Policy]] = {}


def register(name: str) -> Callable[[PolicyClass], PolicyClass]:
    """
    Put a policy class under `family/name`; write it above `@dataclass(frozen=True, kw_only=True)`.

    Raises:
        ValueError: the name is taken or no `family/name`, or the class lacks what every policy declares.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"a policy is registered as family/name in small letters, not {name!r}; write e.g. gate/paid")

    def put(cls: PolicyClass) -> PolicyClass:
        _check_class(name, cls)
        there = _classes.get(name)
        if there is not None and (there.__module__, there.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(
                f"policy {name!r} is {there.__module__}.{there.__qualname__} already, "
                f"not {cls.__module__}.{cls.__qualname__}; choose another name"
            )
        _classes[name] = cls
        return cls

    return put


def _check_class(name: str, cls: type[Policy]) -> None:
    if not (issubclass(cls, Policy) and is_dataclass(cls) and cls.__dataclass_params__.frozen):
        raise ValueError(f"{name} must be a frozen dataclass and a Policy, not {cls.__qualname__} as it is")
    _check_declared(name, cls)
    for field in settings(cls).values():
        if field.name in ("policy", *TIMES, WHEN, CHANGES):
            raise ValueError(f"{name}: {field.name} is taken by what every policy has; choose another name")
        if not is_known_kind(field.kind):
            raise ValueError(
                f"{name}: {field.name} cannot be written in a config as {field.kind!r}; "
                "declare int, float, bool, str, Literal words, or a tuple or union of these"
            )


def _check_declared(name: str, cls: type[Policy]) -> None:
    """What every policy says of itself for tests and for the catalogue."""
    for setting in ("nothing", "dose", "example"):
        if not isinstance(getattr(cls, setting, None), dict):
            raise ValueError(f"{name} must declare `{setting}`, a dict of fields that tests run")
    evidence, claims = getattr(cls, "evidence", None), getattr(cls, "claims", None)
    if evidence not in list(EVIDENCE):
        says = "" if evidence is None else f", not {evidence!r}"
        raise ValueError(f"{name} must declare `evidence`, one of {', '.join(EVIDENCE)}{says}")
    if not isinstance(claims, tuple):
        raise ValueError(f'{name} must declare `claims`, a tuple of claims that it can test; write ("H01",) or ()')
    wrong = [claim for claim in claims if claim not in list(CLAIMS)]
    if wrong:
        raise ValueError(f"{name}: `claims` may name {min(CLAIMS)} to {max(CLAIMS)}, not {wrong[0]!r}")


def registered() -> dict[str, type[Policy]]:
    """Every policy class by its name, in alphabetical order: ours and those of installed packages."""
    _load()
    return dict(sorted(_classes.items()))


@cache
def _load() -> None:
    for module in iter_modules(clubsim.policies.__path__):
        import_module(f"clubsim.policies.{module.name}")
    for entry in entry_points(group=GROUP):
        try:
            loaded = entry.load()
        except Exception as error:
            raise ValueError(
                f"the installed policy {entry.name} cannot be loaded from {entry.value} ({error}); "
                "repair or uninstall its package"
            ) from error
        if isinstance(loaded, type) and loaded not in _classes.values():
            raise ValueError(f"{entry.value} of an installed package is no policy yet; write @register above it")


def full_name(name: str) -> str:
    """
    The registered name: itself, or the only one that ends with a bare word, `cash` for `reward/cash`.

    Raises:
        ValueError: no policy has that name, or several end with the word.
    """
    known = registered()
    if not isinstance(name, str):
        raise ValueError(f"policy must be a registered name, not {name!r}; known: {', '.join(known)}")
    if name in known:
        return name
    ending = [full for full in known if full.endswith(f"/{name}")]
    if len(ending) > 1:
        raise ValueError(f"policy {name!r} may be {' or '.join(ending)}; write the one you mean")
    if not ending:
        raise ValueError(_unknown_policy(name, known))
    return ending[0]


def _unknown_policy(name: str, known: Mapping[str, type[Policy]]) -> str:
    """The nearest full name; a bare word is compared with the words after the family."""
    words = {full.rsplit("/", 1)[-1]: full for full in known}
    near = [] if "/" in name else get_close_matches(name, words, n=1, cutoff=0.5)
    if not near:
        return unknown("policy", name, known)
    return f"unknown policy {name!r}; did you mean {words[near[0]]!r}?"


def policy_class(name: str) -> type[Policy]:
    """
    The class of a registered name or of an unambiguous bare word.

    Raises:
        ValueError: as `full_name`.
    """
    return registered()[full_name(name)]


def build(name: str, fields: Mapping[str, Any]) -> Policy:
    """
    A policy from its name and a config's fields, in a `During` if these say from_day, until_day, every or when, and
    with other settings from some days on if they say changes.

    Args:
        name: registered, or an unambiguous bare word.
        fields: of the policy's class, changes, and the four of `During`; what is left out keeps its default.

    Raises:
        ValueError: one sentence: an unknown name or field, a value of a wrong type or outside its range.
    """
    name = full_name(name)
    cls = registered()[name]
    own, times = settings(cls), _times()
    for field in fields:
        if field not in own and field not in times and field not in (WHEN, CHANGES):
            raise ValueError(unknown(f"field of {name}", str(field), [*own, *times, WHEN, CHANGES]))
    for setting in own.values():
        if setting.default is MISSING and setting.name not in fields:
            raise ValueError(f"{name}: {setting.name} must be given; write for example {setting.example()}")
    known = {**own, **times}
    settled = {field: checked(name, known[field], fields[field]) for field in fields if field in known}
    acting = {field: settled.pop(field) for field in times if field in settled}

    def make(given: Mapping[str, Any]) -> Policy:
        return cls(**{field: checked(CHANGES, own[field], value) for field, value in given.items()})

    try:
        if WHEN in fields:
            acting[WHEN] = conditions(fields[WHEN])
        policy = changing(fields[CHANGES], settled, own, make) if CHANGES in fields else cls(**settled)
        return During(policy, **acting) if acting else policy
    except ValueError as error:  # a rule about several fields
        raise ValueError(f"{name}: {error}") from None


def _times() -> dict[str, Setting]:
    return {field: setting for field, setting in settings(During).items() if field in TIMES}
