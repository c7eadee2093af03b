"""The counts of a log by day."""

import polars as pl
import pytest

from clubsim.experiments.measures.daily import daily_counts, headcount
from clubsim.experiments.measures.reading import LogError

EVENTS = [
    (0, 0, "join"), (1, 0, "join"), (0, 0, "visit"), (0, 0, "message"), (0, 0, "message"),
    (0, 1, "visit"), (1, 1, "visit"), (0, 1, "checkin"), (1, 1, "checkin"), (1, 1, "reply"),
    (0, 1, "message"),
    (2, 3, "join"), (2, 3, "visit"), (0, 3, "leave"), (1, 8, "removed"), (2, 8, "message"), (3, 8, "refused"),
]  # fmt: skip


def club() -> pl.DataFrame:
    columns = pl.DataFrame(EVENTS, schema=["member", "day", "kind"], orient="row")
    return columns.with_columns(target=pl.lit(-1))


def test_daily_counts_by_hand() -> None:
    days = daily_counts(club())
    assert days["day"].to_list() == list(range(9))
    assert days["speakers"].to_list() == [1, 2, 0, 0, 0, 0, 0, 0, 1]
    assert days["messages"].to_list() == [2, 2, 0, 0, 0, 0, 0, 0, 1]
    assert days["visitors"].to_list() == [1, 2, 0, 1, 0, 0, 0, 0, 0]
    assert days["checkins"].to_list() == [0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert days["joined"].to_list() == [2, 0, 0, 1, 0, 0, 0, 0, 0]
    assert days["left"].to_list() == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert days["removed"].to_list() == [0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert days["weekly_speakers"].to_list() == [1, 2, 2, 2, 2, 2, 2, 2, 1]


def test_quiet_last_days_are_rows_too_and_no_event_is_cut_off() -> None:
    days = daily_counts(club(), n_days=12)
    assert days.height == 12
    assert days["weekly_speakers"].to_list()[8:] == [1, 1, 1, 1]
    with pytest.raises(ValueError, match="day 8, not 8; write 9 or more"):
        daily_counts(club(), n_days=8)


def test_the_headcount_adds_joins_and_takes_leavers_and_removed_away() -> None:
    assert headcount(club())["members"].to_list() == [2, 2, 2, 2, 2, 2, 2, 2, 1]
    assert headcount(club(), n_days=10, founders=5)["members"].to_list() == [7, 7, 7, 7, 7, 7, 7, 7, 6, 6]


def test_whose_paid_term_lapsed_is_out_and_who_renewed_is_in() -> None:
    ends = pl.DataFrame(
        {"member": [2, 0], "day": [5, 2], "kind": ["lapse", "renew"], "target": [-1, -1]},
        schema=club().schema,
    )
    log = pl.concat([club(), ends]).sort("day", maintain_order=True)
    assert headcount(log)["members"].to_list() == [2, 2, 2, 2, 2, 1, 1, 1, 0]
    assert daily_counts(log)["lapsed"].to_list() == [0, 0, 0, 0, 0, 1, 0, 0, 0]


def test_a_log_of_posts_has_no_headcount() -> None:
    with pytest.raises(LogError, match="needs events of kind 'join'"):
        headcount(club().filter(pl.col("kind") == "message"))
