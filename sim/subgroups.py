"""Sub-groups beside the main rooms: who could form one, who founds it, who is in it."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.arithmetic import power
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.records import NEVER, NOBODY
from clubsim.sim.levers import Subgroups
from clubsim.sim.rooms import NO_END, by_seniority, heads_of, work
from clubsim.sim.sums import WEEK

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def keep_subgroups(c: "Community") -> None:
    """Sub-groups are founded, members without one join theirs, and leaders do their work. Writes group."""
    rule = c.standing.subgroups
    if rule is None:
        return
    loose = c.present[c.members.group[c.present] == NOBODY]
    kinds = kinds_of(c, loose, rule.by)
    found_subgroups(c, rule, loose, kinds)
    size = c.standing.room_size
    heads = heads_of(c)
    for (by, kind), room in c.rooms.groups.items():
        joining = loose[kinds == kind] if by == rule.by else loose[:0]
        if joining.size:
            places = (size.capacity if size else NO_END) - int(heads[room])
            c.members.group[by_seniority(c, joining)[: max(places, 0)]] = room
    work(c, rule.leading / WEEK * len(c.rooms.led), "leaders of sub-groups")


def found_subgroups(c: "Community", rule: Subgroups, loose: Any, kinds: Any) -> None:
    """Each city or topic of which there are enough, and that has no sub-group yet, gets one."""
    last = c.members.last_visit[loose]
    lately = (last >= c.day - WEEK) & (last != NEVER)
    everyone, active = np.bincount(kinds), np.bincount(kinds[lately])
    for kind in range(everyone.shape[0]):
        if (rule.by, kind) in c.rooms.groups:
            continue
        by_operator = rule.founded == "by_operator"
        if rule.founded == "largest_by_operator":
            by_operator = not c.rooms.led and kind == int(np.argmax(everyone))
        counted = everyone if by_operator else active
        if kind >= counted.shape[0] or counted[kind] < rule.least:
            continue
        room = c.rooms.groups[rule.by, kind] = c.rooms.opened()
        if by_operator:
            c.rooms.led.add(room)
            work(c, rule.opening, "founding of a sub-group")


def kinds_of(c: "Community", rows: Any, by: str) -> Any:
    """The topic that interests each member most, or the city where they live: int64 [n]."""
    if by == "interest":
        return np.argmax(c.members.interests[rows], axis=1)
    note_cities(c)
    return c.rooms.cities[rows].astype(np.int64)


def note_cities(c: "Community") -> None:
    """Where members live: the k-th city has a share of 1 / k**skew; a member's is theirs in every arm."""
    known = c.rooms.cities.shape[0]
    uids = c.members.uid[known : c.n_members].tolist()
    weights = [power(float(k + 1), -c.world.city_skew) for k in range(c.world.cities)]
    ends, below = [], 0.0
    for weight in weights[:-1]:
        below += weight / sum(weights)
        ends.append(below)
    draws = np.array([draw(c.luck, Purpose.CITY, uid, 0) for uid in uids])
    found = np.searchsorted(np.array(ends), draws, side="right").astype(np.int16)
    c.rooms.cities = np.concatenate([c.rooms.cities, found])
