"""Acts that compiled code does in another way choose the same, of members who have lived for a while."""

from functools import cache

import numpy as np
import pytest
from numba import njit

from clubsim.agents import abreast
from clubsim.agents.due import take_next
from clubsim.agents.finding import DRAWS, thread_noticed
from clubsim.agents.posting import MIDNIGHT, plan
from clubsim.agents.records import NOBODY, Count
from clubsim.agents.ties import some_partner
from clubsim.sim import loops
from clubsim.sim.feed import empty_feed

TWINS = {
    thread_noticed: abreast.thread_noticed_abreast,
    some_partner: abreast.some_partner_abreast,
    plan: abreast.plan_abreast,
}
WORLDS = {
    "as it is": {},
    "one look": {"candidates": 1},
    "as many as are looked up at once": {"candidates": abreast.AT_ONCE},
    "many looks": {"candidates": 16},
    "short attention": {"attention_scale": 0.05, "attention_shape": 1.0},
    "whoever": {"status_above": 0.0, "status_below": 0.0, "popularity": 0.0, "unanswered": 0.0},
}
assert loops.LOOPS  # with it twins take their places


@pytest.fixture(scope="module", params=[12, 36], ids=["one room", "rooms"])
def lived(request, communities):
    """The community of the digest, before and after its rooms are opened."""
    community = communities.fixed_community(request.param, "compiled")
    assert (community.feed.room_last.shape[0] > 0) == (request.param == 36)
    return community


@cache
def compiled(act):
    """The act as other compiled acts call it."""
    return njit(lambda *given: act(*given), no_cfunc_wrapper=True)


def choices(way, c, world, feed, today):
    """What each member notices at some hours with the luck of some messages."""
    rows = range(0, c.n_members, 2)
    return [
        way(thread_noticed)(i, DRAWS * message, hour, c.members, feed, world, today, c.luck)
        for message, hour in enumerate((0.0, 7.5, 23.9))
        for i in rows
    ]


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("hiding", [0, 3])
def test_the_thread_that_is_noticed(world, hiding, lived):
    c, world = lived, lived.world._replace(**WORLDS[world])
    feed = c.feed._replace(thread_hidden=c.feed.thread_hidden.copy())
    feed.thread_hidden[::2] = hiding > 0
    today = c.today._replace(sorted=0.8 * (hiding > 0))
    feed.counts[Count.NOW_ROOM] = 0
    plain = choices(lambda act: act, c, world, feed, today)
    assert choices(compiled, c, world, feed, today) == plain
    assert choices(TWINS.get, c, world, feed, today) == plain
    assert len(set(plain)) > 5 or world.attention_scale < 1


def test_where_nothing_was_written_nothing_is_noticed(lived):
    c = lived
    counts = c.feed.counts.copy()
    counts[Count.THREADS] = 0
    feed = c.feed._replace(counts=counts, room_last=c.feed.room_last[:0])
    for way in (lambda act: act, compiled, TWINS.get):
        assert set(choices(way, c, c.world, feed, c.today)) == {NOBODY}


@pytest.mark.parametrize("slots", [1, 5, 8, 13])
def test_the_partner_who_is_chosen(slots, lived):
    c, rng = lived, np.random.default_rng(slots)
    n = c.n_members
    rows = np.where(rng.random((n, slots)) < 0.3, NOBODY, rng.integers(0, n, (n, slots))).astype(np.int32)
    weights = np.where(rng.random((n, slots)) < 0.2, 0.0, rng.exponential(1.0, (n, slots))).astype(np.float32)
    members = c.members._replace(tie_row=rows, tie_weight=weights)

    def chosen(way):
        return [
            way(some_partner)(i, members, int(members.uid[i]), 7, DRAWS * message, c.luck)
            for message in range(3)
            for i in range(n)
        ]

    plain = chosen(lambda act: act)
    assert chosen(compiled) == plain
    assert chosen(TWINS.get) == plain
    assert NOBODY in plain if slots == 1 else len(set(plain)) > 5


@pytest.mark.parametrize("session_share", [0.0, 0.7, 1.0])
def test_the_hours_that_are_planned(session_share, lived):
    c, world = lived, lived.world._replace(session_share=session_share)
    planned = np.arange(c.n_members, dtype=np.int32) % 20
    members = c.members._replace(planned=planned, joined=np.where(planned % 7 == 0, c.today.day, 0).astype(np.int32))

    def hours(way):
        feed, found = empty_feed(), []
        for i in range(c.n_members):
            way(plan)(i, members, feed, world, c.today, c.luck)
            while take_next(feed, MIDNIGHT):
                found.append((i, float(feed.now_hour[0])))
        return found

    plain = hours(lambda act: act)
    assert len(plain) > c.n_members
    assert hours(compiled) == plain
    assert hours(TWINS.get) == plain


def test_the_seats_of_the_twins_are_taken():
    assert all(plain is not twin for plain, twin in TWINS.items())
