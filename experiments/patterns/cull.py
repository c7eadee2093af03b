"""The cull counterfactual: what removing the silent would have cost (V12)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Careers, Ints

SILENCES = (30, 90, 180, 365)  # [day]
AHEAD = 180  # how far the look ahead reaches [day]
DATES = 12
HISTORY = 548  # before the first date [day]; a year and a half, so that a silence of a year can occur


class Cull(NamedTuple):
    """What removing everyone silent for `silence` days would have done, pooled over dates."""

    culled: float  # share of those who had ever posted
    lost: float  # share of the posts of the next days that the culled wrote, of all by members of that date
    returned: float  # share of the culled who posted in the next days
    dates: int


def cull(careers: Careers, silence: int, ahead: int = AHEAD, dates: int = DATES) -> Cull | None:
    """
    Remove at some dates who was silent for at least `silence` days, and look ahead in the real log (V12).

        culled(t)   = |{i: t - last_i(t) >= silence}| / |{i: start_i <= t}|
        lost(t)     = posts on t + 1 .. t + ahead by the culled / by everyone with start_i <= t
        returned(t) = share of the culled with a post on t + 1 .. t + ahead

    last_i(t) is the last active day <= t. Dates are even steps from HISTORY days after the beginning to the
    last with a whole look ahead, the same for every silence; each of the three is the mean over the dates at
    which it is defined. What the culled would have caused others to write is not counted.

    Returns:
        None where the log is too short for a date, or nobody was culled.
    """
    low = careers.first_day + HISTORY
    high = careers.last_day - ahead
    if high < low or not careers.who.size:
        return None
    when = np.unique(np.linspace(low, high, dates).astype(np.int64))
    rows = [_at(careers, int(day), silence, ahead) for day in when]
    culled, lost, returned = (np.array([row[k] for row in rows]) for k in range(3))
    if not culled.any() or np.isnan(lost).all():
        return None
    return Cull(float(culled.mean()), float(np.nanmean(lost)), float(np.nanmean(returned)), when.size)


def last_active(careers: Careers, day: int) -> Ints:
    """The last active day <= `day` of each member [M]; a day before the log for who had none yet."""
    last = np.full(careers.n_members, careers.first_day - 1, dtype=np.int64)
    past = careers.day <= day
    np.maximum.at(last, careers.who[past], careers.day[past])
    return last


def _at(careers: Careers, day: int, silence: int, ahead: int) -> tuple[float, float, float]:
    """Culled, lost and returned at one date; NaN where nobody posts after or nobody was culled."""
    existing = careers.start <= day
    gone = existing & (day - last_active(careers, day) >= silence)
    soon = (careers.day > day) & (careers.day <= day + ahead)
    posts = np.bincount(careers.who[soon], careers.events[soon], minlength=careers.n_members)
    all_posts = posts[existing].sum()
    lost = posts[gone].sum() / all_posts if all_posts else np.nan
    returned = (posts[gone] > 0).mean() if gone.any() else np.nan
    return float(gone.sum() / existing.sum()), float(lost), float(returned)
