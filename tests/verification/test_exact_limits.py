"""Two limits known exactly: too few partners leave a k-core behind, and renewals alone follow the sBG curve (A5)."""

from datetime import date

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import binom, chi2

from clubsim.agents.parameters import world_of
from clubsim.agents.records import NEVER, Reason
from clubsim.policies.registry import build
from clubsim.sim.community import Community
from clubsim.sim.world import Channel, Scenario

MILLION_TO_ONE = 1e-6
START = date(2016, 2, 15)
# Nobody comes, says a word, tires or goes; ties hardly fade. Each test switches one thing on.
STILL = {
    "check_ins": 0,
    "novelty_form": 0,
    "visit_mean": -10.0,
    "visit_sd": 0.0,
    "visit_novelty": 0.0,
    "visit_habit": 0.0,
    "visit_belonging": 0.0,
    "silence_strength": 0.0,
    "talk_mean": -10.0,
    "talk_sd": 0.0,
    "leave_base": -30.0,
    "leave_attachment": 0.0,
    "tie_days": 1e5,
}

# Unravelling: Garcia, Mavrodiev & Schweitzer (2013).

GRAPHS = {
    "karate": lambda: nx.karate_club_graph(),
    "preferential": lambda: nx.barabasi_albert_graph(400, 3, seed=1),
    "small world": lambda: nx.connected_watts_strogatz_graph(400, 6, 0.3, seed=2),
    "random": lambda: nx.gnm_random_graph(400, 900, seed=3),
    "ring": lambda: nx.cycle_graph(60),
    "chain": lambda: nx.path_graph(60),
    "cliques": lambda: nx.relaxed_caveman_graph(30, 8, 0.2, seed=4),
}


def unravelling(graph, need, **given):
    """A community of founders with the ties of `graph`, each of whom needs so many partners."""
    slots = max(dict(graph.degree).values())
    world = world_of(**STILL, need_partners=need, need_days=0)
    scenario = Scenario(name="graph", start=START, world=world, founders=graph.number_of_nodes(), tie_slots=slots)
    bare = nx.Graph()
    bare.add_nodes_from(graph)
    bare.add_edges_from(graph.edges)
    return Community(scenario, seed=1, graph=bare, **given)


def survivors(graph, need, **given):
    """Nodes of those who are in once nobody has gone for a day."""
    community, before = unravelling(graph, need, **given), -1
    while community.headcount != before:
        before = community.headcount
        community.step()
    assert not community.counters.series("messages").any()
    nodes = list(graph.nodes)
    return {nodes[row] for row in community.present.tolist()}


