"""Money that comes and stops: what is expected lags behind, and the inclination falls below what it was before."""

import pytest

from clubsim.agents.crowding import disappointment, expect_money
from clubsim.agents.posting import reward_pull

WORLD = {"crowding_out": 1.5, "crowding_gain": 0.03, "reward_forgetting": 0.05, "reward_learning": 0.3}


def lived(stage, paid, days):
    """The pull on one member of each kind, day by day: paid on the first `paid` days, once a week."""
    scene = stage(n=2, heeds_reward=[1, 0], world=WORLD)
    m, pulls = scene.members, []
    for day in range(days):
        if day < paid and day % 7 == 0:
            for column in (m.money_memory, m.reward_memory):
                column[:] = column + 0.5 * (1 - column)
        pulls.append([reward_pull(i, m, scene.world, scene.today) for i in range(2)])
        for i in range(2):
            expect_money(i, m, scene.world)
        m.reward_memory[:] *= 1 - scene.world.reward_forgetting
    return pulls


def test_while_money_comes_it_pulls_and_when_it_stops_the_inclination_is_below_that_before(stage):
    pulls = [heeds for heeds, _ in lived(stage, paid=84, days=300)]
    assert pulls[0] > 0
    assert min(pulls[:7]) > 0
    assert min(pulls[100:140]) < -0.1
    assert pulls[-1] == pytest.approx(0.0, abs=0.02)  # and comes back
    assert pulls.index(min(pulls)) > 84


def test_who_was_never_paid_or_does_not_heed_rewards_misses_nothing(stage):
    assert not any(map(any, lived(stage, paid=0, days=60)))
    assert not any(other for _, other in lived(stage, paid=84, days=150))


def test_what_exceeds_the_expectation_disappoints_nobody(stage):
    scene = stage(n=2, money_memory=[0.9, 0.1], money_expected=[0.3, 0.4])
    assert [disappointment(i, scene.members) for i in range(2)] == pytest.approx([0.0, 0.3])
