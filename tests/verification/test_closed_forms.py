"""With all but one mechanism off, a community must follow the law that this mechanism alone has."""

from datetime import date
from math import ceil, log

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import betaln, hyp2f1
from scipy.stats import binom, chi2, norm

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


HIGH_END = (0.668, 3.806)  # alpha and beta of High-End renewals, Fader & Hardie (2007)


def active_by_day(members: int, days: int, seed: int) -> np.ndarray:
    """How many have not dropped out, before the first day and after each, by the sBG law of High-End."""
    a, b = HIGH_END
    community = crowd(members, 0, seed, dropout_a=a, dropout_b=b)
    active = [members]
    for _ in range(days):
        community.step()
        active.append(int(np.count_nonzero(community.members.dropped[:members] == 0)))
    return np.array(active)


def misfit(point, active: np.ndarray) -> float:
    """Minus the log likelihood of the sBG law with these ln alpha and ln beta."""
    a, b = np.exp(point)
    survival = np.exp(betaln(a, b + np.arange(active.size)) - betaln(a, b))
    return -(-np.diff(active) @ np.log(-np.diff(survival)) + active[-1] * np.log(survival[-1]))


def fitted(active: np.ndarray) -> tuple[np.ndarray, float]:
    """The likeliest alpha and beta, and twice the log likelihood by which they are likelier than High-End's."""
    found = minimize(misfit, [0.0, 0.0], args=(active,), method="Nelder-Mead")
    return np.exp(found.x), 2 * (misfit(np.log(HIGH_END), active) - found.fun)


def test_drop_out_alone_gives_back_the_parameters_it_was_given():
    """The sBG limit: the maximum likelihood on simulated survival recovers alpha and beta (A5)."""
    found, apart = fitted(active_by_day(20_000, 12, seed=1))
    assert found[0] == pytest.approx(HIGH_END[0], rel=0.06)
    assert found[1] == pytest.approx(HIGH_END[1], rel=0.08)
    assert apart < chi2.isf(MILLION_TO_ONE, 2)


def test_its_95_percent_region_holds_the_true_parameters_in_95_percent_of_samples():
    """As many customers and periods as High-End has: 1,000 and 7 in the fit (A5)."""
    samples = 60
    apart = np.array([fitted(active_by_day(1000, 7, seed))[1] for seed in range(samples)])
    assert within(int((apart < chi2.isf(0.05, 2)).sum()), samples, 0.95)


def test_talk_moves_nobody_where_nothing_social_counts():
    """No social: visits and drop-out are the same to the last member whether all talk and answer or all are silent."""
    still = dict.fromkeys(("visit_reply", "visit_partners", "dropout_reply", "answer_back"), 0.0)
    still |= {"dropout_a": 0.668, "dropout_b": 3.806}
    quiet, loud = (
        crowd(500, 40, visit_mean=-0.5, visit_sd=1.0, visit_novelty=0.0, talk_mean=talk, **still)
        for talk in (-10.0, 3.0)
    )
    assert quiet.members.all_replies[:500].sum() < 10
    assert loud.members.all_replies[:500].sum() > 1000
    for column in ("dropped", "visits", "last_visit"):
        assert np.array_equal(getattr(quiet.members, column)[:500], getattr(loud.members, column)[:500])


def bg_nbd_mean(t, r: float, alpha: float, a: float, b: float):
    """
    Expected repeat purchases until t of somebody of whom nothing is known.

        (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t))**r * 2F1(r, b; a + b - 1; t / (alpha + t)))

    Source: Fader, Hardie & Lee (2005), equation 9.
    """
    tail = (alpha / (alpha + t)) ** r * hyp2f1(r, b, a + b - 1, t / (alpha + t))
    return (a + b - 1) / (a - 1) * (1 - tail)


def test_visits_at_gamma_rates_with_drop_out_after_each_follow_the_bg_nbd_curve():
    """CDNOW's parameters, r .243, alpha 4.414 weeks, a .793, b 2.426: mean visits after 4, 13, 26 and 39 weeks."""
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426
    members = 20_000
    community = crowd(members, 0, dropout_a=a, dropout_b=b, visit_novelty=0.0)
    weekly = np.random.default_rng(5).gamma(r, 1 / alpha, members)
    chance = -np.expm1(-np.maximum(weekly, 1e-9) / 7.0)  # of a purchase on a day
    community.members.visit_base[:members] = np.log(chance) - np.log1p(-chance)
    visits = np.zeros(members)
    for day in range(1, 39 * 7 + 1):
        community.step()
        visits += community.members.visited[:members]
        if day in (28, 91, 182, 273):
            error = visits.std() / np.sqrt(members)
            expected = bg_nbd_mean(day / 7.0, r, alpha, a, b)
            assert abs(visits.mean() - expected) < norm.isf(MILLION_TO_ONE / 2) * error + 0.01 * expected


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


def test_a_community_of_daily_visitors_reaches_it_on_the_day_of_lally():
    gain = 0.045  # ln 20 / 66 d
    reached = ceil(log(0.05) / log(1.0 - gain))
    assert reached == pytest.approx(log(20) / gain, abs=2)
    community = crowd(50, reached - 1, habit_gain=gain)
    assert (community.members.habit[:50] < 0.95).all()
    community.step()
    assert (community.members.habit[:50] >= 0.95).all()


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
