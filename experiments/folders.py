"""The folder of a study: which study it belongs to stands in it, and another one is not let in."""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from clubsim.experiments.errors import Refused, StudyError
from clubsim.experiments.fields import shown
from clubsim.experiments.holding import held
from clubsim.experiments.keys import SCHEMA, result_version
from clubsim.experiments.results import write_json
from clubsim.experiments.study import Study

ABOUT = "study.json"
RUNS = "runs"  # the store within
# What may differ between two calls for one folder: how many runs of the same kind, and where they are done.
FREE = ("question", "seeds", "first_seed", "engine", "workers", "cluster", "until", "until_halfwidth", "hinges")
RESULTS = Path("results")


@contextmanager
def folder_of(study: Study, kind: str, out: Path | None, further: Mapping[str, Any] | None = None) -> Iterator[Path]:
    """
    The folder to write into, made and marked as this study's: `out`, or one under results/ with a name of its own.

    If it ends in a StudyError before anything is in it, or because the study cannot be run at all, it goes again.

    Args:
        kind: what is made of the study: comparison, run, sweep, ...
        further: what else was asked, such as which arm, as plain values.

    Raises:
        StudyError: the folder holds another study, or cannot be written.
    """
    asked = {
        "kind": kind,
        **(further or {}),
        "config": {key: value for key, value in study.resolved.items() if key not in FREE},
    }
    asked = json.loads(json.dumps(asked, default=str))
    folder = RESULTS / f"{study.name}-{_digest([asked, result_version()])}" if out is None else out
    _check_same(folder, asked)
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"{folder} cannot be made: {error.strerror}; give another folder by --out") from None
    said = {"study": study.name, "question": study.resolved.get("question"), "code_version": result_version()}
    with held(folder):
        write_json(folder / ABOUT, {"schema": SCHEMA, **said, **asked})
        try:
            yield folder
        except StudyError as error:
            _leave_nothing(folder, made, isinstance(error, Refused))
            raise


def _leave_nothing(folder: Path, made: Sequence[Path], refused: bool) -> None:
    """Take a folder away that this call has made, if nothing is in it or if its study cannot be run at all."""
    unused = {path.name for path in folder.iterdir()} <= {ABOUT}
    if made and (unused or refused):
        shutil.rmtree(folder)
        for each in made[1:]:
            each.rmdir()


def _digest(content: Any) -> str:
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=4).hexdigest()


def _check_same(folder: Path, asked: Mapping[str, Any]) -> None:
    about = read_about(folder)
    if about is None:
        return
    differs = first_difference({key: about.get(key) for key in asked}, asked)
    if differs is not None:
        path, there, here = differs
        raise StudyError(
            f"{folder} holds another study ({about.get('study')}): {path} is {there} there and {here} here; "
            "give another folder by --out"
        )
    if about.get("code_version") != result_version() and (folder / RUNS).is_dir():
        print(f"clubsim: another version of the model made the runs in {folder}; all are run again", file=sys.stderr)


def read_about(folder: Path) -> dict[str, Any] | None:
    """
    What stands in a study's folder about the study; None if there is nothing.

    Raises:
        StudyError: it cannot be read, or another version wrote it.
    """
    path = folder / ABOUT
    if not path.is_file():
        return None
    try:
        about = dict(json.loads(path.read_text(encoding="utf-8")))
        schema = about["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(f"{path} cannot be read ({error}); give another folder by --out") from None
    if schema != SCHEMA:
        raise StudyError(
            f"{folder} was written by another version of clubsim (stored form {schema}, and this one reads {SCHEMA}); "
            "read it with that version, or give another folder by --out"
        )
    return about


def first_difference(there: Any, here: Any, path: str = "") -> tuple[str, str, str] | None:
    """Where two trees of plain values first differ: the path, and what stands there in each; None if they are equal."""
    if isinstance(there, Mapping) and isinstance(here, Mapping):
        for key in dict.fromkeys([*here, *there]):
            deeper = f"{path}.{key}" if path else str(key)
            found = first_difference(there.get(key), here.get(key), deeper)
            if found is not None:
                return found
        return None if list(there) == list(here) or path != "config.arms" else (path, str([*there]), str([*here]))
    return None if there == here else (path.removeprefix("config."), _short(there), _short(here))


def _short(value: Any) -> str:
    words = shown(value) if not isinstance(value, Mapping | list) else json.dumps(value)
    return words if len(words) <= 60 else words[:57] + "..."
