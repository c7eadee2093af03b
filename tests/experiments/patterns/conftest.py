"""Small logs for the estimators, and where the real ones are."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clubsim.experiments.measures.careers import Careers, careers
from clubsim.experiments.measures.reading import check_log, contributions, read_log, window
from clubsim.experiments.patterns.ordered import Spoken, in_order

COMMUNITIES = Path(__file__).resolve().parents[4] / "shared" / "data" / "communities"
Row = tuple[int, float, int] | tuple[int, float, int, int]


def _log(rows: list[Row], last_day: int | None = None, clock: bool = True) -> pl.DataFrame:
    """Posts of (member, day with its fraction, target) and perhaps a thread; a visit on `last_day` ends the log."""
    columns = {
        "member": [row[0] for row in rows],
        "day": [int(row[1]) for row in rows],
        "kind": ["post"] * len(rows),
        "target": [row[2] for row in rows],
    }
    if clock:
        columns["hour"] = [round(24 * (row[1] % 1), 6) for row in rows]
    if rows and len(rows[0]) == 4:
        columns["thread"] = [row[3] for row in rows]  # type: ignore[misc]
    frame = pl.DataFrame(columns)
    if last_day is not None:
        end = frame[-1].with_columns(day=pl.lit(last_day, pl.Int64), kind=pl.lit("visit"), target=pl.lit(-1, pl.Int64))
        frame = pl.concat([frame, end])
    return check_log(frame)


@pytest.fixture
def make_log() -> Callable[..., pl.DataFrame]:
    return _log


@pytest.fixture
def spoken() -> Callable[..., Spoken]:
    def build(rows: list[Row], last_day: int | None = None, clock: bool = True) -> Spoken:
        log = _log(rows, last_day, clock)
        return in_order(contributions(log), window(log))

    return build


@pytest.fixture
def active() -> Callable[..., Careers]:
    def build(rows: list[Row], last_day: int | None = None) -> Careers:
        log = _log(rows, last_day)
        return careers(contributions(log), window(log))

    return build


@pytest.fixture(scope="session")
def random_rows() -> list[Row]:
    """Two thousand events of forty uneven members in two hundred days, half of them aimed, in time order."""
    generator = np.random.default_rng(7)
    who = (40 * generator.random(2000) ** 2).astype(int)
    when = np.sort(200 * generator.random(2000))
    target = np.where(generator.random(2000) < 0.5, (45 * generator.random(2000) ** 2).astype(int), -1)
    return [(int(i), float(t), int(j)) for i, t, j in zip(who, when, target, strict=True)]


@pytest.fixture(scope="session")
def community() -> Callable[..., pl.DataFrame]:
    def read(name: str, first_day: int = 0, last_day: int = 10**6) -> pl.DataFrame:
        path = COMMUNITIES / f"{name}.parquet"
        if not path.is_file():
            pytest.skip(f"the event log of {name} is not beside this checkout")
        log = read_log(path).filter(pl.col("day").is_between(first_day, last_day))
        return log.with_columns(day=pl.col("day") - first_day)

    return read
