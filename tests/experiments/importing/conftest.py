"""Samples of each format, all made up, and imports of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clubsim.experiments.importing.clock import clock_of
from clubsim.experiments.importing.community import Import, read_community

SAMPLES = Path(__file__).parent / "samples"
Row = tuple[int, int, str, int]


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def read() -> Callable[..., Import]:
    """Import a sample, or any other path, without writing anything."""

    def reading(source: str | Path, asked: str | None = None, zone: str | None = None, hours: bool = False) -> Import:
        return read_community(SAMPLES / source, asked, clock_of(zone), hours)

    return reading


@pytest.fixture
def rows() -> Callable[[Import], list[Row]]:
    """The events of an import as (member, day, kind, target)."""
    return lambda found: list(found.tables["events"].select("member", "day", "kind", "target").iter_rows())
