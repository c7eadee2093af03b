"""The reply network: by hand, and against another library or plain loops."""

from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest

from clubsim.experiments.measures.careers import Share
from clubsim.experiments.patterns.ties import brief_ties, closure, clustering, in_degrees, rank_frequency


def test_clustering_agrees_with_networkx(spoken, random_rows):
    graph = nx.Graph((i, j) for i, _, j in random_rows if j >= 0 and i != j)
    found = clustering(spoken(random_rows))
    assert found.local == pytest.approx(nx.average_clustering(graph))
    assert found.transitivity == pytest.approx(nx.transitivity(graph))


def test_no_clustering_without_two_partners(spoken):
    assert clustering(spoken([(0, 0.0, 1), (2, 1.0, -1)])) is None


def test_closure_counts_by_hand(spoken):
    first = [(0, 0.0, 1), (1, 1.0, 2), (3, 2.0, 4)]  # untied: 0-2 shares 1; six of the ten pairs share nobody
    later = [(0, 90.0, 2), (4, 91.0, 0), (0, 92.0, 1), (5, 93.0, 0)]  # closes 0-2, ties 0-4; 5 was not there
    found = closure(spoken([*first, *later], last_day=179))
    assert found == (1, 1, 1, 6, 1)
    assert found.lift is None
    assert found._replace(other=6, closed=1).lift == 1


def test_closure_agrees_with_plain_loops(spoken, random_rows):
    counts = [0, 0, 0, 0]
    windows = [{frozenset((i, j)) for i, t, j in random_rows if t // 20 == w and j >= 0 and i != j} for w in range(10)]
    for before, after in pairwise(windows):
        partners: dict[int, set[int]] = {}
        for pair in before:
            for i in pair:
                partners.setdefault(i, set()).update(pair - {i})
        for pair in map(frozenset, combinations(partners, 2)):
            if pair not in before:
                i, j = pair
                base = 0 if partners[i] & partners[j] else 2
                counts[base] += pair in after
                counts[base + 1] += 1
    found = closure(spoken(random_rows), window=20)
    assert found == (*counts, 9)
    assert found.lift == pytest.approx(counts[0] / counts[1] / (counts[2] / counts[3]))


def test_a_brief_tie_lives_in_one_month(spoken):
    rows = [(0, 0.0, 1), (1, 29.0, 0), (0, 29.5, 2), (2, 30.0, 0), (3, 40.0, 3)]
    assert brief_ties(spoken(rows)) == Share(1, 2)


def test_in_degrees_count_different_people(spoken):
    rows = [(0, 0.0, 1), (0, 1.0, 1), (2, 2.0, 1), (1, 3.0, 0), (0, 4.0, -1)]
    assert sorted(in_degrees(spoken(rows)).tolist()) == [1, 2]


def test_an_exact_power_law_has_a_straight_rank_plot():
    degrees = np.array([1000, 500, 333, 250, 200, 167, 143, 125, 111, 100])
    assert rank_frequency(degrees) == pytest.approx(1, abs=1e-5)
    assert rank_frequency(np.array([1, 1, 2])) is None
    assert rank_frequency(np.arange(1, 200)) < 0.9
