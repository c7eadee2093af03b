"""What is foreseen for many rows at once is what each act finds for its own row, to the last bit."""

from functools import cache

import numpy as np
import pytest
from numba import njit

from clubsim.agents.foreseeing import DESK, SPAN, Desk
from clubsim.agents.leaving import foresee_leaving, leave, own_leave_chance
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.novelty import find_novelty
from clubsim.agents.parameters import NoveltyForm
from clubsim.agents.remembering import foresee_remembering, remember
from clubsim.agents.ties import fade_lasting_ties, fade_ties
from clubsim.agents.visiting import chance_to_come, foresee_visits, visit
from clubsim.sim.columns import by_row
from clubsim.sim.graphs import ties_of
from clubsim.sim.loops import FORESEEING_LOOPS, GAP

LIVELY = {"announced": 1, "deadline": 11, "meeting": 1, "meeting_notice": 3}
QUIET = {"event": 0, "event_slot": 0, "meeting": 0, "announced": 0, "deadline": 0, "packets": 0, "executed": 0}
PLAIN = {"absence_rate": 0.0, "need_partners": 0, "drift_sd": 0.0, "drift_home": 0.0, "drift_talk": 0.0, "needs": 0}
PLAIN |= {"crowding_out": 0.0, "visit_cap": 0.05}
OF_THE_DAY = ["attended", "checked_in", "planned", "begun", "messages", "hidden", "considered", "helped", "worked"]


@pytest.fixture(scope="module")
def lived(communities):
    """A community in which exposure, habit and belonging differ from member to member, on a day with an event."""
    return communities.fixed_community(23, "compiled")


@cache
def compiled(foresee):
    """Once for all worlds, which are numbers that it is given."""
    return njit(lambda *given: foresee(*given), no_cfunc_wrapper=True)


def copied(members):
    """Columns of one's own, since an act may write."""
    return type(members)(*(column.copy() for column in members))


def without_rooms(today):
    """Today in a community of one room."""
    rooms = {name: getattr(today, name)[:0] for name in today._fields if name.startswith("room_")}
    return today._replace(**rooms)


def foreseen(foresee, c, world, first, end, today=None, members=None, acting=None):
    """The desk [:, end - first] of the rows first .. end - 1, compiled; only those of `acting` have their turn."""
    desk = np.full((DESK, SPAN), np.nan)
    desk[Desk.ACTS] = 0.0
    desk[Desk.ACTS, np.arange(end - first) if acting is None else np.asarray(acting) - first] = 1.0
    members = copied(c.members) if members is None else members
    compiled(foresee)(first, end, members, world, today or c.today, c.luck, desk)
    assert np.isnan(desk[1:, end - first :]).all()
    return desk[:, : end - first]


def bits(numbers):
    return np.asarray(numbers, dtype=np.float64).view(np.int64).tolist()


@pytest.mark.parametrize("form", list(NoveltyForm))
@pytest.mark.parametrize("kind", ["as it is", "lively", "quiet", "one room", "momentum off"])
def test_novelty_chance_and_draw_of_a_visit(kind, form, lived):
    c, world, today = lived, lived.world._replace(novelty_form=int(form)), lived.today
    if kind == "lively":
        today = today._replace(**LIVELY)
    if kind in ("quiet", "one room"):
        today = without_rooms(today._replace(**(QUIET if kind == "quiet" else {})))
    if kind in ("quiet", "momentum off"):
        world = world._replace(visit_recency=0.0, visit_active_days=0.0, visit_partners=0.0)
    first, end = 3, min(c.n_members, 3 + 45)
    desk = foreseen(foresee_visits, c, world, first, end, today)
    rows = range(first, end)
    novelty = [find_novelty(i, c.members, world) for i in rows]
    assert bits(desk[Desk.NOVELTY]) == bits(novelty)
    assert len(set(novelty)) > (0 if form == NoveltyForm.NONE else 5)
    chances = [chance_to_come(i, novelty[i - first], c.members, world, today) for i in rows]
    assert bits(desk[Desk.CHANCE]) == bits(chances)
    assert len(set(chances)) > 20
    points = [draw(c.luck, Purpose.VISIT, int(c.members.uid[i]), today.day) for i in rows]
    assert bits(desk[Desk.POINT]) == bits(points)


