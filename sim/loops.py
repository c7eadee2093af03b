"""
Compiled loops that let members and prospects act, in the order given. No loop knows a rule.

They are given the addresses of the records' images; see images.py.
"""

from collections.abc import Callable
from typing import Any

from numba.extending import register_jitable

from clubsim.agents import abreast  # noqa: F401  (compiled code does its twins)
from clubsim.agents.applying import be_reviewed, do_task, read_values, show_experience, show_signal
from clubsim.agents.arithmetic import log
from clubsim.agents.birth import be_born
from clubsim.agents.choosing import weigh_offers
from clubsim.agents.due import take_next
from clubsim.agents.fetching import call_up, call_up_answered, call_up_thread, call_up_ties
from clubsim.agents.foreseeing import SPAN, Desk
from clubsim.agents.inviting import invite
from clubsim.agents.leaving import foresee_leaving, go_or_stay_as_foreseen
from clubsim.agents.luck import Purpose, block_of, draw, take_blocks_from
from clubsim.agents.meeting import mingle, sign_up
from clubsim.agents.posting import MIDNIGHT, contribute, plan
from clubsim.agents.prospects import appear, hear, meet
from clubsim.agents.records import Count
from clubsim.agents.remembering import foresee_remembering, look_back_as_foreseen
from clubsim.agents.replying import respond
from clubsim.agents.twins import from_zero_on
from clubsim.agents.visiting import come_or_not_as_foreseen, foresee_visits
from clubsim.sim.compiling import compiled, is_kept
from clubsim.sim.images import IMPRINTS, read_feed, read_members, read_prospects, read_today, read_world
from clubsim.sim.sums import SUMS

Act = Callable[..., None]

GAP = 4  # rows that stand further apart are not foreseen together


def over_members(act: Act) -> Act:
    """A loop that lets each member of `rows` do `act`, in that order."""

    def loop(rows: Any, members_at: int, feed_at: int, world_at: int, today_at: int, luck: Any) -> None:
        members, feed = read_members(members_at), read_feed(feed_at)
        world, today = read_world(world_at), read_today(today_at)
        for position in range(rows.shape[0]):
            act(int(rows[position]), members, feed, world, today, luck)

    return loop


@register_jitable(forceinline=True, _nrt=False)
def call_nothing(i: int, members: Any) -> None:
    """For loops of acts that find what they read near by."""


def in_stretches(foresee: Act, act: Act, call: Act = call_nothing) -> Act:
    """
    A loop that lets each member of `rows` do `act`, for whom numbers have been foreseen.

    What does not branch is found for rows side by side, for those between too: compiled to vector instructions it
    takes a tenth of the time. desk: float64 [DESK, SPAN], where it is written down, with who has nothing left to do.
    """

    @register_jitable(forceinline=True, _nrt=False)
    def stretches(rows: Any, members: Any, feed: Any, world: Any, today: Any, luck: Any, desk: Any) -> None:
        begin = 0
        while begin < rows.shape[0]:
            first = int(rows[begin])
            end = begin + 1
            while end < rows.shape[0] and 0 < rows[end] - rows[end - 1] <= GAP and rows[end] < first + SPAN:
                end += 1
            last = int(rows[end - 1])
            for place in range(last + 1 - first):
                desk[Desk.ACTS, place] = 0.0
            for position in range(begin, end):
                desk[Desk.ACTS, rows[position] - first] = 1.0
                call(int(rows[position]), members)
            foresee(first, last + 1, members, world, today, luck, desk)
            for position in range(begin, end):
                place = int(rows[position]) - first
                if desk[Desk.ACTS, place] > 0.0:
                    act(first + place, place, members, feed, world, today, luck, desk)
            begin = end

    return stretches


def foreseeing_loop(foresee: Act, act: Act, call: Act = call_nothing) -> Act:
    """`in_stretches` for members whose image's address is given."""
    each = in_stretches(foresee, act, call)

    def loop(rows: Any, members_at: int, feed_at: int, world_at: int, today_at: int, luck: Any, desk: Any) -> None:
        members, feed = read_members(members_at), read_feed(feed_at)
        each(rows, members, feed, read_world(world_at), read_today(today_at), luck, desk)

    return loop


def over_prospects(act: Act) -> Act:
    """A loop that lets each prospect of `rows` do `act`."""

    def loop(rows: Any, prospects_at: int, world_at: int, price: float, demand: float, day: int, luck: Any) -> None:
        prospects, world = read_prospects(prospects_at), read_world(world_at)
        for position in range(rows.shape[0]):
            act(int(rows[position]), prospects, world, price, demand, day, luck)

    return loop


