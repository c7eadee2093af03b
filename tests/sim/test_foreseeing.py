"""What is foreseen for many rows at once is what each act finds for its own row, to the last bit."""

from functools import cache

import numpy as np
import pytest
from numba import njit

from clubsim.agents.leaving import foresee_leaving, own_leave_chance
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.novelty import find_novelty
from clubsim.agents.parameters import NoveltyForm
from clubsim.agents.visiting import foresee_visits
from clubsim.sim.loops import FORESEEING_LOOPS, GAP, SPAN


@pytest.fixture(scope="module")
def lived(communities):
    """A community in which exposure, habit and belonging differ from member to member."""
    return communities.fixed_community(12, "compiled")


@cache
def compiled(foresee):
    """Once for all worlds, which are numbers that it is given."""
    return njit(lambda *given: foresee(*given), no_cfunc_wrapper=True)


def foreseen(foresee, c, world, first, end):
    """desk[0] and desk[1] of the rows first .. end - 1, compiled."""
    desk = np.full((4, SPAN), np.nan)
    compiled(foresee)(first, end, c.members, world, c.today, c.luck, desk)
    assert np.isnan(desk[:2, end - first :]).all()
    return desk[:2, : end - first]


@pytest.mark.parametrize("form", list(NoveltyForm))
def test_novelty_and_draws_of_a_visit(form, lived):
    c, world = lived, lived.world._replace(novelty_form=int(form))
    first, end = 3, min(c.n_members, 3 + 45)
    novelty, points = foreseen(foresee_visits, c, world, first, end)
    rows = range(first, end)
    assert novelty.tolist() == [find_novelty(i, c.members, world) for i in rows]
    assert len(set(novelty.tolist())) > (0 if form == NoveltyForm.NONE else 5)
    assert points.tolist() == [draw(c.luck, Purpose.VISIT, int(c.members.uid[i]), c.today.day) for i in rows]


def test_chances_and_draws_of_leaving(lived):
    c = lived
    first, end = 1, min(c.n_members, 1 + 45)
    chances, points = foreseen(foresee_leaving, c, c.world, first, end)
    rows = range(first, end)
    assert chances.tolist() == [own_leave_chance(i, c.members, c.world) for i in rows]
    assert points.tolist() == [draw(c.luck, Purpose.LEAVE, int(c.members.uid[i]), c.today.day) for i in rows]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [0],
        [5, 6, 7],
        [0, GAP, 2 * GAP + 1],
        [9, 8, 3, 4],
        list(range(SPAN + 40)),
        list(range(0, 3 * SPAN, GAP)),
        list(range(0, 3 * SPAN, GAP + 1)),
    ],
    ids=["none", "one", "three", "apart", "any order", "more than a span", "as far as may be", "too far"],
)
def test_each_row_has_its_turn_once_and_in_order_with_its_own_numbers(rows):
    from clubsim.sim.loops import in_stretches

    def foresee(first, end, members, world, today, luck, desk):
        for place in range(end - first):
            desk[0, place] = first + place
            desk[1, place] = -(first + place)

    def note(i, one, other, members, world, today, luck):
        members[int(members[0])] = i * 1e6 + one * 1e3 + other
        members[0] += 1

    seen = np.zeros(3 * SPAN + 2)
    seen[0] = 1
    loop = njit(in_stretches(njit(foresee), njit(note)))
    loop(np.array(rows, dtype=np.int64), seen, 0, 0, 0, np.zeros((4, SPAN)))
    assert seen[1 : int(seen[0])].tolist() == [i * 1e6 + i * 1e3 - i for i in rows]


def test_both_acts_of_every_member_and_day_are_foreseen():
    assert set(FORESEEING_LOOPS) == {"visit", "leave"}
