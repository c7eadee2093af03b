"""Which runs of a study: conditions such as arm=dearer, seed=0..9 and status=failed."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError
from clubsim.experiments.shards import DONE, FAILED, QUARANTINED

WORDS = {"status": (DONE, FAILED, QUARANTINED), "code": ("present", "old")}  # what may stand there
NUMBERS = ("set", "seed")
KEYS = ("arm", *NUMBERS, *WORDS)
SPAN = re.compile(r"(-?\d+)(?:\.\.(-?\d+))?")

Conditions = dict[str, list[str]]  # the values asked for, by key


def conditions_of(given: Iterable[str]) -> Conditions:
    """
    Conditions as they are written: KEY=VALUE, several values with commas; a key given twice takes either.

    Raises:
        StudyError: no condition, an unknown key, or a value that its key cannot have.
    """
    conditions: Conditions = {}
    for words in given:
        key, sign, values = words.partition("=")
        if not sign or not values:
            raise StudyError(f"--where is KEY=VALUE, not {words!r}; write for example --where status=failed")
        if key not in KEYS:
            raise StudyError(unknown("key of --where", key, KEYS))
        several = values.split(",")
        for value in several:
            _check(key, value)
        conditions.setdefault(key, []).extend(several)
    return conditions


def _check(key: str, value: str) -> None:
    if key in WORDS and value not in WORDS[key]:
        raise StudyError(unknown(key, value, WORDS[key]))
    if key in NUMBERS and not SPAN.fullmatch(value):
        raise StudyError(f"{key} is a whole number or a span, not {value!r}; write for example --where {key}=0..9")


def chosen(runs: pl.DataFrame, conditions: Conditions) -> pl.DataFrame:
    """
    The runs that meet every condition.

    Args:
        runs: a row a run with the columns of KEYS.

    Raises:
        StudyError: an arm that no run has.
    """
    arms: Sequence[str] = runs["arm"].unique().to_list()
    for arm in conditions.get("arm", ()):
        if arm not in arms:
            raise StudyError(unknown("arm", arm, arms))
    for key, values in conditions.items():
        runs = runs.filter(pl.any_horizontal(_meets(key, value) for value in values))
    return runs


def _meets(key: str, value: str) -> pl.Expr:
    if key not in NUMBERS:
        return pl.col(key) == value
    first, last = _span(value)
    return pl.col(key).is_between(first, last)


def _span(value: str) -> tuple[int, int]:
    found: Any = SPAN.fullmatch(value)
    first = int(found[1])
    return first, first if found[2] is None else int(found[2])
