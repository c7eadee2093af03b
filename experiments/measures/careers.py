"""Who was active on which day, as arrays: the one table behind retention and rhythm."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Share(NamedTuple):
    """`hits` of `base`, kept apart so that a report can say how many it is a share of."""

    hits: int
    base: int

    @property
    def value(self) -> float | None:
        """hits / base in [0, 1]; None where there is nobody to count."""
        return self.hits / self.base if self.base else None


class Careers(NamedTuple):
    """
    The active days of M members, D member-days in all, sorted by member and then by day.

    A member who was enrolled (see `careers`) and never active has no member-day, and end = start.
    """

    start: Ints  # [M], day on which tenure is 0
    end: Ints  # [M], last active day
    total: Ints  # [M], events in the whole log
    who: Ints  # [D], row of the member in start, end, total
    day: Ints  # [D], active day
    events: Ints  # [D], how many events on this day, >= 1
    first_day: int  # first observed day
    last_day: int  # last observed day

    @property
    def n_members(self) -> int:
        return self.start.size

    @property
    def n_days(self) -> int:
        """Observed days [day]."""
        return self.last_day - self.first_day + 1

    @property
    def tenure(self) -> Ints:
        """Days since the member's start, of each member-day [D]."""
        return self.day - self.start[self.who]

    def gaps(self) -> tuple[Ints, Ints]:
        """Rows [G] and days between one active day and the next of the same member [G], >= 1."""
        same = self.who[1:] == self.who[:-1]
        return self.who[1:][same], np.diff(self.day)[same]


def careers(events: pl.DataFrame, observed: tuple[int, int], enrolled: pl.DataFrame | None = None) -> Careers:
    """
    The active days of everyone in `events`.

    Args:
        events: the events that make a day active, with columns member and day.
        observed: first and last observed day of the whole log, of `reading.window`.
        enrolled: events (columns member, day) that start a tenure, such as joins. Whoever is in it counts
            from the first of them, active or not; the others, as all do without it, from their first event.
    """
    daily = events.group_by("member", "day").agg(pl.len().alias("events")).sort("member", "day")
    begun = daily if enrolled is None else pl.concat([daily.select("member", "day"), enrolled.select("member", "day")])
    begun = begun.group_by("member").agg(pl.col("day").min()).sort("member")
    start = _ints(begun["day"])
    who = np.searchsorted(_ints(begun["member"]), _ints(daily["member"])).astype(np.int64)
    day, on_day = _ints(daily["day"]), _ints(daily["events"])
    end, total = start.copy(), np.zeros_like(start)
    np.maximum.at(end, who, day)
    np.add.at(total, who, on_day)
    return Careers(start, end, total, who, day, on_day, *observed)


def _ints(column: pl.Series) -> Ints:
    return column.to_numpy().astype(np.int64)
