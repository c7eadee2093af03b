"""docs/results.md: its tables are those of a real store, and its examples run."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from clubsim.experiments import columns_of_store
from clubsim.experiments.runner import carry_out_all
from clubsim.experiments.running import Task
from clubsim.experiments.shards import commit, shard_of
from clubsim.experiments.store import DETAILS, Store
from clubsim.experiments.where import Where
from clubsim.sim.world import Channel, Scenario

TEXT = columns_of_store.PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
SEEDS, DAYS = 2, 8


@dataclass(frozen=True)
class Failing:
    """A job that fails."""

    arm: str = "failing"
    set: int = -1
    seed: int = 0

    def carry_out(self):
        raise ValueError("as asked")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with results/club/runs in it: two arms, one failed run, all details, and a shard that is there twice."""
    folder = tmp_path_factory.mktemp("page")
    scenario = Scenario(
        name="small", start=date(2016, 2, 15), channels=(Channel(name="anyone", flow=4.0),), founders=20
    )
    first = Task(
        arm="plain", policies={}, scenario=scenario, set=-1, seed=0, days=DAYS, read_off_day=6, window=(0, 6),
        keep_admissions=True,
    )  # fmt: skip
    tasks = [
        replace(first, arm=arm, seed=seed, scenario=replace(scenario, founders=founders))
        for arm, founders in (("plain", 20), ("larger", 30))
        for seed in range(SEEDS)
    ]
    store = Store(folder / "results" / "club" / "runs")
    carry_out_all([Failing(), *tasks], store, Where(workers=1), quiet=True)
    again = store.table("runs").filter(pl.col("status") == "done")["key"].to_list()[:1]
    commit(shard_of({name: store.table(name, again) for name in ("runs", *DETAILS)}), store.folder)
    return folder


def rows_of(table):
    """name -> type of the rows of a table of the page."""
    part = re.search(rf"^### {table}\.parquet\n(.*?)(?=^### |^<!--)", TEXT, flags=re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", part[1], flags=re.MULTILINE))


def test_the_page_is_as_its_command_writes_it():
    assert columns_of_store.page(TEXT) == TEXT, f"run: {columns_of_store.COMMAND}"


@pytest.mark.parametrize("table", ["runs", *DETAILS])
def test_the_page_has_every_column_with_its_type(folder, table):
    store = Store(folder / "results" / "club" / "runs")
    stored = {name: str(kind) for name, kind in store.table(table).schema.items()}
    told = rows_of(table)
    if table != "runs":
        told |= {name: kind for name, kind in rows_of("runs").items() if name in ("key", "arm", "set", "seed")}
    assert told == stored
    assert store.table(table).height > 0


@pytest.mark.parametrize("table", ["runs", *DETAILS])
def test_what_is_never_missing_is_never_null(folder, table):
    """In the columns that describe a run or a day; an outcome may be missing, and its definition says when."""
    rows = Store(folder / "results" / "club" / "runs").table(table)
    always = [column.name for column in columns_of_store.tables()[table] if not column.null]
    if table == "runs":
        always = ["key", "arm", "set", "seed", "status", "seconds"]
    assert rows.select(always).null_count().sum_horizontal().item() == 0


@pytest.fixture
def ran(folder, monkeypatch):
    """The names that an example of the page leaves behind, run where results/club is."""
    monkeypatch.chdir(folder)

    def run(word):
        (example,) = [code for code in EXAMPLES if word in code]
        names = {}
        exec(example, names)
        return names

    return run


@pytest.fixture
def means(folder):
    """Mean headcount by arm and day, by the store."""
    daily = Store(folder / "results" / "club" / "runs").table("daily")
    return daily.group_by("arm", "day").agg(pl.col("headcount").mean()).sort("arm", "day")


def test_duckdb_counts_a_run_made_twice_once(ran, means):
    band = ran("CREATE OR REPLACE VIEW")["band"]
    assert [(arm, day, mean) for arm, day, mean, _ in band] == means.rows()
    assert all(low <= mean <= high for _, _, mean, (low, high) in band)


def test_pandas_reads_the_runs(ran):
    table = ran(".df()")["table"]
    assert table.shape == (SEEDS, 2) and table.notna().all(axis=None)
    assert (table["larger"] > table["plain"]).all()


def test_polars_counts_a_run_made_twice_once(ran, means):
    assert ran("pl.scan_parquet")["means"].equals(means)


def test_clubsim_counts_a_run_made_twice_once(ran):
    headcounts = ran("store.scan")["headcounts"]
    assert headcounts.height == 2 * SEEDS * DAYS == headcounts.unique(["key", "day"]).height


def test_every_example_is_tried():
    assert len(EXAMPLES) == 4
