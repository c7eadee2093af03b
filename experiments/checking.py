"""A study's store, read from the first byte to the last."""

import os
from dataclasses import dataclass
from pathlib import Path

from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import RUNS, read_about
from clubsim.experiments.shards import BrokenShard, checked, digest, read_table
from clubsim.experiments.stored import TABLES


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What reading every file came to. damaged: sentences; beside: what is set aside or was left unfinished."""

    shards: int
    files: int
    bytes: int
    runs: int
    twice: int
    damaged: list[str]
    beside: list[str]


def check(folder: Path) -> Checked:
    """
    Read every file of a study's store from its first byte to its last, and hold it against what was written.

    Raises:
        StudyError: there is no study in the folder, or another version wrote it.
    """
    if read_about(folder) is None:
        raise StudyError(f"{folder} is no folder of a study; give one that clubsim results lists")
    names = sorted(os.listdir(folder / RUNS)) if (folder / RUNS).is_dir() else []
    files, size, damaged = 0, 0, []
    keys: list[str] = []
    shards = [folder / RUNS / name for name in names if not name.startswith(".")]
    for shard in shards:
        try:
            keys += _checked_keys(shard)
        except BrokenShard as broken:
            damaged.append(f"{shard}: {broken}")
        parts = [path for path in shard.glob("*") if path.is_file()]
        files, size = files + len(parts), size + sum(path.stat().st_size for path in parts)
    return Checked(
        shards=len(shards),
        files=files,
        bytes=size,
        runs=len(set(keys)),
        twice=len(keys) - len(set(keys)),
        damaged=damaged,
        beside=sorted(str(path.relative_to(folder)) for path in (folder / RUNS).glob(".*/*")),
    )


def _checked_keys(shard: Path) -> list[str]:
    """The keys of the runs in a shard, each file of which is as it was written."""
    about = checked(shard)
    for name, written in about.get("digests", {}).items():
        if digest((shard / Path(name).name).read_bytes()) != written:
            raise BrokenShard(f"{name} is not what was written")
    runs = read_table(shard, RUNS)
    if runs is None:
        raise BrokenShard(f"{RUNS}.parquet is missing")
    known = set(runs["key"].to_list())
    for table in TABLES[1:]:
        rows = read_table(shard, table)
        if rows is not None and not known.issuperset(rows["key"].unique().to_list()):
            raise BrokenShard(f"{table}.parquet has rows of runs that {RUNS}.parquet does not name")
    return runs["key"].to_list()
