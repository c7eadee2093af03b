"""What a run comes to: outcomes worked by hand, and the same ones from its log."""

from dataclasses import dataclass, replace
from datetime import date
from math import isnan, nan
from typing import Any, ClassVar

import numpy as np
import pytest

from clubsim.agents.parameters import world_of
from clubsim.agents.records import NEVER
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import Task, active_days, carry_out, community_of, lifetime, members_of
from clubsim.experiments.tidy import cohorts_table, daily_table, members_table, runs_table
from clubsim.policies.registry import build
from clubsim.sim.levers import Remove
from clubsim.sim.policy import Policy
from clubsim.sim.world import Channel, Scenario

# Everybody comes, checks in and writes one message every day, pays whatever is asked and never leaves.
CLOCKWORK = {
    **{"visit_cap": 1.0, "visit_mean": 10.0, "visit_novelty": 10.0, "novelty_form": 0, "check_in_mean": 10.0},
    **{"talk_mean": 10.0, "further_messages": 0.0, "leave_base": -30.0, "enthusiasm_join": 10.0},
    **{"visit_sd": 0.0, "check_in_sd": 0.0, "talk_sd": 0.0, "willingness_median": 1e6, "visit_weekend": 0.0},
    **{"talk_weekend": 0.0, "willingness_sd": 0.0, "answer_back": 0.0},
}


@dataclass(frozen=True, kw_only=True)
class RemoveTheFirst(Policy):
    """Removes the two oldest members on one day."""

    nothing: ClassVar[dict[str, Any]] = {"day": 99_999}
    dose: ClassVar[dict[str, Any]] = {"day": 3}
    day: int

    def act(self, view):
        return [Remove(rows=view.rows[:2], reason="tried")] if view.day == self.day else []


def task(**changes):
    """Ten founders, three places a week for a hundred who would all come, two removed on day 10."""
    policies = {
        "recruitment": build("recruitment/seasons", {"places": 3, "period": 7, "until_day": 15}),
        "gate": build("gate/paid", {"price": 10.0}),
        "remove": RemoveTheFirst(day=10),
    }
    scenario = Scenario(
        name="clockwork",
        start=date(2016, 2, 15),
        world=world_of(**CLOCKWORK),
        channels=(Channel(name="all", pool=100, reach=1.0),),
        founders=10,
    )
    plan = Task(
        arm="tried", policies=policies, scenario=scenario, set=-1, seed=1, days=50, read_off_day=20, window=(14, 20)
    )
    return replace(plan, **changes)


@pytest.fixture(scope="module")
def clockwork():
    return carry_out(task())


BY_HAND = {
    "recruited": 19,
    "remaining": 17,
    "knocked": 110,
    "left": 0,
    "removed": 2,
    "headcount_retention": 17 / 19,
    "check_ins": 17,
    "speakers": 17,
    "messages": 17,
    "peak_ratio": 1,
    "weekend_ratio": 1,
    "longest_streak": 21,
    "weekly_speakers": 17,
    "messages_per_head": 1,
    "revenue": 90,
    "spent": 0,
    "hours": 0,
    "remaining_per_1000_knocked": 17_000 / 110,
    "speakers_per_1000_knocked": 17_000 / 110,
    "weekly_speakers_per_1000_knocked": 17_000 / 110,
    "weekly_speakers_per_admitted": 17 / 19,
    "weekly_speakers_per_remaining": 1,
    "signups_1": 13,  # the founders and the first three
    "signups_2": 3,
    "signups_3": 3,
    "culls_1": 0,
    "culls_2": 2,
    "culls_3": 0,
}


@pytest.mark.parametrize(("name", "value"), BY_HAND.items())
def test_an_outcome_by_hand(clockwork, name, value):
    assert clockwork.outcomes[name] == pytest.approx(value, abs=1e-12)


def test_what_cannot_be_known_yet_is_missing(clockwork):
    missing = {name for name, value in clockwork.outcomes.items() if isnan(value)}
    assert missing == {
        *("active_30_bracket", "active_30_unbounded", "active_90_bracket", "active_90_unbounded"),
        *(
            "core_retention",
            "renewal",
            "lifetime",
            *(f"{what}_{season}" for what in ("signups", "culls") for season in range(4, 8)),
        ),
    }


def test_every_outcome_that_is_explained_is_measured_and_no_other(clockwork):
    assert set(OUTCOMES) <= set(clockwork.outcomes)
    assert set(clockwork.outcomes) - set(OUTCOMES) <= {"visitors"}


def test_activity_retention_by_hand():
    """Of the 13 of day 0 two were removed; those of days 7 and 14 are counted once they have been there long enough."""
    outcomes = carry_out(task(read_off_day=45, window=(40, 45))).outcomes
    assert outcomes["active_30_bracket"] == pytest.approx((11 + 3) / (13 + 3))  # joined by day 9
    assert outcomes["active_30_unbounded"] == pytest.approx((11 + 3 + 3) / (13 + 3 + 3))
    assert isnan(outcomes["active_90_unbounded"])


