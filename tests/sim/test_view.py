"""What the operator sees on a morning: yesterday's truth, aligned, and nothing that looking could change."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import numpy as np
import pytest
from scipy.stats import kstest

from clubsim.sim.community import Community
from clubsim.sim.policy import Policy
from clubsim.sim.view import MorningView, slot_number

ALIGNED = (
    *("uid", "tenure", "messages", "check_ins", "messages_yesterday", "attended_yesterday", "last_visit", "paid"),
)


@dataclass(frozen=True, kw_only=True)
class Witness(Policy):
    """Keeps what it saw."""

    nothing: ClassVar[dict[str, Any]] = {}
    dose: ClassVar[dict[str, Any]] = {}
    seen: list = field(default_factory=list)

    def act(self, view):
        facts = {name: getattr(view, name).copy() for name in (*ALIGNED, "rows")}
        self.seen.append(facts | {"draw": view.draw(), "balance": view.balance, "event": view.event_yesterday})
        return []


def watched(town, days=25, slot="zz_witness", first=False, **given):
    witness = Witness()
    policies = {slot: witness, **town.operated()} if first else {**town.operated(), slot: witness}
    return town.run(days, policies, events=True, **given), witness.seen


def test_everything_is_aligned_with_the_rows_of_who_is_there(town):
    community, seen = watched(town)
    assert len(seen) == 25
    for facts in seen:
        assert facts["rows"].tolist() == sorted(set(facts["rows"].tolist()))
        for name in (*ALIGNED, "draw"):
            assert facts[name].shape == facts["rows"].shape
        np.testing.assert_array_equal(facts["uid"], community.members.uid[facts["rows"]])


def test_a_morning_shows_the_log_up_to_yesterday_evening(town):
    community, seen = watched(town)
    log = community.events.columns()
    kinds, n = town.kinds(log), community.n_members
    said = (kinds == "message") | (kinds == "reply")

    def per_member(chosen):
        return np.bincount(log["member"][chosen], minlength=n)

    for day, facts in enumerate(seen):
        rows, before, yesterday = facts["rows"], log["day"] < day, log["day"] == day - 1
        gone = np.isin(kinds, ["leave", "removed"]) & before
        joined = np.isin(kinds, ["join"]) & (before if day else log["day"] == 0)
        here = np.setdiff1d(log["member"][joined], log["member"][gone])
        if day:
            assert rows.tolist() == here.tolist()
        np.testing.assert_array_equal(facts["messages"], per_member(said & before)[rows])
        np.testing.assert_array_equal(facts["check_ins"], per_member((kinds == "checkin") & before)[rows])
        np.testing.assert_array_equal(facts["messages_yesterday"], per_member(said & yesterday)[rows])
        np.testing.assert_array_equal(facts["attended_yesterday"], per_member((kinds == "attend") & yesterday)[rows])
        np.testing.assert_array_equal(facts["tenure"], day - community.members.joined[rows])
        visits = (kinds == "visit") & before
        last = community.members.joined[:n].copy()
        np.maximum.at(last, log["member"][visits], log["day"][visits])
        np.testing.assert_array_equal(facts["last_visit"], last[rows])
    assert {facts["event"] for facts in seen} == {"", "topic", "guest"}
    assert [facts["event"] != "" for facts in seen[:7]] == [False, False, True, False, True, False, False]


def test_a_slot_sees_what_the_slots_before_it_have_spent_this_morning(town):
    (_, last), (_, first) = watched(town), watched(town, first=True)
    assert any(after["balance"] < before["balance"] for after, before in zip(last, first, strict=True))


def test_a_witness_changes_nothing(town):
    community, _ = watched(town)
    assert town.differing(community, town.run(25, town.operated(), events=True)) == []


def test_looking_cannot_change_anything(town):
    """A policy that scribbles over all that it sees leaves the run as it was, or is stopped."""

    @dataclass(frozen=True, kw_only=True)
    class Vandal(Policy):
        nothing: ClassVar[dict[str, Any]] = {}
        dose: ClassVar[dict[str, Any]] = {}

        def act(self, view):
            for name in (*ALIGNED, "rows"):
                column = getattr(view, name)
                if column.flags.writeable:
                    column[:] = 0
            view.draw()[:] = 0
            return []

    vandalised = town.run(20, {"a_vandal": Vandal(), **town.operated()}, events=True)
    assert town.differing(vandalised, town.run(20, town.operated(), events=True)) == []


def test_dates_and_weekdays_run_on(town):
    community = Community(town.small())
    for day in range(9):
        view = MorningView(community, "slot")
        assert (view.day, view.date, view.weekday) == (day, town.START + timedelta(days=day), day % 7)
        community.step()


def test_a_draw_belongs_to_slot_member_day_and_index(town):
    one, other = Community(town.small(), seed=5), Community(town.small(), seed=5)
    draws = MorningView(one, "cash").draw()
    np.testing.assert_array_equal(draws, MorningView(other, "cash").draw())
    for different in (MorningView(one, "merchandise").draw(), MorningView(one, "cash").draw(1)):
        assert not np.isin(different, draws).any()
    one.step()
    tomorrow = MorningView(one, "cash")
    assert not np.isin(tomorrow.draw(), draws).any()


def test_a_draw_does_not_hang_on_who_else_is_there(town):
    whole = Community(town.small(founders=50), seed=5)
    part = Community(town.small(founders=20), seed=5)
    np.testing.assert_array_equal(MorningView(whole, "cash").draw()[:20], MorningView(part, "cash").draw())


def test_draws_are_uniform(town):
    draws = MorningView(Community(town.small(founders=5000), seed=5), "cash").draw()
    assert kstest(draws, "uniform").pvalue > 1e-6


@pytest.mark.parametrize("slot", ["cash", "merchandise", "奖品", "a" * 300])
def test_a_slots_number_is_small_and_the_same_everywhere(slot):
    assert 0 <= slot_number(slot) < 2**20
    assert slot_number("cash") == (((99 * 131 + 97) * 131 + 115) * 131 + 104) % 2**20


def test_the_slots_of_the_operations_club_have_different_numbers(town):
    assert len({slot_number(slot) for slot in town.OPERATED}) == len(town.OPERATED)
