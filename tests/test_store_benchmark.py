"""The benchmark of the store, at a small size: what is deterministic is held to its bound, no time is."""

import importlib.util
from pathlib import Path

import polars as pl
import pytest

from clubsim.experiments import study
from clubsim.experiments.composing import compose_study
from clubsim.experiments.store import Store
from clubsim.experiments.tidy import daily_type
from clubsim.sim.counters import DAILY


def load_bench():
    path = Path(__file__).parents[1] / "benchmarks" / "store.py"
    spec = importlib.util.spec_from_file_location("bench_of_store", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = load_bench()


def test_a_year_of_thirty_metrics_is_under_its_bound_for_ten_thousand_runs(tmp_path):
    runs = 70
    bench.written(bench.Walks(), runs, 35, tmp_path / "runs")
    megabytes = bench.size_of(tmp_path) / 1e6 * 10_000 / runs
    assert megabytes < bench.BOUNDS["megabytes"]
    before, after = Store(tmp_path / "runs").compact()
    assert (before, after) == (2, 1)
    assert bench.size_of(tmp_path) / 1e6 * 10_000 / runs < megabytes


def test_the_numbers_are_kept_as_the_daily_table_keeps_them():
    daily = bench.Walks(days=5).tables(range(3))["daily"]
    assert daily.height == 15 and daily["key"].n_unique() == 3
    kinds = [daily_type(name).__name__ for name in DAILY]
    assert daily["day"].dtype == daily["count_0"].dtype == pl.Int32 and kinds.count("int32") >= bench.COUNTS
    assert daily["share_0"].dtype == pl.Float32 and "float32" in kinds
    assert daily["share_0"].n_unique() == 15  # noise: nothing for a compressor to find


def test_polars_and_duckdb_read_the_same_band(tmp_path):
    bench.written(bench.Walks(days=4), 40, 9, tmp_path)
    ours = bench.band_by_polars(tmp_path).rows()
    theirs = bench.band_by_duckdb(tmp_path)
    assert len(ours) == len(bench.ARMS) * 4
    for (arm, day, mean, low, high), (their_arm, their_day, their_mean, band) in zip(ours, theirs, strict=True):
        assert (arm, day) == (their_arm, their_day)
        assert (mean, low, high) == pytest.approx((their_mean, *band))


def test_the_overhead_is_of_the_same_runs_with_all_outputs_on_disk(tmp_path):
    found = bench.overhead(runs=4, rounds=1, folder=tmp_path)
    assert found["ratio"] == pytest.approx(found["kept"] / found["bare"])
    store = Store(tmp_path / "0")
    members = store.table("members")
    assert store.table("runs")["seed"].sort().to_list() == [0, 1, 2, 3]
    assert members.group_by("key").len()["len"].to_list() == [bench.MEMBERS] * 4
    assert store.table("daily").height == 4 * bench.DAYS


def test_a_study_is_composed_once_for_all_its_seeds(monkeypatch):
    calls = []
    monkeypatch.setattr(study, "compose_study", lambda *given: calls.append(given) or compose_study(*given))
    _, _, few = bench.composing(2)
    _, _, many = bench.composing(300)
    assert many == 150 * few and len(calls) == 2
