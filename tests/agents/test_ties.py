"""Ties in a fixed number of slots."""

import pytest
from scipy.stats import binom

from clubsim.agents.luck import organic_uid
from clubsim.agents.records import NOBODY
from clubsim.agents.ties import FADED, fade_ties, partners_yesterday, slot_of, some_partner, strengthen, ties_at


def ties(members, row):
    kept = zip(members.tie_row[row].tolist(), members.tie_weight[row].tolist(), strict=True)
    return {partner: weight for partner, weight in kept if partner != NOBODY}


def test_a_first_tie_takes_the_next_row_of_slots(stage):
    members = stage().members
    members.tied[:], members.tie_count[:] = 0, 0
    members.tie_row[:], members.tie_weight[:] = 99, 99.0
    assert slot_of(ties_at(2, members), 1, members) == NOBODY and fade_ties(2, members, 0.5) == 0.0
    for row, partner in ((2, 0), (1, 2), (2, 1), (0, 0)):
        strengthen(row, partner, members, 5)
    assert members.tied.tolist() == [0, 2, 1, 0] and members.tie_count.tolist() == [2]
    assert members.tie_row[:2].tolist() == [[0, 1, NOBODY], [2, NOBODY, NOBODY]]
    assert members.tie_weight[0, :2].tolist() == [1.0, 1.0] and (members.tie_row[2:] == 99).all()


def test_an_exchange_makes_a_tie_and_the_next_strengthens_it(stage):
    members = stage().members
    strengthen(0, 2, members, 5)
    strengthen(0, 2, members, 8)
    assert ties(members, 0) == {2: 2.0}
    assert members.tie_day[0, slot_of(0, 2, members)] == 8
    assert not ties(members, 2)  # writes one's own slots only


def test_nobody_is_tied_to_themselves(stage):
    members = stage().members
    strengthen(1, 1, members, 5)
    assert not ties(members, 1)


def test_the_weakest_makes_way_and_the_new_tie_starts_at_one(stage):
    members = stage(n=6, slots=2).members
    for partner in (1, 1, 2, 3):
        strengthen(0, partner, members, 5)
    assert ties(members, 0) == {1: 2.0, 3: 1.0}


def test_an_empty_slot_is_filled_before_anybody_makes_way(stage):
    members = stage(n=6, slots=3).members
    for partner in (1, 2, 3):
        strengthen(0, partner, members, 5)
    members.tie_row[0, 1] = NOBODY
    members.tie_weight[0] = [9.0, 0.0, 0.5]
    strengthen(0, 5, members, 6)
    assert ties(members, 0) == {1: 9.0, 5: 1.0, 3: 0.5}


def test_a_day_takes_its_share_of_every_weight(stage):
    members = stage().members
    for partner in (1, 2, 2):
        strengthen(0, partner, members, 5)
    assert fade_ties(0, members, 0.5) == pytest.approx(1.5)
    assert ties(members, 0) == {1: 0.5, 2: 1.0}


def test_a_faded_tie_and_one_to_somebody_who_left_are_gone(stage):
    members = stage().members
    for partner in (1, 2, 3):
        strengthen(0, partner, members, 5)
    members.left[1] = 5
    members.tie_weight[0, slot_of(0, 2, members)] = FADED
    assert fade_ties(0, members, 0.9) == pytest.approx(0.9)
    assert list(ties(members, 0)) == [3]
    assert slot_of(0, 1, members) == NOBODY


def test_no_tie_means_no_slot(stage):
    assert slot_of(0, 3, stage().members) == NOBODY


def choices(scene, uids, day=10, index=0):
    """Whom each of some people would choose among member 0's partners."""
    return [some_partner(0, scene.members, uid, day, index, scene.luck) for uid in uids]


def test_who_knows_nobody_chooses_nobody(stage):
    assert choices(stage(), range(20)) == [NOBODY] * 20


def test_partners_are_chosen_as_often_as_their_ties_are_strong(stage):
    n, scene = 4000, stage()
    scene.members.tie_row[0] = [1, 2, 3]
    scene.members.tie_weight[0] = [4.0, 3.0, 1.0]
    chosen = choices(scene, range(n))
    for partner, share in ((1, 0.5), (2, 0.375), (3, 0.125)):
        low, high = binom.interval(1 - 1e-6, n, share)
        assert low <= chosen.count(partner) <= high


def test_a_tie_of_no_weight_is_not_chosen(stage):
    scene = stage()
    scene.members.tie_row[0] = [1, 2, NOBODY]
    scene.members.tie_weight[0] = [0.0, 1.0, 9.0]
    assert set(choices(scene, range(50))) == {2}


def test_a_tie_more_changes_only_the_choices_it_draws_to_itself_and_slots_mean_nothing(stage):
    scene = stage()
    scene.members.tie_row[0] = [1, 2, NOBODY]
    scene.members.tie_weight[0] = [1.0, 1.0, 0.0]
    before = choices(scene, range(500))
    scene.members.tie_row[0] = [3, 2, 1]
    scene.members.tie_weight[0] = 1.0
    after = choices(scene, range(500))
    assert {other for one, other in zip(before, after, strict=True) if one != other} == {3}


def agreement(scene, one, other):
    """How often two choices of one among three equal partners are the same, over 900 days."""
    pairs = ((choices(scene, [uid], day, index)[0] for uid, index in (one, other)) for day in range(900))
    return sum(first == second for first, second in pairs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((7, 0), (7, 256)),  # the first and the fifth message of a day
        ((7, 0), (7, 1)),
        ((7, 0), (7 + 2**16, 0)),
        ((organic_uid(0, 3, 0), 0), (organic_uid(0, 4, 0), 0)),  # the first comers of two days
    ],
)
def test_choices_of_other_people_and_other_messages_have_luck_of_their_own(stage, one, other):
    scene = stage()
    scene.members.tie_row[0] = [1, 2, 3]
    scene.members.tie_weight[0] = 1.0
    low, high = binom.interval(1 - 1e-6, 900, 1 / 3)
    assert low <= agreement(scene, one, other) <= high
    assert agreement(scene, one, one) == 900


def test_partners_who_came_yesterday_are_counted(stage):
    scene = stage(visits=[1, 1, 2, 0b101])
    scene.members.tie_row[0] = [1, 2, 3]
    assert [partners_yesterday(i, scene.members) for i in range(2)] == [2, 0]