def before_a_gate(act: Act) -> Act:
    """A loop that lets each prospect of `rows` do `act` before a gate."""

    def loop(rows: Any, prospects_at: int, members_at: int, world_at: int, hurdle: Any, luck: Any) -> None:
        prospects, members, world = read_prospects(prospects_at), read_members(members_at), read_world(world_at)
        for position in range(rows.shape[0]):
            act(int(rows[position]), prospects, members, world, hurdle, luck)

    return loop


@compiled("one_block")
def one_block(seed: int, purpose: int, uid: int, day: int, block: int) -> tuple[int, int, int, int]:
    """`block_of`, for plain Python."""
    return block_of(seed, purpose, uid, day, block)


take_blocks_from(one_block)


@compiled("fill_draws")
def fill_draws(draws: Any, uid: Any, luck: Any, day: int, index: int) -> None:
    """
    A policy's draws for many members at once, in both engines: known answers pin the compiled draw to the plain one.

    Args:
        draws: float64 [n], written: in (0, 1).
        uid: int64 [n], whose.
        index: in [0, 2**26), by slot.
    """
    for position in range(uid.shape[0]):
        draws[position] = draw(luck, Purpose.POLICY, uid[position], day, index)


@compiled("fill_waits")
def fill_waits(waits: Any, uid: Any, luck: Any, day: int, index: int) -> None:
    """`fill_draws` of how long each would wait for what comes at a rate of 1: -log(draw)."""
    for position in range(uid.shape[0]):
        waits[position] = -log(draw(luck, Purpose.POLICY, uid[position], day, index))


@compiled("converse")
def converse(members_at: int, feed_at: int, world_at: int, today_at: int, luck: Any) -> None:
    """Today's due messages are written in the order of their hour, with those that become due meanwhile."""
    members, feed = read_members(members_at), read_feed(feed_at)
    world, today = read_world(world_at), read_today(today_at)
    while take_next(feed, MIDNIGHT):
        call_up(int(feed.due_author[0]), members)
        if int(feed.due_to[0]) >= 0:
            call_up_answered(int(feed.due_to[0]), members)
            call_up_thread(int(feed.due_thread[0]), feed)
        respond(from_zero_on(int(feed.counts[Count.NOW_AUTHOR])), members, feed, world, today, luck)


@compiled("acquaint")
def acquaint(rows: Any, prospects_at: int, members_at: int, world_at: int, luck: Any) -> None:
    """Each prospect of `rows`, who has been invited, meets who invites them."""
    prospects, members, world = read_prospects(prospects_at), read_members(members_at), read_world(world_at)
    for position in range(rows.shape[0]):
        meet(int(rows[position]), prospects, members, world, luck)


MEMBER_ACTS = {act.__name__: act for act in (be_born, sign_up, contribute, plan, mingle, invite)}
PROSPECT_ACTS = {act.__name__: act for act in (appear, hear)}
GATE_ACTS = {
    act.__name__: act for act in (be_reviewed, do_task, read_values, show_experience, show_signal, weigh_offers)
}
MEMBER_LOOPS = {name: compiled(f"member_loop.{name}")(over_members(act)) for name, act in MEMBER_ACTS.items()}
FORESEEING_LOOPS = {
    "visit": compiled("foreseeing_loop.visit")(foreseeing_loop(foresee_visits, come_or_not_as_foreseen)),
    "remember": compiled("foreseeing_loop.remember")(
        foreseeing_loop(foresee_remembering, look_back_as_foreseen, call_up_ties)
    ),
    "leave": compiled("foreseeing_loop.leave")(foreseeing_loop(foresee_leaving, go_or_stay_as_foreseen)),
}
PROSPECT_LOOPS = {name: compiled(f"prospect_loop.{name}")(over_prospects(act)) for name, act in PROSPECT_ACTS.items()}
GATE_LOOPS = {name: compiled(f"gate_loop.{name}")(before_a_gate(act)) for name, act in GATE_ACTS.items()}
LOOPS = {
    **{f"imprint.{record.__name__}": imprint for record, imprint in IMPRINTS.items()},
    "converse": converse,
    "acquaint": acquaint,
    "one_block": one_block,
    "fill_draws": fill_draws,
    "fill_waits": fill_waits,
    **SUMS,
    **MEMBER_LOOPS,
    **FORESEEING_LOOPS,
    **PROSPECT_LOOPS,
    **GATE_LOOPS,
}


def is_cold() -> bool:
    """True if a loop's compiled code is not kept yet, so that the first run compiles (about a minute on two cores)."""
    return not all(is_kept(loop) for loop in LOOPS.values())
