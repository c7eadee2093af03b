"""One run: a community under an arm's policies from day 0 to the end, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from clubsim.agents.member import Member
from clubsim.agents.records import NEVER, NOBODY, Reason
from clubsim.experiments.errors import StudyError
from clubsim.experiments.growth import Growth, Row
from clubsim.sim.admissions import Admissions, admissions_of
from clubsim.sim.community import Community
from clubsim.sim.counters import BRACKETS
from clubsim.sim.policy import Policy
from clubsim.sim.snapshots import SnapshotError, hand_over, load
from clubsim.sim.sums import WEEK
from clubsim.sim.world import HANDPICKED, PARTNER, Scenario

SEASONS = 7  # as many seasons stand in the table of runs
DEAD_SHARE = 0.05  # of its peak: under so few weekly speakers a community counts as dead ...
DEAD_DAYS = 28  # ... if it stays so for so long
TENURES = (30, 90)  # [day] of activity retention
ABSENT = float("nan")


@dataclass(frozen=True, kw_only=True)
class Task:
    """A run to do: everything it depends on, plain enough to be sent to another process."""

    arm: str
    policies: Mapping[str, Policy]
    scenario: Scenario
    set: int  # of the ensemble; -1 for the scenario's own parameters
    seed: int
    days: int
    read_off_day: int
    window: tuple[int, int]
    engine: str = "compiled"
    detail: bool = True  # keep daily counts, members and cohorts, or the outcomes alone
    admissions: Admissions | None = None  # of another run with this seed, whose people get in; None for the gates' own
    keep_admissions: bool = False  # so that another run can be held to them
    warm_up: "WarmUp | None" = None  # which comes before the task's policies; None for these from day 0 on
    snapshot: Path | None = None  # of a community that goes on under the task's policies

    def carry_out(self) -> "Result":
        """Run it; see carry_out."""
        return carry_out(self)


@dataclass(frozen=True, kw_only=True)
class WarmUp:
    """
    The days before a branch, up to the morning of `day`, under `policies`; file: where the community of that morning is
    kept, which no result hangs on: where it is missing the days are lived through.
    """

    day: int
    policies: Mapping[str, Policy]
    file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run came to. daily [days, DAILY], members: columns by name, cohorts, growth: rows; None without detail."""

    task_key: tuple[str, int, int]  # arm, set, seed
    outcomes: dict[str, float]
    daily: Any = None
    members: dict[str, Any] | None = None
    cohorts: list[tuple[int, int, int, int]] | None = None  # day of joining, week of tenure, size, active
    growth: list[Row] | None = None
    admissions: Admissions | None = None
    key: str | None = None  # under which a store knows the run


def carry_out(task: Task) -> Result:
    """Run a task and measure it: outcomes on the evening of the read-off day, daily counts to the end."""
    community = community_of(task)
    growth = Growth(community)
    growth.live_until(task.read_off_day + 1)
    outcomes = outcomes_of(community, task.window)
    growth.live_until(task.days)
    outcomes["lifetime"] = lifetime(community.counters.series("weekly_speakers"))
    key = (task.arm, task.set, task.seed)
    let_in = admissions_of(community) if task.keep_admissions else None
    if not task.detail:
        return Result(task_key=key, outcomes=outcomes, admissions=let_in)
    return Result(
        task_key=key,
        outcomes=outcomes,
        daily=community.counters.daily.copy(),
        members=members_of(community),
        cohorts=cohorts_of(community),
        growth=growth.rows,
        admissions=let_in,
    )


def community_of(task: Task, events: bool = False, member_class: type[Member] = Member) -> Community:
    """
    The community of a task, on the morning of day 0, of its branch or of the day on which it was saved.

    Raises:
        StudyError: its snapshot cannot go on.
    """
    kept = task.snapshot
    if task.warm_up is not None and task.warm_up.file is not None and task.warm_up.file.is_file():
        kept = task.warm_up.file
    if kept is not None:
        try:
            return load(kept, task.policies, task.engine, member_class)
        except SnapshotError as error:
            raise StudyError(str(error)) from None
    if task.warm_up is not None:
        before = replace(task, policies=task.warm_up.policies, warm_up=None)
        community = community_of(before, events, member_class).run(task.warm_up.day)
        hand_over(community, task.policies)
        return community
    return Community(
        task.scenario,
        task.policies,
        seed=task.seed,
        engine=task.engine,
        events=events,
        member_class=member_class,
        admissions=task.admissions,
    )


def outcomes_of(c: Community, window: tuple[int, int]) -> dict[str, float]:
    """Every outcome of experiments/outcomes.py but the lifetime, as of the evening that has just passed."""
    counts = standing_of(c)
    first, last = window
    rhythm = rhythm_of(c, first, last)
    shares = shares_of(counts, rhythm)
    return {**counts, **rhythm, **shares, **retentions_of(c), **seasons_of(c), **costs_of(c)}


