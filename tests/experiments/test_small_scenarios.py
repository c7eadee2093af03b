"""What the sources say of S04, S06 and S13, what a cull of payers costs, and the gate's channels."""

from functools import cache
from itertools import product

import numpy as np
import pytest

from clubsim.experiments.compare import task_of
from clubsim.experiments.running import carry_out, community_of
from clubsim.experiments.study import load_study
from clubsim.sim.counters import DAILY
from clubsim.sim.events import KINDS
from clubsim.sim.ledger import CLUB, MEMBERS

SEEDS = 5


@cache
def outcomes(study_name: str, arm: str):
    return [one.outcomes for one in results(study_name, arm)]


@cache
def results(study_name: str, arm: str):
    study = load_study(study_name)
    return [carry_out(task_of(study, arm, -1, seed)) for seed in study.seeds[:SEEDS]]


def means(study_name: str, arm: str, name: str) -> float:
    return float(np.mean([one[name] for one in outcomes(study_name, arm)]))


def daily(result, name: str, first: int, last: int):
    return result.daily[first:last, DAILY.index(name)]


# S06: rebuilt many times in a year


def test_a_fifth_kept_at_each_of_six_rebuilds_leaves_one_to_five_percent_of_all_who_passed_through():
    """N59. Waves, period and share are inputs: a twentieth leaves fewer than the source says, a half more."""
    kept = [one["headcount_retention"] for one in outcomes("periodic_rebuild", "rebuild_keep_20")]
    assert all(0.01 <= share <= 0.05 for share in kept)
    assert all(one["recruited"] >= 3000 for one in outcomes("periodic_rebuild", "rebuild_keep_20"))
    assert means("periodic_rebuild", "rebuild_keep_5", "headcount_retention") < 0.01
    assert means("periodic_rebuild", "rebuild_keep_50", "headcount_retention") > 0.05


def test_who_is_kept_writes_far_more_a_head_and_all_together_far_less():
    for one, never in zip(
        outcomes("periodic_rebuild", "rebuild_keep_20"), outcomes("periodic_rebuild", "never"), strict=True
    ):
        assert one["messages_per_head"] > 3 * never["messages_per_head"]
        assert one["messages"] < 0.6 * never["messages"]
        assert one["visitors"] < 0.3 * never["visitors"]


def test_a_cull_that_takes_as_many_leaves_as_lively_a_core():
    """H17: most of what a rebuild does is what the removals do."""
    culled, rebuilt = (means("periodic_rebuild", arm, "removed") for arm in ("cull_as_many", "rebuild_keep_20"))
    assert culled == pytest.approx(rebuilt, rel=0.05)
    culled, rebuilt = (
        means("periodic_rebuild", arm, "messages_per_head") for arm in ("cull_as_many", "rebuild_keep_20")
    )
    assert culled == pytest.approx(rebuilt, rel=0.4)


def test_those_who_are_kept_come_and_write_by_nature_more_and_do_not_write_better():
    """Nobody who rebuilds by who came and wrote selects by how good it is."""
    study = load_study("periodic_rebuild")
    all_visit, kept_visit, all_worth, kept_worth = [], [], [], []
    for seed in study.seeds[:SEEDS]:
        c = community_of(task_of(study, "rebuild_keep_20", -1, seed)).run(study.read_off_day + 1)
        m, n = c.members, c.n_members
        all_visit.append(m.visit_base[:n].mean())
        kept_visit.append(m.visit_base[c.present].mean())
        all_worth.append(m.quality[:n].mean())
        kept_worth.append(m.quality[c.present].mean())
    assert all(kept > base + 1.0 for kept, base in zip(kept_visit, all_visit, strict=True))
    assert np.mean(kept_worth) == pytest.approx(np.mean(all_worth), abs=0.15)


# S13: a goal, and a planned end


def test_a_crew_is_livelier_than_without_its_goal_until_its_last_day_and_then_over():
    """S13: high activity to the deadline, then planned dissolution, which is the plan's day and no other."""
    for crew, idle in zip(results("fixed_term", "as_described"), results("fixed_term", "no_goal"), strict=True):
        assert daily(crew, "check_ins", 0, 42).mean() > 1.2 * daily(idle, "check_ins", 0, 42).mean()
        assert crew.outcomes["remaining"] > 95
        assert not daily(crew, "headcount", 90, 180).any()
        assert not daily(crew, "messages", 91, 180).any()
        assert 90 <= crew.outcomes["lifetime"] <= 98


def test_without_an_end_the_same_people_go_on():
    for one in results("fixed_term", "no_goal_no_end"):
        assert np.isnan(one.outcomes["lifetime"])
        assert daily(one, "messages", 150, 180).mean() > 50


def test_a_goal_with_a_deadline_fades_as_members_reach_it_and_one_without_does_less():
    """What H59 does not say: the nearer the end, the more members have done their share."""
    for one, other in zip(
        results("fixed_term", "larger_goal"), results("fixed_term", "larger_goal_no_deadline"), strict=True
    ):
        early, late = daily(one, "check_ins", 0, 28).mean(), daily(one, "check_ins", 70, 84).mean()
        assert late < 0.9 * early
        assert late < daily(other, "check_ins", 70, 84).mean()


