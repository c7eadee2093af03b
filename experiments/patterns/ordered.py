"""The contributions of a log in time order, as arrays: the table behind ties, newcomers and attention."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clubsim.experiments.measures.careers import Ints
from clubsim.experiments.measures.reading import CLOCK, THREAD

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NOBODY = -1


class Spoken(NamedTuple):
    """
    E contributions in time order, of M members; with those only ever aimed at, P >= M people.

    Rows 0..M-1 are members in the order of their ids, as in `Careers`; the others follow.
    """

    member: Ints  # [E], who wrote, 0..M-1
    target: Ints  # [E], at whom, 0..P-1; NOBODY for none, unknown or oneself
    day: Ints  # [E]
    time: Floats  # [E], since day 0 [hour]; midnight of the day where the log has no clock
    thread: Ints | None  # [E], -1 for none; None where the log has no threads
    clock: bool  # whether `time` is a time of day
    n_members: int
    n_people: int
    first_day: int  # first observed day
    last_day: int  # last observed day

    @property
    def n_days(self) -> int:
        """Observed days [day]."""
        return self.last_day - self.first_day + 1

    @property
    def aimed(self) -> Bools:
        """Whether an event is aimed at another member [E]."""
        return np.asarray(self.target != NOBODY, dtype=np.bool_)


def in_order(events: pl.DataFrame, observed: tuple[int, int]) -> Spoken:
    """
    The contributions `events` of a checked log, in time order.

    Events are ordered by day, then by hour where every one has an hour; what is then equal keeps the order of
    the rows, which real logs of whole days have in time order.

    Args:
        events: contributions, of `reading.contributions`.
        observed: first and last observed day of the whole log, of `reading.window`.
    """
    clock = CLOCK in events.columns and events.height > 0 and not events[CLOCK].null_count()
    events = events.sort("day", CLOCK, maintain_order=True) if clock else events.sort("day", maintain_order=True)
    ids = events["member"].to_numpy().astype(np.int64)
    goals = events["target"].to_numpy().astype(np.int64)
    goals = np.where(goals == ids, NOBODY, goals)
    acting, member = np.unique(ids, return_inverse=True)
    passive = np.setdiff1d(goals[goals >= 0], acting)
    people = np.concatenate([acting, passive])
    order = np.argsort(people)
    target = np.full(goals.size, NOBODY, dtype=np.int64)
    known = goals >= 0
    target[known] = order[np.searchsorted(people, goals[known], sorter=order)]
    day = events["day"].to_numpy().astype(np.int64)
    hour = events[CLOCK].to_numpy() if clock else np.zeros(day.size)
    return Spoken(
        member=member.astype(np.int64),
        target=target,
        day=day,
        time=24.0 * day + hour,
        thread=events[THREAD].to_numpy().astype(np.int64) if THREAD in events.columns else None,
        clock=clock,
        n_members=acting.size,
        n_people=people.size,
        first_day=observed[0],
        last_day=observed[1],
    )


def first_of_each(keys: Ints) -> Ints:
    """Positions of the first occurrence of each distinct key, in the order of the keys."""
    return np.unique(keys, return_index=True)[1].astype(np.int64)