def test_chances_and_draws_of_leaving(lived):
    c = lived
    first, end = 1, min(c.n_members, 1 + 45)
    desk = foreseen(foresee_leaving, c, c.world, first, end)
    rows = range(first, end)
    assert bits(desk[Desk.CHANCE]) == bits([own_leave_chance(i, c.members, c.world) for i in rows])
    points = [draw(c.luck, Purpose.LEAVE, int(c.members.uid[i]), c.today.day) for i in rows]
    assert bits(desk[Desk.POINT]) == bits(points)


@pytest.mark.parametrize("quiet", [True, False], ids=["a quiet day", "the day as it is"])
@pytest.mark.parametrize(
    ("foresee", "act"),
    [(foresee_visits, visit), (foresee_remembering, remember), (foresee_leaving, leave)],
    ids=["visit", "remember", "leave"],
)
def test_who_is_crossed_out_has_done_what_the_plain_act_does(foresee, act, quiet, lived):
    c, world, today = lived, lived.world, lived.today
    if quiet:
        world, today = world._replace(**PLAIN), without_rooms(today._replace(**QUIET))
    first, end = 0, c.n_members
    acting = [i for i in c.present.tolist() if i % 5]
    before = copied(c.members)
    for name in (*OF_THE_DAY, "visited", "replies"):  # every other member did nothing
        getattr(before, name)[::2] = 0
    members = copied(before)
    desk = foreseen(foresee, c, world, first, end, today, members, acting)
    done = [i for i in acting if desk[Desk.ACTS, i] == 0.0]
    assert not desk[Desk.ACTS, sorted(set(range(end)) - set(acting))].any()
    assert len(done) > (10 if quiet else -1)
    plain = copied(before)
    for i in done:
        act(i, plain, c.feed, world, today, c.luck)
    others = sorted(set(range(end)) - set(acting))
    for rows, same in ((np.array(done, dtype=np.int64), plain), (np.array(others, dtype=np.int64), before)):
        for name in (name for name in by_row(type(members)) if not name.startswith("tie_")):
            assert getattr(members, name)[rows].tobytes() == getattr(same, name)[rows].tobytes(), name
        for one, other in zip(ties_of(members, rows), ties_of(same, rows), strict=True):
            assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("keep", [0.97, 0.5, 0.02])
def test_ties_that_fade_at_once_fade_as_slot_by_slot(keep, lived):
    one, other = copied(lived.members), copied(lived.members)
    for i in range(lived.n_members):
        assert bits(fade_lasting_ties(i, one, keep)) == bits(fade_ties(i, other, keep))
    for name in ("tie_row", "tie_weight", "tie_day"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
    assert (one.tie_row != lived.members.tie_row).any()


def test_nothing_of_the_day_stands_of_who_neither_came_nor_was_answered(communities):
    for days in (9, 14, 30):
        c = communities.fixed_community(days, "compiled")
        m, rows = c.members, c.present
        quiet = rows[(m.visited[rows] == 0) & (m.replies[rows] == 0)]
        assert quiet.size > 3
        for name in OF_THE_DAY:
            assert not getattr(m, name)[quiet].any(), name


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
def test_each_row_with_something_to_do_has_its_turn_once_and_in_order_with_its_own_numbers(rows):
    from clubsim.sim.loops import in_stretches

    def foresee(first, end, members, world, today, luck, desk):
        for place in range(end - first):
            desk[Desk.CHANCE, place] = first + place
            desk[Desk.POINT, place] = -(first + place)
            if (first + place) % 7 == 0:
                desk[Desk.ACTS, place] = 0.0

    def note(i, place, members, feed, world, today, luck, desk):
        members[int(members[0])] = i * 1e6 + desk[Desk.CHANCE, place] * 1e3 + desk[Desk.POINT, place]
        members[0] += 1

    seen = np.zeros(3 * SPAN + 2)
    seen[0] = 1
    loop = njit(in_stretches(njit(foresee), njit(note)))
    loop(np.array(rows, dtype=np.int64), seen, 0, 0, 0, 0, np.zeros((DESK, SPAN)))
    assert seen[1 : int(seen[0])].tolist() == [i * 1e6 + i * 1e3 - i for i in rows if i % 7]


def test_the_acts_of_every_member_and_day_are_foreseen():
    assert set(FORESEEING_LOOPS) == {"visit", "remember", "leave"}
