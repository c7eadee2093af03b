"""Values out of a config, each checked for its kind and range before anything is built from it."""

from collections.abc import Iterable, Mapping
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError


def known_keys(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raises StudyError at the first given key that is not known, with the nearest one that is."""
    right = list(known)
    for key in given:
        if key not in right:
            raise StudyError(unknown(what, str(key), right))


def whole(name: str, value: Any, low: int, high: int, example: int) -> int:
    """A whole number in [low, high]; 20.0 is one, true and "20" are not."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or value != value or not low <= value <= high or int(value) != value:
        raise StudyError(
            f"{name} is a whole number from {low} to {high}, not {shown(value)}; write for example {name}={example}"
        )
    return int(value)


def number(name: str, value: Any) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
        raise StudyError(f"{name} is a number, not {shown(value)}")
    return float(value)


def word(name: str, value: Any, known: Iterable[str]) -> str:
    """One of the known words."""
    right = list(known)
    if value not in right:
        raise StudyError(unknown(name, shown(value).strip("'"), right))
    return str(value)


def mapping(name: str, value: Any, example: str) -> dict[str, Any]:
    """A mapping with words as keys; nothing at all counts as an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise StudyError(f"{name} is a mapping, not {shown(value)}; write for example {example}")
    return {str(key): entry for key, entry in value.items()}


def shown(value: Any) -> str:
    """The value as the user wrote it: null rather than None, true rather than True."""
    words = {None: "null", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else repr(value)
