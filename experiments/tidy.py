"""From the runs' results to tidy tables (polars frames), the same whatever order the runs ended in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from clubsim.agents.records import NEVER
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.running import Result
from clubsim.sim.counters import DAILY
from clubsim.sim.events import KINDS
from clubsim.sim.ledger import Entry


def runs_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run: arm, set (-1: the scenario's own parameters), seed, and every outcome as Float64."""
    columns: dict[str, Any] = {
        "arm": [result.task_key[0] for result in results],
        "set": pl.Series([result.task_key[1] for result in results], dtype=pl.Int64),
        "seed": pl.Series([result.task_key[2] for result in results], dtype=pl.Int64),
    }
    for name in OUTCOMES:
        values = [result.outcomes[name] for result in results]
        columns[name] = pl.Series(values, dtype=pl.Float64).fill_nan(None)
    return pl.DataFrame(columns)


def daily_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run and day: arm, seed, day and the counts of sim/counters.py."""
    frames = []
    for result in results:
        frame = pl.DataFrame(result.daily, schema=list(DAILY), orient="row")
        frames.append(_labelled(result, frame.with_columns(day=pl.int_range(frame.height, dtype=pl.Int32))))
    return pl.concat(frames)


def members_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run and member; `left` is null for who is still in when the run ends."""
    frames = []
    for result in results:
        frame = pl.DataFrame(result.members)
        frames.append(_labelled(result, frame.with_columns(_day_or_null("left"), _day_or_null("last_visit"))))
    return pl.concat(frames).with_columns(_day_or_null("last_message"))


def cohorts_table(results: Sequence[Result]) -> pl.DataFrame:
    """A row a run, cohort (day of joining) and week of tenure: size, and how many visited in that week."""
    schema = {"cohort": pl.Int32, "week": pl.Int32, "size": pl.Int32, "active": pl.Int32}
    return pl.concat(
        [_labelled(result, pl.DataFrame(result.cohorts or [], schema=schema, orient="row")) for result in results]
    )


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


def _labelled(result: Result, frame: pl.DataFrame) -> pl.DataFrame:
    arm, number, seed = result.task_key
    labels = [
        pl.lit(arm).alias("arm"),
        pl.lit(number, dtype=pl.Int64).alias("set"),
        pl.lit(seed, dtype=pl.Int64).alias("seed"),
    ]
    return frame.select(*labels, pl.all())


def _day_or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) == NEVER).then(None).otherwise(pl.col(name)).alias(name)
