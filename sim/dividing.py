"""A room is divided: along clusters of ties, by chance, or round the best connected."""

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from clubsim.agents.arithmetic import wide
from clubsim.agents.records import NOBODY, Role
from clubsim.agents.ties import FADED, slots_at, ties_at
from clubsim.sim.levers import Divide
from clubsim.sim.rooms import divisions

if TYPE_CHECKING:
    from clubsim.sim.community import Community

Links = dict[int, dict[int, float]]  # by row: weight of the tie to each partner, both ways together


def divide(c: "Community", lever: Divide) -> None:
    """Members of a main room are put into `parts`; the first stays, each other one gets a room. Writes room, ties."""
    m = c.members
    rows = c.present[m.room[c.present] == lever.room]
    rows = rows[np.argsort(m.uid[rows], kind="stable")]
    if lever.parts < 2 or rows.shape[0] < lever.parts:
        return
    for part in parts_of(c, lever, rows)[1:]:
        m.room[part] = c.rooms.opened_main()
    loosen(c, rows, lever.ties_kept)


def parts_of(c: "Community", lever: Divide, rows: Any) -> list[Any]:
    """The parts into which `rows`, in the order of their uid, are divided: arrays of rows, none empty."""
    if lever.along == "chance":
        return list(np.array_split(rows[np.lexsort((c.members.uid[rows], divisions(c, rows)))], lever.parts))
    links = links_among(c, rows)
    if lever.along == "centres":
        return round_centres(c, rows, links, lever.parts)
    ordered = [row for cluster in clusters(rows.tolist(), links) for row in cluster]
    return list(np.array_split(np.array(ordered, dtype=np.int64), lever.parts))


def links_among(c: "Community", rows: Any) -> Links:
    """Ties among some members, in the order of `rows`."""
    m = c.members
    links: Links = {row: {} for row in rows.tolist()}
    for row in links:
        at = ties_at(row, m)
        for slot in range(slots_at(at, m)):
            partner = int(m.tie_row[at, slot])
            if partner in links:
                weight = wide(m.tie_weight[at, slot])
                links[row][partner] = links[row].get(partner, 0.0) + weight
                links[partner][row] = links[partner].get(row, 0.0) + weight
    return links


def clusters(rows: list[int], links: Links) -> list[list[int]]:
    """
    Clusters of ties, the largest first: communities of greatest modularity, found greedily; who has no tie stands
    alone. Nodes are numbered by the order of `rows`, so that nothing depends on the place in the columns.
    Time grows with the square: 1,000 lively members take about 2 s, 3,000 about 20; chance and centres take none.

    Source: Clauset, Newman & Moore (2004), as networkx has it.
    """
    number = {row: k for k, row in enumerate(rows)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(rows)))
    for row, partners in links.items():
        for partner in sorted(partners, key=number.__getitem__):
            if number[row] < number[partner]:
                graph.add_edge(number[row], number[partner], weight=partners[partner])
    if graph.number_of_edges() == 0:
        return [[row] for row in rows]
    found = [sorted(each) for each in nx.community.greedy_modularity_communities(graph, weight="weight")]
    found.sort(key=lambda each: (-len(each), each[0]))
    return [[rows[k] for k in each] for each in found]


def round_centres(c: "Community", rows: Any, links: Links, centres: int) -> list[Any]:
    """
    The best connected head a part each; the others follow, in rounds, those of the parts to whom their ties are
    strongest, and who has a tie to nobody who has a part goes where the fewest are.
    """
    order = {row: k for k, row in enumerate(rows.tolist())}
    heads = sorted(order, key=lambda row: (-len(links[row]), order[row]))[:centres]
    part = {row: k for k, row in enumerate(heads)}
    while True:
        chosen = {row: strongest(links[row], part, centres) for row in order if row not in part}
        chosen = {row: k for row, k in chosen.items() if k != NOBODY}
        if not chosen:
            break
        part |= chosen
    sizes = [sum(k == own for own in part.values()) for k in range(centres)]
    for row in order:
        if row not in part:
            part[row] = sizes.index(min(sizes))
            sizes[part[row]] += 1
    for row in heads:
        if int(c.members.role[row]) == Role.MEMBER:
            c.members.role[row] = Role.HEAD
    return [np.array([row for row in order if part[row] == k], dtype=np.int64) for k in range(centres)]


def strongest(partners: dict[int, float], part: dict[int, int], parts: int) -> int:
    """The part to whose members the ties to `partners` weigh most, of equals the first; NOBODY if to none."""
    weights = [0.0] * parts
    for partner, weight in partners.items():
        if partner in part:
            weights[part[partner]] += weight
    return weights.index(max(weights)) if max(weights) > 0 else NOBODY


def loosen(c: "Community", rows: Any, kept: float) -> None:
    """Ties among `rows` whose ends now stand in different rooms, sub-groups too, keep a share of their weight."""
    m = c.members
    inside = np.zeros(c.n_members, dtype=np.bool_)
    inside[rows] = True
    rows = rows[m.tied[rows] > 0]
    at = m.tied[rows] - 1
    partners = m.tie_row[at]
    tied = partners != NOBODY
    them = np.where(tied, partners, 0)
    together = (m.room[them] == m.room[rows][:, np.newaxis]) | (
        (m.group[them] == m.group[rows][:, np.newaxis]) & (m.group[them] != NOBODY)
    )
    apart = tied & inside[them] & ~together
    weights = m.tie_weight[at].astype(np.float64)
    weights[apart] *= kept
    gone = apart & (weights < FADED)
    weights[gone] = 0.0
    m.tie_weight[at] = weights
    m.tie_row[at] = np.where(gone, NOBODY, partners)
