"""Studies, arms and runs of a store as tables on the terminal."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.printing import NOTHING, number
from clubsim.experiments.stored import OLD, PRESENT, by_arm_and_set

WIDE = 140  # [character] where there is no terminal
MOST = 100  # runs printed one by one
FEW_SETS = 8  # so many sets have a row each
CODE = {PRESENT: "present", OLD: "older", "mixed": "mixed", "": NOTHING}


def print_studies(rows: Sequence[dict[str, Any]]) -> None:
    """A row a study."""
    table = _table(("folder", "study, question"), ("runs done", "failed", "quaran-\ntined", "arms", "MB", "code"))
    for row in rows:
        counts = [str(row[status]) for status in ("done", "failed", "quarantined")]
        table.add_row(
            Text(row["folder"], overflow="fold"),
            Text("\n".join(_said(row))),
            *counts,
            str(len(row["arms"])),
            f"{row['bytes'] / 1e6:,.1f}",
            CODE[row["code"]],
        )
    _console().print(table)


def _said(row: dict[str, Any]) -> list[str]:
    when = "" if row["written"] is None else f", {row['written'][:16].replace('T', ' ')}"
    question = row["question"]
    return [f"{row['study']} ({row['kind']}{when})", *([str(question)] if question else [])]


def print_study(row: dict[str, Any]) -> None:
    """What a study is, how much of it there is, and how large."""
    sizes = [f"{table} {size / 1e6:,.1f}" for table, size in row["bytes_of_tables"].items() if size]
    print("\n".join(_said(row)))
    print(
        f"{row['done']} runs done, {row['failed']} failed, {row['quarantined']} quarantined; "
        f"{row['bytes'] / 1e6:,.1f} MB in {row['folder']}, {row['shards']} shards"
        + (f" [MB: {', '.join(sizes)}]" if sizes else "")
    )
    if row["code"] in (OLD, "mixed"):
        some = "some" if row["code"] == "mixed" else "all"
        print(f"{some} runs were made by older code and are not used any more; --forget old drops them")


def print_groups(arms: Sequence[str], runs: pl.DataFrame, outcomes: Sequence[str]) -> None:
    """A row an arm and set; many sets of an ensemble in one row."""
    many = runs.filter(pl.col("set") >= 0)["set"].n_unique() > FEW_SETS
    kind = pl.when(pl.col("set") >= 0).then(0).otherwise(pl.col("set")) if many else pl.col("set")
    groups = by_arm_and_set(runs.with_columns(set=kind), outcomes)
    spans = dict(runs.with_columns(kind=kind).group_by("kind").agg(pl.col("set").unique().sort()).iter_rows())
    names = ("done", "failed", "quaran-\ntined", "older\ncode", "seeds", "seconds\na run", *outcomes)
    table = _table(("arm", "sets"), names)
    place = {arm: position for position, arm in enumerate(arms)}
    for row in sorted(groups.iter_rows(named=True), key=lambda row: (place[row["arm"]], row["set"])):
        counts = [str(row[name]) for name in ("done", "failed", "quarantined", OLD)]
        table.add_row(
            Text(row["arm"]),
            _sets(spans[row["set"]]),
            *counts,
            _seeds(row),
            _seconds(row["seconds"]),
            *(number(row[name]) for name in outcomes),
        )
    _console().print(table)


def _sets(sets: Sequence[int]) -> str:
    if list(sets) == [-1]:
        return "its own"
    return str(sets[0]) if len(sets) == 1 else f"{len(sets)}: {sets[0]} … {sets[-1]}"


def _seeds(row: dict[str, Any]) -> str:
    several = row["seeds"] > 1
    return f"{row['seeds']}: {row['first_seed']} … {row['last_seed']}" if several else str(row["first_seed"])


def _seconds(seconds: float | None) -> str:
    return NOTHING if seconds is None else f"{seconds:.3g}"


def print_runs(runs: pl.DataFrame, outcomes: Sequence[str]) -> None:
    """A row a run, the first MOST of them."""
    table = _table(("arm",), ("set", "seed", "status", "code", "seconds", *outcomes))
    for row in runs.head(MOST).iter_rows(named=True):
        table.add_row(
            Text(row["arm"]),
            str(row["set"]),
            str(row["seed"]),
            row["status"],
            CODE[row["code"]],
            _seconds(row["seconds"]),
            *(number(row[name]) for name in outcomes),
        )
    _console().print(table)
    for name in outcomes:
        print(f"{name}: {OUTCOMES[name].label} [{OUTCOMES[name].unit}]")
    _rest(runs.height)


def print_errors(runs: pl.DataFrame) -> None:
    """A line a run without a result, and why it has none."""
    for row in runs.head(MOST).iter_rows(named=True):
        print(f"arm {row['arm']}, set {row['set']}, seed {row['seed']}, {row['status']}: {row['error']}")
    if not runs.height:
        print("every run has a result")
    _rest(runs.height)


def _rest(runs: int) -> None:
    if runs > MOST:
        print(f"... and {runs - MOST:,} more; choose some by --where, or take all with --csv FILE or --json")


def _table(left: Iterable[str], right: Iterable[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="")
    for name in left:
        table.add_column(name)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
