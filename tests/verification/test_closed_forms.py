"""With all but one mechanism off, a community must follow the law that this mechanism alone has."""

from datetime import date
from math import log

import numpy as np
import pytest
from scipy.special import betaln
from scipy.stats import binom, norm

from clubsim.agents.habit import habit_tomorrow
from clubsim.agents.parameters import world_of
from clubsim.sim.community import Community
from clubsim.sim.world import Scenario

MILLION_TO_ONE = 1e-6
# Everybody comes every day, says nothing, never tires and never leaves; each test switches one thing on.
STILL = {
    "check_ins": 0,
    "novelty_form": 0,
    "visit_cap": 1.0,
    "visit_mean": 10.0,
    "visit_sd": 0.0,
    "visit_novelty": 10.0,
    "visit_habit": 0.0,
    "habit_gain": 0.0,
    "visit_belonging": 0.0,
    "visit_weekend": 0.0,
    "silence_strength": 0.0,
    "talk_mean": -10.0,
    "talk_sd": 0.0,
    "talk_event": 0.0,
    "leave_base": -30.0,
    "leave_attachment": 0.0,
}


def crowd(members: int, days: int, seed: int = 1, **changed: float) -> Community:
    world = world_of(**{**STILL, **changed})
    scenario = Scenario(name="crowd", start=date(2016, 2, 15), world=world, founders=members)
    return Community(scenario, seed=seed).run(days)


def within(count: int, of: int, chance: float) -> bool:
    low, high = binom.interval(1 - MILLION_TO_ONE, of, chance)
    return bool(low <= count <= high)


@pytest.mark.parametrize(("a", "b"), [(0.668, 3.806), (0.74, 2.66), (0.31, 1.62), (3.0, 9.0)])
def test_drop_out_alone_gives_the_shifted_beta_geometric_curve(a, b):
    """Active every day and nothing else: S(t) = B(a, b + t) / B(a, b), Fader & Hardie (2007)."""
    community = crowd(4000, 0, dropout_a=a, dropout_b=b)
    for day in range(1, 31):
        community.step()
        active = int(np.count_nonzero(community.members.dropped[:4000] == 0))
        assert within(active, 4000, float(np.exp(betaln(a, b + day) - betaln(a, b))))


def test_drop_out_alone_gives_back_the_parameters_it_was_given():
    """The sBG limit: the maximum likelihood on simulated survival recovers alpha and beta (A5)."""
    from scipy.optimize import minimize

    members, days = 20_000, 12
    community = crowd(members, 0, dropout_a=0.668, dropout_b=3.806)
    alive = [members]
    for _ in range(days):
        community.step()
        alive.append(int(np.count_nonzero(community.members.dropped[:members] == 0)))
    lost = -np.diff(alive)

    def misfit(point):
        a, b = np.exp(point)
        survival = np.exp(betaln(a, b + np.arange(days + 1)) - betaln(a, b))
        return -(lost @ np.log(-np.diff(survival)) + alive[-1] * np.log(survival[-1]))

    found = np.exp(minimize(misfit, [0.0, 0.0], method="Nelder-Mead").x)
    assert found[0] == pytest.approx(0.668, rel=0.06)
    assert found[1] == pytest.approx(3.806, rel=0.08)


@pytest.mark.parametrize("base", [-3.0, -4.5])
def test_leaving_at_a_constant_chance_gives_the_geometric_law(base):
    community = crowd(5000, 0, leave_base=base)
    stays = 1.0 - 1.0 / (1.0 + np.exp(-base))
    for day in range(1, 41):
        community.step()
        assert within(community.headcount, 5000, stays**day)


def test_without_novelty_the_hazard_does_not_depend_on_tenure():
    """Losses in the first and the last ten days per member at risk differ by no more than chance."""
    community = crowd(20_000, 0, leave_base=-4.0, leave_attachment=2.0)
    heads = [community.headcount]
    for _ in range(60):
        community.step()
        heads.append(community.headcount)
    lost = -np.diff(heads)
    early, late = lost[:10].sum() / sum(heads[:10]), lost[-10:].sum() / sum(heads[50:60])
    spread = np.sqrt(early / sum(heads[:10]) + late / sum(heads[50:60]))
    assert abs(early - late) < norm.isf(MILLION_TO_ONE / 2) * spread


def test_with_novelty_the_hazard_grows_as_it_wears_off():
    community = crowd(20_000, 0, leave_base=-4.0, leave_attachment=2.0, novelty_form=1, halflife=5.0)
    heads = [community.headcount]
    for _ in range(40):
        community.step()
        heads.append(community.headcount)
    lost = -np.diff(heads) / np.array(heads[:-1])
    assert lost[-10:].mean() > 2 * lost[0]


@pytest.mark.parametrize("days", [18, 66, 254])
def test_a_habit_reaches_95_percent_after_the_days_of_lally(days):
    gain = 1.0 - 0.05 ** (1.0 / days)  # ln 20 / days for a small gain
    habit = 0.0
    for _ in range(days):
        habit = habit_tomorrow(habit, 1, gain, 0.03)
    assert habit == pytest.approx(0.95)
    assert gain == pytest.approx(log(20) / days, rel=0.1)


def test_visits_at_a_constant_chance_are_binomial():
    community = crowd(3000, 0, visit_mean=-1.0, visit_novelty=0.0)
    for _ in range(20):
        community.step()
        here = community.members.visited[:3000]
        assert within(int(here.sum()), 3000, 1.0 / (1.0 + np.exp(1.0)))


def test_absences_alone_keep_away_the_share_of_time_they_last():
    """Onset at a rate from presence, a geometric number of days: present is 1 / (1 + chance * mean) of the time."""
    rate, days = 0.02, 15.0
    community = crowd(4000, 200, absence_rate=rate, absence_days=days)
    present = float(community.counters.series("visitors")[100:].mean()) / 4000
    chance = 1.0 - np.exp(-rate)
    assert present == pytest.approx(1.0 / (1.0 + chance * days / (1.0 - chance)), abs=0.01)


def test_silence_is_not_leaving():
    """A community in which nobody ever comes keeps everyone."""
    community = crowd(300, 200, visit_mean=-10.0, visit_novelty=0.0)
    assert community.counters.series("visitors").sum() < 60
    assert community.headcount == 300
