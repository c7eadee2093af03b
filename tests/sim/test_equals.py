"""A crowd of equals stays equal: seniority, which is the row, gives nobody anything."""

from dataclasses import replace

import numpy as np
import pytest

from clubsim.policies.registry import build
from clubsim.sim import doors
from clubsim.sim.community import Community
from clubsim.sim.graphs import ties_of

FOUNDERS, DAYS, SEEDS = 120, 40, range(200)
MILLION_TO_ONE = 4.9  # standard deviations, both sides
ALIKE = {
    **dict.fromkeys(("topic_focus", "visit_sd", "check_in_sd", "talk_sd", "further_messages_sd"), 0.0),
    **dict.fromkeys(("halflife_sd", "usual_hour_sd"), 0.0),
    **{"quota_heeders": 1.0, "reward_heeders": 1.0, "leave_base": -30.0},
}


def programme():
    return {
        "cash": build("reward/cash", {"winners": 3, "funded": "outside"}),
        "topic": build("programme/discussion", {}),
        "cull": build("cull/quota", {"messages": 20, "check_ins": 10, "executed": False, "period": 20}),
    }


@pytest.fixture(scope="module")
def crowds(town):
    """What each founder of each seed has come to, by row: name -> [seeds, rows]."""
    found = {}
    scenario = replace(town.small(founders=FOUNDERS, channels=(), **ALIKE), tie_slots=6)
    for seed in SEEDS:
        community = Community(scenario, programme(), seed=seed, events=True).run(DAYS)
        m, log = community.members, community.events.columns()
        kinds = town.kinds(log)
        outcomes = {name: getattr(m, name)[:FOUNDERS].astype(float) for name in ("identity", "bonds", "habit")}
        outcomes |= {name: getattr(m, name)[:FOUNDERS].astype(float) for name in ("all_messages", "all_check_ins")}
        outcomes["novelty"] = m.exposure[:FOUNDERS].sum(axis=1).astype(float)
        outcomes["replies received"] = np.bincount(log["target"][kinds == "reply"], minlength=FOUNDERS)
        outcomes["replies given"] = np.bincount(log["member"][kinds == "reply"], minlength=FOUNDERS)
        outcomes["rewards"] = np.bincount(log["member"][kinds == "reward"], minlength=FOUNDERS)
        for name, values in outcomes.items():
            found.setdefault(name, []).append(values)
    return {name: np.array(values, float) for name, values in found.items()}


def advantage(values):
    """
    First half minus second half of the rows, over all seeds, in its standard deviations.

    Members of one seed share a day and a feed, so they are no independent numbers; but if the row means nothing, any
    order of them is as likely, and the difference of halves of n values has the variance 4 s**2 / n.
    """
    n = values.shape[1]
    difference = values[:, : n // 2].mean(axis=1) - values[:, n // 2 :].mean(axis=1)
    return difference.sum() / np.sqrt((4 * values.var(axis=1, ddof=1) / n).sum())


OUTCOMES = (
    *("identity", "bonds", "habit", "novelty", "all_messages", "all_check_ins"),
    *("replies received", "replies given", "rewards"),
)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_first_half_of_the_rows_has_no_more_than_the_second(crowds, outcome):
    assert crowds[outcome].std() > 0
    assert abs(advantage(crowds[outcome])) < MILLION_TO_ONE


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nor_has_the_first_tenth(crowds, outcome):
    rows = np.arange(FOUNDERS) < FOUNDERS // 10
    values, n, k = crowds[outcome], FOUNDERS, FOUNDERS // 10
    excess = values[:, rows].mean(axis=1) - values.mean(axis=1)
    deviation = np.sqrt((values.var(axis=1, ddof=1) * (1 / k - 1 / n)).sum())
    assert abs(excess.sum()) < MILLION_TO_ONE * deviation


def test_replies_do_not_seek_early_rows(crowds):
    """Over all seeds, the mean row that was answered is the middle one."""
    replies = crowds["replies received"]
    rows = np.arange(FOUNDERS) - (FOUNDERS - 1) / 2
    weighted = replies @ rows
    deviation = np.sqrt((replies.var(axis=1, ddof=1) * (rows**2).sum()).sum())
    assert replies.sum() > 100_000
    assert abs(weighted.sum()) < MILLION_TO_ONE * deviation


def test_the_bound_would_see_a_small_advantage(crowds):
    """A twentieth more for the first half would be told from luck."""
    values = crowds["replies received"].copy()
    values[:, : FOUNDERS // 2] *= 1.05
    assert abs(advantage(values)) > MILLION_TO_ONE


def lives(community):
    """What everybody has come to, by uid; ties by the partner's uid."""
    m, n = community.members, community.n_members
    uid = m.uid[:n]
    found = {}
    own = [name for name in m._fields if name != "tied" and not name.startswith("tie_")]
    partners, *ties = ties_of(m, np.arange(n))
    for row in range(n):
        columns = {name: getattr(m, name)[row].tobytes() for name in own}
        columns["partners"] = [int(uid[partner]) if partner >= 0 else -1 for partner in partners[row]]
        columns["ties"] = [column[row].tobytes() for column in ties]
        found[int(uid[row])] = columns
    return found


@pytest.mark.parametrize("alike", [True, False], ids=["equals", "unequal"])
def test_founders_in_another_order_live_the_same_lives(town, monkeypatch, alike):
    """Not only in the mean: who sits in which row changes no bit of anybody's life."""
    scenario = town.small(founders=60, channels=(), **(ALIKE if alike else {}), leave_attachment=1.0)
    one = Community(scenario, programme(), seed=5).run(30)
    order = np.random.default_rng(1).permutation(60).tolist()
    uid_of = doors.founder_uid
    monkeypatch.setattr(doors, "founder_uid", lambda j: uid_of(order[j]))
    other = Community(scenario, programme(), seed=5).run(30)
    assert one.members.uid[:60].tolist() != other.members.uid[:60].tolist()
    here, there = lives(one), lives(other)
    assert here.keys() == there.keys()
    assert {uid: [name for name in here[uid] if here[uid][name] != there[uid][name]] for uid in here} == {
        uid: [] for uid in here
    }
    np.testing.assert_array_equal(one.counters.daily, other.counters.daily)
