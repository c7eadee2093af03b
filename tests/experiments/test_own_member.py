"""`clubsim run --member MODULE:CLASS`: a behaviour of one's own, from the command line only."""

import json

import pytest

from clubsim.experiments.cli import main

SMALL = ["operations_club", "engine=objects", "scale=0.1", "days=8", "--json"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a member of one's own in a module."""
    (tmp_path / "own_members_here.py").write_text(
        "from clubsim.agents.member import Member\n\n\n"
        "class Mute(Member):\n"
        "    def contribute(self):\n"
        "        pass\n\n\n"
        "class Nobody:\n"
        "    pass\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def messages(capsys) -> float:
    return json.loads(capsys.readouterr().out)["outcomes"]["messages"]


def test_an_own_member_changes_what_members_do(folder, capsys):
    assert main(["run", *SMALL, "--out", "usual"]) == 0
    assert messages(capsys) > 0
    assert main(["run", *SMALL, "--member", "own_members_here:Mute", "--out", "mute"]) == 0
    assert messages(capsys) == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["engine=compiled", "--member", "own_members_here:Mute"], "needs engine=objects"),
        (["--member", "own_members_here:Nobody"], "no subclass of clubsim.agents.member.Member"),
        (["--member", "not_there:Mute"], "cannot be imported"),
        (["--member", "Mute"], "MODULE:CLASS"),
    ],
)
def test_a_wrong_member_is_one_sentence_and_nothing_is_written(folder, capsys, given, words):
    assert main(["run", *SMALL, *given, "--out", "out"]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not (folder / "out").exists()


def test_ties_of_the_founders_come_from_a_graphml_file(folder, capsys):
    import networkx as nx

    nx.write_graphml(nx.watts_strogatz_graph(12, 4, 0.1, seed=1), folder / "friends.graphml")
    given = ["run", *SMALL, "scenario.founders=120", "scenario.graph=friends.graphml"]
    assert main([*given, "--out", "tied"]) == 0
    assert nx.read_graphml(folder / "tied" / "graph.graphml").number_of_edges() >= 24


@pytest.mark.parametrize(
    ("graph", "founders", "words"),
    [
        ("friends.graphml", 20, "write scenario.founders=12"),
        ("none.graphml", 20, "path"),
        ("own_members_here.py", 20, "GraphML"),
    ],
)
def test_a_wrong_graph_is_one_sentence(folder, capsys, graph, founders, words):
    import networkx as nx

    nx.write_graphml(nx.path_graph(12), folder / "friends.graphml")
    given = ["run", *SMALL, f"scenario.founders={founders}", f"scenario.graph={graph}", "--out", "out"]
    assert main(given) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
