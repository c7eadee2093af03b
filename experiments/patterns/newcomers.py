"""Newcomers whose first post is answered, and what becomes of them (V14, V15, V16)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.answers import PATIENCE
from clubsim.experiments.measures.careers import Ints
from clubsim.experiments.measures.retention import FOLLOWUP
from clubsim.experiments.patterns.ordered import Bools, Floats, Spoken, first_of_each

LATER = 7  # tenure from which a later post is no follow-up in the thread [day]
FOREVER = np.iinfo(np.int64).max
LEAST = 20  # newcomers in each group


class Newcomers(NamedTuple):
    """N members with enough follow-up, and whether their first post was answered."""

    answered: Bools  # [N]
    wait: Floats  # [N], from the first post to its first answer [hour]; NaN if unanswered or without a clock
    again: Bools  # [N], any later post
    late: Bools  # [N], a post at or after tenure day LATER

    def share_answered(self) -> float | None:
        """Share of newcomers whose first post was answered (V16); None without newcomers."""
        return float(self.answered.mean()) if self.answered.size else None

    def median_wait(self) -> float | None:
        """Median hours to the first answer, of the answered first posts (V16); None without a clock."""
        known = self.wait[~np.isnan(self.wait)]
        return float(np.median(known)) if known.size else None

    def effect(self, outcome: Bools) -> tuple[float, float] | None:
        """
        Share with the outcome among the unanswered and among the answered (V14, V15).

        None with fewer than LEAST of either.
        """
        if min(int(self.answered.sum()), int((~self.answered).sum())) < LEAST:
            return None
        return float(outcome[~self.answered].mean()), float(outcome[self.answered].mean())


def newcomers(spoken: Spoken, followup: int = FOLLOWUP, patience: int = PATIENCE, addressee: bool = False) -> Newcomers:
    """
    Whether each newcomer's first post was answered, and whether they posted again.

    Answered: somebody else's event aimed at the newcomer, after the first post, within `patience` days of it,
    and before the next day on which the newcomer writes again: later answers may be to later posts. In a log
    with threads the answer must stand in the first post's thread and only the newcomer's later days in that
    thread end the wait. Without a clock "after" is the order of the rows and `patience` counts whole days.

    Args:
        followup: only members who began so many days before the end count [day].
        patience: how long an answer is waited for [day].
        addressee: only the member at whom the first post was aimed can answer it, as with private messages.
    """
    events = np.arange(spoken.member.size)
    first = first_of_each(spoken.member)  # [M]
    start = spoken.day[first]
    ends = _next_day(spoken, first)
    who = spoken.target
    near = spoken.aimed & (who < spoken.n_members)
    at = np.where(near, who, 0)
    near &= (events > first[at]) & (spoken.day < ends[at])
    near &= spoken.time - spoken.time[first[at]] <= 24.0 * patience
    if addressee:
        near &= spoken.member == spoken.target[first[at]]
    elif spoken.thread is not None:
        near &= (spoken.thread == spoken.thread[first[at]]) & (spoken.thread >= 0)
    answer = np.full(spoken.n_members, FOREVER)
    np.minimum.at(answer, who[near], events[near])
    counted = start <= spoken.last_day - followup
    answered = answer < FOREVER
    wait = np.full(spoken.n_members, np.nan)
    if spoken.clock:
        wait[answered] = spoken.time[answer[answered]] - spoken.time[first[answered]]
    end = np.zeros(spoken.n_members, dtype=np.int64)
    np.maximum.at(end, spoken.member, spoken.day)
    again = np.bincount(spoken.member, minlength=spoken.n_members) >= 2
    return Newcomers(answered[counted], wait[counted], again[counted], (end - start >= LATER)[counted])


def _next_day(spoken: Spoken, first: Ints) -> Ints:
    """The next day on which each newcomer writes, in the first post's thread where that is known [M]."""
    later = spoken.day > spoken.day[first][spoken.member]
    if spoken.thread is not None:
        later &= spoken.thread == spoken.thread[first][spoken.member]
    following = np.full(spoken.n_members, FOREVER)
    np.minimum.at(following, spoken.member[later], spoken.day[later])
    return following
