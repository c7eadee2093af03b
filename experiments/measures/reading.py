"""Event logs: reading, checking, and which events are contributions."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import cast

import polars as pl

COLUMNS = ("member", "day", "kind", "target")
CLOCK = "hour"
THREAD = "thread"
NOT_CONTRIBUTIONS = (
    "join", "visit", "checkin", "attend", "reaction", "reward", "pay", "renew", "lapse", "leave", "removed", "refused",
)  # fmt: skip
MEANING = {
    "member": "whole numbers from 0, who acted",
    "day": "whole days since the first event",
    "kind": "a word such as post, reply or visit",
    "target": "the member an event is aimed at, -1 for none",
    "thread": "whole numbers from 0, the conversation an event belongs to, -1 for none",
}
LONGEST = 100_000  # [day]; 270 years: a larger day is a time stamp in seconds by mistake


class LogError(ValueError):
    """An event log that cannot be read; the message is one sentence that says what to write instead."""


def read_log(path: str | Path) -> pl.DataFrame:
    """
    The event log in the Parquet file `path`, checked and in the column types of `check_log`.

    Columns that are no part of an event log are not read.

    Raises:
        LogError: no such file, not a Parquet file, or what `check_log` says.
    """
    path = Path(path)
    if not path.is_file():
        raise LogError(f"{path} is not a file; give the path of one event log in Parquet")
    try:
        with path.open("rb") as file:
            schema = pl.read_parquet_schema(file)
        _check_names(list(schema), path.name)
        wanted = [name for name in (*COLUMNS, CLOCK, THREAD) if name in schema]
        frame = pl.read_parquet(path, columns=wanted, glob=False, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise LogError(
            f"{path.name} cannot be read as Parquet ({_first_line(error)}); "
            f"write it again, for example with polars: frame.write_parquet(path)"
        ) from error
    return check_log(frame, path.name)


def check_log(frame: pl.DataFrame, source: str = "the event log") -> pl.DataFrame:
    """
    `frame` as an event log: member int64, day int32, kind categorical, target int64, hour float64 or null,
    thread int64.

    A log without a clock has no column `hour`; within one, events without a known hour are null. A log
    without threads has no column `thread`; within one, events outside any thread have -1.

    Raises:
        LogError: a missing column, a wrong type, an empty cell, a value out of range, or no rows.
    """
    _check_names(frame.columns, source)
    frame = frame.select(name for name in (*COLUMNS, CLOCK, THREAD) if name in frame.columns)
    if frame.is_empty():
        raise LogError(f"{source} has no rows; an event log needs at least one event")
    _check_types(frame, source)
    _check_ranges(frame, source)
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "member": pl.Int64, "day": pl.Int32, "kind": pl.Categorical, "target": pl.Int64,
    }  # fmt: skip
    types |= dict.fromkeys(_threads(frame), pl.Int64)
    frame = frame.cast(types)  # type: ignore[arg-type]
    if CLOCK in frame.columns:
        frame = frame.with_columns(pl.col(CLOCK).cast(pl.Float64).fill_nan(None))
        _check_clock(frame, source)
    return frame


def contributions(log: pl.DataFrame) -> pl.DataFrame:
    """The events in which somebody said or made something: every kind outside NOT_CONTRIBUTIONS."""
    return log.filter(~pl.col("kind").cast(pl.String).is_in(NOT_CONTRIBUTIONS))


def of_kind(log: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The events of one kind; no rows where the log has none."""
    return log.filter(pl.col("kind").cast(pl.String) == kind)


def window(log: pl.DataFrame) -> tuple[int, int]:
    """First and last day with any event [day, day]: what lies outside was not observed."""
    return _extremes(log["day"])


def _threads(frame: pl.DataFrame) -> tuple[str, ...]:
    """The column of threads, if there is one."""
    return (THREAD,) if THREAD in frame.columns else ()


def _check_names(names: list[str], source: str) -> None:
    """Complain about the first column that is missing, with the nearest name that is there."""
    for wanted in COLUMNS:
        if wanted in names:
            continue
        lower = {name.lower(): name for name in names}
        near = difflib.get_close_matches(wanted, lower, n=1)
        hint = f"rename '{lower[near[0]]}' to '{wanted}'" if near else f"add it ({MEANING[wanted]})"
        there = ", ".join(names) or "none"
        raise LogError(f"{source} has no column '{wanted}', only: {there}; {hint}")


def _check_types(frame: pl.DataFrame, source: str) -> None:
    for name in ("member", "day", "target", *_threads(frame)):
        if not frame.schema[name].is_integer():
            raise LogError(
                f"column '{name}' of {source} must be an integer type ({MEANING[name]}), "
                f"not {frame.schema[name]}; {_conversion(name, frame.schema[name])}"
            )
    if frame.schema["kind"] not in (pl.String, pl.Categorical, pl.Enum):
        raise LogError(
            f"column 'kind' of {source} must be text or categorical ({MEANING['kind']}), "
            f"not {frame.schema['kind']}; write the kinds' names"
        )
    if CLOCK in frame.columns and not frame.schema[CLOCK].is_numeric():
        raise LogError(
            f"column 'hour' of {source} must be a number in [0, 24), not {frame.schema[CLOCK]}; "
            f"write 13.5 for half past one in the afternoon, or leave the column out"
        )


def _conversion(name: str, dtype: pl.DataType) -> str:
    """How to make whole numbers of a column of type `dtype`."""
    if dtype.is_temporal():
        return "write the days since the first date, (date - date.min()).dt.total_days()"
    if dtype == pl.String:
        return f"number the values of '{name}' from 0"
    return f"cast '{name}' to int32"


def _check_ranges(frame: pl.DataFrame, source: str) -> None:
    for name in (*COLUMNS, *_threads(frame)):
        if n_empty := frame[name].null_count():
            instead = f"write -1 for no {name}" if name in ("target", THREAD) else "fill or drop these rows"
            raise LogError(f"column '{name}' of {source} has {n_empty} empty cells; {instead}")
    for name, floor in {"member": 0, "day": 0, "target": -1, **dict.fromkeys(_threads(frame), -1)}.items():
        lowest, highest = _extremes(frame[name])
        if lowest < floor:
            instead = f"write -1 for no {name}" if floor == -1 else f"subtract {lowest} from all of them"
            raise LogError(f"column '{name}' of {source} must be >= {floor} ({MEANING[name]}), not {lowest}; {instead}")
        if highest >= 2**63:
            raise LogError(f"column '{name}' of {source} must be < 2**63, not {highest}; number members from 0")
    latest = _extremes(frame["day"])[1]
    if latest > LONGEST:
        raise LogError(
            f"column 'day' of {source} must be <= {LONGEST} ({MEANING['day']}), not {latest}; "
            f"if these are seconds, write (seconds - seconds.min()) // 86400"
        )


def _check_clock(frame: pl.DataFrame, source: str) -> None:
    outside = frame[CLOCK].drop_nulls().filter(~frame[CLOCK].drop_nulls().is_between(0, 24, closed="left"))
    if outside.len():
        raise LogError(f"column 'hour' of {source} must lie in [0, 24), not {outside[0]:g}; write 0 for midnight")


def _extremes(column: pl.Series) -> tuple[int, int]:
    """Smallest and largest value of an integer column with rows and without empty cells."""
    return cast(int, column.min()), cast(int, column.max())


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
