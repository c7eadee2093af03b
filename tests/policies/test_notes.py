"""Policies that count by periods: who is judged and named, by notes that were taken at a period's beginning."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.policies.badge import MessageBadge
from clubsim.policies.periods import turn_of
from clubsim.policies.rank_cull import RankCull
from clubsim.policies.recognition import Recognition
from clubsim.policies.registry import build
from clubsim.policies.violations_cull import ViolationsCull, chances_of_removal
from clubsim.sim.levers import Badge, Give, Goal, Praise, Remove, Spend, Tally
from clubsim.sim.phases import operate

WEEK = {"day": 14, "tally_day": 7}  # a morning on which a week ends that was noted
WEEKLY = {"period": 7}


@pytest.fixture(scope="module")
def town():
    """Small communities in which everything happens."""
    path = Path(__file__).parents[1] / "sim" / "towns.py"
    spec = importlib.util.spec_from_file_location("towns", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def levers_of(kind, levers):
    return [lever for lever in levers if isinstance(lever, kind)]


@pytest.mark.parametrize(
    ("day", "tally_day", "begins", "ends"),
    [(3, -1, True, False), (4, 3, False, False), (10, 3, True, True), (10, 4, True, False), (17, 3, True, False)],
)
def test_a_period_that_was_noted_on_its_first_morning_can_be_judged(morning, day, tally_day, begins, ends):
    turn = turn_of(morning(day=day, tally_day=tally_day), 7, 3)
    assert (turn.begins, turn.ends) == (begins, ends)


def test_before_its_first_day_no_period_begins(morning):
    assert not turn_of(morning(day=0), 7, 7).begins


@pytest.mark.parametrize(
    "policy", [RankCull(**WEEKLY), ViolationsCull(**WEEKLY), Recognition()], ids=lambda policy: type(policy).__name__
)
def test_notes_are_taken_whenever_a_period_begins(policy, morning):
    view = {"rows": [0, 1, 2], "tenure": [99] * 3, "messages_since": [9] * 3, "noise_since": [9] * 3}
    taken = [day for day in range(20) if levers_of(Tally, policy.act(morning(day=day, **view)))]
    assert taken == [0, 7, 14]
    judged = [policy.act(morning(day=14, tally_day=day, **view)) for day in (-1, 6, 8)]
    assert judged == [[Tally()]] * 3


# the lowest share


def ranked(morning, **fields):
    """The rows that are removed of six members, of whom row 5 is new and rows 0 and 4 wrote nothing."""
    view = morning(
        **WEEK,
        rows=range(6),
        tenure=[50, 50, 50, 50, 50, 6],
        messages_since=[0, 7, 3, 3, 0, 1],
        draws={1000: 0.9, 1002: 0.2, 1003: 0.1, 1004: 0.3},
    )
    removed = levers_of(Remove, RankCull(**{"share": 0.2, "grace": 7, **WEEKLY} | fields).act(view))
    assert [lever.reason for lever in removed] == ["low rank"] * len(removed)
    return [row for lever in removed for row in lever.rows.tolist()]


def test_the_lowest_share_of_those_who_are_judged_goes(morning):
    assert ranked(morning, share=0.4) == [4, 0]
    assert ranked(morning, share=0.8) == [4, 0, 3, 2]
    assert ranked(morning, share=1.0) == [4, 0, 3, 2, 1]


def test_a_share_of_less_than_one_member_is_nobody(morning):
    assert ranked(morning, share=0.19) == []


def test_luck_and_not_the_row_settles_equal_ranks(morning):
    assert ranked(morning, share=0.2) == [4]  # draws .9 and .3
    assert ranked(morning, among="speakers", share=0.4) == [3]  # draws .2 and .1


def test_without_grace_newcomers_are_judged_too(morning):
    assert ranked(morning, grace=0, share=0.5) == [4, 0, 5]


def test_in_a_community_the_share_goes_on_the_day_after_each_period(town):
    policy = {"rank": build("cull/rank", {"share": 0.25, "period": 10, "grace": 0})}
    community = town.run(25, policy, town.small(channels=(), founders=40, leave_base=-30.0), events=True)
    removed = community.counters.series("removed")
    assert {day: int(count) for day, count in enumerate(removed) if count} == {10: 10, 20: 7}
    log, first = community.events.columns(), community.members.left[:40] == 10
    said = np.isin(town.kinds(log), ["message", "reply"]) & (log["day"] < 10)
    messages = np.bincount(log["member"][said], minlength=40)
    assert messages[first].max() <= messages[~first].min() < messages.max()


# what is caught


@pytest.mark.parametrize("detection", [0.0, 0.1, 0.5, 0.93, 1.0])
@pytest.mark.parametrize("tolerance", [0, 1, 4, 30])
def test_the_chance_of_removal_is_that_of_more_catches_than_are_tolerated(tolerance, detection):
    chances = chances_of_removal(25, tolerance, detection)
    expected = [binom.sf(tolerance, posted, detection) for posted in range(26)]
    np.testing.assert_allclose(chances, expected, atol=1e-14)
    assert chances == sorted(chances)


def test_who_posts_noise_once_too_often_is_removed_if_all_is_seen(morning):
    view = morning(**WEEK, rows=[3, 4, 5, 6], noise_since=[0, 2, 3, 40])
    tally, remove, spend = ViolationsCull(detection=1.0, tolerance=2, hours_of_work=1.5, **WEEKLY).act(view)
    assert tally == Tally()
    assert (remove.rows.tolist(), remove.reason) == ([5, 6], "violations")
    assert spend == Spend(amount=0.0, hours=1.5, purpose="watch over the rules")


def test_what_is_caught_is_luck(morning):
    chance = binom.sf(1, 3, 0.5)
    view = morning(**WEEK, rows=[0, 1], noise_since=[3, 3], draws={1000: chance - 1e-9, 1001: chance + 1e-9})
    (remove,) = levers_of(Remove, ViolationsCull(detection=0.5, tolerance=1, **WEEKLY).act(view))
    assert remove.rows.tolist() == [0]


def test_where_nobody_posts_noise_nobody_is_removed(morning):
    view = morning(**WEEK, rows=[0, 1])
    assert levers_of(Remove, ViolationsCull(detection=1.0, tolerance=0, **WEEKLY).act(view)) == []


def test_removing_violators_takes_the_noisy(town):
    """All is seen: whoever is removed wrote more noise in the period than is tolerated, and there is less of it."""
    scenario = town.small(noise_share=0.2, noise_sd=2.0)
    policy = {"watch": build("cull/violations", {"detection": 1.0, "tolerance": 1, "period": 7})}
    watched, control = town.run(42, policy, scenario, events=True), town.run(42, {}, scenario)
    m, n = watched.members, watched.n_members
    gone = watched.counters.series("removed").sum()
    assert gone == (m.reason[:n] == 3).sum() > 3
    assert m.all_noise[:n][m.reason[:n] == 3].min() >= 2
    noise, messages = (
        [run.counters.series(name)[14:].sum() for run in (watched, control)] for name in ("noise", "messages")
    )
    assert noise[0] / messages[0] < noise[1] / messages[1]


# who is named


def test_the_best_are_named_and_it_costs_work_and_no_money(morning):
    view = morning(**WEEK, rows=range(5), messages_since=[4, 0, 9, 4, 1], draws={1000: 0.8, 1003: 0.2})
    tally, praise, spend = Recognition(named=2, value=3.0, hours_of_work=0.25).act(view)
    assert tally == Tally()
    assert (praise.rows.tolist(), praise.value) == ([2, 3], 3.0)
    assert spend == Spend(amount=0.0, hours=0.25, purpose="recognition")


def test_who_wrote_nothing_is_not_named(morning):
    (praise,) = levers_of(Praise, Recognition(named=9).act(morning(**WEEK, rows=[0, 1, 2], messages_since=[0, 1, 0])))
    assert praise.rows.tolist() == [1]
    assert Recognition(named=9).act(morning(**WEEK, rows=[0, 1])) == [Tally()]


def test_to_be_named_raises_belonging_and_praise_of_who_is_named_only(town):
    community = town.run(7, {"named": build("recognition", {"value": 2.0})}, town.small(praise_gain=0.1), events=True)
    m, here = community.members, community.present
    before = {name: getattr(m, name).copy() for name in ("identity", "praise", "exposure", "reward_memory")}
    operate(community)
    log = community.events.columns()
    rows = log["member"][town.kinds(log) == "reward"]
    assert m.all_messages[rows].tolist() == sorted(m.all_messages[here], reverse=True)[:3]
    others = np.setdiff1d(here, rows)
    for name, share in {"identity": 0.2, "praise": 0.2}.items():  # reward_gain and praise_gain, times 2
        after, was = getattr(m, name), before[name]
        np.testing.assert_allclose(after[rows], was[rows] + share * (1 - was[rows]), rtol=1e-6)
        np.testing.assert_array_equal(after[others], was[others])
    for name in ("exposure", "reward_memory"):
        np.testing.assert_array_equal(getattr(m, name), before[name])
    assert community.ledger.hours == 0.5 and community.ledger.spent == 0


# badges


def test_a_badge_is_promised_every_day_and_given_once(morning):
    view = morning(rows=[3, 4, 5, 6], messages=[9, 10, 11, 50], badge=[0, 0, 10, 40])
    goal, badge, give = MessageBadge(messages=10, gain=0.5, value=2.0).act(view)
    assert goal == Goal(messages=10, gain=0.5)
    assert (badge.rows.tolist(), badge.messages) == ([4], 10)
    assert (give.rows.tolist(), give.value, give.kind) == ([4], 2.0, "badge")
    assert MessageBadge(messages=10).act(morning(rows=[0], messages=[9])) == [Goal(messages=10, gain=0.75)]


def test_everyone_who_reached_it_wears_it_and_had_one_gift(town):
    policies = {"ten": build("badge", {"messages": 10}), "thirty": build("badge", {"messages": 30})}
    community = town.run(30, policies, events=True)
    m, log = community.members, community.events.columns()
    here = community.present
    by_yesterday = m.all_messages[here].astype(int) - m.messages[here]
    np.testing.assert_array_equal(m.badge[here], np.where(by_yesterday >= 30, 30, np.where(by_yesterday >= 10, 10, 0)))
    gifts = np.bincount(log["member"][town.kinds(log) == "reward"], minlength=community.n_members)[here]
    np.testing.assert_array_equal(gifts, (m.badge[here] > 0) * 1 + (m.badge[here] == 30))
    assert (m.badge[here] == 10).sum() > 0 and 0 < (m.badge[here] == 30).sum() < here.size


def test_a_goal_moves_only_those_who_heed_rewards(town):
    """On the first day nobody has met yet who was moved; the luck is shared."""
    scenario = town.small(founders=400, channels=(), reward_heeders=0.4)
    promised = town.run(1, {"badge": build("badge", {"messages": 3, "gain": 5.0})}, scenario)
    control = town.run(1, {}, scenario)
    more = promised.members.planned[:400] - control.members.planned[:400]
    heeds = control.members.heeds_reward[:400] == 1
    assert (more[~heeds] == 0).all()
    assert (more[heeds] >= 0).all() and more[heeds].sum() > 0
    np.testing.assert_array_equal(promised.members.planned[:400] > 0, control.members.planned[:400] > 0)


def test_both_engines_take_notes_praise_and_give_badges_alike(town):
    policies = {
        "rank": build("rank", {"share": 0.2, "period": 7, "grace": 0}),
        "watch": build("violations", {"tolerance": 0, "period": 5}),
        "named": build("recognition", {"period": 4}),
        "ten": build("badge", {"messages": 10, "gain": 2.0}),
    }
    scenario = town.small(**town.EVERYTHING)
    one, other = (town.run(16, policies, scenario, engine=engine, events=True) for engine in ("objects", "compiled"))
    assert town.differing(one, other) == []
    assert one.members.badge.any() and one.counters.series("removed").sum() > 0


def test_a_badge_that_was_taken_up_late_is_still_given(morning):
    """Who had written enough before the policy began has it on its first morning."""
    levers = build("badge", {"messages": 10, "from_day": 30}).act(morning(day=30, rows=[0, 1], messages=[500, 2]))
    assert [lever.rows.tolist() for lever in levers_of((Badge, Give), levers)] == [[0], [0]]
