"""How long posters last and how they arrive: the renewal fit, newcomer surges, arrivals (V13, V33, V36)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Careers, Ints
from clubsim.experiments.measures.retention import FOLLOWUP
from clubsim.experiments.patterns.ordered import Floats

STEP = 30  # [day]; a month
MONTHS = 12  # renewals that the fit looks at
MEDIAN_OVER = 13  # months of the rolling median
FEWEST_MONTHS = 12
FEWEST_NEWCOMERS = 5  # in a monthly cohort


class Renewal(NamedTuple):
    """The shifted beta-geometric law with churn chance ~ Beta(alpha, beta)."""

    alpha: float
    beta: float


def monthly_survival(careers: Careers, followup: int = FOLLOWUP, longest: int = MONTHS) -> tuple[Ints, Ints]:
    """
    In which month members made their last step, as counts for `renewal`.

    A member has renewed month k if there is an event at or after tenure day 30 k. Only members who began
    `followup` days or more before the end count, and only months k <= `longest` whose day 30 k was followed up
    that long: a law fitted to decades instead of the first year has about twice the alpha.

    Returns:
        lost [K + 1]: members who did not renew month k (index 0 unused); kept [K + 1]: members who had renewed
        k months when their observation ended.
    """
    seen = careers.last_day - followup - careers.start
    counted = (seen >= STEP) & (careers.total > 0)
    months = np.minimum(seen[counted] // STEP, longest)  # renewals that could be seen
    renewed = np.minimum((careers.end - careers.start)[counted] // STEP, months)
    size = int(months.max()) + 1 if months.size else 1
    gone = renewed < months
    lost = np.bincount(renewed[gone] + 1, minlength=size).astype(np.int64)
    kept = np.bincount(renewed[~gone], minlength=size).astype(np.int64)
    return lost, kept


def renewal(lost: Ints, kept: Ints) -> Renewal | None:
    """
    Maximum-likelihood shifted beta-geometric law (V13).

        S(t) = B(alpha, beta + t) / B(alpha, beta)
        P(T = t) = S(t - 1) - S(t) = B(alpha + 1, beta + t - 1) / B(alpha, beta)
        log L = sum_t lost_t ln P(T = t) + sum_t kept_t ln S(t)

    Args:
        lost: units lost at their t-th renewal [T], index 0 unused.
        kept: units last seen after t renewals [T].

    Returns:
        None with nobody lost or nobody ever renewing: the law is then degenerate.

    Source: adapted. Fader & Hardie (2007), J. Interactive Marketing 21(1), 76-90.
    """
    from scipy.optimize import minimize
    from scipy.special import betaln

    time_lost, time_kept = np.arange(lost.size), np.arange(kept.size)
    if not lost.sum() or not (lost[2:].sum() + kept[1:].sum()):
        return None

    def misfit(logs: Floats) -> float:
        alpha, beta = np.exp(np.clip(logs, -8, 8))
        gone = lost[1:] @ (betaln(alpha + 1, beta + time_lost[1:] - 1) - betaln(alpha, beta))
        return float(-gone - kept @ (betaln(alpha, beta + time_kept) - betaln(alpha, beta)))

    found = minimize(misfit, np.array([-1.0, -1.0]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9})
    alpha, beta = np.exp(np.clip(found.x, -8, 8))
    return Renewal(float(alpha), float(beta))


class Surge(NamedTuple):
    """Rank correlation of newcomers with what became of them, over months."""

    rho: float
    months: int


def newcomer_surge(careers: Careers, followup: int = FOLLOWUP) -> Surge | None:
    """
    Spearman correlation of a month's newcomers with their 30-day survival, both detrended (V33).

        rho = corr(rank(n_m - median_m(n)), rank(s_m - median_m(s)))
        n_m newcomers of the 30-day month m, s_m the share of them active at or after tenure day 30;
        median_m over the 13 months around m, fewer at the ends

    The first month is left out (a log that begins in mid-life shows every member as a newcomer there), as are
    months with fewer than FEWEST_NEWCOMERS and those not followed up.

    Returns:
        None with fewer than FEWEST_MONTHS months, or where one of the two does not vary.
    """
    month = (careers.start - careers.first_day) // STEP
    whole = (careers.n_days - STEP - followup) // STEP
    if whole <= 1:
        return None
    inside = (month >= 1) & (month < whole)
    arrived = np.bincount(month[inside], minlength=whole)[1:].astype(np.float64)
    stayed = np.bincount(month[inside & (careers.end - careers.start >= STEP)], minlength=whole)[1:]
    enough = arrived >= FEWEST_NEWCOMERS
    if enough.sum() < FEWEST_MONTHS:
        return None
    kept = stayed[enough] / arrived[enough]
    rho = correlation(ranks(_detrended(arrived[enough])), ranks(_detrended(kept)))
    return None if rho is None else Surge(rho, int(enough.sum()))


def arrivals(careers: Careers) -> float | None:
    """
    R2 of a straight line through the cumulative number of posters by day (V36), in [0, 1].

    None where nobody arrives after the first day.
    """
    daily = np.bincount(careers.start - careers.first_day, minlength=careers.n_days)
    if daily.size < 3:
        return None
    r = correlation(np.arange(daily.size, dtype=np.float64), np.cumsum(daily).astype(np.float64))
    return None if r is None else r**2


def _detrended(series: Floats) -> Floats:
    """The series minus its rolling median over MEDIAN_OVER months around each."""
    half = MEDIAN_OVER // 2
    middle = [np.median(series[max(0, k - half) : k + half + 1]) for k in range(series.size)]
    return series - np.array(middle)


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing their mean rank."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    upper = np.cumsum(counts)
    return np.asarray((upper - (counts - 1) / 2)[place], dtype=np.float64)


def correlation(x: Floats, y: Floats) -> float | None:
    """Pearson correlation; None if either is constant."""
    dx, dy = x - x.mean(), y - y.mean()
    scale = float(np.sqrt((dx @ dx) * (dy @ dy)))
    return float(dx @ dy / scale) if scale > 1e-12 else None
