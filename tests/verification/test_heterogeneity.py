"""
Heterogeneity, and no constant of the cull, makes a quota bite (D09, as sharpened for the operations club).

The worlds are built here, in closed form: nothing but the members' own rates and, where it says so, novelty moves a
member, so that a rate is `visit_cap * logistic(visit) * logistic(check in)` and its mean over members an integral. The
means of the visiting, the check-in and the talking trait are chosen so that the mean member of every world checks in
.55 times and writes 2.27 messages a day, as a head of the club does in its window; with novelty, on the first day.
"""

from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.polynomial.hermite_e import hermegauss
from scipy.optimize import brentq
from scipy.stats import binom

from clubsim.agents.parameters import NoveltyForm, world_of
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.world import Channel, Scenario

SEASON, SEASONS, MEMBERS = 42, 6, 100
MESSAGES, CHECK_INS = 50, 14  # the club's quota
CHECK_IN_RATE, MESSAGE_RATE = 0.55, 2.27  # a head and day
VISIT_RATE, FURTHER, CAP = 0.7, 5.5, 0.99
SPREADS = {"visit_sd": 2.0, "check_in_sd": 1.2, "talk_sd": 0.3, "further_messages_sd": 0.4}
POINTS, WEIGHTS = hermegauss(61)


def centre(mean, sd):
    """The centre of a normal logit whose logistic has that mean."""

    def excess(middle):
        return WEIGHTS @ (1 / (1 + np.exp(-middle - sd * POINTS))) / WEIGHTS.sum() - mean

    return brentq(excess, -30, 30)


def world(unequal, novelty=0.0):
    """
    Members of the club's mean rates. unequal: True for SPREADS among them; novelty: the weight of a novelty that
    decays for all at once, with a half-life of 90 days of membership; 0 for one that stays.
    """
    sd = SPREADS if unequal else dict.fromkeys(SPREADS, 0.0)
    still = dict.fromkeys(
        (
            *("visit_habit", "visit_belonging", "visit_reply", "visit_weekend", "visit_event", "silence_strength"),
            *("talk_event", "talk_weekend", "talk_reply", "answer_back", "quota_heeders", "leave_attachment"),
            *("visit_enthusiasm", "talk_visit", "halflife_sd", "topic_focus", "novelty_floor", "exposure_by_visit"),
        ),
        0.0,
    )
    return world_of(
        **still,
        **sd,
        topics=1,
        visit_cap=CAP,
        visit_mean=centre(VISIT_RATE / CAP, sd["visit_sd"]) - novelty,
        check_in_mean=centre(CHECK_IN_RATE / VISIT_RATE, sd["check_in_sd"]),
        talk_mean=centre(MESSAGE_RATE / (1 + FURTHER) / VISIT_RATE, sd["talk_sd"]),
        further_messages=FURTHER,
        most_messages=1000,
        usual_hour=12.0,  # and short gaps, so that no message falls behind midnight
        usual_hour_sd=0.0,
        session_share=1.0,
        session_gap=0.001,
        visit_novelty=novelty,
        novelty_form=NoveltyForm.EXPONENTIAL if novelty else NoveltyForm.NONE,
        halflife=90.0,
        exposure_by_day=1.0,
        leave_base=-30.0,
        enthusiasm_join=10.0,
    )


@cache
def culled(unequal, messages=MESSAGES, check_ins=CHECK_INS, novelty=0.0, newcomers=0, seeds=10):
    """Tested and removed in each season, over all seeds: [SEASONS, 2]."""
    policies = {"cull": build("cull/quota", {"messages": messages, "check_ins": check_ins, "period": SEASON})}
    channels = ()
    if newcomers:
        policies["recruitment"] = build(
            "recruitment/seasons", {"places": newcomers, "period": SEASON, "first_day": SEASON}
        )
        channels = (Channel(name="anyone", pool=8 * newcomers, reach=1.0),)
    scenario = Scenario(
        name="quota", start=date(2016, 2, 15), world=world(unequal, novelty), channels=channels, founders=MEMBERS
    )
    counts = np.zeros((SEASONS, 2), int)
    for seed in range(seeds):
        community = Community(scenario, policies, seed=seed)
        for season in range(SEASONS):
            tested = community.run(SEASON - 1).headcount
            counts[season] += tested, tested - community.run(1).headcount
    return counts


def shares(counts):
    """Share of the tested who were removed, by season."""
    return counts[:, 1] / counts[:, 0]


def falls(values):
    return np.polyfit(np.arange(len(values)), values, 1)[0] < 0 and values[-1] < values[0]


@pytest.mark.parametrize("unequal", [False, True], ids=["identical", "unequal"])
def test_both_worlds_have_the_clubs_mean_member(unequal):
    n, days = 3000, 20
    scenario = Scenario(name="means", start=date(2016, 2, 15), world=world(unequal), founders=n)
    counted = Community(scenario, seed=1).run(days).counters
    rates = [counted.series(name).sum() / n / days for name in ("check_ins", "messages")]
    assert rates == pytest.approx([CHECK_IN_RATE, MESSAGE_RATE], rel=0.04)


def test_identical_members_are_almost_never_culled_by_check_ins_alone():
    """(a) At most 2 % a season, and as many as a binomial number of days says."""
    counts = culled(False, messages=0)
    assert (shares(counts) <= 0.02).all()
    tested, removed = counts.sum(axis=0)
    low, high = binom.interval(1 - 1e-6, tested, binom.cdf(CHECK_INS - 1, SEASON, CHECK_IN_RATE))
    assert low <= removed <= high


@pytest.mark.parametrize("quota", [{"messages": 0}, {}], ids=["check-ins alone", "both quotas"])
def test_unequal_members_of_the_same_mean_lose_three_times_as_many_in_the_first_season(quota):
    """(b)"""
    unequal, identical = (shares(culled(kind, **quota))[0] for kind in (True, False))
    assert unequal >= 3 * identical
    assert unequal > 0.1


def test_without_heterogeneity_and_decay_no_season_is_worse_than_another():
    """The rule itself brings no trend: early and late seasons remove the same share of identical members."""
    counts = culled(False)
    early, late = counts[:3].sum(axis=0), counts[3:].sum(axis=0)
    share = counts[:, 1].sum() / counts[:, 0].sum()
    deviation = np.sqrt(share * (1 - share) * (1 / early[0] + 1 / late[0]))
    assert abs(early[1] / early[0] - late[1] / late[0]) < 4.9 * deviation


@pytest.mark.parametrize(
    "newcomers", [0, pytest.param(60, marks=pytest.mark.slow)], ids=["one cohort", "a cohort a season"]
)
def test_the_share_culled_falls_by_season_among_unequal_members_and_rises_among_identical_ones(newcomers):
    """(c) Novelty decays for all at once in both worlds; only where members differ does the cull run out of people."""
    unequal, identical = (shares(culled(kind, novelty=1.0, newcomers=newcomers)) for kind in (True, False))
    assert falls(unequal) and unequal[-1] <= unequal[0] / 2
    assert falls(-identical) and identical[-1] >= identical[0] * 2


def test_a_stiffer_rule_is_no_substitute_for_heterogeneity():
    """Identical members under a quota that takes as many in the first season are not fewer to take afterwards."""
    stiff = shares(culled(False, messages=78))
    assert stiff[0] == pytest.approx(shares(culled(True))[0], abs=0.12)
    assert stiff[-1] > 2 * shares(culled(True))[-1]
