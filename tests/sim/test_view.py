"""What the operator sees on a morning: yesterday's truth, aligned, and nothing that looking could change."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import numpy as np
import pytest
from scipy.stats import kstest

from clubsim.sim.community import Community
from clubsim.sim.levers import Tally
from clubsim.sim.policy import Policy
from clubsim.sim.view import MorningView, slot_number

ALIGNED = (
    *("uid", "tenure", "messages", "check_ins", "messages_yesterday", "attended_yesterday", "last_visit", "paid"),
    *("messages_since", "noise_since", "badge"),
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


def test_what_is_seen_of_all_together_is_what_was_counted(town):
    """Talk enough on some days for the week's speakers, and then none at all."""
    community = Community(town.small(channels=(), talk_mean=-2.0, answer_back=0.0), seed=5)
    spoken = [-1]
    for day in range(25):
        view = MorningView(community, "slot")
        assert view.weekly_speakers == (community.counters.series("weekly_speakers")[-1] if day else 0)
        assert view.silence == day - 1 - spoken[-1]
        if day == 14:
            community.members.talk_base[:] = -60.0
        community.step()
        if community.counters.series("messages")[-1]:
            spoken.append(day)
    assert 5 < spoken[-1] < 14
    assert MorningView(community, "slot").weekly_speakers == 0


@dataclass(frozen=True, kw_only=True)
class Bookkeeper(Policy):
    """Takes a tally on some days and keeps what it saw."""

    nothing: ClassVar[dict[str, Any]] = {}
    dose: ClassVar[dict[str, Any]] = {}
    days: tuple = (0,)
    seen: list = field(default_factory=list)

    def act(self, view):
        self.seen.append((view.rows, view.messages_since, view.noise_since, view.tally_day))
        return [Tally()] if view.day in self.days else []


def test_a_tally_counts_from_the_morning_on_which_it_was_taken(town):
    """Two slots, each with its own; what is noise is told from the daily counts."""
    books, never = Bookkeeper(days=(6, 13)), Bookkeeper(days=())
    scenario = town.small(noise_share=0.3)
    community = town.run(20, {"books": books, "never": never, **town.operated()}, scenario, events=True)
    log = community.events.columns()
    said = np.isin(town.kinds(log), ["message", "reply"])
    noise = 0
    for day in range(20):
        since = -1 if day <= 6 else 6 if day <= 13 else 13
        rows, messages, flagged, tally_day = books.seen[day]
        assert tally_day == since
        counted = said & (log["day"] < day) & (log["day"] >= since)
        expected = np.bincount(log["member"][counted], minlength=community.n_members)[rows]
        np.testing.assert_array_equal(messages, expected)
        assert ((flagged >= 0) & (flagged <= messages)).all()
        noise += int(flagged.sum())
        everything = np.bincount(log["member"][said & (log["day"] < day)], minlength=community.n_members)[rows]
        np.testing.assert_array_equal(never.seen[day][1], everything)
        assert never.seen[day][3] == -1
    assert noise > 0
    written = int(community.members.all_noise[: community.n_members].sum())
    assert written == community.counters.series("noise").sum()


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