def standing_of(c: Community) -> dict[str, float]:
    """Who came, who is here, who went, who knocked."""
    n = c.n_members
    reason = c.members.reason[:n]
    p = c.prospects
    knocked = p.knocked[: c.n_prospects] != NEVER
    by_themselves = p.inviter[: c.n_prospects] == NOBODY
    by_themselves |= p.channel[: c.n_prospects] == HANDPICKED  # of a channel's people
    allied = p.channel[: c.n_prospects] == PARTNER
    return {
        "recruited": float(n),
        "remaining": float(c.headcount),
        "knocked": float(np.count_nonzero(knocked & by_themselves & ~allied) + c.scenario.founders),
        "knocked_invited": float(np.count_nonzero(knocked & ~by_themselves)),
        "joined_invited": float(np.count_nonzero(c.members.inviter[:n] != NOBODY)),
        "joined_partner": float(np.count_nonzero(c.members.channel[:n] == PARTNER)),
        "left_for_partner": float(np.count_nonzero((c.members.drawn[:n] > 0) & (reason == Reason.LEFT))),
        "left": float(np.count_nonzero(reason == Reason.LEFT)),
        "removed": float(np.count_nonzero(np.isin(reason, (Reason.FAILED_QUOTA, Reason.FAILED_TRIAL, Reason.REMOVED)))),
        "lapsed": float(np.count_nonzero(reason == Reason.LAPSED)),
        "priced_out": float(np.count_nonzero(reason == Reason.PRICED_OUT)),
        "angry": float(c.members.angry[:n].sum()),
        "longest_streak": float(c.members.longest_streak[:n].max(initial=0)),
        "weekly_speakers": float(c.counters.series("weekly_speakers")[-1]),
        "rooms": float(c.counters.series("rooms")[-1]),
        "largest_room": float(c.counters.series("largest_room")[-1]),
    }


def rhythm_of(c: Community, first: int, last: int) -> dict[str, float]:
    """Means over the days first..last, and the rhythm of messages in them."""
    days = np.arange(first, last + 1)
    messages = c.counters.series("messages")[first : last + 1]
    weekday = (c.scenario.start.weekday() + days) % 7
    quiet = messages[weekday >= 5]
    plain = messages[(weekday == 0) | (weekday == 2) | (weekday == 4)]
    mean = float(messages.mean())
    return {
        "check_ins": float(c.counters.series("check_ins")[first : last + 1].mean()),
        "speakers": float(c.counters.series("speakers")[first : last + 1].mean()),
        "messages": mean,
        "noise": ratio(float(c.counters.series("noise")[first : last + 1].sum()), float(messages.sum())),
        "visitors": float(c.counters.series("visitors")[first : last + 1].mean()),
        "visitors_per_room": ratio(
            float(c.counters.series("visitors")[first : last + 1].sum()),
            float(c.counters.series("rooms")[first : last + 1].sum()),
        ),
        "peak_ratio": ratio(float(messages.max()), mean),
        "weekend_ratio": ratio(mean_or_absent(quiet), mean_or_absent(plain)),
    }


def shares_of(counts: dict[str, float], rhythm: dict[str, float]) -> dict[str, float]:
    """The three denominators: those who knocked, were admitted, remain."""
    knocked, recruited, remaining = counts["knocked"], counts["recruited"], counts["remaining"]
    return {
        "headcount_retention": ratio(remaining, recruited),
        "messages_per_head": ratio(rhythm["messages"], remaining),
        "remaining_per_1000_knocked": 1000 * ratio(remaining, knocked),
        "speakers_per_1000_knocked": 1000 * ratio(rhythm["speakers"], knocked),
        "weekly_speakers_per_1000_knocked": 1000 * ratio(counts["weekly_speakers"], knocked),
        "weekly_speakers_per_admitted": ratio(counts["weekly_speakers"], recruited),
        "weekly_speakers_per_remaining": ratio(counts["weekly_speakers"], remaining),
    }


def retentions_of(c: Community) -> dict[str, float]:
    """Activity retention in and after a bracket of tenure, and core retention."""
    n, today = c.n_members, c.day - 1
    joined, last_visit = c.members.joined[:n], c.members.last_visit[:n]
    found: dict[str, float] = {}
    for k in TENURES:
        assert k in BRACKETS
        active = sum(count for (tenure, _), count in c.counters.bracket_active.items() if tenure == k)
        seen = sum(size for day, size in c.counters.cohort_size.items() if day + k + WEEK - 1 <= today)
        found[f"active_{k}_bracket"] = ratio(active, seen)
        old = joined + k <= today
        found[f"active_{k}_unbounded"] = ratio(
            np.count_nonzero(last_visit[old] >= joined[old] + k), np.count_nonzero(old)
        )
    kept, core = (sum(pair[side] for pair in c.counters.core) for side in (0, 1))
    found["core_retention"] = ratio(kept, core)
    renewed, lapsed, others = (float(c.counters.series(name).sum()) for name in ("renewed", "lapsed", "priced_out"))
    found["renewal"] = ratio(renewed, renewed + lapsed - others)
    return found


