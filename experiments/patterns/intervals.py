"""Times between one's own events: burstiness, memory, the pooled density, the hours of the day (V26, V27, V28)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Ints
from clubsim.experiments.measures.rhythm import TALKATIVE, hour_profile
from clubsim.experiments.patterns.ordered import Floats, Spoken

SHORTEST, LONGEST = 0.1, 1440.0  # range of the density [hour]; 60 days
DAY = 24.0  # [hour]
BINS = 30  # of the density, with a clock
LEAST = 200  # intervals the density needs


def intervals(spoken: Spoken) -> tuple[Ints, Floats]:
    """Whose interval [G] and how long [hour] [G], between successive events of one member; 0 within a day
    where the log has no clock."""
    order = np.argsort(spoken.member, kind="stable")
    who, time = spoken.member[order], spoken.time[order]
    same = who[1:] == who[:-1]
    return who[1:][same], np.diff(time)[same]


class Burst(NamedTuple):
    """Means over talkative members."""

    burstiness: float
    memory: float
    members: int


def burst(spoken: Spoken, least: int = TALKATIVE) -> Burst | None:
    """
    Mean burstiness and memory of the members with at least `least` events (V27), both in [-1, 1].

        B_i = (sd - mean) / (sd + mean) of the intervals;   M_i = corr(interval k, interval k + 1)

    Without a clock intervals are whole days, 0 within a day. Members whose intervals do not vary have no
    memory; None if nobody is left for either.

    Source: adapted. Goh & Barabasi (2008), EPL 81, 48002.
    """
    who, gap = intervals(spoken)
    n = np.bincount(who, minlength=spoken.n_members).astype(np.float64)
    chosen = (n >= max(least, 2) - 1) & (np.bincount(who, gap, minlength=spoken.n_members) > 0)
    if not chosen.any():
        return None
    mean, sd = _moments(who, gap, spoken.n_members)
    memory = _memory(who, gap, spoken.n_members)[chosen]
    known = memory[~np.isnan(memory)]
    if not known.size:
        return None
    index = (sd[chosen] - mean[chosen]) / (sd[chosen] + mean[chosen])
    return Burst(float(index.mean()), float(known.mean()), int(chosen.sum()))


def _moments(who: Ints, values: Floats, size: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the values of each member [size]; 0 for none."""
    n = np.maximum(np.bincount(who, minlength=size), 1)
    mean = np.bincount(who, values, minlength=size) / n
    spread = np.bincount(who, (values - mean[who]) ** 2, minlength=size) / n
    return mean, np.sqrt(spread)


def _memory(who: Ints, gap: Floats, size: int) -> Floats:
    """Correlation of successive intervals of each member [size]; NaN where one does not vary."""
    same = who[1:] == who[:-1]
    owner, one, two = who[1:][same], gap[:-1][same], gap[1:][same]
    (mean_one, sd_one), (mean_two, sd_two) = _moments(owner, one, size), _moments(owner, two, size)
    n = np.maximum(np.bincount(owner, minlength=size), 1)
    common = np.bincount(owner, (one - mean_one[owner]) * (two - mean_two[owner]), minlength=size) / n
    scale = sd_one * sd_two
    memory: Floats = np.divide(common, scale, out=np.full(size, np.nan), where=scale > 1e-9)
    return memory


class Density(NamedTuple):
    """The pooled density of intervals as a power law."""

    slope: float
    intervals: int


def interval_density(spoken: Spoken) -> Density | None:
    """
    Slope of the density of all members' intervals on double logarithmic axes (V28).

        ln(n_b / width_b) on ln(middle_b), least squares over the bins b that hold any;
        30 log-spaced bins from .1 h to 60 d

    Returns:
        None with fewer than LEAST intervals in range, and without a clock.
    """
    return _density(intervals(spoken)[1], np.geomspace(SHORTEST, LONGEST, BINS + 1)) if spoken.clock else None


def daily_density(spoken: Spoken) -> Density | None:
    """
    The same of whole days from 1 to 60, in bins never narrower than a day: what a log without a clock can show.

    What happens within a day is not seen, so the slope is steeper than `interval_density`, and no substitute.
    """
    days = spoken._replace(time=(DAY * spoken.day).astype(np.float64))
    return _density(intervals(days)[1], DAY * _whole_days())


def _density(gap: Floats, edges: Floats) -> Density | None:
    """The slope over the bins between `edges` [hour]."""
    n, _ = np.histogram(gap, edges)
    if n.sum() < LEAST or (n > 0).sum() < 3:
        return None
    held = n > 0
    middle = np.log(np.sqrt(edges[1:] * edges[:-1]))[held]
    height = np.log(n / np.diff(edges), where=held, out=np.zeros(n.size))[held]
    return Density(float(np.polyfit(middle, height, 1)[0]), int(n.sum()))


def _whole_days() -> Floats:
    """Edges between whole days, log-spaced: .5, 1.5, 2.5, ... 60.5."""
    return np.asarray(np.unique(np.round(np.geomspace(1, 61, 15)) - 0.5), dtype=np.float64)


def hours(spoken: Spoken) -> tuple[float, float] | None:
    """Events in the busiest and in the quietest hour of the day over the mean hour (V26); None without a clock."""
    if not spoken.clock or not spoken.time.size:
        return None
    profile = 24 * hour_profile(spoken.time % 24)
    return float(profile.max()), float(profile.min())
