"""What a prospect meets at the door besides a price: a review, a task, a statement of values."""

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from scipy.stats import binom, norm

from clubsim.agents.applying import be_reviewed, blurred, do_task, kinship_chance, read_values
from clubsim.agents.birth import be_born
from clubsim.agents.luck import luck_of
from clubsim.agents.records import Hurdle

LUCK = luck_of(3)
N = 4000
CARING = [be_reviewed, do_task]


def hurdle(least=0.5, spread=1.0, number=7, topic=0):
    return Hurdle(number=number, least=least, spread=spread, topic=topic)


def passing(act, prospects, scene, asked):
    """Who gets past a gate, bool [n]."""
    for j in range(prospects.uid.shape[0]):
        act(j, prospects, scene.members, scene.world, asked, LUCK)
    return prospects.passes == 1


@pytest.fixture
def keen(out_there):
    """Prospects whose enthusiasm is spread as a standard normal number is, in no order of uid."""
    enthusiasm = norm.ppf((np.arange(N) + 0.5) / N)
    return out_there(N, enthusiasm=np.random.default_rng(1).permutation(enthusiasm))


def test_the_middle_of_luck_shows_the_truth_and_the_rest_a_normal_error():
    assert blurred(1.25, 0.5, 3.0) == pytest.approx(1.25)
    assert blurred(1.25, norm.cdf(2.0), 3.0) == pytest.approx(7.25, rel=1e-6)
    assert blurred(1.25, 0.001, 0.0) == 1.25


def test_who_has_just_that_interest_feels_at_home_half_the_time():
    assert kinship_chance(1.3, 1.3, 0.4) == pytest.approx(0.5)
    assert kinship_chance(2.0, 1.0, 0.5) == pytest.approx(0.8)  # odds of 2**(1 / 0.5)
    assert kinship_chance(1e-9, 0.0, 0.3) == 1.0


def test_the_more_interest_the_likelier_and_the_vaguer_the_less_it_decides():
    chances = [kinship_chance(match, 1.0, 0.3) for match in (0.1, 0.5, 1.0, 2.0, 4.0)]
    assert chances == sorted(chances) and len(set(chances)) == 5
    assert 0.5 < kinship_chance(2.0, 1.0, 3.0) < kinship_chance(2.0, 1.0, 0.3)
    assert kinship_chance(2.0, 1.0, 0.3) == pytest.approx(1 / (1 + exp(-log(2.0) / 0.3)))


@pytest.mark.parametrize("act", CARING)
def test_as_many_get_past_as_the_sum_of_two_normal_numbers_says(act, keen, stage):
    low, high = binom.interval(1 - 1e-6, N, norm.sf(0.5 / 2**0.5))
    assert low <= passing(act, keen, stage(), hurdle()).sum() <= high


@pytest.mark.parametrize("act", CARING)
def test_without_noise_it_is_a_cut_and_with_noise_it_loses_good_ones(act, keen, stage):
    sharp = passing(act, keen, stage(), hurdle(spread=0.0))
    np.testing.assert_array_equal(sharp, keen.enthusiasm >= 0.5)
    dim = passing(act, keen, stage(), hurdle(spread=1.0))
    assert (sharp & ~dim).sum() > 100 and (~sharp & dim).sum() > 100
    assert keen.enthusiasm[dim].mean() > keen.enthusiasm[~dim].mean() + 0.5


@pytest.mark.parametrize("act", [*CARING, read_values])
def test_who_gets_past_a_gate_gets_past_every_lower_one(act, keen, stage):
    scene = stage()
    past = [passing(act, keen, scene, hurdle(least, 0.5)) for least in (2.0, 1.0, 0.5, 0.0)]
    for higher, lower in pairwise(past):
        assert not (higher & ~lower).any() and higher.sum() < lower.sum()


@pytest.mark.parametrize("act", [*CARING, read_values])
def test_it_is_settled_once_by_the_gate_and_the_person(act, keen, out_there, stage):
    scene = stage()
    first = passing(act, keen, scene, hurdle())
    np.testing.assert_array_equal(passing(act, keen, scene, hurdle()), first)
    assert (passing(act, keen, scene, hurdle(number=8)) != first).any()  # another gate is another chance
    back = out_there(N, uid=keen.uid[::-1], enthusiasm=keen.enthusiasm[::-1])
    np.testing.assert_array_equal(passing(act, back, scene, hurdle()), first[::-1])


def tastes(prospects, inviter, stage, **world):
    """What the prospects are interested in once they are members, float [n, topics]; the inviter is the last row."""
    n = prospects.uid.shape[0]
    scene = stage(n=n + 1, world=world, uid=[*prospects.uid.tolist(), 99], inviter=[inviter] * n + [-1])
    for i in (n, *range(n)):
        be_born(i, scene.members, scene.feed, scene.world, scene.today, LUCK)
    return scene


@pytest.mark.parametrize("drifts", [{}, {"drift_home": 0.1}], ids=["still", "drifting"])
@pytest.mark.parametrize("inviter", [-1, 300])
def test_values_keep_those_who_will_care_for_the_topic_as_members(inviter, drifts, out_there, stage):
    prospects = out_there(300, inviter=inviter)
    scene = tastes(prospects, inviter, stage, **drifts)
    match = scene.members.interests[:300, 2] * scene.world.topics
    if drifts:
        scene.members.interests[300] = [1.0, 0.0, 0.0, 0.0]  # by now; what counts is what they were born with
    stays = passing(read_values, prospects, scene, hurdle(least=1.0, spread=0.01, topic=2))
    assert 30 < stays.sum() < 270
    assert (match[stays] > 0.85).all() and (match[~stays] < 1.15).all()
    vague = passing(read_values, prospects, scene, hurdle(least=1.0, spread=1.0, topic=2))
    assert match[vague].min() < 0.85 and match[~vague].max() > 1.15