@pytest.mark.parametrize("need", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("name", GRAPHS)
def test_who_is_left_is_exactly_the_k_core(name, need):
    graph = GRAPHS[name]()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    assert survivors(graph, need) == set(nx.k_core(graph, need).nodes)


def test_the_graphs_tell_a_core_from_those_with_enough_partners_at_first():
    """Else the test above would hold of a single round, too."""
    told = 0
    for make in GRAPHS.values():
        graph = make()
        graph.remove_edges_from(list(nx.selfloop_edges(graph)))
        for need in (2, 3, 4, 6):
            core = set(nx.k_core(graph, need).nodes)
            at_first = {node for node, degree in graph.degree if degree >= need}
            assert core <= at_first
            told += bool(core) and core != at_first
    assert told >= 4


def test_each_evening_is_one_round_whatever_the_rows():
    """A chain loses its two ends every evening, and no more: who decides first does not matter."""
    for nodes in (list(range(21)), list(range(0, 21, 2)) + list(range(1, 21, 2)), list(reversed(range(21)))):
        graph = nx.Graph()
        graph.add_nodes_from(nodes)
        graph.add_edges_from((node, node + 1) for node in range(20))
        community = unravelling(graph, 2)
        heads = [community.run(1).headcount for _ in range(11)]
        assert heads == [19, 17, 15, 13, 11, 9, 7, 5, 3, 1, 0]


def test_the_time_to_find_partners_puts_the_core_off_and_changes_nothing_of_it():
    graph = GRAPHS["karate"]()
    community = unravelling(graph, 3)
    community.world = community.world._replace(need_days=12)
    assert community.run(12).headcount == 34
    assert set(community.run(20).present.tolist()) == set(nx.k_core(graph, 3).nodes)


def test_where_nobody_needs_partners_all_stay():
    graph = GRAPHS["preferential"]()
    assert survivors(graph, 0) == set(graph.nodes)


def test_the_k_core_is_the_same_in_both_engines():
    graph = GRAPHS["karate"]()
    assert survivors(graph, 3, engine="objects") == survivors(graph, 3) == set(nx.k_core(graph, 3).nodes)


# Renewal: Fader & Hardie (2007); yearly plan, High-End: alpha .668, beta 3.806.

HIGH_END = (0.668, 3.806)
PEOPLE = 20_000


def cohort(a, b, term, **changed):
    """A community into which PEOPLE come on day 0 who pay for a term, and nobody after them."""
    sure = {"enthusiasm_join": 10.0, "willingness_median": 1e6, "renewal_a": a, "renewal_b": b}
    scenario = Scenario(
        name="cohort",
        start=START,
        world=world_of(**STILL | sure | changed),
        channels=(Channel(name="all", pool=PEOPLE, reach=1.0, enthusiasm=10.0),),
    )
    policies = {
        "doors": build("recruitment/seasons", {"places": 10 * PEOPLE, "period": 10_000, "first_day": 0}),
        "gate": build("gate/paid", {"price": 1.0, "term_days": term}),
    }
    return Community(scenario, policies, seed=3).run(1)


def sbg(a, b, terms):
    """S(t) = B(a, b + t) / B(a, b) for t = 0 .. terms."""
    return np.exp(betaln(a, b + np.arange(terms + 1)) - betaln(a, b))


def renewals(community, term, terms):
    """How many are in after each of `terms` ends of a term, the first of them all who came."""
    heads = [community.headcount]
    for _ in range(terms):
        community.run(term)
        heads.append(community.headcount)
    return np.array(heads)


@pytest.mark.parametrize(("a", "b", "term"), [(*HIGH_END, 1), (*HIGH_END, 30), (1.0, 1.0, 1), (3.0, 9.0, 1)])
def test_renewals_alone_follow_the_shifted_beta_geometric_curve(a, b, term):
    community = cohort(a, b, term)
    heads = renewals(community, term, 12)
    assert heads[0] > 0.999 * PEOPLE
    for head, share in zip(heads, sbg(a, b, 12), strict=True):
        low, high = binom.interval(1 - MILLION_TO_ONE, heads[0], share)
        assert low <= head <= high
    m = community.members
    gone = m.left[: community.n_members] != NEVER
    assert (m.reason[: community.n_members][gone] == Reason.LAPSED).all()
    np.testing.assert_array_equal(np.diff(heads).sum(), -gone.sum())


def test_renewals_give_back_the_parameters_they_were_given():
    """The true pair lies in the joint likelihood interval of a million to one, and far-off pairs do not."""
    heads = renewals(cohort(*HIGH_END, 1), 1, 12)
    lost = -np.diff(heads)

    def misfit(logs):
        survival = sbg(*np.exp(logs), 12)
        return -(lost @ np.log(-np.diff(survival)) + heads[-1] * np.log(survival[-1]))

    best = minimize(misfit, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6})
    found = np.exp(best.x)
    assert found == pytest.approx(HIGH_END, rel=0.1)

    def inside(a, b):
        return 2 * (misfit(np.log([a, b])) - best.fun) < chi2.isf(MILLION_TO_ONE, 2)

    assert inside(*HIGH_END)
    for a, b in ((0.5, 3.806), (0.668, 3.0), (0.8, 4.558), (1.0, 3.806)):
        assert not inside(a, b)


def test_the_longer_somebody_has_paid_the_likelier_they_pay_again():
    heads = renewals(cohort(*HIGH_END, 1), 1, 8)
    shares = heads[1:] / heads[:-1]
    assert shares[-1] > shares[0] + 0.05
    assert (np.diff(shares) > -0.02).all()


def test_where_attachment_counts_the_unattached_lapse_more_at_every_term():
    """What is new wears off within a day, and nothing else attaches anybody here."""
    worn = {"novelty_form": 1, "halflife": 0.5, "halflife_sd": 0.0}
    weighed, alone = (renewals(cohort(*HIGH_END, 1, renewal_attachment=w, **worn), 1, 6) for w in (1.0, 0.0))
    assert weighed[0] == alone[0] and (weighed[1:] < alone[1:]).all()
    assert (np.diff(weighed[1:] / alone[1:]) < 0).all()
