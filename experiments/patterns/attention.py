"""How long a thread is answered: the decay of attention to an item (V24)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.patterns.ordered import NOBODY, Floats, Spoken, first_of_each

LONGEST = 720.0  # age up to which a law is fitted [hour]; 30 days
GRID = np.geomspace(0.25, LONGEST, 40)  # ages at which it is compared [hour]
LEAST = 50  # replies


class Attention(NamedTuple):
    """Ages of replies, and how well two laws describe the share of replies still to come."""

    half: float  # median age of a reply [hour]
    one_day: float  # share of replies within a day
    eight_days: float
    beta: float  # exponent of the stretched exponential
    scale: float  # its scale [hour]
    rmse_stretched: float
    rmse_exponential: float

    @property
    def ratio(self) -> float:
        """How many times worse the exponential is."""
        return self.rmse_exponential / self.rmse_stretched if self.rmse_stretched > 0 else np.inf


def reply_ages(spoken: Spoken) -> Floats:
    """
    Ages of the replies, from the first event of their thread [hour].

    A reply is any event in a thread but its first. Threads that start in the last 30 days are left out: their
    late replies are not seen; so are replies older than 30 days, which no fitted law covers.
    """
    if spoken.thread is None:
        return np.empty(0)
    inside = np.flatnonzero(spoken.thread >= 0)
    thread, time = spoken.thread[inside], spoken.time[inside]
    first = first_of_each(thread)
    _, which = np.unique(thread, return_inverse=True)
    begin = time[first][which]
    age = time - begin
    reply = np.ones(thread.size, dtype=np.bool_)
    reply[first] = False
    seen = begin <= 24.0 * (spoken.last_day + 1) - LONGEST
    return np.asarray(age[reply & seen & (age <= LONGEST)], dtype=np.float64)


def attention(ages: Floats) -> Attention | None:
    """
    Half-life, shares within 1 and 8 days, and the stretched exponential against the exponential (V24).

        S(a) = share of replies older than a;   exp(-(a / s)^beta) and exp(-a / s) fitted to it by least
        squares at 40 ages, log-spaced from a quarter of an hour to 30 days;   rmse over the same ages

    Args:
        ages: of replies [hour], >= 0.

    Returns:
        None with fewer than LEAST replies.

    Source: adapted. Form of Wu & Huberman (2007), PNAS 104(45), 17599-17601, replies for votes.
    """
    if ages.size < LEAST:
        return None
    ordered = np.sort(ages)
    older = 1.0 - np.searchsorted(ordered, GRID, side="right") / ages.size
    half = float(np.median(ages))
    stretched, rmse_stretched = _fit(older, np.array([np.log(max(half, 0.1)), np.log(0.5)]))
    _, rmse_exponential = _fit(older, np.array([np.log(max(half, 0.1))]))
    return Attention(
        half=half,
        one_day=float((ages <= 24).mean()),
        eight_days=float((ages <= 192).mean()),
        beta=float(np.exp(stretched[1])),
        scale=float(np.exp(stretched[0])),
        rmse_stretched=rmse_stretched,
        rmse_exponential=rmse_exponential,
    )


def _fit(older: Floats, start: Floats) -> tuple[Floats, float]:
    """Logarithms of scale (and exponent, if `start` has one), and the root mean square of what is left."""
    from scipy.optimize import least_squares

    def left(logs: Floats) -> Floats:
        scale, beta = np.exp(np.clip(logs[0], -10, 12)), np.exp(np.clip(logs[1], -4, 2)) if logs.size > 1 else 1.0
        return np.asarray(np.exp(-((GRID / scale) ** beta)) - older, dtype=np.float64)

    found = least_squares(left, start)
    return found.x, float(np.sqrt(np.mean(found.fun**2)))


def has_threads(spoken: Spoken) -> bool:
    """Whether any event stands in a thread."""
    return spoken.thread is not None and bool((spoken.thread > NOBODY).any())
