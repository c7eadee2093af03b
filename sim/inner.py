"""The inner room: who is asked in, who of them pays for it, and what it costs."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.birth import enthusiasm_of, willingness_of
from clubsim.agents.leaving import attachment_of
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.paying import willingness_inside
from clubsim.agents.prospects import pay_chance
from clubsim.agents.records import NOBODY
from clubsim.sim.contracts import take_money
from clubsim.sim.levers import Inner
from clubsim.sim.rooms import work

if TYPE_CHECKING:
    from clubsim.sim.community import Community

ROOM = ("inner", 0)  # under which the rooms know it


def ask_in(c: "Community", lever: Inner) -> None:
    """Those who are asked and accept stand in the inner room from now on. Writes group, paid, the ledger."""
    outside = lever.rows[c.members.group[lever.rows] == NOBODY]
    coming = np.array([i for i in outside.tolist() if lever.price <= 0 or accepts(c, i, lever.price)], dtype=np.int64)
    if coming.size == 0:
        return
    if ROOM not in c.rooms.groups:
        c.rooms.groups[ROOM] = c.rooms.opened()
    c.members.group[coming] = c.rooms.groups[ROOM]
    work(c, lever.hours * coming.size, "care for the inner room")
    if lever.price > 0:
        c.members.paid[coming] += np.float32(lever.price)
        take_money(c, lever.price * coming.size, 0.0, "fees for the inner room")
        c.note(coming, "pay")


def accepts(c: "Community", i: int, price: float) -> bool:
    """
    Whether member i pays to come in: by their willingness at the door, and more where they have grown fond.

    The luck is that of the door, so who would have refused the price there refuses it here.
    """
    m, world, uid = c.members, c.world, int(c.members.uid[i])
    own = willingness_of(c.luck, uid, enthusiasm_of(c.luck, uid, float(m.shift[i])), world)
    most = willingness_inside(own, attachment_of(i, m, world), world.willingness_attachment, 1.0)
    return draw(c.luck, Purpose.PAY, uid, 0) < pay_chance(most, price, world.price_softness)
