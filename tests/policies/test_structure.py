"""What the policies of rooms ask for on hand-made mornings."""

import numpy as np
import pytest

from clubsim.policies.registry import build, registered
from clubsim.sim.levers import Divide, MembersLimit, RoomSize, Spend, Subgroups

STRUCTURE = [name for name in registered() if name.startswith("structure/")]


def asked(name, view, **fields):
    """The levers of a policy on a morning."""
    return list(build(name, fields).act(view))


def test_rooms_ask_for_a_capacity_every_day(morning):
    for day in (0, 9):
        levers = asked("structure/rooms", morning(day=day), capacity=100, fill="evenly", hours_to_open=1, hours_a_day=0)
        assert levers == [RoomSize(capacity=100, fill="evenly", opening=1.0, daily=0.0)]


def test_sub_groups_stand_every_day(morning):
    (groups,) = asked("structure/subgroups", morning(), by="interest", least=7, share=0.2, founded="by_members")
    assert groups == Subgroups(by="interest", least=7, share=0.2, founded="by_members", opening=2.0, leading=2.0)


def test_fission_divides_each_room_with_more_members_and_no_other(morning):
    view = morning(rows=np.arange(10), room=[0] * 4 + [3] * 5 + [7])
    levers = asked("structure/fission", view, above=3, parts=2, ties_kept=0.3, hours=1.5)
    divided = [Divide(room=room, parts=2, along="ties", ties_kept=0.3) for room in (0, 3)]
    assert levers == [*divided, Spend(amount=0.0, hours=3.0, purpose="division of rooms")]
    (by_luck, _) = asked("structure/fission", view, above=4, cut="at_random")
    assert (by_luck.room, by_luck.along) == (3, "chance")
    assert asked("structure/fission", view, above=5) == []


def test_a_room_of_fewer_than_its_parts_is_not_divided(morning):
    assert asked("structure/fission", morning(rows=[0, 1]), above=1, parts=3) == []


def test_centres_divide_once_and_only_when_enough_have_gathered(morning):
    few, enough = morning(rows=np.arange(9)), morning(rows=np.arange(10))
    assert asked("structure/centres", few, centres=3, members=10) == []
    divide, work = asked("structure/centres", enough, centres=3, members=10, ties_kept=0.4, hours=2.0)
    assert divide == Divide(room=0, parts=3, along="centres", ties_kept=0.4) and work.hours == 6.0
    assert asked("structure/centres", morning(rows=np.arange(10), room=[0] * 9 + [1]), centres=3, members=10) == []


def test_a_cap_names_its_limit(morning):
    assert asked("structure/cap", morning(), members=50, wait=3) == [MembersLimit(members=50, wait=3)]


@pytest.mark.parametrize("name", STRUCTURE)
def test_its_example_is_a_policy_that_does_something(name, morning):
    policy = build(name, registered()[name].example)
    assert list(policy.act(morning(rows=np.arange(500))))


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        ("rooms", {"fill": "even"}, "structure/rooms: fill must be newest or evenly, not 'even'; "),
        ("rooms", {"capacity": 2.5}, "structure/rooms: capacity must be a whole number from 0 to 100000 [member], "),
        ("subgroups", {"founded": "nobody"}, "structure/subgroups: founded must be by_operator or by_members or "),
        ("fission", {"ties_kept": 2}, "structure/fission: ties_kept must be a number from 0 to 1 "),
    ],
)
def test_a_wrong_field_is_told_what_to_write(name, fields, message):
    with pytest.raises(ValueError) as refusal:
        build(name, fields)
    assert str(refusal.value).startswith(message)
