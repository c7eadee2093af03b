"""`clubsim run`: one arm on one seed, with everything that happened written down for others to read."""

import json

import networkx as nx
import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.compare import task_of
from clubsim.experiments.measures.daily import daily_counts, headcount
from clubsim.experiments.measures.reading import read_log
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import carry_out
from clubsim.experiments.study import load_study

DAYS = 60
SMALL = ("days=60", "scale=0.3", "recruitment.period=14", "gate.from_day=14", "cash.from_day=14", "cull.period=14")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "results"
    assert main(["run", "operations_club", *SMALL, "--seed", "4", "--out", str(out), "--quiet"]) == 0
    return out


def table(folder, name):
    return pl.read_parquet(folder / f"{name}.parquet")


def test_a_run_writes_every_file_whole(folder):
    assert {path.name for path in folder.iterdir()} == {
        *("daily.parquet", "members.parquet", "events.parquet", "ledger.parquet", "graph.graphml", "provenance.json"),
        "study.json",
    }
    provenance = json.loads((folder / "provenance.json").read_text("utf-8"))
    assert (provenance["arm"], provenance["seed"]) == ("as_described", 4)


def test_its_log_is_read_as_a_real_one_is(folder):
    log = read_log(folder / "events.parquet")
    daily = table(folder, "daily")
    counted = daily_counts(log, DAYS)
    for streamed, estimated in (("speakers",) * 2, ("messages",) * 2, ("visitors",) * 2, ("check_ins", "checkins")):
        assert daily[streamed].to_list() == counted[estimated].to_list()
    assert daily["headcount"].to_list() == headcount(log, DAYS)["members"].to_list()


def test_measure_reads_its_log(folder, capsys):
    assert main(["measure", str(folder / "events.parquet"), "--first-weekday", "Mon", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    assert len(measured) > 5


@pytest.mark.parametrize("seed", range(3))
def test_an_hour_of_the_log_is_on_the_clock(seed, tmp_path):
    """Whoever comes late and writes much does not write past midnight on the same day."""
    late = ("world.usual_hour=23.5", "world.further_messages=40", "scale=0.1", "days=20")
    arguments = ["run", "operations_club", *late, "--seed", str(seed), "--out", str(tmp_path), "--quiet"]
    assert main(arguments) == 0
    hours = table(tmp_path, "events")["hour"].drop_nulls()
    assert hours.len() > 200
    assert hours.is_between(0, 24, closed="left").all()
    assert read_log(tmp_path / "events.parquet").height > 200


def test_its_members_and_its_log_are_one_run(folder):
    members, log = table(folder, "members"), table(folder, "events")
    joins = log.filter(pl.col("kind").cast(pl.String) == "join").sort("member")
    assert joins["member"].to_list() == members["row"].to_list()
    assert joins["day"].to_list() == members["joined"].to_list()
    ends = log.filter(pl.col("kind").cast(pl.String).is_in(["leave", "removed"])).sort("member")
    assert ends["day"].to_list() == members.filter(pl.col("left").is_not_null()).sort("row")["left"].to_list()
    assert members["left"].null_count() == table(folder, "daily")["headcount"][-1]
    assert members["messages"].sum() == table(folder, "daily")["messages"].sum()


def test_its_ledger_adds_up_to_the_daily_counts(folder):
    ledger, daily = table(folder, "ledger"), table(folder, "daily")
    fees = ledger.filter(purpose="fees at the door")["amount"].sum()
    assert fees == daily["revenue"][-1] > 0
    assert ledger["hours"].sum() == daily["hours"][-1] > 0


def test_its_graph_is_that_of_who_is_still_in(folder):
    graph = nx.read_graphml(folder / "graph.graphml", node_type=int)
    still_in = table(folder, "members").filter(pl.col("left").is_null())
    assert sorted(graph.nodes) == still_in["row"].to_list()
    assert graph.number_of_edges() > 0
    assert dict(graph.nodes(data="uid")) == dict(still_in.select("row", "uid").iter_rows())


def test_its_outcomes_are_those_of_the_same_arm_in_a_comparison(tmp_path, capsys):
    study = load_study("operations_club", SMALL)
    arguments = ["run", "operations_club", *SMALL, "--arm", "no_cull", "--seed", "1", "--out", str(tmp_path)]
    assert main([*arguments, "--json", "--quiet"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["arm"], printed["seed"]) == ("no_cull", 1)
    compared = carry_out(task_of(study, "no_cull", -1, 1)).outcomes
    assert set(printed["outcomes"]) == set(OUTCOMES)
    for name, value in printed["outcomes"].items():
        assert value == compared[name] or (value is None and compared[name] != compared[name]), name


def test_a_run_without_money_writes_an_empty_ledger(tmp_path):
    nothing = [*SMALL[:2], "--arm", "nothing", "--out", str(tmp_path), "--quiet"]
    assert main(["run", "operations_club", *nothing]) == 0
    ledger = table(tmp_path, "ledger")
    assert ledger.height == 0
    assert ledger.columns == ["day", "giver", "taker", "amount", "hours", "purpose"]
