"""The social graph out of a community and into one, as networkx knows it."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from clubsim.agents.records import NEVER, NOBODY
from clubsim.sim.community import Community
from clubsim.sim.graphs import NODE_COLUMNS, ties_of


def founded(town, graph, founders=30, **given):
    return Community(town.small(founders=founders, channels=()), graph=graph, **given)


def weights(graph):
    return {(one, other): weight for one, other, weight in graph.edges(data="weight")}


def test_the_graph_holds_the_present_members_and_their_ties(town):
    community = town.run(25, town.operated())
    graph = community.graph()
    m = community.members
    assert (m.left[: community.n_members] != NEVER).any()
    assert type(graph) is nx.DiGraph and graph.graph == {"day": 25}
    assert list(graph.nodes) == community.present.tolist()
    partners, ties, _ = ties_of(m, np.arange(community.n_members))
    expected = {
        (row, int(partner)): float(weight)
        for row in community.present.tolist()
        for partner, weight in zip(partners[row], ties[row], strict=True)
        if partner != NOBODY and m.left[partner] == NEVER
    }
    assert len(expected) > 20
    assert weights(graph) == expected
    for _, _, tie in graph.edges(data=True):
        assert 0 <= tie["day"] < 25 and tie["weight"] > 0


def test_nodes_carry_their_columns_as_plain_numbers(town):
    community = town.run(10)
    for row, attributes in community.graph().nodes(data=True):
        assert set(attributes) == set(NODE_COLUMNS)
        assert all(type(value) in (int, float) for value in attributes.values())
        assert attributes["uid"] == community.members.uid[row]


@pytest.mark.parametrize(
    "graph",
    [
        nx.erdos_renyi_graph(30, 0.2, seed=1),
        nx.watts_strogatz_graph(30, 6, 0.1, seed=2),
        nx.barabasi_albert_graph(30, 3, seed=3),
        nx.stochastic_block_model([15, 15], [[0.5, 0.05], [0.05, 0.5]], seed=4),
        nx.karate_club_graph().subgraph(range(30)),
        nx.empty_graph(30),
        nx.gnp_random_graph(30, 0.2, seed=5, directed=True),
    ],
    ids=lambda graph: type(graph).__name__,
)
def test_ties_among_the_founders_come_from_any_generator(town, graph):
    row = {node: position for position, node in enumerate(graph.nodes)}
    expected = {(row[i], row[j]): float(weight) for i, j, weight in graph.edges(data="weight", default=1)}
    if not graph.is_directed():
        expected |= {(j, i): weight for (i, j), weight in expected.items()}
    assert weights(founded(town, graph).graph()) == expected


def test_node_k_in_the_graphs_order_is_founder_k(town):
    graph = nx.Graph()
    graph.add_nodes_from(["c", "a", "b"])
    graph.add_edge("a", "c", weight=2.5)
    assert weights(founded(town, graph).graph()) == {(0, 1): 2.5, (1, 0): 2.5}


def test_a_graph_survives_graphml(town, tmp_path):
    first = town.run(15, scenario=town.small(founders=30, channels=(), leave_base=-30)).graph()
    nx.write_graphml(first, tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml", node_type=int)
    assert (dict(read.nodes(data=True)), nx.to_dict_of_dicts(read)) == (
        dict(first.nodes(data=True)),
        nx.to_dict_of_dicts(first),
    )
    assert read.graph["day"] == 15
    assert weights(founded(town, read).graph()) == weights(first)


def test_where_slots_are_too_few_the_strongest_ties_stay(town):
    star = nx.DiGraph()
    star.add_nodes_from(range(41))
    rng = np.random.default_rng(0)
    star.add_weighted_edges_from((0, other, float(weight)) for other, weight in enumerate(rng.permutation(40) + 1, 1))
    community = founded(town, star, founders=41)
    slots = community.scenario.tie_slots
    kept = [weight for (one, _), weight in weights(community.graph()).items() if one == 0]
    assert slots < 40 and sorted(kept) == list(range(40 - slots + 1, 41))


def test_parallel_edges_are_one_tie(town):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(3))
    graph.add_edge(0, 1, weight=2.0)
    graph.add_edge(0, 1, weight=3.0)
    graph.add_edge(0, 2, weight=1.0)
    community = founded(town, graph)
    partners, _, _ = ties_of(community.members, np.array([0]))
    assert sorted(partners[partners != NOBODY].tolist()) == [1, 2]
    assert weights(community.graph()) == {(0, 1): 5.0, (0, 2): 1.0}


def test_more_nodes_than_founders_is_refused(town):
    with pytest.raises(
        ValueError,
        match=r"^the graph has 31 nodes and the community 30 founders; write founders: 31 or ",
    ):
        founded(town, nx.path_graph(31))


@pytest.mark.parametrize("weight", [0, -1.0, float("nan"), "strong", None])
def test_a_weight_that_counts_nothing_is_refused(town, weight):
    graph = nx.Graph()
    graph.add_edge(0, 1, weight=weight)
    with pytest.raises(ValueError, match=r"^the weight of edge 0-1 counts exchanges and must be > 0, not "):
        founded(town, graph)


def test_a_scenario_may_have_a_graph_of_its_own(town):
    ring, line = nx.cycle_graph(30), nx.path_graph(30)
    scenario = replace(town.small(founders=30, channels=()), graph=ring)
    assert set(weights(Community(scenario).graph())) == set(ring.to_directed().edges)
    assert set(weights(Community(scenario, graph=line).graph())) == set(line.to_directed().edges)


def test_a_self_loop_is_no_tie(town):
    graph = nx.Graph([(0, 0), (0, 1)])
    assert set(weights(founded(town, graph).graph())) == {(0, 1), (1, 0)}


def test_numpys_numbers_are_numbers(town):
    graph = nx.Graph()
    graph.add_edge(0, 1, weight=np.int64(3))
    graph.add_edge(1, 2, weight=np.float32(0.5))
    assert weights(founded(town, graph).graph())[1, 2] == 0.5


def test_a_graph_shows(town):
    scenario = town.small(founders=30, channels=())
    tied = town.run(10, scenario=scenario, graph=nx.complete_graph(20), events=True)
    assert "members.bonds" in town.differing(tied, town.run(10, scenario=scenario, events=True))


def test_a_graph_without_edges_changes_no_bit(town):
    scenario = town.small(founders=30, channels=())
    empty = town.run(10, scenario=scenario, graph=nx.empty_graph(30), events=True)
    assert town.differing(empty, town.run(10, scenario=scenario, events=True)) == []


def test_both_engines_start_from_the_same_graph(town):
    scenario = town.small(founders=30, channels=())
    graph = nx.watts_strogatz_graph(30, 6, 0.1, seed=2)
    runs = [town.run(6, scenario=scenario, graph=graph, events=True, engine=e) for e in ("compiled", "objects")]
    assert town.differing(*runs) == []
