"""
The store of a study: every run that has ended, under its key, in Parquet files that other programs can read.

    runs/<shard>/runs.parquet       a row a run: key, arm, set, seed, status, error, seconds, and every outcome
    runs/<shard>/daily.parquet      a row a run and day        (key, arm, set, seed, day, the day's counts)
    runs/<shard>/members.parquet    a row a run and member     (key, arm, set, seed, uid, joined, left, ...)
    runs/<shard>/cohorts.parquet    a row a run, cohort and week of tenure
    runs/<shard>/growth.parquet     a row a run and week: its growth accounting
    runs/<shard>/admissions.parquet who got in, where another run is to be held to it

arm and set are what a run was called when it was made; by its key it serves any study that asks for the same run.
"""

import os
import shutil
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.keys import keys_of
from clubsim.experiments.shards import (
    BROKEN,
    DONE,
    LABELS,
    OLD,
    RUNS,
    BrokenShard,
    Shard,
    StoreError,
    checked,
    commit,
    names_in,
    read_table,
    shard_of,
)

DETAILS = ("daily", "members", "cohorts", "growth", "admissions")
STATE: dict[str, Any] = {"status": pl.String, "error": pl.String, "seconds": pl.Float64}
COMPACT = 500  # runs in a shard after compacting


@dataclass(frozen=True)
class Entry:
    """Where a run stands in the store, and how it ended."""

    shard: str
    status: str


