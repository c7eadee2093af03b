"""Ties in a fixed number of slots."""

import pytest

from clubsim.agents.records import NOBODY
from clubsim.agents.ties import FADED, fade_ties, slot_of, strengthen


def ties(members, row):
    kept = zip(members.tie_row[row].tolist(), members.tie_weight[row].tolist(), strict=True)
    return {partner: weight for partner, weight in kept if partner != NOBODY}


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
