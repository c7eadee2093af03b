"""What the folder of a comparison holds, read back: nothing is simulated for a report or a figure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.comparison import Comparison, compare
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import read_about
from clubsim.experiments.scenarios import scenario_of
from clubsim.sim.world import Scenario

NEEDED = ("runs", "daily", "members", "cohorts")
FURTHER = ("growth", "decomposition", "hinges")  # tables that a comparison has or has not
KIND = "comparison"


@dataclass(frozen=True)
class Kept:
    """
    A comparison as it was kept.

    study: what provenance.json says, with the resolved study as `config`; tables: by name, of NEEDED and, where they
    are there, FURTHER; comparison: of the arms, made from the tables.
    """

    folder: Path
    study: dict[str, Any]
    tables: dict[str, pl.DataFrame]
    comparison: Comparison

    @property
    def config(self) -> dict[str, Any]:
        """The resolved study as plain values: question, days, arms with all of their slots, scenario, world ..."""
        return dict(self.study["config"])

    @property
    def control(self) -> str:
        """The arm that the others are compared with."""
        return str(self.config["control"])

    @property
    def arms(self) -> list[str]:
        """The names of all arms, in the order of the study."""
        return list(self.config["arms"])

    @property
    def read_off_day(self) -> int:
        """On whose evening members are counted [day]."""
        return int(self.config["read_off"]["day"])

    @property
    def hinge_words(self) -> dict[str, str]:
        """How the study calls its hinges, by parameter; nothing where it gives their names alone."""
        given = self.config.get("hinges")
        return {name: str(words) for name, words in given.items()} if isinstance(given, dict) else {}

    @property
    def days(self) -> int:
        """How long a run is [day]."""
        return int(self.config["days"])

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with its own parameters, not scaled."""
        return scenario_of(self.config["scenario"], self.config["world"])


def read_kept(folder: Path) -> Kept:
    """
    The comparison in a folder that `clubsim compare` wrote.

    Raises:
        StudyError: no such folder, not a comparison's, or a file in it that is missing or cannot be read.
    """
    about = read_about(folder)
    if about is None:
        raise StudyError(f"{folder} holds no study; give the folder that clubsim compare wrote, such as results/NAME-…")
    if about.get("kind") != KIND:
        raise StudyError(f"{folder} holds a {about.get('kind')} and no comparison; give one that clubsim compare wrote")
    tables = {name: _table(folder / f"{name}.parquet") for name in NEEDED}
    tables |= {name: _table(file) for name in FURTHER if (file := folder / f"{name}.parquet").is_file()}
    study = _provenance(folder / "provenance.json")
    return Kept(folder, study, tables, _compared(study["config"], tables))


def _compared(config: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> Comparison:
    """The arms compared anew, from the tables."""
    reported = config["scenario"].get("reported") or {}
    days = (config["read_off"]["day"], config["days"] - 1)
    return compare(tables["runs"], config["control"], reported, members=tables["members"], days=days)


def _table(file: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(file, glob=False, hive_partitioning=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StudyError(f"{file} cannot be read ({_first_line(error)}); run clubsim compare again") from None


def _provenance(file: Path) -> dict[str, Any]:
    try:
        content = dict(json.loads(file.read_text(encoding="utf-8")))
        if not {"study", "config", "seeds"} <= content.keys():
            raise ValueError("study, config and seeds are missing")
    except (OSError, ValueError, TypeError) as error:
        raise StudyError(f"{file} cannot be read ({_first_line(error)}); run clubsim compare again") from None
    return content


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
