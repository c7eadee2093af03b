"""What the reference logs of a type of community show: the lens a simulated log is seen through."""

from __future__ import annotations

from typing import Literal, get_args

import polars as pl

from clubsim.experiments.measures.reading import CLOCK, THREAD

Type = Literal["list", "qa", "chat", "messaging"]
TYPES: tuple[Type, ...] = get_args(Type)
QUESTION = "question"


def check_type(type: str) -> None:
    """Raises ValueError for a type without bands."""
    if type not in TYPES:
        raise ValueError(f"type must be one of {', '.join(TYPES)}, not {type!r}; a forum is nearest to list")


def through(log: pl.DataFrame, type: Type) -> pl.DataFrame:
    """
    `log` as the reference log of its type was seen.

        list        as it is
        qa          without questions: events of kind question, and the opening of each thread
        chat        each target is the last other speaker in the thread
        messaging   only what is aimed at somebody, and without threads

    A log without threads has only its questions dropped: real chat logs have their targets from this rule
    already, and private messages stand in no thread. Who only asks is no member of a `qa` log, and V14 to V16 are not
    seen in one; who only opens threads that nobody answers in is no member of a `messaging` log.

    Args:
        log: contributions of a checked log.
    """
    if type == "qa":
        log = log.filter(pl.col("kind").cast(pl.String) != QUESTION)
        return log.filter(~_openings(log)) if THREAD in log.columns else log
    if type == "chat" and THREAD in log.columns:
        return last_other_speaker(log)
    if type == "messaging" and THREAD in log.columns:
        return log.filter(pl.col("target") >= 0).drop(THREAD)
    return log


def last_other_speaker(log: pl.DataFrame) -> pl.DataFrame:
    """The log in time order with target = whoever spoke last in the thread before and is not the speaker, else -1."""
    keys = ["day", CLOCK] if CLOCK in log.columns else ["day"]
    log = log.sort(keys, maintain_order=True, nulls_last=True)
    before = pl.col("member").shift(1).over(THREAD)
    changed = pl.when(before != pl.col("member")).then(before)  # null within a run of one's own messages
    last_other = changed.forward_fill().over(THREAD)
    threaded = pl.when(pl.col(THREAD) >= 0).then(last_other).fill_null(-1)
    return log.with_columns(target=threaded.cast(pl.Int64))


def _openings(log: pl.DataFrame) -> pl.Series:
    """Whether each event is the first of its thread."""
    keys = [pl.col("day"), pl.col(CLOCK)] if CLOCK in log.columns else [pl.col("day")]
    rank = pl.struct(*keys, pl.int_range(pl.len()).alias("row")).rank("ordinal").over(THREAD)
    return log.select(opening=(rank == 1) & (pl.col(THREAD) >= 0))["opening"]
