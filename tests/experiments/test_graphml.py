"""GraphML from a run into the founders of another, and files that mean harm."""

import networkx as nx
import pytest

from clubsim.experiments import graphml
from clubsim.experiments.cli import main
from clubsim.experiments.errors import StudyError
from clubsim.experiments.graphml import read_graph
from clubsim.experiments.study import load_study
from clubsim.sim.community import Community

HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'


def weighted(kind: str, weight: str) -> str:
    """A graph of one edge."""
    key = f'<key id="w" for="edge" attr.name="weight" attr.type="{kind}"/>'
    edge = f'<edge source="a" target="b"><data key="w">{weight}</data></edge>'
    return f'{HEAD}{key}<graph edgedefault="undirected"><node id="a"/><node id="b"/>{edge}</graph></graphml>'


BOMB = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><graphml><graph><node id="&b;"/></graph></graphml>'
)
HOSTILE = {
    "a bomb": (BOMB, "declares a document type"),
    "another file": ('<!DOCTYPE b SYSTEM "file:///etc/passwd"><graphml/>', "declares a document type"),
    "no XML": ("hello", "cannot be read as GraphML: syntax error"),
    "cut short": (HEAD + '<graph edgedefault="directed"><node id="1"', "cannot be read as GraphML"),
    "other XML": ("<a><b/></a>", "cannot be read as GraphML"),
    "deep": (HEAD + "<a>" * 50_000 + "</a>" * 50_000 + "</graphml>", "cannot be read as GraphML"),
    "hyperedges": (HEAD + "<graph edgedefault='directed'><hyperedge/></graph></graphml>", "support hyperedges"),
    "an unknown type": (weighted("evil", "1"), "cannot be read as GraphML"),
    "a number too long": (weighted("long", "9" * 5000), "cannot be read as GraphML"),
    "a number too large": (weighted("long", "9" * 400), "must be a number > 0"),
    "words": (weighted("string", "2"), r"edge a-b counts exchanges and must be a number > 0, not '2'; declare it as"),
    "less than nothing": (weighted("double", "-1"), "must be a number > 0, not -1.0"),
    "no number": (weighted("double", "nan"), "must be a number > 0, not nan"),
    "without end": (weighted("double", "inf"), "must be a number > 0, not inf"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_no_graph_is_refused_in_a_sentence(what, tmp_path):
    content, words = HOSTILE[what]
    path = tmp_path / "graph.graphml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StudyError, match=words) as refused:
        read_graph(str(path))
    assert "\n" not in str(refused.value)


def test_a_document_type_is_found_in_any_encoding(tmp_path):
    path = tmp_path / "graph.graphml"
    path.write_bytes(('<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16"))
    with pytest.raises(StudyError, match="declares a document type"):
        read_graph(str(path))


def test_a_file_too_large_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "graph.graphml"
    path.write_text("x" * 1001, encoding="utf-8")
    monkeypatch.setattr(graphml, "LARGEST", 1000)
    with pytest.raises(StudyError, match=r"has 1,001 bytes and a graph at most 1,000"):
        read_graph(str(path))


@pytest.mark.parametrize("value", ["nowhere.graphml", 7, True])
def test_what_is_no_file_is_refused(value):
    with pytest.raises(StudyError, match="is the path of a GraphML file"):
        read_graph(value)


def test_a_file_that_changed_is_read_again(tmp_path):
    path = tmp_path / "graph.graphml"
    path.write_text(weighted("double", "2"), encoding="utf-8")
    assert read_graph(str(path)).edges["a", "b"]["weight"] == 2.0
    path.write_text(weighted("double", "31"), encoding="utf-8")
    assert read_graph(str(path)).edges["a", "b"]["weight"] == 31.0


def test_the_graph_of_a_run_is_the_founders_graph_of_another(tmp_path):
    """Written by `clubsim run`, read by a study: the same ties, node k being founder k."""
    assert main(["run", "free_group", "days=20", "--arm", "programme", "--out", str(tmp_path), "--quiet"]) == 0
    path = tmp_path / "graph.graphml"
    written = nx.read_graphml(path)
    assert written.number_of_edges() > 50
    founders = written.number_of_nodes()
    study = load_study("free_group", [f"scenario.graph={path}", f"scenario.founders={founders}", "ensemble=null"])
    founded = Community(study.scenario, seed=3).graph()
    row = {node: place for place, node in enumerate(written.nodes)}
    assert {(row[a], row[b]): w for a, b, w in written.edges(data="weight")} == {
        (a, b): w for a, b, w in founded.edges(data="weight")
    }


def test_gephi_can_read_what_a_run_writes(tmp_path):
    """It knows the types boolean, int, long, float, double and string, and takes `weight` for the weight of an edge."""
    community = Community(load_study("free_group", ["ensemble=null"]).scenario, seed=1).run(3)
    nx.write_graphml(community.graph(), tmp_path / "graph.graphml")
    text = (tmp_path / "graph.graphml").read_text(encoding="utf-8")
    kinds = {key.split('attr.type="')[1].split('"')[0] for key in text.split("<key ")[1:]}
    assert kinds <= {"boolean", "int", "long", "float", "double", "string"}
    assert 'attr.name="weight" attr.type="double"' in text
