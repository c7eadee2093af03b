"""
The folder of an import: events.parquet and the other tables, and import.json, which says what they were made of.

import.json comes last and goes first, so a folder that has one is whole. No file holds a name, a text, or the name of a
file that was read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.results import write_json, write_table

FACTS = "import.json"
SCHEMA = 1  # of the folder
TABLES = ("events", "numbers", "daily", "members", "changes")


@dataclass(frozen=True)
class Folder:
    """What an import left: the tables that are there, and the facts about them."""

    tables: Mapping[str, pl.DataFrame]
    facts: Mapping[str, Any]

    @property
    def first(self) -> date | None:
        """The date of day 0, None where there are no events."""
        text = self.facts.get("first_date")
        return date.fromisoformat(text) if isinstance(text, str) else None


def check_folder(folder: Path, source: Path) -> None:
    """Raises StudyError where an import must not write: into its source, over a file, or among files of others."""
    if folder.exists() and not folder.is_dir():
        raise StudyError(f"--out {folder} is a file; give the folder to write into")
    if source.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise StudyError(f"--out {folder} lies in the source; give a folder outside of it")
    if folder.is_dir() and not (folder / FACTS).is_file() and any(folder.iterdir()):
        raise StudyError(f"--out {folder} holds other files; give a new or an empty folder")


def write_folder(folder: Path, tables: Mapping[str, pl.DataFrame], facts: Mapping[str, Any]) -> None:
    """
    Write an import, in the place of an earlier one if there is one.

    Raises:
        StudyError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FACTS).unlink(missing_ok=True)
        for name in TABLES:
            if name not in tables:
                (folder / f"{name}.parquet").unlink(missing_ok=True)
    except OSError as error:
        raise StudyError(f"{folder} cannot be written ({error.strerror}); give another folder by --out") from None
    for name, table in tables.items():
        write_table(folder / f"{name}.parquet", table)
    write_json(folder / FACTS, {"schema": SCHEMA, **facts})


def read_folder(folder: Path) -> Folder:
    """
    An import's folder.

    Raises:
        StudyError: it is none, of another version, or damaged.
    """
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        if not isinstance(facts, dict) or facts.get("schema") != SCHEMA:
            raise ValueError
        if isinstance(facts.get("first_date"), str):
            date.fromisoformat(facts["first_date"])
    except FileNotFoundError:
        raise StudyError(
            f"{folder} has no {FACTS}, so it is no import; make one with `clubsim import SOURCE --out {folder}`, "
            "or give the path of an event log in Parquet"
        ) from None
    except (OSError, ValueError):
        raise StudyError(f"{folder / FACTS} is damaged or of another version; import the source again") from None
    return Folder({name: _table(path) for name in TABLES if (path := folder / f"{name}.parquet").is_file()}, facts)


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, glob=False, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError):
        raise StudyError(f"{path} is damaged; import the source again") from None
