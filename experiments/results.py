"""The folder of a study's results: made when there is something to write, every file whole or not there."""

import json
import os
import platform
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from clubsim.experiments.study import Study
from clubsim.sim.code_version import code_version

PACKAGES = ("clubsim", "mesa", "numpy", "numba", "networkx", "polars", "hydra-core", "matplotlib", "scipy")


def folder_of(study: Study, out: Path | None) -> Path:
    """The folder to write into: `out`, or results/<study>-<digest of what was asked and of the code>."""
    if out is None:
        text = json.dumps([study.resolved, code_version()], sort_keys=True, default=str)
        out = Path("results") / f"{study.name}-{blake2b(text.encode(), digest_size=4).hexdigest()}"
    out.mkdir(parents=True, exist_ok=True)
    return out


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside the path, then put it there at once: nobody ever reads half a file."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(unfinished)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


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
        "code_version": code_version(),
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
