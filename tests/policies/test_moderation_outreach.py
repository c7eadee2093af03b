"""Moderation and messages to the silent: which levers stand, what they cost, and what a community makes of them."""

import numpy as np
import pytest

from clubsim.policies.community_moderation import CommunityModeration
from clubsim.policies.noise_removal import NoiseRemoval
from clubsim.policies.personalised_order import PersonalisedOrder
from clubsim.policies.silent_nudge import SilentNudge
from clubsim.policies.weekly_digest import WeeklyDigest
from clubsim.sim.levers import LeverError, Nudge, Order, Spend

READING = {"reading": 1, "noise_share": 0.3, "visit_benefit": 1.0}


def test_moderators_hours_are_booked_every_day(morning):
    moderate, spend = CommunityModeration(topic=2, found=0.8, hours=3).act(morning(day=8))
    assert (moderate.off_topic, moderate.noise, moderate.mistakes, moderate.topic) == (0.8, 0.8, 0.0, 2)
    assert spend == Spend(amount=0.0, hours=3.0, purpose="moderation")


def test_the_weary_manage_less(morning):
    moderate = CommunityModeration(hours=3, pace=100).act(morning())[0]
    assert [moderate.messages_of(weariness) for weariness in (0.0, 0.25, 1.0)] == [300.0, 225.0, 0.0]


def test_soft_moderation_takes_twice_the_time_and_costs_no_trust(morning):
    soft, strict = (NoiseRemoval(manner=manner, pace=90).act(morning())[0] for manner in ("soft", "strict"))
    assert (soft.harsh, soft.pace, strict.harsh, strict.pace) == (0.0, 45.0, 1.0, 90.0)
    assert soft.off_topic == strict.off_topic == 0.0


def test_a_sorted_feed_that_cannot_be_paid_is_not_sorted(morning):
    feed = PersonalisedOrder(accuracy=0.7, least=0.2, cost=5)
    order = Order(accuracy=0.7, least=0.2)
    assert feed.act(morning(balance=4.0)) == []
    assert feed.act(morning(balance=5.0)) == [order, Spend(amount=5.0, hours=0.0, purpose="sorted feed")]


def test_the_silent_are_written_to_after_so_many_days_and_again_and_then_left_in_peace(morning):
    policy = SilentNudge(days=5, again=3, most=2, lift=0.9, hours_per_message=0.1)
    written = {}
    for day in range(40):
        levers = policy.act(morning(day=day, rows=[4], last_visit=[10]))
        if levers:
            written[day] = levers
    assert list(written) == [16, 19]  # on day 16 they have been away for five whole days
    nudge, spend = written[16]
    assert isinstance(nudge, Nudge) and nudge.rows.tolist() == [4] and nudge.lift == 0.9
    assert spend.hours == pytest.approx(0.1)


def test_a_digest_goes_to_who_missed_something_on_its_day(morning):
    policy = WeeklyDigest(weekday="wednesday", days=2, lift=0.3, hours_of_work=1.5)
    levers = {day: policy.act(morning(day=day, rows=[1, 2, 3], last_visit=[8, 6, 0])) for day in (8, 9, 10)}
    assert levers[8] == levers[10] == []
    nudge, spend = levers[9]  # a Wednesday; they have been away for 0, 2 and 8 whole days
    assert nudge.rows.tolist() == [2, 3] and spend.hours == 1.5


def tried(towns, policy, days=60, **world):
    return towns.run(days, {"tried": policy}, towns.small(founders=60, **{**READING, **world}))


@pytest.fixture(scope="module")
def town():
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shares_hidden(c):
    return c.counters.series("hidden").sum() / c.counters.series("messages").sum()


def test_perfect_moderators_leave_one_topic_and_no_noise(town):
    c = tried(town, CommunityModeration(topic=1, found=1.0, hours=24.0, pace=1e6, tiring=0.0))
    assert c.counters.series("noise").sum() == 0
    assert np.flatnonzero(c.signal).tolist() in ([1], [])
    assert 0.5 < shares_hidden(c) < 1.0  # of four topics that interest alike


def test_moderators_who_have_little_time_tire_and_miss_more(town):
    rested = tried(town, NoiseRemoval(detection=1.0, mistakes=0.0, hours=0.5, tiring=0.0))
    tired = tried(town, NoiseRemoval(detection=1.0, mistakes=0.0, hours=0.5, tiring=0.9, rest=0.02))
    assert rested.counters.series("weariness").max() == 0
    assert tired.counters.series("weariness")[-1] > 0.5
    assert 0 < shares_hidden(tired) < shares_hidden(rested) < 0.3


def test_without_noise_its_removal_costs_hours_and_changes_nothing(town):
    policy = NoiseRemoval(mistakes=0.0)
    c, left = tried(town, policy, noise_share=0.0), tried(town, PersonalisedOrder(accuracy=0.0), noise_share=0.0)
    assert c.counters.series("hidden").sum() == 0
    for name in ("visitors", "messages", "replies", "headcount"):
        np.testing.assert_array_equal(c.counters.series(name), left.counters.series(name))
    assert c.counters.series("hours")[-1] == pytest.approx(2.0 * 60)


def test_mistakes_made_strictly_cost_the_trust_that_softness_keeps(town):
    trusting = {"trusting": 1, "trust_hidden": 0.1, "trust_exit": 0.0}
    given = {"detection": 0.5, "mistakes": 0.2, "hours": 24.0, "pace": 1e6}
    trust = {
        manner: tried(town, NoiseRemoval(manner=manner, **given), **trusting).commons.reputation
        for manner in ("soft", "strict")
    }
    assert trust["soft"] == pytest.approx(1.0)
    assert trust["strict"] < 0.95


def test_two_moderations_on_one_day_are_refused(town):
    with pytest.raises(LeverError, match="slot second: only one moderation can hide messages on a day"):
        town.run(1, {"first": CommunityModeration(), "second": NoiseRemoval()})


def test_each_further_message_counts_half_until_somebody_comes(town):
    class Every(SilentNudge):
        def act(self, view):
            return [Nudge(rows=view.rows, lift=0.8)]

    nobody_comes = town.small(founders=3, channels=(), visit_mean=-10.0, visit_novelty=0.0, visit_sd=0.0)
    c = town.run(0, {"tried": Every()}, nobody_comes)
    seen = []
    for _ in range(4):
        c.run(1)
        assert not c.members.visited[:3].any()
        seen.append(float(c.members.nudge[0]))
    assert seen == pytest.approx([0.8, 0.4, 0.2, 0.1])
    assert c.members.nudged[:3].tolist() == [4, 4, 4]
    eager = town.run(3, {"tried": Every()}, town.small(founders=3, channels=(), visit_mean=10.0))
    assert (eager.members.nudge[:3] == np.float32(0.8)).any()  # the count begins anew with a visit


def test_a_message_brings_some_of_the_silent_back(town):
    quiet = {"visit_mean": -3.0, "visit_novelty": 0.5}
    left = tried(town, SilentNudge(lift=0.0), **quiet)
    nudged = tried(town, SilentNudge(days=5, again=5, lift=3.0), **quiet)
    assert nudged.counters.series("visitors").sum() > left.counters.series("visitors").sum() * 1.05
