"""`clubsim results`: which studies there are, what each holds, and its tables as CSV."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.agents.parameters import unknown
from clubsim.experiments.checking import check
from clubsim.experiments.conditions import Conditions, chosen, conditions_of
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys
from clubsim.experiments.folders import ABOUT, RESULTS
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.shards import DONE, FAILED, QUARANTINED
from clubsim.experiments.stored import (
    OLD,
    TABLES,
    Stored,
    by_arm_and_set,
    compact,
    export,
    read_study,
    studies_under,
    without_result,
)

FORGET = (FAILED, QUARANTINED, OLD)
COLUMNS = ("arm", "set", "seed", "status", "seconds")  # of a run on the terminal
WRONG = 2


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of a study is asked for; see the command's help."""

    where: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    runs: bool = False
    errors: bool = False
    csv: Path | None = None
    table: str = "runs"
    compact: bool = False
    check: bool = False
    forget: tuple[str, ...] = ()
    as_json: bool = False


def results(folder: Path | None, asked: Asked) -> int:
    """
    Print what a folder holds: one study, or the studies below it.

    Args:
        folder: None for results/.

    Returns:
        The exit code: 0, or 2 if something is damaged.

    Raises:
        StudyError: what is asked for cannot be, or the folder cannot be read.
    """
    conditions = _check(asked)
    if folder is None or not (folder / ABOUT).is_file():
        return _list(RESULTS if folder is None else folder, folder is None, asked)
    if asked.check:
        return _checked(folder, asked.as_json)
    study = read_study(folder)
    if asked.compact or asked.forget:
        study = _put_together(study, asked.forget)
    runs = chosen(study.runs, conditions)
    if not runs.height and study.runs.height:
        print(f"clubsim: none of the {study.runs.height} runs is one of --where", file=sys.stderr)
    if asked.csv is not None:
        export(study, asked.table, runs, asked.csv)
        print(f"clubsim: {asked.table} of {runs.height} runs in {asked.csv}", file=sys.stderr)
    if asked.csv is None or asked.as_json or asked.runs or asked.errors:
        _show(study, runs, asked)
    return 0


def _check(asked: Asked) -> Conditions:
    if asked.table not in TABLES:
        raise StudyError(unknown("table", asked.table, TABLES))
    if asked.csv is None and asked.table != "runs":
        raise StudyError(f"--table {asked.table} is for --csv; write --csv {asked.table}.csv --table {asked.table}")
    if asked.csv is not None and not asked.csv.absolute().parent.is_dir():
        raise StudyError(f"--csv {asked.csv} is in no folder that is there; make {asked.csv.parent} first")
    if asked.csv is not None and asked.csv.is_dir():
        raise StudyError(f"--csv {asked.csv} is a folder; give a file, such as {asked.csv / asked.table}.csv")
    known_keys("outcome", asked.outcomes, OUTCOMES)
    for what in asked.forget:
        if what not in FORGET:
            raise StudyError(unknown("kind of run to forget", what, FORGET))
    return conditions_of(asked.where)


def _put_together(study: Stored, forget: Sequence[str]) -> Stored:
    runs = study.runs
    gone = runs.filter(pl.col("status").is_in(forget) | pl.col("code").is_in(forget))
    before, after = compact(study, frozenset(gone["key"].to_list()))
    now = read_study(study.folder)
    words = f"; {gone.height} runs forgotten, {now.runs.height} kept" if forget else ""
    print(
        f"clubsim: {study.folder}: {before} shards of {megabytes(sum(study.bytes.values()))} are now {after} of "
        f"{megabytes(sum(now.bytes.values()))}{words}",
        file=sys.stderr,
    )
    return now


def _checked(folder: Path, as_json: bool) -> int:
    found = check(folder)
    if as_json:
        print(json.dumps({"folder": str(folder), **asdict(found)}, indent=2))
    else:
        twice = f", {found.twice} of them more than once" if found.twice else ""
        print(f"{found.files} files in {found.shards} shards, {megabytes(found.bytes)}, {found.runs} runs{twice}")
        print(*found.damaged, sep="\n", end="\n" if found.damaged else "")
        if found.beside:
            print(f"set aside or left unfinished, and read by nobody: {', '.join(found.beside)}")
    if found.damaged:
        print(
            f"clubsim: {len(found.damaged)} of {found.shards} shards are damaged; take them out of the folder, and the "
            "next run of the study does their runs again",
            file=sys.stderr,
        )
        return WRONG
    return 0


def _list(folder: Path, usual: bool, asked: Asked) -> int:
    if asked != Asked(as_json=asked.as_json) or not (usual or studies_under(folder)):
        if usual:
            raise StudyError("of all studies there is only the list; write clubsim results DIR with what you ask for")
        raise StudyError(f"{folder} is no folder of a study{'' if folder.is_dir() else ': it is not there'}; "
                         "clubsim results lists those under results/")  # fmt: skip
    rows, wrong = [], []
    for each in studies_under(folder):
        try:
            rows.append(summary(read_study(each)))
        except StudyError as error:
            wrong.append(str(error))
    if asked.as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        from clubsim.experiments.results_table import print_studies

        print_studies(rows)
    elif not wrong:
        print(f"no studies under {folder}/")
    for sentence in wrong:
        print(f"clubsim: {sentence}", file=sys.stderr)
    return WRONG if wrong else 0


def summary(study: Stored) -> dict[str, Any]:
    """A study in a line, as plain values."""
    about = study.about
    return {
        "folder": str(study.folder),
        "study": about.get("study"),
        "kind": about.get("kind"),
        "question": about.get("question"),
        "written": None if study.written is None else study.written.isoformat(timespec="seconds"),
        "arms": study.arms,
        **{status: study.count(status) for status in (DONE, FAILED, QUARANTINED)},
        "code": study.code,
        "bytes": study.whole,
        "bytes_of_tables": study.bytes,
        "shards": len(study.store.shards),
    }


def _show(study: Stored, runs: pl.DataFrame, asked: Asked) -> None:
    groups = by_arm_and_set(runs, asked.outcomes)
    single = columns_of(runs, asked.outcomes)
    bad = without_result(runs).select("arm", "set", "seed", "status", "error")
    if asked.as_json:
        content: dict[str, Any] = {**summary(study), "groups": groups.to_dicts()}
        content |= {"runs": single.to_dicts()} if asked.runs else {}
        content |= {"errors": bad.to_dicts()} if asked.errors else {}
        print(json.dumps(content, indent=2, ensure_ascii=False))
        return
    from clubsim.experiments.results_table import print_errors, print_groups, print_runs, print_study

    print_study(summary(study))
    if asked.runs:
        print_runs(single, asked.outcomes)
    elif not asked.errors:
        print_groups(study.arms, runs, asked.outcomes)
    if asked.errors:
        print_errors(bad)


def columns_of(runs: pl.DataFrame, outcomes: Iterable[str]) -> pl.DataFrame:
    """Runs with the outcomes that are asked for, null where there is none."""
    columns = [
        pl.col(name) if name in runs.columns else pl.lit(None, dtype=pl.Float64).alias(name) for name in outcomes
    ]
    return runs.select("key", *COLUMNS, "code", *columns)


def megabytes(size: int) -> str:
    """A number of bytes in words."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.1f} kB"
