"""
What it costs to keep runs, and how fast they are read back: `python benchmarks/store.py`.

overhead: a small community, run so many times by the runner with all outputs on disk, against a bare loop over the same
runs in the same process; CPU time of this process and its children. size: the daily table of many runs, generated, as
the runner would write it and after compacting; then the mean and the band of one metric by arm and day.
"""

import argparse
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from clubsim.experiments.compare import tasks_of
from clubsim.experiments.running import Task
from clubsim.experiments.shards import DONE, RUNS, commit, shard_of
from clubsim.experiments.store import Store, state_columns
from clubsim.experiments.study import load_study
from clubsim.experiments.where import Where
from clubsim.sim.community import Community
from clubsim.sim.world import Scenario

MEMBERS, DAYS = 200, 30
COUNTS, SHARES, YEAR = 20, 10, 365
ARMS = ("nothing", "gate", "cull", "rewards")
SHARD_RUNS = (35, 100)  # that a batch of the runner may come to
BOUNDS = {"overhead": 3.0, "megabytes": 250.0, "seconds": 1.0}


def cpu() -> float:
    """Seconds of user and system time of this process and its children so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def small_tasks(runs: int) -> list[Task]:
    """Runs of a community of MEMBERS founders over DAYS days, a seed each, with all details."""
    scenario = Scenario(name="small", start=date(2016, 2, 15), founders=MEMBERS)
    first = Task(
        arm="nothing", policies={}, scenario=scenario, set=-1, seed=0, days=DAYS, read_off_day=DAYS - 1,
        window=(DAYS - 7, DAYS - 1),
    )  # fmt: skip
    return [replace(first, seed=seed) for seed in range(runs)]


def bare(tasks: list[Task]) -> float:
    """CPU seconds of a loop that runs each community and keeps nothing."""
    began = cpu()
    for task in tasks:
        Community(task.scenario, task.policies, seed=task.seed).run(task.days)
    return cpu() - began


def kept(tasks: list[Task], folder: Path) -> float:
    """CPU seconds of the runner over the same runs, in this process, with all outputs on disk."""
    from clubsim.experiments.runner import carry_out_all

    began = cpu()
    carry_out_all(tasks, Store(folder), Where(workers=1), quiet=True)
    return cpu() - began


def overhead(runs: int, rounds: int, folder: Path) -> dict[str, float]:
    """Medians over rounds, in turn: CPU seconds of either way, their ratio, and kilobytes on disk a run."""
    tasks = small_tasks(runs)
    bare(tasks[:5])  # what is compiled is loaded
    pairs = []
    for number in range(rounds):
        store = folder / str(number)
        pairs.append((bare(tasks), kept(tasks, store)))
    return {
        "bare": statistics.median(one for one, _ in pairs),
        "kept": statistics.median(other for _, other in pairs),
        "ratio": statistics.median(other / one for one, other in pairs),
        "kilobytes": size_of(store) / runs / 1e3,
    }


def composing(seeds: int) -> tuple[float, float, int]:
    """CPU seconds to compose and check a study of so many seeds, those to lay out its tasks, and how many these are."""
    began = cpu()
    study = load_study("operations_club", [f"seeds={seeds}", "ensemble=null"])
    composed = cpu()
    tasks = tasks_of(study)
    return composed - began, cpu() - composed, len(tasks)


@dataclass(frozen=True)
class Walks:
    """Generated daily tables: COUNTS random walks of whole numbers and SHARES of noise in [0, 1], for some runs."""

    days: int = YEAR

    def tables(self, numbers: range) -> dict[str, pl.DataFrame]:
        """The tables of a shard with these runs, in the types of the store."""
        runs = len(numbers)
        rng = np.random.default_rng(numbers.start)
        labels = pl.DataFrame(
            {
                "key": [f"{number * 0x9E3779B97F4A7C15F39CC0605CEDC834 % 2**128:032x}" for number in numbers],
                "arm": [ARMS[number % len(ARMS)] for number in numbers],
                "set": pl.Series([-1] * runs, dtype=pl.Int64),
                "seed": pl.Series([number // len(ARMS) for number in numbers], dtype=pl.Int64),
            }
        )
        columns: dict[str, Any] = {"day": np.tile(np.arange(self.days, dtype=np.int32), runs)}
        for number in range(COUNTS):
            steps = rng.integers(-3, 4, size=(runs, self.days), dtype=np.int32)
            columns[f"count_{number}"] = np.abs(200 * (number % 5) + steps.cumsum(axis=1, dtype=np.int32)).ravel()
        for number in range(SHARES):
            columns[f"share_{number}"] = rng.random(runs * self.days, dtype=np.float32)
        state = state_columns(DONE, [None] * runs, [0.5] * runs)
        daily = labels[np.repeat(np.arange(runs), self.days)].with_columns(
            **{name: pl.Series(values) for name, values in columns.items()}
        )
        return {RUNS: labels.with_columns(**state), "daily": daily}

    def shards(self, runs: int, together: int) -> Iterator[dict[str, pl.DataFrame]]:
        """All runs, so many in a shard."""
        for first in range(0, runs, together):
            yield self.tables(range(first, min(first + together, runs)))


def written(walks: Walks, runs: int, together: int, folder: Path) -> float:
    """CPU seconds to write all runs, so many in a shard; making the numbers is not counted."""
    used = 0.0
    for tables in walks.shards(runs, together):
        began = cpu()
        commit(shard_of(tables), folder)
        used += cpu() - began
    return used


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def band_by_polars(folder: Path) -> pl.DataFrame:
    """Mean and 5-95 % band of one metric by arm and day, by Store.scan: opening the store is part of it."""
    metric = pl.col("count_7")
    numbers = (metric.mean().alias("mean"), *(metric.quantile(q, "linear").alias(f"q{q}") for q in (0.05, 0.95)))
    frame: pl.DataFrame = Store(folder).scan("daily").group_by("arm", "day").agg(numbers).sort("arm", "day").collect()
    return frame


def band_by_duckdb(folder: Path) -> list[Any]:
    """The same by DuckDB over the files."""
    import duckdb

    with duckdb.connect() as database:
        return database.execute(
            "SELECT arm, day, avg(count_7), quantile_cont(count_7, [0.05, 0.95]) "
            f"FROM read_parquet('{folder}/*/daily.parquet') GROUP BY arm, day ORDER BY arm, day"
        ).fetchall()


def fastest(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of several times: the others have waited for the machine."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def told(folder: Path) -> str:
    """How large a store is and how long the band takes, in words."""
    first = fastest(lambda: Store(folder))
    by_polars, by_duckdb = fastest(lambda: band_by_polars(folder)), fastest(lambda: band_by_duckdb(folder))
    return (
        f"{size_of(folder) / 1e6:.0f} MB; the band in {by_polars:.2f} s (Store.scan, {first:.2f} s of it to open the "
        f"store), {by_duckdb:.2f} s (DuckDB)"
    )


def report_overhead(runs: int, rounds: int) -> None:
    """Print what keeping costs."""
    with tempfile.TemporaryDirectory() as folder:
        found = overhead(runs, rounds, Path(folder))
    print(f"overhead: {runs:,} runs of {MEMBERS} members over {DAYS} days, median of {rounds} in turn:")
    print(f"  bare {found['bare']:.1f} s, kept {found['kept']:.1f} s of CPU time; {found['kilobytes']:.1f} kB a run")
    print(f"  ratio {found['ratio']:.2f} (asked: at most {BOUNDS['overhead']:g})")
    for seeds in (2, 2000):
        composed, laid_out, tasks = composing(seeds)
        print(
            f"  composing a study of {tasks:,} runs: {composed:.2f} s, its tasks {laid_out:.3f} s of CPU time",
            flush=True,
        )


def report_size(runs: int) -> None:
    """Print what many runs take on disk and how fast they are read."""
    print(
        f"size: {runs:,} runs x {YEAR} days x {COUNTS + SHARES} metrics (asked: under {BOUNDS['megabytes']:g} MB, and"
    )
    print(f"  the mean and band of a metric by arm and day in well under {BOUNDS['seconds']:g} s)")
    for together in SHARD_RUNS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "runs"
            used = written(Walks(), runs, together, folder)
            print(f"  {together} runs a shard: {told(folder)}; written in {used:.1f} s of CPU time", flush=True)
            if together == SHARD_RUNS[0]:
                before, after = Store(folder).compact()
                print(f"  compacted, {before} shards to {after}: {told(folder)}", flush=True)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000, help="of the small community")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--walks", type=int, default=10_000, help="runs of generated numbers")
    parser.add_argument("--full", action="store_true", help="10,000 runs of the small community, once")
    given = parser.parse_args()
    runs, rounds = (10_000, 1) if given.full else (given.runs, given.rounds)
    print(f"{platform.machine()}, Python {platform.python_version()}, polars {pl.__version__}")
    report_overhead(runs, rounds)
    report_size(given.walks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
