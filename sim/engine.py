"""
The two engines: the same acts over the same columns, as Mesa objects in plain Python or in compiled loops.

A loop takes rows and calls one act for each, in the order given. No loop knows a rule.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numba
import numpy as np
import numpy.typing as npt
from numba.core import cgutils, types
from numba.extending import intrinsic, register_jitable

from clubsim.agents.applying import be_reviewed, do_task, read_values, show_experience, show_signal
from clubsim.agents.birth import be_born
from clubsim.agents.choosing import weigh_offers
from clubsim.agents.due import take_next
from clubsim.agents.inviting import invite
from clubsim.agents.leaving import foresee_leaving, go_or_stay
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.meeting import mingle, sign_up
from clubsim.agents.posting import MIDNIGHT, contribute, plan
from clubsim.agents.prospects import appear, hear, meet
from clubsim.agents.records import NEVER, Count, Hurdle, Offers
from clubsim.agents.remembering import remember
from clubsim.agents.replying import respond
from clubsim.agents.visiting import come_or_not, foresee_visits
from clubsim.sim.code_version import compiled_version

if TYPE_CHECKING:
    from clubsim.sim.community import Community

Rows = npt.NDArray[np.int64]
Act = Callable[..., None]

SPAN = 512  # rows for which is foreseen at once
GAP = 4  # rows that stand further apart are not foreseen together


def cache_folder() -> Path:
    """
    Where compiled code is kept: a folder named by the sources, so that a changed rule is never served from it.

    CLUBSIM_CACHE_DIR if set, else the user's cache folder, else (read-only home) the temporary folder.
    """
    chosen = os.environ.get("CLUBSIM_CACHE_DIR")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clubsim"
    for root in (Path(chosen) if chosen else home, Path(tempfile.gettempdir()) / f"clubsim-{os.getuid()}"):
        folder = root / compiled_version()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".written").touch()
        except OSError:
            continue
        return folder
    raise OSError(f"no folder for compiled code can be written; set CLUBSIM_CACHE_DIR to one (tried {home})")


numba.config.CACHE_DIR = str(cache_folder())


def compiled(name: str) -> Callable[[Callable[..., None]], Any]:
    """
    Compiled when first called, and kept on disk under `name`.

    A name of its own gives a loop files of its own: the compiler numbers the codes that share a name, and two
    processes that keep two loops at the same moment could give both one number.
    """

    def compiled_later(loop: Callable[..., None]) -> Any:
        loop.__qualname__ = name
        return numba.njit(cache=True, no_cfunc_wrapper=True, _nrt=False)(loop)

    return compiled_later


def is_cold() -> bool:
    """True if a loop's compiled code is not kept yet, so that the first run compiles (about a minute on two cores)."""
    return not all(is_kept(loop) for loop in LOOPS.values())


def is_kept(loop: Any) -> bool:
    """True if the loop's compiled code stands on disk for this Python, and is not older than this file."""
    name = f"*.{loop.py_func.__qualname__}-*.py{sys.version_info.major}{sys.version_info.minor}*.nbi"
    written = Path(__file__).stat().st_mtime
    return any(index.stat().st_mtime >= written for index in Path(loop.stats.cache_path).glob(name))


def member_loop(act: Act) -> Any:
    """A compiled loop that lets each member of `rows` do `act`, in that order."""

    @compiled(f"member_loop.{act.__name__}")
    def loop(rows: Any, members: Any, feed: Any, world: Any, today: Any, luck: Any) -> None:
        for position in range(rows.shape[0]):
            act(int(rows[position]), members, feed, world, today, luck)

    return loop


