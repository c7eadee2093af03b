"""From the runs' results to tidy tables (polars frames), the same whatever order the runs ended in."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import polars as pl

from clubsim.agents.records import NEVER
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import Result
from clubsim.experiments.shards import LABELS
from clubsim.sim.admissions import Admissions
from clubsim.sim.counters import DAILY
from clubsim.sim.events import KINDS
from clubsim.sim.ledger import Entry

STOCKS = ("revenue", "spent", "hours", "archive")  # daily counts that are no whole numbers ...
SHARES = ("culture", "reputation", "clarity", "weariness")  # ... and those in [0, 1], for which 24 bits are enough
COHORTS = {"cohort": pl.Int32, "week": pl.Int32, "size": pl.Int32, "active": pl.Int32}
GROWTH = dict.fromkeys(("week", "new", "retained", "resurrected", "churned", "gone"), pl.Int32)


def runs_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run: arm, set (-1: the scenario's own parameters), seed, and every outcome as Float64."""
    names = list(OUTCOMES) if not results else list(results[0].outcomes)
    ordered = [name for name in OUTCOMES if name in names] + [name for name in names if name not in OUTCOMES]
    values = {
        name: pl.Series([result.outcomes[name] for result in results], dtype=pl.Float64).fill_nan(None)
        for name in ordered
    }
    return pl.DataFrame({**labels(results, [1] * len(results)), **values})


def daily_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run and day: arm, seed, day and the counts of sim/counters.py."""
    lengths = [result.daily.shape[0] for result in results]
    days = np.concatenate([np.arange(length, dtype=np.int32) for length in lengths] or [np.zeros(0, np.int32)])
    counts = np.concatenate([result.daily for result in results] or [np.zeros((0, len(DAILY)))])
    columns = {name: counts[:, place].astype(daily_type(name)) for place, name in enumerate(DAILY)}
    return pl.DataFrame({**labels(results, lengths), "day": days, **columns})


def daily_type(name: str) -> Any:
    """How one of DAILY is kept: whole numbers in 32 bits, sums of money and stocks in 64, shares in 32."""
    return np.float64 if name in STOCKS else np.float32 if name in SHARES else np.int32


def members_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run and member; `left` is null for who is still in when the run ends."""
    members = [result.members for result in results if result.members is not None]
    lengths = [columns["row"].shape[0] for columns in members]
    names = list(members[0]) if members else []
    whole = {name: np.concatenate([columns[name] for columns in members]) for name in names}
    days = [_day_or_null(name) for name in ("left", "last_visit", "last_message") if name in whole]
    return pl.DataFrame({**labels(results, lengths), **whole}).with_columns(days)


def cohorts_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run, cohort (day of joining) and week of tenure: size, and how many visited in that week."""
    return _of_rows(results, [result.cohorts or [] for result in results], COHORTS)


def growth_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run and whole week: its growth accounting, see experiments/growth.py."""
    return _of_rows(results, [result.growth or [] for result in results], GROWTH)


def _of_rows(
    results: Sequence[Result], rows: Sequence[Sequence[tuple[int, ...]]], columns: Mapping[str, Any]
) -> pl.DataFrame:
    """A table of whole numbers that each result has as rows."""
    whole = np.array([row for mine in rows for row in mine], dtype=np.int32).reshape(-1, len(columns))
    own = {name: pl.Series(whole[:, place], dtype=kind) for place, (name, kind) in enumerate(columns.items())}
    return pl.DataFrame({**labels(results, [len(mine) for mine in rows]), **own})


def admissions_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run and member admitted after the founders, in the order of their seniority."""
    all_admitted = [result.admissions for result in results if result.admissions is not None]
    columns = {
        field.name: np.concatenate([getattr(admitted, field.name) for admitted in all_admitted])
        for field in fields(Admissions)
    }
    return pl.DataFrame({**labels(results, [admitted.uid.shape[0] for admitted in all_admitted]), **columns})


def events_table(columns: dict[str, Any]) -> pl.DataFrame:
    """The event log in the columns of real logs: member, day, kind, target, and the hour."""
    kinds = pl.Series(np.array(KINDS, dtype=object)[columns["kind"]], dtype=pl.String)
    return pl.DataFrame(
        {
            "member": columns["member"],
            "day": columns["day"],
            "kind": kinds.cast(pl.Categorical),
            "target": columns["target"],
            "hour": pl.Series(columns["hour"]).fill_nan(None),
            "thread": columns["thread"],
        }
    ).sort("day", "hour", "member", maintain_order=True, nulls_last=False)


def ledger_table(entries: Sequence[Entry]) -> pl.DataFrame:
    """A row an entry of the club's accounts, in the order in which they were made."""
    schema = {
        "day": pl.Int32,
        "giver": pl.String,
        "taker": pl.String,
        "amount": pl.Float64,
        "hours": pl.Float64,
        "purpose": pl.String,
    }
    return pl.DataFrame(entries, schema=schema, orient="row")


def labels(results: Sequence[Result], lengths: Sequence[int]) -> dict[str, pl.Series]:
    """The columns arm, set and seed of a table in which each result has so many rows, and before them key, if known."""
    rows = np.repeat(np.arange(len(results)), lengths)
    columns = zip(*(result.task_key for result in results), strict=True) if results else ((), (), ())
    named = dict(zip(LABELS.items(), columns, strict=True))
    if any(result.key is not None for result in results):
        named = {("key", pl.String): tuple(result.key for result in results), **named}
    return {name: pl.Series(list(values), dtype=kind).gather(rows) for (name, kind), values in named.items()}


def _day_or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) == NEVER).then(None).otherwise(pl.col(name)).alias(name)
