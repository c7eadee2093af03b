"""How the new wears off."""

from itertools import pairwise

import pytest

from clubsim.agents.novelty import exposure_tomorrow, find_novelty, grow_used, novelty_left
from clubsim.agents.parameters import NoveltyForm

FADING = [form for form in NoveltyForm if form != NoveltyForm.NONE]


@pytest.mark.parametrize("form", FADING)
@pytest.mark.parametrize("shape", [0.3, 1.0, 2.5])
def test_half_of_what_can_fade_is_gone_after_one_halflife(form, shape):
    assert novelty_left(10.0, 10.0, 0.2, shape, form) == pytest.approx(0.2 + 0.8 / 2, abs=1e-14)


@pytest.mark.parametrize("form", list(NoveltyForm))
def test_what_nobody_saw_is_new(form):
    assert novelty_left(0.0, 10.0, 0.2, 0.5, form) == 1.0


@pytest.mark.parametrize("form", FADING)
def test_novelty_falls_with_every_exposure_and_never_below_its_floor(form):
    curve = [novelty_left(e, 10.0, 0.25, 0.5, form) for e in (0.0, 0.1, 1.0, 5.0, 10.0, 50.0, 500.0, 1e6)]
    assert all(earlier > later for earlier, later in pairwise(curve) if later > 0.2500001)
    assert min(curve) >= 0.25
    assert curve[-1] == pytest.approx(0.25, abs=5e-3)


@pytest.mark.parametrize("form", FADING)
def test_a_longer_halflife_keeps_more(form):
    kept = [novelty_left(10.0, halflife, 0.0, 0.7, form) for halflife in (1.0, 5.0, 20.0, 200.0)]
    assert kept == sorted(kept) and kept[0] < kept[-1]


def test_without_decay_nothing_ever_grows_old():
    assert novelty_left(1e9, 1.0, 0.0, 0.5, NoveltyForm.NONE) == 1.0


@pytest.mark.parametrize(
    ("form", "left"),
    [
        (NoveltyForm.EXPONENTIAL, 1 / 8),  # three half-lives
        (NoveltyForm.STRETCHED, 2 ** -(3**0.5)),
        (NoveltyForm.LOMAX, 10**-0.5),  # (1 + 3 (2**2 - 1))**-0.5
        (NoveltyForm.HYPERBOLIC, 1 / 4),
    ],
)
def test_each_curve_has_the_value_of_its_formula(form, left):
    assert novelty_left(30.0, 10.0, 0.0, 0.5, form) == pytest.approx(left, rel=1e-13)


def test_a_stretched_curve_of_exponent_one_is_the_exponential():
    for exposure in (0.5, 7.0, 90.0):
        stretched = novelty_left(exposure, 21.0, 0.1, 1.0, NoveltyForm.STRETCHED)
        assert stretched == pytest.approx(novelty_left(exposure, 21.0, 0.1, 1.0, NoveltyForm.EXPONENTIAL), rel=1e-13)


def test_a_visit_adds_to_what_was_seen_and_a_day_away_takes_from_it():
    assert exposure_tomorrow(10.0, 1, 1.0, 0.5, 0.8, 0.9) == pytest.approx(11.3)
    assert exposure_tomorrow(10.0, 1, 2.0, 0.5, 0.8, 0.9) == pytest.approx(12.6)
    assert exposure_tomorrow(10.0, 0, 1.0, 0.5, 0.8, 0.9) == pytest.approx(9.5)
    assert exposure_tomorrow(10.0, 0, 0.0, 0.5, 0.8, 1.0) == 10.0


def test_novelty_is_the_mean_over_topics_by_interest(stage):
    scene = stage(
        world={"novelty_form": 1, "novelty_floor": 0},
        interests=[0.5, 0.25, 0.25, 0.0],
        exposure=[0.0, 20.0, 40.0, 9999.0],
    )
    assert find_novelty(0, scene.members, scene.world) == pytest.approx(0.5 + 0.25 / 2 + 0.25 / 4)


def test_only_what_is_talked_about_grows_old(stage):
    scene = stage(world={"exposure_by_day": 0.5, "exposure_by_visit": 1.0}, today={"mix": [4.0, 0.0, 0.0, 0.0]})
    scene.members.visited[0] = 1
    grow_used(0, scene.members, scene.world, scene.today, scene.luck)
    assert scene.members.exposure[0].tolist() == [6.0, 0.0, 0.0, 0.0]
    assert not scene.members.exposure[1:].any()
