"""Who posts today: the daily logit of evidence 2.1, fitted to any event log."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Careers, Ints
from clubsim.experiments.patterns.lifetimes import ranks
from clubsim.experiments.patterns.ordered import Bools, Floats, Spoken

SLOPES = ("level", "recency", "habit", "reply yesterday", "social pull", "weekend", "tenure")
RECENCY_CAP = 365  # [day]
HABIT_WINDOW = 28  # [day]
SAMPLE = 200_000  # member-days
LEAST_POSTS = 30  # member-days with a post that a fit needs
CHUNK = 1_000_000  # contacts looked up at a time


class Fit(NamedTuple):
    """Coefficients in the order of SLOPES, with standard errors; NaN for weekend without a calendar."""

    slope: Floats
    error: Floats
    sampled: int  # member-days
    posted: int  # of them with a post
    auc: float  # in-sample area under the ROC curve


class MemberDays(NamedTuple):
    """Sampled days at risk: after a member's first post and at most RECENCY_CAP days after the last."""

    who: Ints  # [S]
    day: Ints  # [S]
    since: Ints  # [S], days since the last active day, >= 1
    posted: Bools  # [S]


def daily_logit(
    spoken: Spoken, active: Careers, first_weekday: int | None = None, sample: int = SAMPLE, seed: int = 0
) -> Fit | None:
    """
    The logit of posting on a day, on random member-days after the first post.

        logit P = b0 + b1 ln(days since last post) + b2 ln(1 + active days in the last 28)
                  + b3 [someone replied to me yesterday] + b4 ln(1 + my past contacts active yesterday)
                  + b5 [weekend] + b6 ln(tenure days)

    Past contacts are those with whom an aimed event was exchanged, either way, before today. "Last" days are
    those before today.

    Args:
        spoken, active: the same log; `active` of the contributions.
        first_weekday: weekday of day 0, 0 = Monday; the weekend is left out of the fit where it is None.
        sample: member-days drawn, without replacement, all if there are no more.
        seed: of the draw.

    Returns:
        None with fewer than LEAST_POSTS posts in the sample, or where two features are the same.
    """
    days = member_days(active, sample, seed)
    if min(int(days.posted.sum()), int((~days.posted).sum())) < LEAST_POSTS:
        return None
    table = features(spoken, active, days, first_weekday)
    used = np.ptp(table, axis=0) > 0
    used[0] = True
    try:
        slope, error = logistic_regression(table[:, used], days.posted.astype(np.float64))
    except np.linalg.LinAlgError:
        return None
    slopes, errors = np.full(used.size, np.nan), np.full(used.size, np.nan)
    slopes[used], errors[used] = slope, error
    rank = area_under_curve(table[:, used] @ slope, days.posted)
    return Fit(slopes, errors, days.who.size, int(days.posted.sum()), rank)


def member_days(active: Careers, sample: int, seed: int) -> MemberDays:
    """A uniform sample of the days at risk, in no order that matters."""
    last = np.append(active.who[1:] != active.who[:-1], True)[: active.who.size]
    following = np.append(active.day[1:], 0)[: active.day.size]
    gap = np.where(last, np.iinfo(np.int64).max, following - active.day)
    at_risk = np.minimum(np.minimum(gap, RECENCY_CAP), active.last_day - active.day)
    ends = np.cumsum(at_risk)
    total = int(ends[-1]) if ends.size else 0
    generator = np.random.default_rng(seed)
    chosen = generator.choice(total, sample, replace=False, shuffle=False) if total > sample else np.arange(total)
    row = np.searchsorted(ends, chosen, side="right")
    since = chosen - (ends[row] - at_risk[row]) + 1
    return MemberDays(active.who[row], active.day[row] + since, since, since == gap[row])


def features(spoken: Spoken, active: Careers, days: MemberDays, first_weekday: int | None) -> Floats:
    """The seven columns of SLOPES [S, 7]; weekend is 0 throughout without a calendar."""
    width = active.last_day + HABIT_WINDOW + 2
    active_keys = active.who * width + active.day
    low = np.searchsorted(active_keys, days.who * width + np.maximum(days.day - HABIT_WINDOW, 0))
    recent = np.searchsorted(active_keys, days.who * width + days.day) - low
    weekend = np.zeros(days.day.size, dtype=np.bool_)
    if first_weekday is not None:
        weekend = (days.day + first_weekday) % 7 >= 5
    answered = np.unique(spoken.target[spoken.aimed] * width + spoken.day[spoken.aimed])
    yesterday = days.who * width + days.day - 1
    return np.column_stack(
        [
            np.ones(days.day.size),
            np.log(days.since),
            np.log1p(recent),
            _holds(answered, yesterday),
            np.log1p(contacts_active(spoken, active, days)),
            weekend,
            np.log(days.day - active.start[days.who]),
        ]
    )


