"""Counts streamed day by day, so that no log is needed to measure a run."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import Count
from clubsim.sim.rooms import heads_of
from clubsim.sim.sums import PERIOD, WEEK, Sum, count_the_day

if TYPE_CHECKING:
    from clubsim.sim.community import Community

DAILY = (
    "headcount",  # members in the evening
    "joined",
    "left",  # by themselves
    "removed",
    "visitors",
    "check_ins",
    "speakers",
    "messages",
    "replies",
    "opened",  # threads
    "answered",  # threads opened yesterday that had a reply by this evening
    "weekly_speakers",  # distinct, of the last seven days
    "monthly_visitors",  # distinct, of the last 28 days
    "refused",
    "revenue",  # fees so far [yuan]
    "spent",  # so far [yuan]
    "hours",  # of operators so far
    "invited",  # joined today, whom a member invited; they depend on who is in, and no arm shares them
    "renewed",  # paid for another term
    "lapsed",  # did not pay, for another term or when a fee was asked of those who were in, and are out
    "noise",  # messages shown that are noise
    "archive",  # what it holds [messages]
    "culture",  # share of talk that is no noise, smoothed
    "reputation",  # outside, in [0, 1]
    "clarity",  # how far talk keeps to one topic, smoothed
    "hidden",  # messages that moderators hid
    "weariness",  # of moderators, in [0, 1]
    "rooms",  # with members, sub-groups' too
    "largest_room",  # members of the room that has most
    "priced_out",  # of the lapsed, those who were in for nothing before
    "angry",  # went and said aloud that they are owed something
)
CORE_SHARE = 0.1
BRACKETS = (1, 7, 30, 90, 180)  # tenures k of the bracket retention: active in the days k .. k + 6


def crowd(heads: Any) -> tuple[int, int]:
    """Of how many rooms any has a member, and how many the largest has."""
    return int(np.count_nonzero(heads)), int(heads.max())


class Counters:
    """
    What is counted of a run.

    daily: float64 [days so far, DAILY]. cohort_active: by day of joining and week of tenure, who visited in that
    week. bracket_active: by k of BRACKETS and day of joining. core: (kept, core) by period.
    """

    def __init__(self) -> None:
        self.days = 0
        self._daily = np.zeros((64, len(DAILY)))
        self.cohort_size: dict[int, int] = {}
        self.cohort_active: dict[tuple[int, int], int] = {}
        self.bracket_active: dict[tuple[int, int], int] = {}
        self.core: list[tuple[int, int]] = []
        self._total_before = np.zeros(0, dtype=np.int32)
        self._core_rows = np.zeros(0, dtype=np.int64)

    @property
    def daily(self) -> Any:
        """Float64 [days so far, DAILY]."""
        return self._daily[: self.days]

    def series(self, name: str) -> Any:
        """One of DAILY over the days so far."""
        return self.daily[:, DAILY.index(name)]

    def count(self, c: "Community") -> None:
        """Add the day that has passed."""
        if self.days == self._daily.shape[0]:
            self._daily = np.concatenate([self._daily, np.zeros_like(self._daily)])
        self._daily[self.days] = self._counts_of(c)
        self.days += 1
        self._count_cohorts(c)
        if (c.day + 1) % PERIOD == 0:
            self._count_core(c)

    def _counts_of(self, c: "Community") -> Any:
        sums = np.zeros(len(Sum), dtype=np.int64)
        members, feed = c.images.members.of(c.members), c.images.feed.of(c.feed)
        count_the_day(members, feed, c.members_of_the_day, c.n_members, c.n_joined_today, c.day, sums)
        s = sums.tolist()
        lapsed = s[Sum.LAPSED] + s[Sum.PRICED_OUT]
        rooms, largest = (min(c.headcount, 1), c.headcount) if c.rooms.count == 1 else crowd(heads_of(c))
        return (
            c.headcount,
            c.n_joined_today,
            s[Sum.LEFT],
            s[Sum.GONE] - s[Sum.LEFT] - lapsed,
            s[Sum.VISITORS],
            s[Sum.CHECK_INS],
            c.speakers.shape[0],
            int(c.feed.counts[Count.MESSAGES]),
            s[Sum.REPLIES],
            s[Sum.OPENED],
            s[Sum.ANSWERED],
            s[Sum.WEEKLY_SPEAKERS],
            s[Sum.MONTHLY_VISITORS],
            c.refused,
            c.ledger.revenue,
            c.ledger.spent,
            c.ledger.hours,
            s[Sum.INVITED],
            s[Sum.RENEWED],
            lapsed,
            c.today.noise,
            c.commons.archive,
            c.commons.culture,
            c.commons.reputation,
            c.commons.clarity,
            s[Sum.HIDDEN],
            c.commons.weariness,
            rooms,
            largest,
            s[Sum.PRICED_OUT],
            c.n_angry_today,
        )

    def _count_cohorts(self, c: "Community") -> None:
        """A cohort whose week of tenure ends today: how many of it visited in that week, gone or not."""
        if c.n_joined_today:
            self.cohort_size[c.day] = c.n_joined_today
        m = c.members
        for joined, (first, end) in c.cohort_rows.items():
            tenure = c.day - joined
            k = tenure - WEEK + 1
            if tenure % WEEK == WEEK - 1 or k in BRACKETS:
                active = int(np.count_nonzero(m.last_visit[first:end] >= max(c.day - WEEK + 1, 0)))
                if tenure % WEEK == WEEK - 1:
                    self.cohort_active[joined, tenure // WEEK] = active
                if k in BRACKETS:
                    self.bracket_active[k, joined] = active

    def _count_core(self, c: "Community") -> None:
        """The top decile of contributors of the period before: how many also wrote in this one."""
        total = c.members.all_messages[: c.n_members].copy()
        written = total.copy()
        written[: self._total_before.shape[0]] -= self._total_before
        if self._core_rows.size:
            self.core.append((int(np.count_nonzero(written[self._core_rows])), self._core_rows.shape[0]))
        contributors = np.flatnonzero(written)
        size = -(-contributors.shape[0] // round(1 / CORE_SHARE))
        order = np.lexsort((c.members.uid[contributors], -written[contributors]))
        self._core_rows = contributors[order[:size]]
        self._total_before = total
