"""Rooms in whole runs: who stands where, what is noticed, what one room more changes, and how long many take."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from clubsim.agents.records import NOBODY, Count, Reason, Role
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.dividing import clusters, divide
from clubsim.sim.graphs import ties_of
from clubsim.sim.levers import Divide, LeverError
from clubsim.sim.rooms import heads_of, rooms_of_messages

STRUCTURE = {
    "rooms": ("structure/rooms", {"capacity": 12, "fill": "newest"}),
    "subgroups": (
        "structure/subgroups",
        {"by": "interest", "least": 3, "share": 0.4, "founded": "largest_by_operator"},
    ),
    "fission": ("structure/fission", {"above": 9, "parts": 2, "ties_kept": 0.5}),
    "cap": ("structure/cap", {"members": 60, "wait": 5}),
}


def structured(town, **changes):
    """A town at work with rooms, sub-groups, division and a cap."""
    chosen = {slot: changes.get(slot, given) for slot, given in (STRUCTURE | changes).items()}
    return town.operated() | {slot: build(*given) for slot, given in chosen.items() if given is not None}


def days_of(community, days):
    """The community after each of so many days."""
    for _ in range(days):
        community.step()
        yield community


@pytest.mark.parametrize("fill", ["newest", "evenly"])
@pytest.mark.parametrize("capacity", [1, 7])
def test_no_room_ever_holds_more_than_its_capacity_and_nobody_is_refused_for_it(town, capacity, fill):
    rooms = {"rooms": build("structure/rooms", {"capacity": capacity, "fill": fill})}
    community = Community(town.small(**town.EVERYTHING), rooms, seed=3)
    for c in days_of(community, 40):
        assert heads_of(c).max() <= capacity
        assert heads_of(c).sum() == c.headcount == c.counters.series("headcount")[-1]
        assert c.counters.series("largest_room")[-1] == heads_of(c).max()
        assert c.counters.series("rooms")[-1] == np.count_nonzero(heads_of(c))
    assert community.n_members > 30 and community.refused == 0
    assert not (community.prospects.refused[: community.n_prospects] == Reason.FULL).any()


def test_a_free_place_is_taken_before_another_room_is_opened(town):
    rooms = {"rooms": build("structure/rooms", {"capacity": 6})}
    for c in days_of(Community(town.small(leave_base=-2.5), rooms, seed=3), 60):
        before = c.rooms.count
        places = 6 * len(c.rooms.mains) - c.headcount
        joined = c.counters.series("joined")[-1]
        if c.day > 1 and places > joined:
            assert c.rooms.count == before
    assert c.rooms.count < c.n_members / 6


def test_rooms_evenly_filled_differ_less(town):
    def spread(fill):
        rooms = {"rooms": build("structure/rooms", {"capacity": 10, "fill": fill})}
        sizes = heads_of(town.run(60, rooms, town.small(leave_base=-3.5)))
        return sizes.std()

    assert spread("evenly") < spread("newest")


def test_everybody_notices_threads_of_their_own_rooms_alone(town):
    """Every message of every day stands in a room of its author, with sub-groups, divisions and moves."""
    written = set()
    for c in days_of(Community(town.small(**town.EVERYTHING), structured(town), seed=4), 50):
        author = c.feed.author[: c.feed.counts[Count.MESSAGES]]
        room = rooms_of_messages(c) if c.rooms.count > 1 else np.zeros(author.size, int)
        own, group = c.members.room[author], c.members.group[author]
        assert ((room == own) | (room == group)).all()
        written |= set((room == group).tolist())
    assert written == {True, False}


def test_the_two_engines_are_one_with_rooms(town):
    runs = [
        town.run(30, structured(town), town.small(**town.EVERYTHING), events=True, engine=engine)
        for engine in ("objects", "compiled")
    ]
    assert town.differing(*runs) == []
    assert runs[0].rooms.count > 5 and (runs[0].members.group >= 0).any()


@pytest.mark.parametrize("world", ["as usual", "everything"])
def test_one_room_is_no_room(town, world):
    world = town.EVERYTHING if world == "everything" else {}
    free = {"hours_to_open": 0.0, "hours_a_day": 0.0}
    one_room = {"rooms": build("structure/rooms", {"capacity": 10_000, **free})} | town.operated()
    runs = [town.run(40, policies, town.small(**world), events=True) for policies in (one_room, town.operated())]
    assert town.differing(*runs) == []


@pytest.mark.parametrize("day", [0, 25])
@pytest.mark.parametrize("world", ["as usual", "everything"])
def test_a_second_room_in_which_nobody_is_changes_no_bit(town, world, day):
    """So threads found by the rooms' lists are those found without, and what is said in a room is what is said."""
    scenario = town.small(**(town.EVERYTHING if world == "everything" else {}))
    policies = town.operated(sorted=("moderation/personalised", {"accuracy": 0.8, "least": 0.3}))
    split, whole = (Community(scenario, policies, seed=6, events=True).run(day) for _ in range(2))
    split.rooms.opened()
    assert town.differing(split.run(45 - day), whole.run(45 - day)) == []
    assert split.feed.room_last.shape == (2,) and whole.feed.room_last.shape == (0,)


