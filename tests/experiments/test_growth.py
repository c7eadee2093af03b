"""Growth accounting by week: worked by hand, counted again from an event log, and the same run as without it."""

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest

from clubsim.agents.records import NEVER
from clubsim.experiments import keys
from clubsim.experiments.branching import branched
from clubsim.experiments.compare import task_of, tasks_of
from clubsim.experiments.growth import Growth
from clubsim.experiments.jobs import tables_of
from clubsim.experiments.running import carry_out, community_of, members_of
from clubsim.experiments.shards import commit, shard_of
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study
from clubsim.experiments.tidy import GROWTH, events_table, growth_table
from clubsim.policies.registry import build

SMALL = ("days=40", "seeds=1", "scale=0.1", "recruitment.period=10", "gate.from_day=10", "ensemble=null", "workers=1")


@cache
def task(*overrides, arm="as_described"):
    """A club of some dozens with seasons and culls; some of its members come seldom."""
    return task_of(load_study("operations_club", [*SMALL, *overrides]), arm, -1, 0)


@cache
def result(*overrides):
    return carry_out(task(*overrides))


class Club:
    """Three mornings of a community by hand: what `Growth` reads of one, and the weeks one after the other."""

    day = 0

    def __init__(self, weeks):
        self.weeks = weeks
        self.members = self

    @property
    def n_members(self):
        return self.last_visit.shape[0]

    def run(self, days):
        self.day += days
        joined, last_visit, left = self.weeks[self.day // 7 - 1]
        self.joined, self.last_visit, self.left = (np.array(column, np.int32) for column in (joined, last_visit, left))

    joined = last_visit = left = np.zeros(0, np.int32)


def test_weeks_by_hand():
    """
    Week 0: four join, and one of them never comes. Week 1: one comes again, one is silent, one has left, the one that
    never came comes; another joins. Week 2: the silent one is back; who joined last week is silent.
    """
    club = Club(
        [
            ([0, 0, 0, 3], [6, 2, 5, NEVER], [NEVER] * 4),
            ([0, 0, 0, 3, 8], [7, 2, 5, 13, 8], [NEVER, NEVER, 6, NEVER, NEVER]),
            ([0, 0, 0, 3, 8], [20, 14, 5, 13, 8], [NEVER, NEVER, 6, 20, NEVER]),
        ]
    )
    growth = Growth(club)
    growth.live_until(21)
    assert growth.rows == [(0, 3, 0, 0, 0, 0), (1, 1, 1, 1, 2, 1), (2, 0, 1, 1, 2, 1)]


def by_log(log, weeks):
    """Growth rows counted from the visits and days of joining of an event log, a set of members a week."""
    joined = dict(log.filter(kind="join").select("member", "day").iter_rows())
    visits = log.filter(kind="visit").select("member", "day").rows()
    came = [{member for member, day in visits if day // 7 == week} for week in range(weeks)]
    for week in range(weeks):
        now, before = came[week], came[week - 1] if week else set()
        new = {member for member in now if joined[member] // 7 == week}
        yield week, len(new), len(now & before), len(now - before - new), len(before - now)


@pytest.mark.parametrize("days", [40, 42])
def test_the_weeks_are_those_of_the_event_log(days):
    plan = task(f"days={days}")
    log = events_table(community_of(plan, events=True).run(days).events.columns())
    found = [row[:5] for row in result(f"days={days}").growth]
    assert found == list(by_log(log, days // 7))
    assert min(np.array(found)[1:].sum(axis=0)) > 0  # of each kind there is somebody


def test_who_churned_and_is_gone_is_known_from_the_days_of_leaving():
    leaving = "world.leave_base=-4"
    c = community_of(task(leaving), events=True).run(40)
    visits = events_table(c.events.columns()).filter(kind="visit").select("member", "day").rows()
    left = c.members.left[: c.n_members]
    rows = result(leaving).growth
    for week, *_, gone in rows:
        came = [{member for member, day in visits if day // 7 == when} for when in (week - 1, week)]
        assert gone == sum(left[member] not in (NEVER, *range(7 * week + 7, 40)) for member in came[0] - came[1])
    assert 0 < sum(row[-1] for row in rows) < sum(row[-2] for row in rows)


def test_visitors_of_a_week_are_accounted_for_on_both_sides():
    growth = growth_table([result()])
    assert growth.schema == {"arm": pl.String, "set": pl.Int64, "seed": pl.Int64, **GROWTH}
    active = growth.select(pl.sum_horizontal("new", "retained", "resurrected")).to_series()
    assert (growth["retained"] + growth["churned"])[1:].to_list() == active[:-1].to_list()


def test_counting_the_weeks_changes_no_bit_of_the_run():
    whole = community_of(task()).run(40)
    np.testing.assert_array_equal(result().daily, whole.counters.daily)
    assert all(np.array_equal(column, result().members[name]) for name, column in members_of(whole).items())


def test_the_read_off_day_cuts_no_week():
    early, late = (carry_out(replace(task(), read_off_day=day, window=(day - 6, day))) for day in (24, 33))
    assert early.growth == late.growth == result().growth


def test_both_engines_count_the_same():
    assert carry_out(replace(task("days=16"), engine="objects")).growth == result("days=16").growth != []


@pytest.mark.parametrize("branch_at", [10, 14])
def test_after_a_branch_the_weeks_that_begin_later_are_those_of_the_run_straight_through(tmp_path, branch_at):
    """Whether the run lives through its warm-up or goes on from the file of it."""
    study = load_study("operations_club", [*SMALL, f"branch_at={branch_at}", "control=as_described"])
    (kept,) = [one for one in branched(study, tasks_of(study), tmp_path, quiet=True) if one.arm == "as_described"]
    lived = replace(kept, warm_up=replace(kept.warm_up, file=None))
    assert kept.warm_up.file.is_file()
    assert carry_out(kept).growth == carry_out(lived).growth == result().growth[2:]


def test_a_run_of_days_has_a_table_without_rows_and_one_without_detail_none():
    brief = result("days=6", "recruitment.period=3")
    assert growth_table([brief]).height == 0 and growth_table([brief]).columns[3:] == list(GROWTH)
    assert carry_out(replace(task(), detail=False)).growth is None


def test_a_store_from_before_has_no_such_rows_and_its_runs_are_done_again(tmp_path, monkeypatch):
    """Its runs have the keys of the older code; they stay what they were, and a compacted store too."""
    plan = task("days=16")
    with monkeypatch.context() as older:
        older.setattr(keys, "result_version", lambda: "0123456789abcdef")
        done = replace(result("days=16"), key=keys.keys_of([plan])[0], growth=None)
        commit(shard_of(tables_of([(done, 0.1)], []), "0123456789abcdef"), tmp_path)
    store = Store(tmp_path)
    assert store.table("growth").height == 0 and store.scan("growth").collect().height == 0
    assert keys.keys_of([plan])[0] not in store
    commit(shard_of(tables_of([(replace(result("days=16"), key=keys.keys_of([plan])[0]), 0.1)], [])), tmp_path)
    store.look()
    assert store.compact() == (2, 2)  # one of each code
    assert store.table_of("growth", [plan]).height == 2 and store.table("growth").height == 2
    assert store.table("daily").height == 2 * 16


def test_nobody_comes_where_nobody_joins():
    lonely = replace(task(), policies={"gate": build("gate/paid", {"price": 1.0})})
    lonely = replace(lonely, scenario=replace(lonely.scenario, founders=0, channels=()))
    assert carry_out(lonely).growth == [(week, 0, 0, 0, 0, 0) for week in range(5)]
