"""The step from reading to writing."""

from math import e

import numpy as np
import pytest
from scipy.stats import binom

from clubsim.agents.lurking import barrier, ease_of_talking
from clubsim.agents.posting import contribute


def test_the_barrier_is_whole_on_the_first_day_and_37_percent_after_its_days():
    assert barrier(0, 2.0, 5.0) == -2.0
    assert barrier(5, 2.0, 5.0) == pytest.approx(-2.0 / e)
    assert barrier(3, 0.0, 5.0) == 0.0


def test_the_barrier_falls_with_every_day_among_the_others():
    curve = [barrier(days, 2.0, 5.0) for days in range(65)]
    assert curve == sorted(curve) and len(set(curve)) == 65 and curve[-1] < 0.0


def test_it_holds_back_who_has_not_written_by_the_days_they_came(stage):
    visits = np.array([0, 0b1011, 0b1011], np.uint64)
    scene = stage(n=3, visits=visits, all_messages=[0, 0, 1], world={"first_words": 2.0, "first_words_days": 3.0})
    assert [ease_of_talking(i, scene.members, scene.world) for i in range(3)] == pytest.approx([-2.0, -2.0 / e, 0.0])


def test_partners_make_it_easier_also_for_who_has_written(stage):
    scene = stage(n=2, bonds=0.5, all_messages=[0, 3], world={"first_words": 1.0, "talk_bonds": 3.0})
    assert [ease_of_talking(i, scene.members, scene.world) for i in range(2)] == pytest.approx([0.5, 1.5])


def test_as_many_break_their_silence_as_the_barrier_lets(stage):
    n = 4000
    scene = stage(n=n, visited=1, talk_base=0.0, world={"first_words": 2.0, "check_ins": 0})
    for i in range(n):
        contribute(i, *scene.acting)
    low, high = binom.interval(1 - 1e-6, n, 1 / (1 + e**2))
    assert low <= int((scene.members.planned > 0).sum()) <= high
