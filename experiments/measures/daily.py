"""A log's counts by day, to hold against the counts that a run streams."""

from __future__ import annotations

import numpy as np
import polars as pl

from clubsim.experiments.measures.careers import careers
from clubsim.experiments.measures.reading import LogError, check_log, contributions, of_kind, window
from clubsim.experiments.measures.rhythm import WEEK, distinct_trailing


def daily_counts(log: pl.DataFrame, n_days: int | None = None) -> pl.DataFrame:
    """
    One row a day, from day 0.

        speakers         distinct members who contributed
        messages         contributions
        visitors         distinct members who visited
        checkins, joined, left, removed, lapsed    events of kind checkin, join, leave, removed, lapse
        weekly_speakers  distinct members who contributed in the seven days that end with this one

    Args:
        log: an event log, simulated or real.
        n_days: rows, for a run whose last days were without events; as far as the last event by default.

    Returns:
        Columns day, speakers, messages, visitors, checkins, joined, left, removed, lapsed and weekly_speakers, int64.

    Raises:
        LogError: `log` is not an event log.
        ValueError: n_days that would cut off events.
    """
    log = check_log(log)
    last = window(log)[1]
    n_days = last + 1 if n_days is None else n_days
    if n_days <= last:
        raise ValueError(
            f"n_days must reach past the last event, on day {last}, not {n_days}; write {last + 1} or more"
        )
    spoken = contributions(log)
    speaking = careers(spoken, (0, n_days - 1))
    visiting = careers(of_kind(log, "visit"), (0, n_days - 1))
    return pl.DataFrame(
        {
            "day": np.arange(n_days),
            "speakers": distinct_trailing(speaking, 1),
            "messages": _by_day(spoken, n_days),
            "visitors": distinct_trailing(visiting, 1),
            "checkins": _by_day(of_kind(log, "checkin"), n_days),
            "joined": _by_day(of_kind(log, "join"), n_days),
            "left": _by_day(of_kind(log, "leave"), n_days),
            "removed": _by_day(of_kind(log, "removed"), n_days),
            "lapsed": _by_day(of_kind(log, "lapse"), n_days),
            "weekly_speakers": distinct_trailing(speaking, WEEK),
        }
    )


def headcount(log: pl.DataFrame, n_days: int | None = None, founders: int = 0) -> pl.DataFrame:
    """
    Members in the group at the end of each day: founders + joined - left - removed - lapsed, all up to that day.

    Args:
        founders: members on day 0 for whom the log has no join.
        log, n_days: as for `daily_counts`.

    Returns:
        Columns day and members, int64.

    Raises:
        LogError: the log has no join events, as logs of posts have not.
    """
    days = daily_counts(log, n_days)
    if not days["joined"].sum() and not founders:
        raise LogError("a headcount needs events of kind 'join' and this log has none; count its speakers instead")
    change = pl.col("joined") - pl.col("left") - pl.col("removed") - pl.col("lapsed")
    return days.select("day", members=founders + change.cum_sum())


def _by_day(events: pl.DataFrame, n_days: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.bincount(events["day"].to_numpy(), minlength=n_days).astype(np.int64)