class Store:
    """
    The runs in one folder.

    folder: where the shards are; made when the first one is written. repair: whether a shard that is not as it was
    written is set aside, so that its runs are done again, or is an error. notes: what was set aside, a sentence each.
    """

    def __init__(self, folder: Path, *, repair: bool = False) -> None:
        self.folder = folder
        self.repair = repair
        self.notes: list[str] = []
        self._entries: dict[str, Entry] = {}
        self._shards: dict[str, list[str]] = {}  # the keys of each shard
        self._versions: dict[str, str] = {}  # of the code that made its runs
        self.look()

    def look(self) -> None:
        """
        Take note of what has been written since the last time, by whichever process.

        Raises:
            StoreError: a shard of another version, or one that is broken where nothing is repaired.
        """
        names = names_in(self.folder)
        if not self._shards.keys() <= set(names):  # somebody has compacted the store: nothing known of it holds
            self._entries.clear()
            self._shards.clear()
        for name in names:
            if name not in self._shards:
                self._take_in(name)

    def _take_in(self, name: str) -> None:
        shard = self.folder / name
        try:
            about = checked(shard)
            runs = read_table(shard, RUNS, ["key", "status"])
            if runs is None:
                raise BrokenShard(f"{RUNS}.parquet is missing")
        except BrokenShard as broken:
            if shard.is_dir():  # and not compacted away by somebody else in the meantime
                self._set_aside(name, broken)
            return
        keys = runs["key"].to_list()
        self._shards[name] = keys
        self._versions[name] = str(about.get("code_version"))
        for key, status in zip(keys, runs["status"].to_list(), strict=True):
            if key not in self._entries or status == DONE:
                self._entries[key] = Entry(name, status)

    def _set_aside(self, name: str, broken: BrokenShard) -> None:
        shard = self.folder / name
        if not self.repair:
            raise StoreError(
                f"{shard} is damaged: {broken}; the next run of the study sets it aside and does its runs again"
            )
        aside = self._move(name, BROKEN)
        self.notes.append(f"{shard} was damaged ({broken}), is set aside as {aside}, and its runs are done again")

    def _move(self, name: str, to: str) -> Path:
        """Take a shard out of those that are read, into a folder beside them."""
        aside = self.folder / to / name
        shutil.rmtree(aside, ignore_errors=True)
        aside.parent.mkdir(exist_ok=True)
        os.replace(self.folder / name, aside)
        return aside

    def __contains__(self, key: object) -> bool:
        """Whether the run of that key is done."""
        entry = self._entries.get(str(key))
        return entry is not None and entry.status == DONE

    def status(self, key: str) -> str | None:
        """How the run of that key ended; None if it did not."""
        entry = self._entries.get(key)
        return None if entry is None else entry.status

    def keys(self) -> list[str]:
        """Of every run that has ended, however."""
        return list(self._entries)

    def version(self, key: str) -> str:
        """Of the code that made the run of that key; see `result_version`."""
        return self._versions[self._entries[key].shard]

    @property
    def shards(self) -> list[Path]:
        """The folders of the shards that are known."""
        return [self.folder / name for name in self._shards]

    def write(self, shard: Shard) -> str:
        """Add a shard; see `commit`. It is known here after the next `look`."""
        return commit(shard, self.folder)

    def table(self, name: str, keys: Iterable[str] | None = None) -> pl.DataFrame:
        """
        A table over all runs or some, each run once; the rows of a run together and in their order.

        Args:
            name: `runs` or one of DETAILS.
            keys: None for every run.

        Raises:
            StoreError: a shard that cannot be read.
        """
        wanted = set(self._entries) if keys is None else set(keys)
        by_shard: dict[str, list[str]] = {}
        for key, entry in self._entries.items():
            if key in wanted:
                by_shard.setdefault(entry.shard, []).append(key)
        parts = [self._read(shard, name, mine) for shard, mine in by_shard.items()]
        tables = [part for part in parts if part is not None]
        return pl.concat(tables, how="diagonal_relaxed") if tables else pl.DataFrame(schema={"key": pl.String})

    def _read(self, shard: str, name: str, keys: list[str]) -> pl.DataFrame | None:
        try:
            table = read_table(self.folder / shard, name)
        except BrokenShard as broken:
            raise StoreError(
                f"{self.folder / shard} is damaged: {broken}; take that folder away, and the next run of the study "
                "does its runs again"
            ) from None
        if table is None:
            self._check_there(shard)
        if table is None or len(keys) == len(self._shards[shard]):
            return table
        return table.filter(pl.col("key").is_in(keys))

    def _check_there(self, shard: str) -> None:
        if not (self.folder / shard).is_dir():
            raise StoreError(f"{self.folder} was compacted while it was read; give the same command again")

    def table_of(self, name: str, jobs: Sequence[Any]) -> pl.DataFrame:
        """
        A table over the runs of some jobs, in the order of the jobs and under the names that these give: arm, set, seed
        and what the table says, without what differs from machine to machine.

        A job that is not done has no row.
        """
        keys = keys_of(jobs)
        done = [(place, key, job) for place, (key, job) in enumerate(zip(keys, jobs, strict=True)) if key in self]
        named = pl.DataFrame(
            {
                "place": [place for place, _, _ in done],
                "key": [key for _, key, _ in done],
                **{label: [getattr(job, label) for _, _, job in done] for label in LABELS},
            },
            schema={"place": pl.Int64, "key": pl.String, **LABELS},
        )
        stored = self.table(name, {key for _, key, _ in done})
        own = [column for column in stored.columns if column not in (*LABELS, *STATE)]
        rows = stored.select(own).with_row_index("row_of_store")
        joined = named.join(rows, on="key", how="inner").sort("place", "row_of_store")
        return joined.drop("place", "key", "row_of_store").rechunk()

    def scan(self, name: str) -> pl.LazyFrame:
        """A table of all shards, each run once, read when it is collected and only as far as asked."""
        whole: list[str] = []
        parts: list[pl.LazyFrame] = []
        columns: dict[str, Any] = {}
        versions: set[str] = set()
        for shard, keys in self._shards.items():
            file = self.folder / shard / f"{name}.parquet"
            if not file.is_file():
                self._check_there(shard)
                continue
            if name == RUNS or self._versions[shard] not in versions:  # a run that failed has fewer columns
                columns |= pl.read_parquet_schema(file)
                versions.add(self._versions[shard])
            mine = [key for key in keys if self._entries[key].shard == shard]
            if len(mine) == len(keys):
                whole.append(str(file))
            else:
                parts.append(pl.scan_parquet(file, glob=False).filter(pl.col("key").is_in(mine)))
        if whole:
            some = pl.scan_parquet(whole, glob=False, schema=columns, missing_columns="insert", extra_columns="ignore")
            parts.insert(0, some)
        return pl.concat(parts, how="diagonal") if parts else pl.LazyFrame(schema={"key": pl.String})

    def compact(self, forget: Container[str] = ()) -> tuple[int, int]:
        """
        Put the runs of many small shards into few large ones; what is set aside, or was left unfinished, goes.

        Args:
            forget: keys of runs to leave out.

        Returns:
            The number of shards before and after.
        """
        before = list(self._shards)
        by_version: dict[str, list[str]] = {}
        for key in self._entries:
            if key not in forget:
                by_version.setdefault(self.version(key), []).append(key)
        for version, keys in by_version.items():
            for first in range(0, len(keys), COMPACT):
                self._write_together(keys[first : first + COMPACT], version)
        for name in before:
            shutil.rmtree(self._move(name, OLD), ignore_errors=True)
        self.clean()
        self.look()
        return len(before), len(self._shards)

    def _write_together(self, keys: list[str], version: str) -> None:
        tables = {name: self.table(name, keys) for name in (RUNS, *DETAILS)}
        self.write(shard_of({name: table for name, table in tables.items() if name == RUNS or table.height}, version))

    def clean(self) -> None:
        """Take away what processes that were killed have left unfinished. Not while another one writes."""
        for path in self.folder.glob(".*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)


def state_columns(status: str, errors: Sequence[str | None], seconds: Sequence[float]) -> Mapping[str, pl.Series]:
    """The columns of STATE for runs that ended alike."""
    values: tuple[Sequence[Any], ...] = ([status] * len(errors), errors, seconds)
    return {
        name: pl.Series(list(column), dtype=kind) for (name, kind), column in zip(STATE.items(), values, strict=True)
    }
