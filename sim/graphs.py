"""The social graph out of the columns and into them, as networkx knows it."""

from numbers import Real
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from clubsim.agents.arithmetic import wide
from clubsim.agents.records import NEVER, NOBODY
from clubsim.agents.ties import row_for_ties, slot_for, slot_of, slots_at, ties_at

if TYPE_CHECKING:
    from clubsim.sim.community import Community

NODE_COLUMNS = ("uid", "joined", "all_messages", "all_check_ins", "last_visit", "habit", "identity", "bonds")


def graph_of(community: "Community") -> nx.DiGraph:
    """
    The present members and their ties.

    Returns:
        A node a present row, with NODE_COLUMNS as attributes; an edge i -> j for each tie that i keeps to a present
        j, with `weight` (exchanges, decayed) and `day` of the last exchange.
    """
    m = community.members
    graph = nx.DiGraph(day=community.day)
    for row in community.present.tolist():
        graph.add_node(row, **{name: getattr(m, name)[row].item() for name in NODE_COLUMNS})
    for row in community.present.tolist():
        at = ties_at(row, m)
        for slot in range(slots_at(at, m)):
            partner = int(m.tie_row[at, slot])
            if partner != NOBODY and int(m.left[partner]) == NEVER:
                graph.add_edge(row, partner, weight=wide(m.tie_weight[at, slot]), day=int(m.tie_day[at, slot]))
    return graph


def ties_of(members: Any, rows: Any) -> tuple[Any, Any, Any]:
    """
    Copies of the ties of some members, each slot in its place.

    Args:
        rows: int64 [n].

    Returns:
        [n, S] each: the partner's row, NOBODY in an empty slot, weight and day of the last exchange.
    """
    at = members.tied[rows].astype(np.int64) - 1
    none = at == NOBODY
    partners, weights, days = (column[at] for column in (members.tie_row, members.tie_weight, members.tie_day))
    partners[none], weights[none], days[none] = NOBODY, 0.0, 0
    return partners, weights, days


def tie_up(community: "Community", graph: nx.Graph) -> None:
    """
    Give the founders the ties of `graph`: node k in its order is founder k, an edge's `weight` (1 if it has none) the
    exchanges so far. An undirected edge ties both ways; the weakest make way where slots are too few.

    Raises:
        ValueError: more nodes than founders, or a weight that is not a number > 0.
    """
    nodes = list(graph.nodes)
    if len(nodes) > community.n_members:
        raise ValueError(
            f"the graph has {len(nodes)} nodes and the community {community.n_members} founders; "
            f"write founders: {len(nodes)} or give a smaller graph"
        )
    row_of = {node: row for row, node in enumerate(nodes)}
    for one, other, weight in graph.edges(data="weight", default=1.0):
        if isinstance(weight, bool) or not isinstance(weight, Real) or not float(weight) > 0:
            raise ValueError(f"the weight of edge {one}-{other} counts exchanges and must be > 0, not {weight!r}")
        put(community.members, row_of[one], row_of[other], float(weight))
        if not graph.is_directed():
            put(community.members, row_of[other], row_of[one], float(weight))


def put(members: Any, row: int, partner: int, weight: float) -> None:
    """A tie of `weight` from row to partner: added to the one there is, else where a slot is free or holds less."""
    if row == partner:
        return
    at = row_for_ties(row, members)
    slot = slot_of(at, partner, members)
    if slot != NOBODY:
        members.tie_weight[at, slot] = wide(members.tie_weight[at, slot]) + weight
        return
    slot = slot_for(at, members)
    if int(members.tie_row[at, slot]) == NOBODY or wide(members.tie_weight[at, slot]) < weight:
        members.tie_row[at, slot] = partner
        members.tie_weight[at, slot] = weight