def foreseeing_loop(foresee: Act, act: Act) -> Any:
    """
    A compiled loop that lets each member of `rows` do `act`, for whom a chance and a draw have been foreseen.

    What does not branch is found for rows side by side, for those between too: compiled to vector instructions it
    takes a tenth of the time. desk: float64 [4, SPAN], where it is written down.
    """

    @compiled(f"foreseeing_loop.{act.__name__}")
    def loop(rows: Any, members: Any, feed: Any, world: Any, today: Any, luck: Any, desk: Any) -> None:
        begin = 0
        while begin < rows.shape[0]:
            first = int(rows[begin])
            end = begin + 1
            while end < rows.shape[0] and 0 < rows[end] - rows[end - 1] <= GAP and rows[end] < first + SPAN:
                end += 1
            foresee(first, int(rows[end - 1]) + 1, members, world, today, luck, desk)
            for position in range(begin, end):
                i = int(rows[position])
                act(i, desk[0, i - first], desk[1, i - first], members, world, today, luck)
            begin = end

    return loop


def prospect_loop(act: Act) -> Any:
    """A compiled loop that lets each prospect of `rows` do `act`."""

    @compiled(f"prospect_loop.{act.__name__}")
    def loop(rows: Any, prospects: Any, world: Any, price: float, demand: float, day: int, luck: Any) -> None:
        for position in range(rows.shape[0]):
            act(int(rows[position]), prospects, world, price, demand, day, luck)

    return loop


def gate_loop(act: Act) -> Any:
    """A compiled loop that lets each prospect of `rows` do `act` before a gate."""

    @compiled(f"gate_loop.{act.__name__}")
    def loop(rows: Any, prospects: Any, members: Any, world: Any, hurdle: Any, luck: Any) -> None:
        for position in range(rows.shape[0]):
            act(int(rows[position]), prospects, members, world, hurdle, luck)

    return loop


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


@intrinsic
def fetch(typing: Any, column: Any, row: Any) -> Any:
    """Ask the processor to bring a row of a column near, which changes no number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        stride = builder.extract_value(array.strides, 0)
        place = builder.add(builder.ptrtoint(array.data, stride.type), builder.mul(stride, arguments[1]))
        pointer, number = cgutils.ir.IntType(8).as_pointer(), cgutils.ir.IntType(32)
        kind = cgutils.ir.FunctionType(cgutils.ir.VoidType(), [pointer, number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(function, [builder.inttoptr(place, pointer), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(column, types.int64), generate


@register_jitable(forceinline=True, _nrt=False)
def call_up(i: int, members: Any) -> None:
    """Bring near what is read of member i, who writes next: most of a message's time is waiting for memory."""
    fetch(members.uid, i)
    fetch(members.left, i)
    fetch(members.begun, i)
    fetch(members.all_messages, i)
    fetch(members.messages, i)
    fetch(members.visit_base, i)
    fetch(members.visited, i)
    fetch(members.interests, i)
    fetch(members.last_message, i)
    fetch(members.last_hour, i)
    fetch(members.last_thread, i)
    fetch(members.introduced, i)
    fetch(members.tie_row, i)
    fetch(members.tie_weight, i)


@compiled("converse")
def converse(members: Any, feed: Any, world: Any, today: Any, luck: Any) -> None:
    """Today's due messages are written in the order of their hour, with those that become due meanwhile."""
    while take_next(feed, MIDNIGHT):
        call_up(int(feed.due_author[0]), members)
        respond(int(feed.counts[Count.NOW_AUTHOR]), members, feed, world, today, luck)


@compiled("acquaint")
def acquaint(rows: Any, prospects: Any, members: Any, world: Any, luck: Any) -> None:
    """Each prospect of `rows`, who has been invited, meets who invites them."""
    for position in range(rows.shape[0]):
        meet(int(rows[position]), prospects, members, world, luck)