def test_core_retention_by_hand():
    """Everybody's messages are as many, so the two of least uid of the 17 or 19 are the core, and stay or not."""
    stays = carry_out(task(days=60, read_off_day=56, window=(50, 56), policies={})).outcomes
    assert stays["core_retention"] == 1
    removed = carry_out(
        task(days=60, read_off_day=56, window=(50, 56), policies={"remove": RemoveTheFirst(day=28)})
    ).outcomes
    assert removed["core_retention"] == 1  # they spoke on day 28, whose evening they went
    earlier = carry_out(
        task(days=60, read_off_day=56, window=(50, 56), policies={"remove": RemoveTheFirst(day=27)})
    ).outcomes
    assert earlier["core_retention"] == 0  # the one at the top of ten founders, and gone


def test_outcomes_are_those_of_the_read_off_day_however_long_the_run(clockwork):
    for days in (21, 35):
        outcomes = carry_out(task(days=days)).outcomes
        assert {k: repr(v) for k, v in outcomes.items()} == {k: repr(v) for k, v in clockwork.outcomes.items()}


def test_the_detail_is_kept_to_the_end_or_not_at_all(clockwork):
    assert clockwork.daily.shape[0] == 50
    without = carry_out(task(detail=False))
    assert (without.daily, without.members, without.cohorts) == (None, None, None)
    assert repr(without.outcomes) == repr(clockwork.outcomes)


@pytest.mark.parametrize("engine", ["compiled", "objects"])
def test_both_engines_come_to_the_same(clockwork, engine):
    other = carry_out(task(engine=engine))
    assert repr(other.outcomes) == repr(clockwork.outcomes)
    np.testing.assert_array_equal(other.daily, clockwork.daily)


def test_lifetime_is_the_first_day_of_four_weeks_of_quiet():
    alive = [10.0, 20.0, 12.0, 1.0]
    assert lifetime(np.array([*alive, *[0.9] * 28])) == 4
    assert lifetime(np.array([*alive, *[0.9] * 10, 1.0, *[0.0] * 40])) == 15


@pytest.mark.parametrize(
    "series",
    [
        [10.0, 20.0, *[0.9] * 27],  # not long enough
        [10.0, 20.0, *([0.9] * 27 + [1.0]) * 5],  # never quiet for four weeks
        [*[0.0] * 40, 20.0, 20.0],  # quiet before it began
        [5.0] * 300,
        [0.0] * 50,  # there was never anybody
        [],
    ],
)
def test_a_community_that_did_not_die_has_no_lifetime(series):
    assert isnan(lifetime(np.array(series)))


def test_a_community_that_everybody_leaves_dies():
    dying = task(policies={}, days=80, scenario=replace(task().scenario, channels=(), world=world_of(leave_base=0)))
    outcomes = carry_out(dying).outcomes
    assert 1 <= outcomes["lifetime"] <= 40
    assert outcomes["remaining"] == 0


def test_active_days_are_counted_from_the_bits():
    assert active_days(np.array([0, 0b1011, 1 << 27, 1 << 28, 2**64 - 1], dtype=np.uint64), 28).tolist() == [
        0,
        3,
        1,
        0,
        28,
    ]


def test_the_member_table_has_a_row_for_everyone_who_ever_joined():
    community = community_of(task()).run(50)
    members = members_of(community)
    assert {len(column) for column in members.values()} == {19}
    assert members["reason"].tolist() == ["removed: tried"] * 2 + ["none"] * 17
    assert members["left"].tolist() == [10] * 2 + [NEVER] * 17
    assert members["paid"].tolist() == [0.0] * 10 + [10.0] * 9
    assert members["messages"].tolist() == members["check_ins"].tolist() == [11, 11, *[50] * 11, *[43] * 3, *[36] * 3]
    assert members["active_days_28"].tolist()[2:] == [28] * 17


def test_tables_are_tidy_and_a_missing_value_is_null(clockwork):
    runs = runs_table([clockwork])
    assert runs["lifetime"].to_list() == [None] and runs["recruited"].to_list() == [19.0]
    assert runs.select("arm", "set", "seed").row(0) == ("tried", -1, 1)
    daily = daily_table([clockwork, clockwork])
    assert daily.height == 100 and daily["day"].to_list() == [*range(50)] * 2
    members = members_table([clockwork])
    assert members["left"].null_count() == 17
    cohorts = cohorts_table([clockwork])
    assert cohorts.filter(cohort=0, week=0).select("size", "active").row(0) == (13, 13)
    assert cohorts.filter(cohort=0, week=2).select("size", "active").row(0) == (13, 11)


def test_a_ratio_of_nothing_is_missing_and_not_zero():
    empty = carry_out(task(policies={}, scenario=replace(task().scenario, founders=0, channels=()))).outcomes
    assert (empty["recruited"], empty["remaining"]) == (0, 0)
    for name in (
        "headcount_retention",
        "peak_ratio",
        "weekend_ratio",
        "messages_per_head",
        "remaining_per_1000_knocked",
    ):
        assert empty[name] == pytest.approx(nan, nan_ok=True)
