"""Dissolve and regroup: who is kept, when it is said, what becomes of ties."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from clubsim.policies.registry import build
from clubsim.policies.regroup import Regroup
from clubsim.sim.graphs import ties_of
from clubsim.sim.levers import Deadline, Refresh, Remove, Scatter, Spend, Tally

SPEC = importlib.util.spec_from_file_location("towns", Path(__file__).parents[1] / "sim" / "towns.py")
towns = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(towns)


def test_the_end_is_announced_through_the_window_only(morning):
    policy = Regroup(period=10, window=3)
    said = {day: policy.act(morning(day=day, rows=[0])) for day in (0, 6, 7, 9)}
    assert said == {0: [], 6: [], 7: [Deadline(days=3)], 9: [Deadline(days=3)]}
    assert Regroup(period=10, window=3, announced=False).act(morning(day=8, rows=[0])) == []


def test_who_came_in_the_window_and_wrote_most_is_kept(morning):
    view = morning(day=20, rows=[0, 1, 2, 3, 4], last_visit=[19, 17, 16, 18, 19], messages_since=[5, 9, 99, 1, 7])
    remove, scatter, refresh, spend, tally = Regroup(period=10, window=3, keep=0.5, ties_kept=0.4, fresh=0.2).act(view)
    assert isinstance(remove, Remove) and remove.rows.tolist() == [0, 2, 3] and remove.reason == "dissolved"
    assert (scatter, refresh) == (Scatter(kept=0.4), Refresh(share=0.2))
    assert isinstance(spend, Spend) and spend.hours == pytest.approx(0.2)
    assert isinstance(tally, Tally)


def test_without_registration_only_the_rank_counts(morning):
    view = morning(day=20, rows=[0, 1], last_visit=[2, 19], messages_since=[5, 1])
    assert Regroup(period=10, keep=0.5, registered=False).act(view)[0].rows.tolist() == [1]


def test_luck_of_their_own_settles_equal_ranks(morning):
    view = morning(day=20, rows=[0, 1, 2], uid=[7, 8, 9], last_visit=[19] * 3, draws={7: 0.9, 8: 0.1, 9: 0.5})
    assert Regroup(period=10, keep=0.34).act(view)[0].rows.tolist() == [0, 2]


def test_a_window_longer_than_the_period_is_refused():
    with pytest.raises(ValueError, match=r"window must be no longer than period, 5, not 9; write 5 or less"):
        build("rebuild/regroup", {"period": 5, "window": 9})


def test_a_rebuild_leaves_the_core_and_its_loosened_ties():
    policy = {"rebuild": build("rebuild/regroup", {"period": 15, "window": 4, "keep": 0.4, "ties_kept": 0.5})}
    bare, rebuilt = towns.run(16), towns.run(16, policy)
    kept = rebuilt.present[rebuilt.members.joined[rebuilt.present] < 15]
    before = np.flatnonzero((bare.members.joined[: bare.n_members] < 15) & (bare.members.left[: bare.n_members] != 14))
    assert 0 < kept.size < 0.5 * before.size
    assert np.all(rebuilt.members.last_visit[kept] >= 11)
    (_, loosened, _), (_, weights, _) = ties_of(rebuilt.members, kept), ties_of(bare.members, kept)
    assert loosened.sum() < 0.8 * weights.sum()


def test_both_engines_rebuild_alike():
    policy = {"rebuild": build("rebuild/regroup", {"period": 12, "window": 4, "fresh": 0.3, "ties_kept": 0.5})}
    compiled, objects = (
        towns.run(30, policy, towns.small(quota_heeders=1.0), events=True, engine=engine)
        for engine in ("compiled", "objects")
    )
    assert towns.differing(compiled, objects) == []
