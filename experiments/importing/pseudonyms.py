"""
Happenings to events: accounts, conversations and rooms become numbers, times become days since the first.

Members are numbered in the order of their first event, which says nothing about a name. Where only the day is known,
the order within it could be that of an alphabetical list; it is shuffled there, by a key that is a digest of the whole
log: the same log gives the same numbers, and nobody without the log can turn them back.
"""

from collections.abc import Callable, Iterable
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

import polars as pl

from clubsim.experiments.importing.happenings import UNKNOWN, Happening

MINUTE = 60  # [s] a clock is kept to the minute
NOBODY = -1


class Events(NamedTuple):
    """The event log of `measures/reading.py`, whose first day it begins on, and the number of each account."""

    frame: pl.DataFrame  # member, day, kind, target; hour, thread and room where they are known
    first: date
    last: date
    members: dict[str, int]  # account -> number; stays in memory
    acting: int  # members with an event of their own; the others are only aimed at, or only listed


def events_of(happenings: list[Happening], with_clock: bool, listed: Iterable[str] = ()) -> Events:
    """
    Every happening as an event, in the order of time.

    An answer is aimed at the account whose message it answers; at nobody where that message is not in the log, or its
    own.

    Args:
        with_clock: keep the hour, to the minute, where it is known.
        listed: accounts that get a number even without an event.

    Raises:
        ValueError: no happenings.
    """
    rank = _shuffle(happenings)
    ordered = sorted(
        happenings, key=lambda one: (one.day, one.second, rank(one.account) if one.second == UNKNOWN else b"")
    )
    numbers: dict[str, int] = {}
    for one in ordered:
        numbers.setdefault(one.account, len(numbers))
    acting = len(numbers)
    authors = {one.message: one.account for one in ordered if one.message}
    targets = [authors.get(one.answers, "") or one.aimed for one in ordered]
    for account in (*targets, *sorted(listed, key=rank)):
        if account:
            numbers.setdefault(account, len(numbers))
    first = ordered[0].day
    columns = {
        "member": pl.Series([numbers[one.account] for one in ordered], dtype=pl.Int32),
        "day": pl.Series([one.day - first for one in ordered], dtype=pl.Int32),
        "kind": pl.Series([one.kind for one in ordered], dtype=pl.String),
        "target": pl.Series(_targets(ordered, targets, numbers), dtype=pl.Int32),
    }
    if with_clock and any(one.second != UNKNOWN for one in ordered):
        columns["hour"] = pl.Series([_hour(one.second) for one in ordered], dtype=pl.Float32)
    for name in ("thread", "room"):
        words = [getattr(one, name) for one in ordered]
        if any(words) and (name == "thread" or len(set(words)) > 1):  # one room is none
            columns[name] = pl.Series(_numbered(words), dtype=pl.Int32)
    return Events(pl.DataFrame(columns), date.fromordinal(first), date.fromordinal(ordered[-1].day), numbers, acting)


def _shuffle(happenings: list[Happening]) -> Callable[[str], bytes]:
    """What accounts are put in order by where time does not tell: a digest, keyed by all that happened."""
    whole = blake2b(digest_size=32)
    for one in happenings:
        whole.update(repr(one).encode("utf-8", "surrogatepass"))
    key = whole.digest()
    return lambda account: blake2b(account.encode("utf-8", "surrogatepass"), key=key, digest_size=16).digest()


def _targets(ordered: list[Happening], targets: list[str], numbers: dict[str, int]) -> list[int]:
    return [
        numbers[target] if target and target != one.account else NOBODY
        for one, target in zip(ordered, targets, strict=True)
    ]


def _hour(second: int) -> float | None:
    return None if second == UNKNOWN else second // MINUTE / 60


def _numbered(words: list[str]) -> list[int]:
    """Numbers from 0 in the order in which the words first come, NOBODY for ""."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(word, len(numbers)) if word else NOBODY for word in words]
