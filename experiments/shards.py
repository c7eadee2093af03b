"""
A shard: the tables of some runs in a folder of their own, which is there whole or not at all.

The folder is filled inside of another one, whose name begins with a dot, and then renamed, which no reader can see half
of. So several processes can write into one store without a lock, and one that is killed leaves nothing that anybody
reads, not even who asks for `*/daily.parquet`: in many programs * stands for names with a dot too.
"""

import errno
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.keys import SCHEMA, result_version

ABOUT = "shard.json"  # what a shard says of itself: version, and the size of each of its files
UNFINISHED, BROKEN, OLD = ".unfinished", ".broken", ".old"  # folders of what is no shard, or none any more
RUNS = "runs"  # the table that every shard has, a row a run
DONE, FAILED, QUARANTINED = "done", "failed", "quarantined"
LABELS: dict[str, Any] = {"arm": pl.String, "set": pl.Int64, "seed": pl.Int64}  # what a run was called when it was made
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StoreError(StudyError):
    """A store that cannot be read or written, in one sentence."""


class BrokenShard(Exception):
    """A shard that is not as it was written. Its text says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Shard:
    """The tables of a batch of runs as the bytes of Parquet files, ready to be written here or sent elsewhere."""

    files: dict[str, bytes]


def shard_of(tables: Mapping[str, pl.DataFrame], code_version: str | None = None) -> Shard:
    """
    The shard that holds these tables.

    Args:
        tables: by name; `runs` has a row a run with key and status, every other one a column key.
        code_version: of the code that made the runs; None for this one.
    """
    files = {}
    for name, table in tables.items():
        file = BytesIO()
        table.rechunk().write_parquet(file, compression="zstd", compression_level=3)
        files[f"{name}.parquet"] = file.getvalue()
    about = {
        "schema": SCHEMA,
        "code_version": code_version or result_version(),
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs": tables[RUNS].height,
        "bytes": {name: len(content) for name, content in files.items()},
        "digests": {name: digest(content) for name, content in files.items()},
    }
    files[ABOUT] = (json.dumps(about, indent=2) + "\n").encode()
    return Shard(files=files)


def digest(content: bytes) -> str:
    """32 hexadecimal digits over the bytes of a file, by which a later look finds what has changed in it."""
    return blake2b(content, digest_size=16).hexdigest()


def commit(shard: Shard, folder: Path) -> str:
    """
    Write a shard into a store's folder.

    Returns:
        Its name there.

    Raises:
        StoreError: the disk is full, or the folder cannot be written; nothing of the shard is left then.
    """
    name = uuid4().hex[:16]
    unfinished = folder / UNFINISHED / f"{name}.{os.getpid()}"
    try:
        unfinished.mkdir(parents=True)
        for file, content in shard.files.items():
            _write(unfinished / file, content)
        _flush(unfinished)
        unfinished.rename(folder / name)
        _flush(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise StoreError(cannot_write(folder, error)) from None
    return name


def cannot_write(where: Path, error: OSError) -> str:
    """The sentence on a folder or file that cannot be written."""
    if error.errno in FULL:
        return f"the disk of {where} is full; make room and give the same command again: what is there is kept"
    return f"{where} cannot be written: {error.strerror or error}; give another folder by --out"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """What a folder lists is on the disk and not only in memory."""
    if os.name == "nt":  # where a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def names_in(folder: Path) -> list[str]:
    """The shards of a store's folder, in the order of their names; what is unfinished or set aside is none."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir())


def checked(shard: Path) -> dict[str, Any]:
    """
    What a shard says of itself, if it is as it was written.

    Raises:
        BrokenShard: a file is missing, or longer or shorter than it was.
        StoreError: another version of clubsim wrote it.
    """
    try:
        about = json.loads((shard / ABOUT).read_text(encoding="utf-8"))
        schema, sizes = about["schema"], dict(about["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BrokenShard(f"{ABOUT} is missing or cannot be read") from None
    if schema != SCHEMA:
        raise StoreError(
            f"{shard} was written by another version of clubsim (stored form {schema}, and this one reads {SCHEMA}); "
            "read it with that version, or give another folder by --out"
        )
    for name, size in sizes.items():
        path = shard / Path(name).name
        length = path.stat().st_size if path.is_file() else None
        if length != size:
            found = "is missing" if length is None else f"has {length:,} bytes of {size:,}"
            raise BrokenShard(f"{path.name} {found}")
    return dict(about)


def read_table(shard: Path, table: str, columns: Sequence[str] | None = None) -> pl.DataFrame | None:
    """
    A table of a shard; None if it has no such table.

    Raises:
        BrokenShard: the file is no Parquet file any more.
    """
    path = shard / f"{table}.parquet"
    if not path.is_file():
        return None
    try:
        return pl.read_parquet(path, columns=None if columns is None else list(columns), glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BrokenShard(f"{path.name} cannot be read ({str(error).splitlines()[0][:100]})") from None
