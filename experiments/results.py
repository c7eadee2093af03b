"""The files of a study's results, every one whole or not there, and what made them."""

import json
import os
import platform
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.keys import result_version
from clubsim.experiments.shards import StoreError, cannot_write
from clubsim.experiments.study import Study

PACKAGES = ("clubsim", "mesa", "numpy", "numba", "networkx", "polars", "hydra-core", "matplotlib", "scipy", "SALib")


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """
    Let `write` fill a file beside the path, then put it there at once: nobody ever reads half a file.

    Raises:
        StoreError: the disk is full, or the folder cannot be written; what was there is as it was.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(unfinished)
        os.replace(unfinished, path)
    except OSError as error:
        raise StoreError(cannot_write(path, error)) from None
    finally:
        unfinished.unlink(missing_ok=True)


def write_table(path: Path, table: pl.DataFrame) -> None:
    """A table as Parquet: the same bytes for the same rows, in however many pieces they came."""
    content = BytesIO()
    table.rechunk().write_parquet(content)
    write_whole(path, lambda file: file.write_bytes(content.getvalue()))


def write_json(path: Path, content: Any) -> None:
    """Plain values as indented JSON."""
    text = json.dumps(content, indent=2, default=str, ensure_ascii=False) + "\n"
    write_whole(path, lambda file: file.write_text(text, encoding="utf-8"))


def provenance(study: Study) -> dict[str, Any]:
    """What made these results: the resolved config, seeds, code, commit, packages, kind of machine, time."""
    return {
        "study": study.name,
        "overrides": list(study.overrides),
        "config": study.resolved,
        "seeds": list(study.seeds),
        "code_version": result_version(),
        "commit": commit(),
        "packages": {name: _version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "notes": list(study.notes),
    }


def commit() -> str | None:
    """The commit of the checkout that the code comes from, with + if it was changed since; None outside of one."""
    here = Path(__file__).resolve().parent
    try:
        head = _git(here, "rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git(here, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=10)
    return done.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
