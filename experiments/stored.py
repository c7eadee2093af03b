"""What a study's folder holds, read back: what the study is, its runs, its files."""

import time
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import ABOUT, RUNS, read_about
from clubsim.experiments.holding import held
from clubsim.experiments.keys import result_version
from clubsim.experiments.results import write_whole
from clubsim.experiments.shards import DONE, FAILED, LABELS, QUARANTINED, UNFINISHED, StoreError
from clubsim.experiments.store import STATE, Store

TABLES = ("runs", "daily", "members", "cohorts", "growth", "admissions")  # that may be in a store
FRESH = 60.0  # [s] since something was begun beside the shards: somebody may still be at it
PRESENT, OLD = "present", "old"  # the code that made a run


@dataclass(frozen=True, kw_only=True)
class Stored:
    """
    A study that has been run, or is being run.

    about: of its folder. runs: a row a run, each once, by arm, set and seed, with status, error, seconds, code (PRESENT
    or OLD) and every outcome, missing where there is none; without any rows where the study keeps no runs. bytes: on
    disk, by table, of the store; whole: of everything in the folder. written: when the last runs were.
    """

    folder: Path
    about: dict[str, Any]
    store: Store
    runs: pl.DataFrame
    bytes: dict[str, int]
    whole: int
    written: datetime | None

    @property
    def arms(self) -> list[str]:
        """Those of the runs, in the order of the study; others, such as those of a decomposition, behind."""
        there = self.runs["arm"].unique(maintain_order=True).to_list()
        named = [arm for arm in self.about.get("config", {}).get("arms") or () if arm in there]
        return named + [arm for arm in there if arm not in named]

    def count(self, status: str) -> int:
        """How many runs ended so."""
        return self.runs.filter(pl.col("status") == status).height

    @property
    def code(self) -> str:
        """Whether the present code made the runs: PRESENT, OLD, `mixed`, or nothing where there is none."""
        made = self.runs["code"].unique().to_list()
        return "mixed" if len(made) > 1 else made[0] if made else ""


def read_study(folder: Path) -> Stored:
    """
    A study's folder.

    Raises:
        StudyError: there is no study in it, another version wrote it, or a shard is damaged.
    """
    about = read_about(folder)
    if about is None:
        what = "is no folder of a study" if folder.is_dir() else "is not there"
        raise StudyError(f"{folder} {what}; clubsim results without a folder lists the studies under results/")
    store = Store(folder / RUNS)
    return Stored(
        folder=folder,
        about=about,
        store=store,
        runs=_runs_of(store),
        bytes={table: sum(_size(shard / f"{table}.parquet") for shard in store.shards) for table in TABLES},
        whole=sum(_size(path) for path in folder.rglob("*")),
        written=max((_written(shard) for shard in store.shards), default=None),
    )


def _runs_of(store: Store) -> pl.DataFrame:
    runs = store.table(RUNS)
    if not runs.height:
        return pl.DataFrame(schema={"key": pl.String, **LABELS, **STATE, "code": pl.String})
    now = result_version()
    code = pl.Series("code", [PRESENT if store.version(key) == now else OLD for key in runs["key"].to_list()])
    first = ["key", *LABELS, *STATE, "code"]
    outcomes = [name for name in runs.columns if name not in first]
    return runs.with_columns(code).select(*first, *outcomes).sort("arm", "set", "seed", "key")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:  # gone since it was listed
        return 0


def _written(shard: Path) -> datetime:
    return datetime.fromtimestamp(shard.stat().st_mtime, tz=UTC)


def studies_under(folder: Path) -> list[Path]:
    """The folders of studies right below a folder, in the order of their names."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if (path / ABOUT).is_file())


def export(study: Stored, table: str, runs: pl.DataFrame, file: Path) -> None:
    """
    Write a table of some runs of a study as CSV, a part at a time, so that it need not fit into memory.

    Args:
        table: one of TABLES.
        runs: which ones, as a part of study.runs.

    Raises:
        StudyError: the study has no such table, or the file cannot be written.
    """
    if table == RUNS:
        rows = runs.lazy()
    else:
        rows = study.store.scan(table)
        if "arm" not in rows.collect_schema().names():
            raise StudyError(f"the runs in {study.folder} keep no table {table}; they have {_names(study)}")
        if runs.height < study.runs.height:
            rows = rows.filter(pl.col("key").is_in(runs["key"].implode()))

    def write(unfinished: Path) -> None:
        try:
            rows.sink_csv(unfinished)
        except (OSError, pl.exceptions.PolarsError) as error:
            why = str(error).splitlines()[0].replace(str(unfinished), str(file))[:200]
            raise StoreError(f"{file} cannot be written ({why}); make room, or give another file by --csv") from None

    write_whole(file, write)


def _names(study: Stored) -> str:
    return ", ".join(table for table, size in study.bytes.items() if size) or "none"


def compact(study: Stored, forget: Container[str] = ()) -> tuple[int, int]:
    """
    Put a study's runs into few large files, while nobody else writes.

    Args:
        forget: keys of runs that are to go.

    Returns:
        The number of shards before and after.

    Raises:
        StudyError: another process works on the folder, as far as can be known.
    """
    with held(study.folder, alone=True) as sure:
        begun = [path for path in (study.folder / RUNS / UNFINISHED).glob("*") if not sure and _age(path) < FRESH]
        if begun:
            raise StoreError(
                f"another process seems to write into {study.folder} (it began {begun[0].name} {_age(begun[0]):.0f} s "
                "ago); wait until it is done and give the same command again"
            )
        study.store.look()
        return study.store.compact(forget)


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def without_result(runs: pl.DataFrame) -> pl.DataFrame:
    """Those that failed or are quarantined."""
    return runs.filter(pl.col("status").is_in([FAILED, QUARANTINED]))


def by_arm_and_set(runs: pl.DataFrame, outcomes: Iterable[str] = ()) -> pl.DataFrame:
    """
    A row an arm and set: how many runs ended how, how many are of old code, seeds, seconds a run, and the mean of some
    outcomes over those that are done.
    """
    return runs.group_by("arm", "set", maintain_order=True).agg(*_counts(), *_means(runs, outcomes))


def _counts() -> Iterator[pl.Expr]:
    for status in (DONE, FAILED, QUARANTINED):
        yield (pl.col("status") == status).sum().alias(status)
    yield (pl.col("code") == OLD).sum().alias(OLD)
    yield pl.col("seed").n_unique().alias("seeds")
    yield pl.col("seed").min().alias("first_seed")
    yield pl.col("seed").max().alias("last_seed")
    yield pl.col("seconds").filter(pl.col("status") == DONE).median().alias("seconds")


def _means(runs: pl.DataFrame, outcomes: Iterable[str]) -> Iterator[pl.Expr]:
    for name in outcomes:
        column = pl.col(name) if name in runs.columns else pl.lit(None, dtype=pl.Float64)
        yield column.mean().alias(name)
