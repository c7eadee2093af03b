"""What getting in costs is cherished: the rules by hand, and the newcomer whom it moves."""

import numpy as np
import pytest

from clubsim.agents.birth import be_born, enthusiasm_of, willingness_of
from clubsim.agents.cherishing import cherished, relative_cost


def test_a_cost_is_the_price_by_the_purse_and_the_task_by_the_care():
    assert relative_cost(50.0, 200.0, 0.0, 1.0) == pytest.approx(0.25)
    assert relative_cost(0.0, 200.0, np.exp(1.5), 1.5) == pytest.approx(1.0)  # a task of 1.5 for who cares as much
    assert relative_cost(0.0, 200.0, np.exp(0.5), 1.5) == pytest.approx(np.exp(-1.0))
    assert relative_cost(50.0, 200.0, np.exp(1.5), 1.5) == pytest.approx(1.25)


def test_a_small_cost_closes_its_share_of_the_gap_and_a_huge_one_no_more_than_all():
    assert cherished(0.1, 0.2) == pytest.approx(0.02, rel=0.02)
    assert cherished(0.0, 0.2) == 0.0
    assert cherished(1e6, 0.2) == 1.0
    shares = [cherished(cost, 0.3) for cost in (0.1, 0.5, 1.0, 3.0)]
    assert shares == sorted(shares)


def born(stage, world=None, **today):
    scene = stage(n=3, world=world or {}, today=today)
    for i in range(3):
        be_born(i, *scene.acting)
    return scene


def test_a_newcomer_who_paid_belongs_by_the_share_of_their_own_cost(stage):
    scene = born(stage, {"cherishing": 0.3}, dear=99.0)
    for i, uid in enumerate(scene.members.uid.tolist()):
        purse = willingness_of(scene.luck, uid, enthusiasm_of(scene.luck, uid, 0.0), scene.world)
        assert scene.members.identity[i] == pytest.approx(cherished(99.0 / purse, 0.3), rel=1e-6)
    assert len(set(scene.members.identity.tolist())) == 3


def test_nobody_belongs_from_the_first_day_without_a_cost_or_without_cherishing(stage):
    assert not born(stage, {"cherishing": 0.3}).members.identity.any()
    assert not born(stage, dear=99.0, toil=2.0).members.identity.any()
    assert born(stage, {"cherishing": 0.3}, toil=2.0).members.identity.all()
