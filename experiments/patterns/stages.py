"""Where a community stands in its life: stages read off the weekly activity series."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from clubsim.experiments.measures.careers import careers
from clubsim.experiments.measures.reading import check_log, contributions, window
from clubsim.experiments.patterns.ordered import Floats

StageName = Literal["inception", "growth", "maturity", "decline", "death", "revival"]

WEEK = 7  # [day]
YEAR = 365 / WEEK  # [week]
SMOOTH = 27  # weeks of the running median and of the running mean, or fewer in a short series
TAKEN_OFF = 0.2  # of its peak: below it the first climb is inception
PLATEAU = 0.8  # of a peak: above it is maturity
RISING = 0.08  # of the peak a year: a plateau at the end that rises faster is still growth
FALLEN = 0.6  # of a peak: a fall below it ends a climb; 1 / FALLEN times a trough ends a fall
STIR = 0.2  # of the highest of all: falls and climbs are at least as large
DEAD = 0.05  # of the highest so far
QUIET = 1.0  # speakers a week: below either it is death
SHORTEST = 26  # weeks a stage lasts, or a twelfth of a series shorter than six years


class Stage(NamedTuple):
    """An interval of days, both ends counted."""

    first_day: int
    last_day: int
    stage: StageName


def stages(log: pl.DataFrame) -> list[Stage]:
    """
    The life-cycle stages of an event log, of its weekly distinct speakers (`from_series`).

    Args:
        log: simulated or real, as `reading.read_log` gives it.

    Returns:
        Intervals that cover the days from the first to the last observed without a gap.

    Raises:
        LogError: not an event log.
    """
    log = check_log(log)
    return from_series(weekly_speakers(log), *window(log))


def weekly_speakers(log: pl.DataFrame) -> Floats:
    """Distinct members with a contribution in each whole week from the first observed day [W], W >= 1."""
    first, last = window(log)
    n_weeks = max((last - first + 1) // WEEK, 1)
    spoken = careers(contributions(log), (first, last))
    week = (spoken.day - first) // WEEK
    once = np.unique(spoken.who[week < n_weeks] * n_weeks + week[week < n_weeks]) % n_weeks
    return np.bincount(once, minlength=n_weeks).astype(np.float64)


def from_series(weekly: Floats, first_day: int = 0, last_day: int | None = None) -> list[Stage]:
    """
    Stages of a weekly activity series.

    1. Smooth it: a running median, then a running mean (`smooth`).
    2. Cut it at its peaks and troughs into climbs and falls. A peak is one once the series has come down to
       FALLEN of it, a trough once it has gone up to 1 / FALLEN of it; both by at least STIR of the highest of
       all. Smaller waves, seasons among them, are no turning points.
    3. Name the weeks. P is the highest before the trough at which a climb began.

           maturity   around each peak, from the first to the last week at PLATEAU of it or above; a peak
                      below FALLEN P has no maturity, its weeks are revival; a last plateau that still rises
                      by more than RISING of its peak a year is growth
           inception  in the first climb, before TAKEN_OFF of its peak is reached
           revival    in a later climb, below P
           growth     in any climb, the rest
           decline    in a fall
           death      in a fall, below DEAD of the highest so far or below QUIET speakers a week

    4. Give stages shorter than SHORTEST weeks, or than a twelfth of a short series, to the stage before them
       (the first to the one after), the shortest first.

    The bounds are conventions, chosen on twenty real
    communities; a stage's edges are no sharper than SMOOTH weeks.

    Args:
        weekly: active members in each week [W], W >= 1.
        first_day: day on which the first week begins.
        last_day: last observed day, the last week's end by default; a part week belongs to the last stage.

    Raises:
        ValueError: an empty series, or a negative or missing value.
    """
    weekly = np.asarray(weekly, dtype=np.float64)
    if weekly.ndim != 1 or not weekly.size or not np.isfinite(weekly).all() or (weekly < 0).any():
        raise ValueError("weekly must be a series of one or more numbers >= 0; count the active members of each week")
    runs = _long_enough(_named(smooth(weekly)), least=shortest_weeks(weekly.size))
    last_day = first_day + WEEK * weekly.size - 1 if last_day is None else last_day
    found, start = [], first_day
    for name, n_weeks in runs:
        found.append(Stage(start, start + WEEK * n_weeks - 1, name))
        start += WEEK * n_weeks
    found[-1] = found[-1]._replace(last_day=max(last_day, found[-1].first_day))
    return found


def smooth(weekly: Floats) -> Floats:
    """Running median, then running mean, each over SMOOTH weeks or a tenth of the series; cut off at the ends."""
    half = smoothing_weeks(weekly.size) // 2

    def around(series: Floats, k: int) -> Floats:
        return series[max(0, k - half) : k + half + 1]

    middle = np.array([np.median(around(weekly, k)) for k in range(weekly.size)])
    return np.array([around(middle, k).mean() for k in range(weekly.size)])


def smoothing_weeks(n_weeks: int) -> int:
    """Over how many weeks a series of so many is smoothed, an odd number: no edge of a stage is sharper."""
    return 2 * (min(SMOOTH, n_weeks // 10) // 2) + 1


def shortest_weeks(n_weeks: int) -> int:
    """How many weeks a stage of a series of so many lasts at least, unless the series is one stage."""
    return max(2, min(SHORTEST, n_weeks // 12))


def turning_points(x: Floats) -> list[int]:
    """Weeks of the peaks and troughs in turn: the first is a peak, and the last may be either (step 2)."""
    found: list[int] = []
    best, climbing = 0, True
    for k, value in enumerate(x):
        if (value > x[best]) if climbing else (value < x[best]):
            best = k
        move = abs(value - x[best]) >= STIR * x.max()
        turned = value <= FALLEN * x[best] if climbing else value >= x[best] / FALLEN
        if k > best and move and turned:
            found.append(best)
            best, climbing = k, not climbing
    return [*found, best]


def _named(x: Floats) -> list[StageName]:
    """The stage of each week of the smoothed series (step 3)."""
    names: list[StageName] = ["decline"] * x.size
    points = turning_points(x)
    if len(points) % 2 == 0:
        points[-1] = x.size - 1  # a trough that nothing confirmed: the fall lasts to the end
    start = 0
    for number in range(0, len(points), 2):
        top = points[number]
        bottom = points[number + 1] if number + 1 < len(points) else x.size - 1
        before = float(x[: start + 1].max()) if number else 0.0
        for k in range(start, bottom + 1):
            names[k] = _climbing(x, k, x[top], before) if k < top else _falling(x, k)
        plateau = start + np.flatnonzero(x[start : bottom + 1] >= PLATEAU * x[top])
        lasting: StageName = "maturity" if x[top] >= FALLEN * before else "revival"
        if number == len(points) - 1 and _rises(x[plateau[0] :]):
            lasting = "growth" if x[top] >= before else "revival"
        if x[top] >= QUIET:
            names[plateau[0] : plateau[-1] + 1] = [lasting] * int(plateau[-1] + 1 - plateau[0])
        start = bottom
    return names


def _rises(plateau: Floats) -> bool:
    """Whether the straight line through the plateau rises by more than RISING of its highest a year."""
    if plateau.size < 2:
        return False
    return bool(np.polyfit(np.arange(plateau.size), plateau, 1)[0] * YEAR > RISING * plateau.max())


def _climbing(x: Floats, k: int, top: float, before: float) -> StageName:
    """The stage of week k on the way up to `top`, after a peak of `before` (0 in the first climb)."""
    if not before and (x[: k + 1].max() < TAKEN_OFF * top or top < QUIET):
        return "inception"
    return "revival" if x[k] < before else "growth"


def _falling(x: Floats, k: int) -> StageName:
    """The stage of week k on the way down."""
    return "death" if x[k] < max(DEAD * x[: k + 1].max(), QUIET) else "decline"


def _long_enough(names: list[StageName], least: int) -> list[tuple[StageName, int]]:
    """Stages and their weeks, without stages shorter than `least` weeks (step 4)."""
    runs = _runs([(name, 1) for name in names])
    while len(runs) > 1:
        k = min(range(len(runs)), key=lambda j: runs[j][1])
        if runs[k][1] >= least:
            break
        into = k - 1 if k else 1
        runs[into] = (runs[into][0], runs[into][1] + runs[k][1])
        del runs[k]
        runs = _runs(runs)
    return runs


def _runs(parts: list[tuple[StageName, int]]) -> list[tuple[StageName, int]]:
    """Neighbours of one name put together."""
    runs: list[tuple[StageName, int]] = []
    for name, length in parts:
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + length)
        else:
            runs.append((name, length))
    return runs