def seasons_of(c: Community) -> dict[str, float]:
    """Who was admitted and who was removed from one notice to the next, for the first SEASONS notices."""
    joined, removed = c.counters.series("joined"), c.counters.series("removed")
    found: dict[str, float] = {}
    for season in range(SEASONS):
        signups = culls = ABSENT
        if season < len(c.notice_days):
            first = c.notice_days[season]
            end = c.notice_days[season + 1] if season + 1 < len(c.notice_days) else c.day
            signups, culls = float(joined[first:end].sum()), float(removed[first:end].sum())
        found[f"signups_{season + 1}"], found[f"culls_{season + 1}"] = signups, culls
    return found


def costs_of(c: Community) -> dict[str, float]:
    """Money and hours so far, and money for each who is in and each who was ever admitted."""
    ledger, n = c.ledger, c.n_members
    refunds = float(c.members.refunded[:n].astype(np.float64).sum())
    return {
        "revenue": ledger.revenue,
        "spent": ledger.spent,
        "refunds": refunds,
        "hours": ledger.hours,
        "revenue_per_admitted": ratio(ledger.revenue - refunds, n),
        "revenue_per_remaining": ratio(ledger.revenue - refunds, c.headcount),
        "cost_per_remaining": ratio(ledger.spent - refunds, c.headcount),
    }


def lifetime(weekly_speakers: Any) -> float:
    """
    Day from which weekly distinct speakers stayed under DEAD_SHARE of their peak for DEAD_DAYS days, counted after
    the peak; NaN for a community that was alive at the end of the run, which is censored and not immortal.
    """
    if weekly_speakers.size == 0 or weekly_speakers.max() == 0:
        return ABSENT
    peak = int(weekly_speakers.argmax())
    quiet = 0
    for day in range(peak, weekly_speakers.shape[0]):
        quiet = quiet + 1 if weekly_speakers[day] < DEAD_SHARE * weekly_speakers[peak] else 0
        if quiet == DEAD_DAYS:
            return float(day - DEAD_DAYS + 1)
    return ABSENT


def ratio(part: Any, whole: Any) -> float:
    """part / whole; NaN where there is nothing to divide by."""
    return float(part) / float(whole) if whole else ABSENT


def mean_or_absent(values: Any) -> float:
    """The mean; NaN of nothing."""
    return float(values.mean()) if values.size else ABSENT


def members_of(c: Community) -> dict[str, Any]:
    """Columns of the member table; `left` is NEVER for who is still in when the run ends (censored)."""
    n = c.n_members
    m = c.members
    return {
        "row": np.arange(n, dtype=np.int32),
        "uid": m.uid[:n].copy(),
        "channel": m.channel[:n].copy(),
        "joined": m.joined[:n].copy(),
        "left": m.left[:n].copy(),
        "reason": reasons_of(c),
        "last_visit": m.last_visit[:n].copy(),
        "last_message": m.last_message[:n].copy(),
        "messages": m.all_messages[:n].copy(),
        "check_ins": m.all_check_ins[:n].copy(),
        "longest_streak": m.longest_streak[:n].copy(),
        "active_days_28": active_days(m.visits[:n], 28),
        "paid": m.paid[:n].copy(),
    }


def reasons_of(c: Community) -> Any:
    """Why each member is gone, as `Community.why_left` says it: str [n]."""
    known = np.array([""] * (max(Reason) + 1), dtype=object)
    known[[*Reason]] = [reason.name.lower() for reason in Reason]
    words = known[c.members.reason[: c.n_members]]
    for row in c.orders:
        words[row] = c.why_left(row)
    return words.astype(np.str_)


def active_days(visits: Any, days: int) -> Any:
    """Days with a visit among the last `days` (at most 64), from the bit sets of the last 64: uint8 [n]."""
    bits = visits & np.uint64((1 << days) - 1)
    return np.bitwise_count(bits)


def cohorts_of(c: Community) -> list[tuple[int, int, int, int]]:
    """(day of joining, week of tenure, size, active in that week), for every week that has passed."""
    size = c.counters.cohort_size
    return [(joined, week, size[joined], active) for (joined, week), active in c.counters.cohort_active.items()]