def contacts_active(spoken: Spoken, active: Careers, days: MemberDays) -> Ints:
    """How many of the member's past contacts were active on the day before each of `days` [S]."""
    owner, contact, since = _contacts(spoken)
    begin = np.searchsorted(owner, days.who)
    many = np.searchsorted(owner, days.who, side="right") - begin
    bits = np.zeros((spoken.n_people, active.last_day // 8 + 1), dtype=np.uint8)
    np.bitwise_or.at(bits, (active.who, active.day >> 3), (1 << (active.day & 7)).astype(np.uint8))
    found = np.zeros(days.who.size, dtype=np.int64)
    parts = np.searchsorted(np.cumsum(many), np.arange(CHUNK, int(many.sum()) + CHUNK, CHUNK))
    start = 0
    for stop in np.minimum(parts + 1, days.who.size):
        n = many[start:stop]
        row = np.repeat(np.arange(start, stop), n)
        place = np.arange(row.size) - np.repeat(np.cumsum(n) - n, n) + begin[row]
        before = days.day[row] - 1
        there = bits[contact[place], before >> 3] >> (before & 7).astype(np.uint8) & 1
        found[start:stop] = np.bincount(row - start, there & (since[place] <= before), minlength=stop - start)
        start = int(stop)
    return found


def _contacts(spoken: Spoken) -> tuple[Ints, Ints, Ints]:
    """Owner, contact and day of the first exchange of each contact, both ways, sorted by owner."""
    one, other, day = (column[spoken.aimed] for column in (spoken.member, spoken.target, spoken.day))
    key = np.concatenate([one * spoken.n_people + other, other * spoken.n_people + one])
    unique, which = np.unique(key, return_inverse=True)
    since = np.full(unique.size, np.iinfo(np.int64).max)
    np.minimum.at(since, which, np.concatenate([day, day]))
    return unique // spoken.n_people, unique % spoken.n_people, since


def _holds(keys: Ints, wanted: Ints) -> Bools:
    """Whether each of `wanted` is among the sorted `keys`."""
    if not keys.size:
        return np.zeros(wanted.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.asarray(keys[place] == wanted, dtype=np.bool_)


def logistic_regression(table: Floats, outcome: Floats, rounds: int = 50) -> tuple[Floats, Floats]:
    """
    Maximum-likelihood coefficients and standard errors, by Newton's method.

        b += (X' W X)^-1 X' (y - p),   W = diag(p (1 - p)),   errors = sqrt(diag((X' W X)^-1))

    Steps that do not raise the likelihood are halved.

    Args:
        table: features, a constant among them [S, K].
        outcome: 0 or 1 [S].

    Raises:
        numpy.linalg.LinAlgError: two features are the same, or they tell the outcomes apart perfectly.
    """
    slope = np.zeros(table.shape[1])
    value = _likelihood(table @ slope, outcome)
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-(table @ slope)))
        information = (table * (p * (1 - p))[:, None]).T @ table
        step = np.linalg.solve(information, table.T @ (outcome - p))
        while (reached := _likelihood(table @ (slope + step), outcome)) < value and np.abs(step).max() > 1e-9:
            step = step / 2
        slope, value = slope + step, reached
        if np.abs(step).max() < 1e-8:
            return slope, np.sqrt(np.diag(np.linalg.inv(information)))
    raise np.linalg.LinAlgError("the logit did not converge")


def _likelihood(score: Floats, outcome: Floats) -> float:
    return float(outcome @ score - np.logaddexp(0, score).sum())


def area_under_curve(score: Floats, outcome: Bools) -> float:
    """Chance that a random hit scores above a random miss, ties counting half."""
    hits = int(outcome.sum())
    misses = outcome.size - hits
    return float((ranks(score)[outcome].sum() - hits * (hits + 1) / 2) / (hits * misses))
