"""
What was before a change and what was after it. It is no effect: a change is often made when things are at their worst,
after which they get better by themselves (regression to the mean), and seasons, holidays and other changes come along.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl

from clubsim.experiments.measures.daily import daily_counts

SPAN = 28  # [day] before and after
WEEK = 7  # [day]
WARNING = (
    "before and after is no effect: one often changes something when it goes badly, and then it gets better by itself "
    "(regression to the mean); seasons, holidays and other changes come along. To compare, simulate both arms."
)
TOO_SHORT = "the log has not 28 days on both sides"


def around(
    changes: pl.DataFrame, log: pl.DataFrame | None, first: date | None, daily: pl.DataFrame | None
) -> pl.DataFrame:
    """
    Speakers in the 28 days before each change and the 28 from its day on.

    Args:
        changes: date, what, from, to, announced.
        log: an event log, whose day 0 is `first`; then counts are weekly speakers, the mean of four whole weeks.
        daily: speakers by date, where there is no log; then counts are speakers a day.

    Returns:
        A row a change: date, what, from, to, before, after, note. before and after are null where too short.
    """
    counted, read_off = _of_days(daily), range(SPAN)
    if log is not None and first is not None:
        counted, read_off = _weekly(log, first), range(WEEK - 1, SPAN, WEEK)
    days = changes["date"].to_list()
    rows = []
    for change in changes.iter_rows(named=True):
        before, after = (_mean(counted, change["date"] + timedelta(begin), read_off) for begin in (-SPAN, 0))
        rows.append(_row(change, days, before, after))
    types = {"date": pl.Date, "what": pl.String, "from": pl.Float64, "to": pl.Float64, "before": pl.Float64}
    return pl.DataFrame(rows, schema={**types, "after": pl.Float64, "note": pl.String})


def _row(change: dict[str, Any], days: list[date], before: float | None, after: float | None) -> dict[str, Any]:
    told = None not in (before, after)
    near = sum(abs((other - change["date"]).days) < SPAN for other in days) - 1
    notes = ([] if told else [TOO_SHORT]) + (
        [f"{near} further change{'s' * (near > 1)} within 28 days"] if near else []
    )
    kept = {name: change[name] for name in ("date", "what", "from", "to")}
    return {**kept, "before": before if told else None, "after": after if told else None, "note": "; ".join(notes)}


def _weekly(log: pl.DataFrame, first: date) -> dict[date, float]:
    """Distinct speakers of the seven days that end on a date; only of weeks that lie in the log."""
    counts = daily_counts(log)
    begin = int(log["day"].min())  # type: ignore[arg-type]
    return {
        first + timedelta(day): float(speakers)
        for day, speakers in counts.select("day", "weekly_speakers").iter_rows()
        if day >= begin + WEEK - 1
    }


def _of_days(daily: pl.DataFrame | None) -> dict[date, float]:
    if daily is None or "speakers" not in daily.columns:
        return {}
    return {day: float(count) for day, count in daily.select("date", "speakers").iter_rows() if count is not None}


def _mean(counted: dict[date, float], begin: date, read_off: range) -> float | None:
    """Mean of the counts so many days after `begin`; None where one is missing."""
    found = [counted.get(begin + timedelta(day)) for day in read_off]
    return None if None in found else sum(one for one in found if one is not None) / len(found)
