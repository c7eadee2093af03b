"""Streamed counts equal what the estimators find in the same run's log."""

import numpy as np
import polars as pl
import pytest

from clubsim.agents.records import NOBODY, Count
from clubsim.experiments.measures.careers import careers
from clubsim.experiments.measures.daily import daily_counts, headcount
from clubsim.experiments.measures.reading import contributions, of_kind
from clubsim.experiments.measures.retention import between
from clubsim.experiments.measures.rhythm import distinct_trailing
from clubsim.experiments.tidy import events_table
from clubsim.sim.community import Community
from clubsim.sim.counters import BRACKETS, DAILY, Counters
from clubsim.sim.sums import PERIOD, WEEK

DAYS = 120


@pytest.fixture(scope="module", params=["operated", "left alone", "dropping out"])
def run(request, town):
    """A community and its log, with and without policies, and one whose members drop out and answer all the same."""
    policies = town.operated() if request.param == "operated" else {}
    drops = {"dropout_a": 0.6, "dropout_b": 3.0, "dropout_reply": 0.2, "first_day": 1.0, "answer_back": 0.6}
    scenario = town.small(leave_base=-4.5, **(drops if request.param == "dropping out" else {}))
    community = town.run(DAYS, policies, scenario, events=True)
    return community, events_table(community.events.columns())


@pytest.mark.parametrize(
    ("streamed", "estimated"),
    [
        *((name, name) for name in ("speakers", "messages", "visitors", "joined", "left", "removed")),
        ("weekly_speakers", "weekly_speakers"),
        ("check_ins", "checkins"),
    ],
)
def test_daily_counts_are_those_of_the_log(run, streamed, estimated):
    community, log = run
    counted = daily_counts(log, DAYS)[estimated].to_numpy()
    if streamed != "removed" or community.policies:
        assert counted.any()
    np.testing.assert_array_equal(community.counters.series(streamed), counted)


def test_the_headcount_is_who_joined_and_did_not_go(run):
    community, log = run
    np.testing.assert_array_equal(community.counters.series("headcount"), headcount(log, DAYS)["members"])
    assert community.counters.series("headcount")[-1] == community.headcount


def test_monthly_visitors_are_those_of_28_days(run):
    community, log = run
    visiting = careers(of_kind(log, "visit"), (0, DAYS - 1))
    np.testing.assert_array_equal(community.counters.series("monthly_visitors"), distinct_trailing(visiting, 28))


def test_replies_are_the_answers_of_the_day(run):
    community, log = run
    replies = np.bincount(of_kind(log, "reply")["day"], minlength=DAYS)
    np.testing.assert_array_equal(community.counters.series("replies"), replies)
    assert replies.sum() > 100


def test_threads_are_opened_by_messages_to_all(run):
    community, log = run
    opened = np.bincount(of_kind(log, "message")["day"], minlength=DAYS)
    np.testing.assert_array_equal(community.counters.series("opened"), opened)
    assert opened.sum() > 100


def test_threads_answered_are_those_of_yesterday_that_had_a_reply_by_this_evening(town):
    """Counted from the messages of both days; a thread's number is how many were opened before it."""
    community = Community(town.small(), town.operated(), seed=5)
    opened_by, yesterday, replied = 0, range(0), set()
    for day in range(40):
        community.step()
        feed = community.feed
        size = int(feed.counts[Count.MESSAGES])
        replies = feed.answers[:size] != NOBODY
        today = range(opened_by, opened_by + int(np.count_nonzero(~replies)))
        replied = (replied & set(yesterday)) | set(feed.thread[:size][replies].tolist())
        assert community.counters.series("answered")[day] == len(replied & set(yesterday))
        assert community.counters.series("opened")[day] == len(today)
        opened_by, yesterday = today.stop, today
    assert community.counters.series("answered")[0] == 0 and community.counters.series("answered").sum() > 50


def tenures(log):
    """Visits as days of tenure: columns member, joined, tenure."""
    joined = of_kind(log, "join").select("member", joined="day")
    visits = of_kind(log, "visit").select("member", "day").unique()
    return joined, visits.join(joined, on="member").with_columns(tenure=pl.col("day") - pl.col("joined"))


@pytest.mark.parametrize("k", [k for k in BRACKETS if k + WEEK - 1 < DAYS])
def test_bracket_retention_is_that_of_the_log(run, k):
    community, log = run
    visiting = careers(of_kind(log, "visit"), (0, DAYS - 1), of_kind(log, "join"))
    share = between(visiting, k, k + WEEK - 1)
    counted = community.counters
    active = sum(n for (tenure, _), n in counted.bracket_active.items() if tenure == k)
    seen = sum(size for day, size in counted.cohort_size.items() if day + k + WEEK - 1 < DAYS)
    assert (active, seen) == (share.hits, share.base)
    assert 0 < share.hits < share.base


def test_cohorts_are_active_as_the_log_says(run):
    community, log = run
    joined, visits = tenures(log)
    weekly = visits.group_by("joined", week=pl.col("tenure") // WEEK).agg(active=pl.col("member").n_unique())
    found = {(day, week): active for day, week, active in weekly.iter_rows()}
    sizes = dict(joined.group_by("joined").len().iter_rows())
    assert community.counters.cohort_size == sizes
    whole_weeks = {(day, week) for day in sizes for week in range((DAYS - day) // WEEK)}
    assert community.counters.cohort_active == {key: found.get(key, 0) for key in whole_weeks}


def test_core_retention_is_counted_independently(run):
    """The top tenth of the contributors of 28 days, by messages and then uid: how many wrote in the next 28?"""
    community, log = run
    written = contributions(log).with_columns(period=pl.col("day") // PERIOD)
    table = written.group_by("period", "member").len()
    uid = community.members.uid
    expected = []
    for period in range(DAYS // PERIOD - 1):
        counts = {m: n for p, m, n in table.iter_rows() if p == period}
        after = {m for p, m, _ in table.iter_rows() if p == period + 1}
        ranked = sorted(counts, key=lambda member: (-counts[member], uid[member]))
        core = ranked[: -(-len(ranked) // 10)]
        expected.append((len(after.intersection(core)), len(core)))
    assert community.counters.core == expected
    assert len(expected) == 3 and all(core > 0 for _, core in expected)


def test_counts_are_kept_for_as_many_days_as_one_likes(town):
    counters = Counters()
    community = Community(town.small(founders=3, channels=[]))
    for _ in range(200):
        counters.count(community)
    assert counters.daily.shape == (200, len(DAILY))
    assert (counters.series("headcount") == 3).all()


def test_accounts_are_streamed_as_the_ledger_has_them(town):
    community = Community(town.small(), town.operated(), seed=5)
    for day in range(30):
        community.step()
        ledger = community.ledger
        streamed = [community.counters.series(name)[day] for name in ("revenue", "spent", "hours")]
        assert streamed == [ledger.revenue, ledger.spent, ledger.hours]
    assert all(value > 0 for value in streamed)