# S04: an active free base, then the fee


def test_a_free_base_and_then_a_fee_keeps_about_half_of_it():
    free, later = ("free_for_ever", "free_then_fee")
    for one, base in zip(outcomes("paid_channel", later), outcomes("paid_channel", free), strict=True):
        assert one["priced_out"] > 100 and one["revenue"] > 0 == base["revenue"]
        assert 0.3 < one["visitors"] / base["visitors"] < 0.75
    assert means("paid_channel", free, "rooms") > 8  # clubs of cities beside the main room


def test_a_fee_at_once_prices_nobody_out_and_recruits_fewer():
    for one, later in zip(
        outcomes("paid_channel", "fee_at_once"), outcomes("paid_channel", "free_then_fee"), strict=True
    ):
        assert one["priced_out"] == 0
        assert one["recruited"] < 0.85 * later["recruited"]


def test_who_is_asked_without_notice_may_be_angry_and_the_name_draws_fewer():
    told, untold = (outcomes("paid_channel", arm) for arm in ("free_then_fee", "free_then_fee_no_notice"))
    assert all(one["angry"] == 0 for one in told)
    assert all(one["angry"] > 20 for one in untold)
    assert all(one["knocked"] < other["knocked"] for one, other in zip(untold, told, strict=True))


# a cull of people who paid


@cache
def culled(arm: str, seed: int):
    study = load_study("cull_of_payers")
    return community_of(task_of(study, arm, -1, seed), events=True).run(study.days)


def refunds(community):
    return [entry for entry in community.ledger.entries if entry.purpose == "refunds"]


def told_of(community, kind: str):
    log = community.events.columns()
    return np.sort(log["member"][log["kind"] == KINDS.index(kind)])


@pytest.mark.parametrize("seed", range(3))
def test_without_refunds_the_culled_payers_are_angry_in_the_log_and_the_name_suffers(seed):
    c, without = culled("cull_no_refund", seed), culled("no_cull", seed)
    angry = told_of(c, "anger")
    assert angry.size > 50 and not refunds(c)
    assert angry.tolist() == np.flatnonzero(c.members.angry[: c.n_members]).tolist()
    assert set(angry.tolist()) <= set(told_of(c, "removed").tolist())
    assert (c.members.paid[angry] > 0).all()
    assert c.counters.series("reputation").min() < 0.7 * without.counters.series("reputation").min()
    assert told_of(without, "anger").size == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_rest_of_the_term_goes_from_the_club_to_its_members_and_nobody_is_angry(seed):
    c = culled("cull_rest_of_term", seed)
    paid_back = refunds(c)
    assert {(entry.giver, entry.taker) for entry in paid_back} == {(CLUB, MEMBERS)}
    assert sum(e.amount for e in paid_back) == pytest.approx(c.members.refunded[: c.n_members].sum(), rel=1e-4)
    assert told_of(c, "refund").size > 50 and told_of(c, "anger").size == 0
    full = sum(entry.amount for entry in refunds(culled("cull_full_refund", seed)))
    assert sum(entry.amount for entry in paid_back) < full


@pytest.mark.parametrize("seed", range(3))
def test_a_name_that_suffers_costs_knocks_and_a_refund_brings_them_back(seed):
    def knocked(arm):
        c = culled(arm, seed)
        return int(np.count_nonzero(c.prospects.knocked[: c.n_prospects] >= 0))

    assert knocked("cull_no_refund") < 0.95 * knocked("cull_rest_of_term")
    assert knocked("cull_rest_of_term") <= knocked("no_cull")


# the gate's channels


def test_every_way_to_switch_the_gates_four_channels_is_an_arm_and_two_arms_are_decomposed():
    study = load_study("gate_channels")
    channels = ("selects", "limits", "cherished", "funds")
    gates = [arm.policies["gate"] for name, arm in study.arms.items() if name != "never_a_fee"]
    ways = {tuple(getattr(gate, channel) for channel in channels) for gate in gates}
    assert ways == set(product((True, False), repeat=4)) and len(gates) == 16
    assert study.decompose == (("as_described", "never_a_fee"),)
    assert study.scenario.world.cherishing > 0


@pytest.mark.slow
def test_of_a_fees_effect_on_headcount_the_smaller_intake_is_most_and_selection_little():
    """Against H02 in this club; what selects alone, of a pool that ends, also lets fewer in."""
    nothing, limits, both, described = (
        means("gate_channels", arm, "remaining")
        for arm in ("a_fee_that_does_nothing", "only_limits", "only_selects_and_limits", "as_described")
    )
    assert limits < 0.8 * nothing
    assert abs(both - limits) < 0.3 * (nothing - limits)
    assert abs(described - both) < 0.2 * (nothing - limits)