def ties(community, rows):
    """By (uid, uid), the weight of each tie among `rows`."""
    m = community.members
    partners, weights, _ = ties_of(m, rows)
    return {
        (int(m.uid[i]), int(m.uid[partner])): float(weight)
        for place, i in enumerate(rows.tolist())
        for partner, weight in zip(partners[place].tolist(), weights[place].tolist(), strict=True)
        if partner != NOBODY and partner in set(rows.tolist())
    }


@pytest.mark.parametrize("along", ["ties", "chance", "centres"])
@pytest.mark.parametrize("kept", [0.0, 0.5, 1.0])
def test_a_division_conserves_members_and_ties_but_for_what_is_lost_across(town, along, kept):
    c = town.run(30, {}, town.small(founders=40))
    before, rows, m = ties(c, c.present), c.present.copy(), c.members
    divide(c, Divide(room=0, parts=3, along=along, ties_kept=kept))
    assert c.rooms.mains == [0, 1, 2] and (c.present == rows).all()
    sizes = heads_of(c)
    assert sizes.sum() == rows.size and (sizes > 0).all()
    if along != "centres":
        assert sizes.max() - sizes.min() <= 1
    room = dict(zip(m.uid[rows].tolist(), m.room[rows].tolist(), strict=True))
    left = ties(c, c.present)
    across = {pair for pair in before if room[pair[0]] != room[pair[1]]}
    assert 0 < len(across) < len(before)
    for pair, weight in before.items():
        wanted = weight * kept if pair in across else weight
        assert left.get(pair, 0.0) == pytest.approx(wanted if wanted >= 0.02 else 0.0, rel=1e-6)
    assert left.keys() <= before.keys()


def test_a_division_along_ties_cuts_fewer_of_them_than_luck(town):
    def weight_across(along):
        c = town.run(30, {}, town.small(founders=40))
        divide(c, Divide(room=0, parts=2, along=along, ties_kept=1.0))
        room = dict(zip(c.members.uid.tolist(), c.members.room.tolist(), strict=False))
        return sum(weight for (one, other), weight in ties(c, c.present).items() if room[one] != room[other])

    assert weight_across("ties") < 0.8 * weight_across("chance")


def test_clusters_are_those_one_sees_and_do_not_depend_on_the_order_of_rows():
    pairs = [(1, 2), (2, 3), (1, 3), (7, 8), (8, 9), (7, 9), (3, 7)]
    links = {row: {} for row in (9, 1, 8, 2, 7, 3, 5)}
    for one, other in pairs:
        links[one][other] = links[other][one] = 0.1 if (one, other) == (3, 7) else 2.0
    assert clusters([1, 2, 3, 5, 7, 8, 9], links) == [[1, 2, 3], [7, 8, 9], [5]]
    assert clusters([4, 6], {4: {}, 6: {}}) == [[4], [6]]


def test_each_centre_is_one_of_the_best_connected_and_heads_a_room(town):
    c = town.run(30, {}, town.small(founders=40))
    among = ties(c, c.present)
    partners = {row: len({frozenset(pair) for pair in among if c.members.uid[row] in pair}) for row in c.present}
    divide(c, Divide(room=0, parts=3, along="centres", ties_kept=1.0))
    heads = np.flatnonzero(c.members.role[: c.n_members] == Role.HEAD)
    assert sorted(c.members.room[heads].tolist()) == [0, 1, 2]
    assert min(partners[row] for row in heads) >= max(partners[row] for row in c.present if row not in heads)


def test_threads_of_before_a_division_stay_in_the_old_room(town):
    c = town.run(20, {}, town.small(founders=40))
    divide(c, Divide(room=0, parts=2, along="chance", ties_kept=1.0))
    before = int(c.feed.counts[Count.FIRST_THREAD] + c.feed.counts[Count.THREADS])
    c.step()
    number = np.arange(c.feed.counts[Count.THREADS]) + c.feed.counts[Count.FIRST_THREAD]
    room = c.feed.thread_room[: number.size]
    assert not room[number < before].any() and set(room[number >= before].tolist()) == {0, 1}


def test_sub_groups_take_a_share_of_the_talk_and_quieten_the_main_room(town):
    scenario = town.small(founders=60, **town.EVERYTHING)
    given = {"by": "interest", "least": 2, "share": 0.5}
    apart = town.run(30, {"groups": build("structure/subgroups", given)}, scenario)
    in_groups = sum(apart.rooms.shown[room] for room in apart.rooms.groups.values())
    assert set(apart.rooms.groups) <= {("interest", topic) for topic in range(scenario.world.topics)}
    assert 0.2 < in_groups / apart.rooms.shown.sum() < 0.75
    own = apart.members.group[apart.present]
    kinds = {room: topic for (_, topic), room in apart.rooms.groups.items()}
    assert set(own.tolist()) <= {NOBODY, *kinds}


