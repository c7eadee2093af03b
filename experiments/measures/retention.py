"""Who comes back: bracket and unbounded retention, return after silence, the departure curve.

Every share counts only members who were observed long enough for the answer to be known: who is still here
when the log ends is censored, neither lost nor kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Careers, Share

DAYS = (1, 7, 30, 90, 180, 365)  # tenures at which retention is reported [day]
WEEKS = (1, 4, 12)
SILENCES = (30, 60, 90, 180, 365)  # [day]
FOLLOWUP = 90  # what unbounded retention waits for a late return [day]
HORIZON = 365  # [day]
CURVE = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)  # about even in ln d [day]
FEWEST = 5  # days of CURVE that a fit needs


def bracket(careers: Careers, day: int) -> Share:
    """
    Share of members active on exactly day `day` of their tenure.

        R(d) = |{i: active on start_i + d}| / |{i: start_i + d <= last_day}|
    """
    return between(careers, day, day)


def weekly(careers: Careers, week: int) -> Share:
    """
    Share of members active in week `week` after their start (V10; the first week is 0).

        W(n) = |{i: active in [start_i + 7n, start_i + 7n + 6]}| / |{i: start_i + 7n + 6 <= last_day}|
    """
    return between(careers, 7 * week, 7 * week + 6)


def between(careers: Careers, low: int, high: int) -> Share:
    """Share active on any of the tenure days low..high, of the members observed through day `high`."""
    seen = careers.start <= careers.last_day - high
    inside = (careers.tenure >= low) & (careers.tenure <= high) & seen[careers.who]
    return Share(int(np.unique(careers.who[inside]).size), int(seen.sum()))


def unbounded(careers: Careers, day: int, followup: int = FOLLOWUP) -> Share:
    """
    Share of members active on or after day `day` of their tenure (V8, V9).

        S(d) = |{i: end_i >= start_i + d}| / |{i}|,  both over {i: start_i <= last_day - d - followup}

    Early members had longer to come back than late ones, so compare logs of equal length only.
    """
    seen = careers.start <= careers.last_day - day - followup
    stayed = seen & (careers.end - careers.start >= day)
    return Share(int(stayed.sum()), int(seen.sum()))


def return_after_silence(careers: Careers, silence: int, horizon: int = HORIZON) -> Share:
    """
    Share of silences of `silence` days that end within `horizon` days more (V11).

    A silence starts after each active day a of a member with >= 2 events, the last one included, and counts
    if the member is not active on a + 1 .. a + silence and a + silence + horizon <= last_day.

        share = P(gap <= silence + horizon | gap > silence)
    """
    last = np.append(careers.who[1:] != careers.who[:-1], True)[: careers.who.size]
    following = np.append(careers.day[1:], 0)[: careers.day.size]
    gap = np.where(last, np.iinfo(np.int64).max, following - careers.day)
    counts = careers.total[careers.who] >= 2
    counts &= (gap > silence) & (careers.day + silence + horizon <= careers.last_day)
    return Share(int((gap[counts] <= silence + horizon).sum()), int(counts.sum()))


def one_event_only(careers: Careers, followup: int) -> Share:
    """
    Share of members with exactly one event in the whole log (V5).

        |{i: total_i = 1}| / |{i}|,  both over {i: total_i >= 1, start_i <= last_day - followup}

    With followup 0 the newcomers of the last days count, who had no time for a second.
    """
    seen = (careers.start <= careers.last_day - followup) & (careers.total > 0)
    return Share(int((careers.total[seen] == 1).sum()), int(seen.sum()))


class Departure(NamedTuple):
    """The line F(d) = intercept + slope ln d, fitted to the share departed by day d."""

    intercept: float
    slope: float
    r_squared: float
    longest: int  # largest d that the log is long enough for [day]


def departure_curve(careers: Careers, followup: int = FOLLOWUP) -> Departure | None:
    """
    Least squares of the share departed on ln d (V7), d in CURVE as far as the log is long enough.

        F(d) = 1 - S(d) = c + b ln d,   R2 = 1 - sum (F - fit)^2 / sum (F - mean)^2

    Every d has its own cohort, `unbounded` with the same follow-up. None with fewer than FEWEST usable d, and
    where F is the same at all of them (no slope to explain).

    Source: adapted. Form of Johnson, Faraj & Kudaravalli (2014), departures of forum members.
    """
    known = [(day, share.value) for day in CURVE if (share := unbounded(careers, day, followup)).base]
    if len(known) < FEWEST:
        return None
    log_day = np.log([day for day, _ in known])
    departed = np.array([1.0 - value for _, value in known if value is not None])
    spread = departed - departed.mean()
    if not np.any(np.abs(spread) > 1e-12):
        return None
    slope = float(spread @ (log_day - log_day.mean()) / np.sum((log_day - log_day.mean()) ** 2))
    intercept = float(departed.mean() - slope * log_day.mean())
    left = departed - intercept - slope * log_day
    return Departure(intercept, slope, float(1 - left @ left / (spread @ spread)), known[-1][0])
