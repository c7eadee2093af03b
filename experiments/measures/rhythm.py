"""Days, weeks and hours: how many are active, how often, and when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clubsim.experiments.measures.careers import Careers, Ints, Share

WEEK, MONTH = 7, 28  # [day]; months are whole weeks
OFTEN = 20  # active days in a month from which a member counts as a daily one [day]
TALKATIVE = 50  # events from which a member's burstiness is measured


def distinct_trailing(careers: Careers, days: int) -> Ints:
    """
    Members active on at least one of the `days` days that end with each observed day.

        n(t) = |{i: active in [t - days + 1, t]}|

    Returns:
        [n_days], first_day to last_day; the first days - 1 values see less than a whole window.
    """
    since = careers.day - careers.first_day
    until = since + days
    same = careers.who[1:] == careers.who[:-1]
    until[:-1][same] = np.minimum(until[:-1][same], since[1:][same])  # the next active day takes over
    size = careers.n_days + days + 1
    steps = np.bincount(since, minlength=size) - np.bincount(until, minlength=size)
    return np.cumsum(steps)[: careers.n_days].astype(np.int64)


def whole_windows(careers: Careers, days: int) -> Ints:
    """`distinct_trailing` from the first day whose window was wholly observed; empty if there is none."""
    return distinct_trailing(careers, days)[days - 1 :]


def stickiness(careers: Careers, month: int = MONTH) -> float | None:
    """
    Mean daily active members over mean monthly active ones (V29, for months of 30 days), in (0, 1].

        mean of DAU(t) / mean of MAU(t),   t = every day that ends a whole month

    None if the log is shorter than a month or nobody was active then.
    """
    monthly = whole_windows(careers, month)
    daily = distinct_trailing(careers, 1)[month - 1 :]
    return float(daily.sum() / monthly.sum()) if monthly.sum() else None


def active_days(careers: Careers, month: int = MONTH) -> Ints:
    """
    Active days of each member in each block of `month` days (V30, for months of 30 days).

    Returns:
        1 to month, one number for each member and block with any active day.

    Blocks follow each other from the first observed day; a last block that is not whole is left out.
    """
    block = (careers.day - careers.first_day) // month
    whole = block < careers.n_days // month
    key = careers.who[whole] * (careers.n_days // month + 1) + block[whole]
    days: Ints = np.unique(key, return_counts=True)[1].astype(np.int64)
    return days


def single_days(careers: Careers, month: int = MONTH) -> Share:
    """Share of active member-months with one active day."""
    days = active_days(careers, month)
    return Share(int((days == 1).sum()), int(days.size))


def frequent_days(careers: Careers, month: int = MONTH) -> Share:
    """Share of active member-months with at least 20 active days."""
    days = active_days(careers, month)
    return Share(int((days >= OFTEN).sum()), int(days.size))


def weekend_ratio(careers: Careers, first_weekday: int) -> float | None:
    """
    Events a day on Saturdays and Sundays over events a day on the other days (V25), >= 0.

    Args:
        first_weekday: weekday of day 0, 0 = Monday .. 6 = Sunday.

    Returns:
        None if no weekend day was observed, or nothing happened on weekdays.
    """
    weekday = (first_weekday + np.arange(careers.first_day, careers.last_day + 1)) % 7
    volume = np.bincount(careers.day - careers.first_day, careers.events, minlength=careers.n_days)
    weekend = weekday >= 5
    if not weekend.any() or not volume[~weekend].sum():
        return None
    return float(volume[weekend].mean() / volume[~weekend].mean())


def burstiness(careers: Careers, least: int = TALKATIVE) -> float | None:
    """
    Mean burstiness of the members with at least `least` events (V27), in [-1, 1].

        B_i = (sd - mean) / (sd + mean) of the days between successive events, 0 within a day

    -1 is a clock, 0 a Poisson process, 1 one long silence. Members with all events on one day have none.
    Whole days hide the order within a day, which matters little for gaps of days.

    Source: adapted. Goh & Barabasi (2008), on whole days instead of exact times.
    """
    row, gap = careers.gaps()
    square = np.bincount(row, gap.astype(np.float64) ** 2, minlength=careers.n_members)
    length = np.bincount(row, gap, minlength=careers.n_members)
    chosen = (careers.total >= max(least, 2)) & (length > 0)
    if not chosen.any():
        return None
    n_gaps = careers.total[chosen] - 1
    mean = length[chosen] / n_gaps
    sd = np.sqrt(np.maximum(square[chosen] / n_gaps - mean**2, 0.0))
    return float(np.mean((sd - mean) / (sd + mean)))


def hour_profile(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Share of events in each hour of the day [24], sums to 1.

    Args:
        hours: clock times of the events [hour], in [0, 24), at least one.
    """
    return np.bincount(hours.astype(np.int64), minlength=24) / hours.size
