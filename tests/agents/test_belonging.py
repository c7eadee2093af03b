"""Two kinds of belonging: to the whole and to persons."""

from math import e

import pytest

from clubsim.agents.belonging import belonging_of, bonds_of, identity_by_clarity, identity_tomorrow


def test_bonds_begin_at_none_and_reach_63_percent_at_their_scale():
    assert bonds_of(0.0, 60.0) == 0.0
    assert bonds_of(60.0, 60.0) == pytest.approx(1 - 1 / e)


def test_bonds_grow_with_every_exchange_and_stay_a_share():
    curve = [bonds_of(exchanges, 10.0) for exchanges in (0.0, 0.1, 1.0, 10.0, 100.0, 1e5)]
    assert curve == sorted(curve) and len(set(curve)) == len(curve) - (curve[-1] == curve[-2])
    assert curve[-1] <= 1.0


def test_a_day_with_nothing_takes_its_share_of_identity():
    assert identity_tomorrow(0.5, 0, 0, 0.04, 0.03, 0.02) == pytest.approx(0.49)


def test_an_event_and_replies_close_shares_of_the_gap():
    assert identity_tomorrow(0.0, 1, 0, 0.25, 0.5, 0.0) == pytest.approx(0.25)
    assert identity_tomorrow(0.0, 1, 1, 0.25, 0.5, 0.0) == pytest.approx(0.625)
    assert identity_tomorrow(0.0, 0, 3, 0.25, 0.5, 0.0) == pytest.approx(0.875)


def test_more_than_five_replies_count_as_five():
    assert identity_tomorrow(0.2, 0, 5, 0.0, 0.1, 0.0) == identity_tomorrow(0.2, 0, 50, 0.0, 0.1, 0.0)
    assert identity_tomorrow(0.2, 0, 4, 0.0, 0.1, 0.0) < identity_tomorrow(0.2, 0, 5, 0.0, 0.1, 0.0)


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("identity", [0.0, 0.5, 1.0])
def test_identity_stays_a_share(identity, share):
    assert 0.0 <= identity_tomorrow(identity, 1, 9, share, share, 1 - share) <= 1.0


def test_belonging_weighs_persons_and_the_whole(stage):
    scene = stage(world={"bond_share": 0.25}, bonds=0.5, identity=0.75)
    assert belonging_of(0, scene.members, scene.world) == pytest.approx(0.25 * 0.5 + 0.75 * 0.75)


def test_a_visit_to_a_community_with_a_clear_goal_closes_a_share_of_the_gap():
    assert identity_by_clarity(0.5, 1, 1.0, 0.2) == pytest.approx(0.6)
    assert identity_by_clarity(0.5, 1, 0.25, 0.2) == pytest.approx(0.525)
    assert identity_by_clarity(0.0, 1, 1.0, 1.0) == identity_by_clarity(1.0, 1, 0.7, 0.3) == 1.0


def test_nobody_belongs_more_to_what_is_unclear_or_was_not_visited():
    assert identity_by_clarity(0.5, 0, 1.0, 0.9) == 0.5
    assert identity_by_clarity(0.5, 1, 0.0, 0.9) == 0.5
    assert identity_by_clarity(0.5, 1, 1.0, 0.0) == 0.5
