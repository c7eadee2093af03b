"""Weekly speakers around each change, and that this is no effect."""

from datetime import date, timedelta

import polars as pl
import pytest

from clubsim.experiments.cli import main
from clubsim.experiments.importing.changes import around

FIRST = date(2024, 1, 1)
MEASURES = ("price", "cull", "talk")


def changed(*days):
    return pl.DataFrame(
        {"date": [FIRST + timedelta(day) for day in days], "what": [*MEASURES[: len(days)]], "from": None, "to": 199.0,
         "announced": True},
        schema={"date": pl.Date, "what": pl.String, "from": pl.Float64, "to": pl.Float64, "announced": pl.Boolean},
    )  # fmt: skip


def spoken(days, change, before, after):
    """A log in which `before` members speak every day, and `after` from the change on."""
    rows = [(member, day) for day in range(days) for member in range(before if day < change else after)]
    return pl.DataFrame({"member": [m for m, _ in rows], "day": [d for _, d in rows], "kind": "post", "target": -1})


def test_weekly_speakers_before_and_after_are_counted_apart():
    """Ten speak until day 40, four after it; each side is the mean of its four whole weeks."""
    (row,) = around(changed(40), spoken(100, 40, 10, 4), FIRST, None).iter_rows(named=True)
    assert (row["before"], row["after"], row["note"]) == (10.0, 4.0, "")


def test_the_day_of_the_change_counts_as_after_it():
    (row,) = around(changed(41), spoken(100, 40, 10, 4), FIRST, None).iter_rows(named=True)
    assert (row["before"], row["after"]) == (10.0, 4.0)  # the last week before has day 34 to 40 in it: all ten
    (row,) = around(changed(47), spoken(100, 40, 10, 4), FIRST, None).iter_rows(named=True)
    assert row["before"] == (10 + 10 + 10 + 4) / 4


@pytest.mark.parametrize(("day", "told"), [(27, False), (28, True), (72, True), (73, False)])
def test_where_four_weeks_are_not_there_nothing_is_said(day, told):
    (row,) = around(changed(day), spoken(100, 50, 10, 4), FIRST, None).iter_rows(named=True)
    assert (row["before"] is not None, row["after"] is not None) == (told, told)
    assert ("28 days on both sides" in row["note"]) == (not told)


def test_changes_close_to_each_other_say_so():
    notes = around(changed(30, 50, 90), spoken(130, 50, 10, 4), FIRST, None)["note"].to_list()
    assert notes == ["1 further change within 28 days", "1 further change within 28 days", ""]


def test_without_events_speakers_a_day_are_taken():
    daily = pl.DataFrame({"date": [FIRST + timedelta(day) for day in range(80)], "speakers": [10] * 40 + [4] * 40})
    (row,) = around(changed(40), None, None, daily).iter_rows(named=True)
    assert (row["before"], row["after"]) == (10.0, 4.0)
    (row,) = around(changed(40), None, None, daily.filter(pl.col("date") != FIRST + timedelta(20))).iter_rows(
        named=True
    )
    assert row["before"] is None


def test_the_command_prints_them_with_the_warning(tmp_path, capsys):
    folder = tmp_path / "tables"
    folder.mkdir()
    log = spoken(100, 40, 10, 4)
    rows = [f"m{member},{FIRST + timedelta(day)},post" for member, day in log.select("member", "day").iter_rows()]
    (folder / "events.csv").write_text("\n".join(["member,time,kind", *rows]))
    (folder / "changes.csv").write_text(f"date,what,from,to,announced\n{FIRST + timedelta(40)},price,99,199,yes\n")
    assert main(["import", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert main(["measure", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "speakers a week" in said and "no effect" in said and "regression to the mean" in said
    (line,) = {line.strip() for line in said.splitlines() if line.strip().startswith("2024-02-10")}
    assert line.split() == ["2024-02-10", "price", "99", "199", "10.0", "4.00"]
