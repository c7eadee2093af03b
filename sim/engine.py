"""
The two engines: the same acts over the same columns, as Mesa objects in plain Python or in compiled loops.

A loop takes rows and calls one act for each, in the order given.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from clubsim.agents.due import take_next
from clubsim.agents.foreseeing import DESK, SPAN
from clubsim.agents.luck import Luck
from clubsim.agents.posting import MIDNIGHT
from clubsim.agents.prospects import meet
from clubsim.agents.records import NEVER, Count, Hurdle, Offers
from clubsim.sim.loops import (
    FORESEEING_LOOPS,
    GATE_ACTS,
    GATE_LOOPS,
    MEMBER_LOOPS,
    PROSPECT_ACTS,
    PROSPECT_LOOPS,
    acquaint,
    converse,
)

if TYPE_CHECKING:
    from clubsim.sim.community import Community

Rows = npt.NDArray[np.int64]


IN_ORDER = ("plan", "mingle")  # acts of members that write what is everybody's: due messages, rows for ties
FEWEST_IN_A_THREAD = 4096  # rows; fewer are done before a thread has begun


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


@cache
def pool_of(threads: int) -> ThreadPoolExecutor:
    """So many threads, started when they are first needed."""
    return ThreadPoolExecutor(threads, thread_name_prefix="clubsim")


def let_some(act: str, rows: Rows, places: tuple[int, int, int, int], luck: Luck) -> None:
    """Each member of `rows`, in that order, does `act`; places: of the images of members, feed, world and today."""
    if act in FORESEEING_LOOPS:
        FORESEEING_LOOPS[act](rows, *places, luck, np.empty((DESK, SPAN)))
    else:
        MEMBER_LOOPS[act](rows, *places, luck)


class Compiled:
    """The default: compiled loops over the columns, in several threads where each member writes the own row only."""

    def let_members(self, community: "Community", act: str, rows: Rows) -> None:
        places, luck, threads = community.places, community.luck, community.threads
        if threads == 1 or act in IN_ORDER or rows.shape[0] < threads * FEWEST_IN_A_THREAD:
            let_some(act, rows, places, luck)
        else:
            work = partial(let_some, act, places=places, luck=luck)
            list(pool_of(threads).map(work, np.array_split(rows, threads)))

    def let_converse(self, community: "Community") -> None:
        converse(*community.places, community.luck)

    def let_prospects(self, community: "Community", act: str, rows: Rows, price: float, demand: float) -> None:
        c, at = community, community.images
        prospects, world = at.prospects.of(c.prospects), at.world.of(c.world)
        PROSPECT_LOOPS[act](rows, prospects, world, float(price), float(demand), c.day, c.luck)

    def let_try(self, community: "Community", act: str, rows: Rows, hurdle: Hurdle | Offers) -> None:
        c, at = community, community.images
        prospects, members, world = at.prospects.of(c.prospects), at.members.of(c.members), at.world.of(c.world)
        GATE_LOOPS[act](rows, prospects, members, world, hurdle, c.luck)

    def let_meet(self, community: "Community", rows: Rows) -> None:
        c, at = community, community.images
        acquaint(rows, at.prospects.of(c.prospects), at.members.of(c.members), at.world.of(c.world), c.luck)


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