def test_cities_are_of_falling_size_and_a_members_city_is_theirs_in_every_arm(town):
    given = {"by": "city", "least": 4, "share": 0.3}
    scenario = town.small(founders=400, channels=(), leave_base=-9.0, cities=4, city_skew=1.0)
    c = town.run(2, {"groups": build("structure/subgroups", given)}, scenario)
    sizes = [heads_of(c)[c.rooms.groups["city", city]] for city in range(4)]
    expected = np.array([1, 1 / 2, 1 / 3, 1 / 4])
    expected = 400 * expected / expected.sum()
    assert (np.abs(sizes - expected) < 5 * np.sqrt(expected)).all() and sum(sizes) == c.headcount
    other = town.run(9, {"groups": build("structure/subgroups", {**given, "founded": "by_members"})}, scenario)
    np.testing.assert_array_equal(c.rooms.cities, other.rooms.cities)


def test_members_found_a_group_later_than_the_operator_and_without_their_hours(town):
    def first_day(founded):
        given = {"by": "city", "least": 12, "share": 0.3, "founded": founded, "hours_of_leader": 7.0}
        community = Community(
            town.small(founders=60, visit_mean=-3.0), {"g": build("structure/subgroups", given)}, seed=2
        )
        days = [c.day - 1 for c in days_of(community, 30) if c.rooms.groups]
        return days[0] if days else 99, community

    operated, by_operator = first_day("by_operator")
    formed, by_members = first_day("by_members")
    assert operated == 0 < formed
    assert by_operator.ledger.hours > 30 and by_members.ledger.hours == 0
    _, mixed = first_day("largest_by_operator")
    assert len(mixed.rooms.led) == 1 and mixed.rooms.led == {mixed.rooms.groups["city", 0]}


def test_a_sub_group_holds_no_more_than_a_room(town):
    policies = {
        "groups": build("structure/subgroups", {"by": "city", "least": 2, "share": 0.3}),
        "rooms": build("structure/rooms", {"capacity": 6}),
    }
    for c in days_of(Community(town.small(founders=50), policies, seed=2), 20):
        assert heads_of(c).max() <= 6
    assert len(c.rooms.groups) > 2


def test_a_cap_is_kept_and_who_waits_comes_in_first(town):
    cap = build("structure/cap", {"members": 22, "wait": 20})
    community = Community(town.small(leave_base=-4.0), {"cap": cap}, seed=8)
    waited, line = 0, []
    for c in days_of(community, 80):
        p, today = c.prospects, c.day - 1
        assert c.members_of_the_day.size <= 22
        assert all(today <= until <= today + 20 for until in c.waiting[:, 1].tolist())
        assert (p.row[c.waiting[:, 0]] == NOBODY).all() and (p.refused[c.waiting[:, 0]] == Reason.FULL).all()
        new = [row for row in range(c.n_prospects) if p.row[row] != NOBODY and c.members.joined[p.row[row]] == today]
        could = [row for row, until in line if until >= today]
        got_in = [row for row in could if row in new]
        assert got_in == could[: len(new)]  # who has waited longest, before all who knock today
        waited += len(got_in)
        line = c.waiting.tolist()
    assert waited > 5 and c.counters.series("refused").sum() > 10


def test_who_waits_in_vain_goes_away(town):
    cap = build("structure/cap", {"members": 20, "wait": 0})
    c = town.run(50, {"cap": cap}, town.small(leave_base=-4.0))
    p = c.prospects
    joined = np.flatnonzero(p.row[: c.n_prospects] != NOBODY)
    assert joined.size and (p.knocked[joined] == c.members.joined[p.row[joined]]).all()


def test_hours_are_entered_for_rooms_that_are_opened_and_kept(town):
    rooms = build("structure/rooms", {"capacity": 5, "hours_to_open": 3.0, "hours_a_day": 0.5})
    c = town.run(10, {"rooms": rooms}, town.small(channels=(), leave_base=-9.0))
    by_purpose = {}
    for entry in c.ledger.entries:
        by_purpose[entry.purpose] = by_purpose.get(entry.purpose, 0.0) + entry.hours
    assert by_purpose == {"opening of rooms": 3.0 * 3, "rooms": 0.5 * 4 * 10}  # 20 founders, the first room is there


def test_two_capacities_are_refused(town):
    rooms = {slot: build("structure/rooms", {"capacity": 5}) for slot in ("one", "other")}
    with pytest.raises(LeverError, match="slot other: rooms can have only one capacity"):
        town.run(1, rooms)


def test_many_rooms_stay_quick(town):
    """200 rooms of 20 take no more than a few times as long as one room of 4,000, however slow the machine."""
    scenario = replace(town.small(founders=4000, channels=(), check_ins=0), tie_slots=8)
    policies = {"rooms": build("structure/rooms", {"capacity": 20, "fill": "evenly"})}
    seconds = {}
    for name, given in (("warm", policies), ("many", policies), ("one", {})):
        community = Community(scenario, given, seed=1).run(1)
        begin = perf_counter()
        community.run(10)
        seconds[name] = perf_counter() - begin
        if given:
            assert community.rooms.count >= 200
    assert seconds["many"] < 4 * seconds["one"]