MEMBER_LOOPS = {
    name: member_loop(act)
    for name, act in {
        "be_born": be_born,
        "sign_up": sign_up,
        "contribute": contribute,
        "plan": plan,
        "mingle": mingle,
        "remember": remember,
        "invite": invite,
    }.items()
}
FORESEEING_LOOPS = {
    "visit": foreseeing_loop(foresee_visits, come_or_not),
    "leave": foreseeing_loop(foresee_leaving, go_or_stay),
}
PROSPECT_ACTS = {"appear": appear, "hear": hear}
PROSPECT_LOOPS = {name: prospect_loop(act) for name, act in PROSPECT_ACTS.items()}
AT_THE_GATE = (be_reviewed, do_task, read_values, show_experience, show_signal, weigh_offers)
GATE_ACTS = {act.__name__: act for act in AT_THE_GATE}
GATE_LOOPS = {name: gate_loop(act) for name, act in GATE_ACTS.items()}
LOOPS = {
    "converse": converse,
    "acquaint": acquaint,
    "fill_draws": fill_draws,
    **MEMBER_LOOPS,
    **FORESEEING_LOOPS,
    **PROSPECT_LOOPS,
    **GATE_LOOPS,
}


class Engine(Protocol):
    """How acts are carried out."""

    def let_members(self, community: "Community", act: str, rows: Rows) -> None:
        """Each member of `rows`, in that order, does `act`."""

    def let_converse(self, community: "Community") -> None:
        """Today's due messages are written in the order of their hour."""

    def let_prospects(self, community: "Community", act: str, rows: Rows, price: float, demand: float) -> None:
        """Each prospect of `rows` does `act`."""

    def let_try(self, community: "Community", act: str, rows: Rows, hurdle: Hurdle | Offers) -> None:
        """Each prospect of `rows` does `act` before the gate that asks `hurdle`."""

    def let_meet(self, community: "Community", rows: Rows) -> None:
        """Each prospect of `rows`, who has been invited, meets who invites them."""


class Compiled:
    """The default: compiled loops over the columns."""

    def __init__(self) -> None:
        self.desk = np.zeros((4, SPAN))

    def let_members(self, community: "Community", act: str, rows: Rows) -> None:
        c = community
        if act in FORESEEING_LOOPS:
            FORESEEING_LOOPS[act](rows, c.members, c.feed, c.world, c.today, c.luck, self.desk)
        else:
            MEMBER_LOOPS[act](rows, c.members, c.feed, c.world, c.today, c.luck)

    def let_converse(self, community: "Community") -> None:
        c = community
        converse(c.members, c.feed, c.world, c.today, c.luck)

    def let_prospects(self, community: "Community", act: str, rows: Rows, price: float, demand: float) -> None:
        c = community
        PROSPECT_LOOPS[act](rows, c.prospects, c.world, float(price), float(demand), c.day, c.luck)

    def let_try(self, community: "Community", act: str, rows: Rows, hurdle: Hurdle | Offers) -> None:
        c = community
        GATE_LOOPS[act](rows, c.prospects, c.members, c.world, hurdle, c.luck)

    def let_meet(self, community: "Community", rows: Rows) -> None:
        c = community
        acquaint(rows, c.prospects, c.members, c.world, c.luck)


class Objects:
    """A Mesa agent for each member, whose methods call the acts as plain Python."""

    def let_members(self, community: "Community", act: str, rows: Rows) -> None:
        for row in rows.tolist():
            getattr(community.member(row), act)()

    def let_converse(self, community: "Community") -> None:
        while take_next(community.feed, MIDNIGHT):
            author = int(community.feed.counts[Count.NOW_AUTHOR])
            if int(community.members.left[author]) == NEVER:  # who has gone is no agent any more and writes nothing
                community.member(author).respond()

    def let_prospects(self, community: "Community", act: str, rows: Rows, price: float, demand: float) -> None:
        c = community
        plain = PROSPECT_ACTS[act]
        for row in rows.tolist():
            plain(row, c.prospects, c.world, float(price), float(demand), c.day, c.luck)

    def let_try(self, community: "Community", act: str, rows: Rows, hurdle: Hurdle | Offers) -> None:
        c = community
        for row in rows.tolist():
            GATE_ACTS[act](row, c.prospects, c.members, c.world, hurdle, c.luck)

    def let_meet(self, community: "Community", rows: Rows) -> None:
        c = community
        for row in rows.tolist():
            meet(row, c.prospects, c.members, c.world, c.luck)


ENGINES: dict[str, type[Engine]] = {"compiled": Compiled, "objects": Objects}
