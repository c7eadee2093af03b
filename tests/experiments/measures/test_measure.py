"""What `clubsim measure` prints: on hand-made logs, and on real ones against scripts written another way."""

import json
from collections import defaultdict
from io import StringIO
from itertools import pairwise
from math import log as ln
from pathlib import Path
from statistics import fmean, linear_regression, pstdev

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from clubsim.experiments.measures.measure import measure
from clubsim.experiments.measures.measurement import Measurement, as_json, as_table
from clubsim.experiments.measures.reading import read_log

COMMUNITIES = Path(__file__).resolve().parents[4] / "shared" / "data" / "communities"


def named(rows: list[Measurement]) -> dict[str, Measurement]:
    """By "group: name", with every name once."""
    found = {f"{row.group}: {row.name}": row for row in rows}
    assert len(found) == len(rows)
    return found


def events(*rows: tuple[int, int, str, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=["member", "day", "kind", "target"], orient="row")


def simulated() -> pl.DataFrame:
    """
    Forty members join on days 0..39, visit on every third day and write on every sixth; the forty-first
    joins on day 0 and looks in once. Hours are known for visits only.
    """
    rows: list[tuple[int, int, str, int, float | None]] = [
        (40, 0, "join", -1, None),
        (40, 1, "visit", -1, 8.0),
    ]
    for i in range(40):
        rows.append((i, i, "join", -1, None))
        for day in range(i, 120, 3):
            rows.append((i, day, "visit", -1, 8.0 + i % 12))
            if (day - i) % 6 == 0:
                rows.append((i, day, "reply" if i else "message", i - 1, None))
    rows.append((3, 119, "removed", -1, None))
    schema = {"member": pl.Int32, "day": pl.Int32, "kind": pl.String, "target": pl.Int32, "hour": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_simulated_log_is_measured_for_posters_and_for_visitors() -> None:
    found = named(measure(simulated(), first_weekday=0))
    assert found["summary: posters"].value == 40
    assert found["summary: headcount retention"].value == pytest.approx(40 / 41)
    assert found["retention of posters: bracket, day 90"].value == 1
    assert found["retention of posters: bracket, day 90"].note == "of 30 posters"
    assert found["retention of visitors: bracket, day 90"].value == pytest.approx(30 / 31)
    assert found["retention of visitors: bracket, day 1"].value == pytest.approx(1 / 41)
    assert found["retention of posters: bracket, day 7"].value == 0
    assert found["calendar and clock: visits, busiest hour"].value == 8
    assert found["calendar and clock: contributions, busiest hour"].note == "needs a clock (column hour)"
    assert found["answers: newcomers answered"].value is not None


def test_visits_are_no_contributions() -> None:
    log = simulated()
    silent = named(measure(log.filter(pl.col("kind") != "visit")))
    found = named(measure(log))
    assert not any("visit" in name for name in silent)
    assert found["rhythm of posters: stickiness"] == silent["rhythm of posters: stickiness"]
    assert found["rhythm of visitors: daily, mean"].value > found["rhythm of posters: daily, mean"].value  # type: ignore[operator]


def test_what_cannot_be_measured_says_why() -> None:
    found = named(measure(events((0, 0, "post", -1), (1, 3, "post", -1))))
    for name, note in {
        "retention of posters: unbounded, day 365": "too short: 4 days, needs 456",
        "retention of posters: return after 30 silent days": "too short: 4 days, needs 396",
        "rhythm of posters: stickiness": "too short: 4 days, needs 28",
        "calendar and clock: weekend / weekday": "needs the weekday of day 0 (first_weekday, 0 = Monday)",
        "calendar and clock: contributions, busiest hour": "needs a clock (column hour)",
        "answers: reciprocity": "needs targets",
    }.items():
        assert (found[name].value, found[name].note) == (None, note)


@pytest.mark.parametrize(
    "log",
    [
        events((0, 0, "post", -1)),
        events((5, 9, "reply", 5)),
        events((0, 0, "join", -1), (0, 3, "visit", -1)),
        events((0, 0, "join", -1), (1, 400, "refused", -1)),
        events((0, 0, "post", -1), (0, 2000, "post", 0)),
        events(*((i, 700, "reply", 1 - i % 2) for i in range(60))),
    ],
)
def test_odd_logs_have_a_value_or_a_note_for_everything(log: pl.DataFrame) -> None:
    for first_weekday in (None, 6):
        for row in measure(log, first_weekday):
            assert row.note or row.value is not None, row.name
            assert row.value is None or np.isfinite(row.value)


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match=r"first_weekday must be 0 \(Monday\) to 6 \(Sunday\), not 7"):
        measure(simulated(), first_weekday=7)
    with pytest.raises(ValueError, match="followup must be a number of days >= 0, not -1"):
        measure(simulated(), followup=-1)


def test_the_table_and_the_json_hold_every_measurement() -> None:
    rows = measure(simulated())
    paper = StringIO()
    Console(file=paper, width=250).print(as_table(rows, title="a club"))
    for row in rows:
        assert row.name in paper.getvalue()
        assert row.text in paper.getvalue()
    assert [Measurement(**one) for one in json.loads(as_json(rows))] == rows


def test_a_kind_with_brackets_is_printed_as_it_is() -> None:
    paper = StringIO()
    Console(file=paper, width=250).print(as_table(measure(events((0, 0, "[red]post", -1)))))
    assert "kind [red]post" in paper.getvalue()


# --- real logs


def community(name: str) -> pl.DataFrame:
    path = COMMUNITIES / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"the shared event logs are not here: {path.name} lies beside the checkout, not in it")
    return read_log(path)


def plainly(log: pl.DataFrame, first_weekday: int) -> dict[str, float | None]:
    """The same numbers member by member, with dicts and lists."""
    posts: dict[int, list[int]] = defaultdict(list)
    ties, aimed_on = set(), defaultdict(set)
    volume: dict[int, int] = defaultdict(int)
    speakers = defaultdict(set)
    for member, day, target in sorted(log.select("member", "day", "target").iter_rows(), key=lambda e: e[1]):
        posts[member].append(day)
        volume[day] += 1
        speakers[day].add(member)
        if target not in (-1, member):
            ties.add((member, target))
            aimed_on[target].add(day)
    last = max(volume)

    def share(answers: list[bool]) -> float | None:
        return sum(answers) / len(answers) if answers else None

    def within(wanted: range, wait: int) -> float | None:
        return share([any(d - own[0] in wanted for d in own) for own in posts.values() if own[0] + wait <= last])

    def kept(d: int) -> float | None:
        return share([own[-1] - own[0] >= d for own in posts.values() if own[0] + d + 90 <= last])

    def returned(silent: int) -> float | None:
        spells = []
        for own in posts.values():
            if len(own) > 1:
                for day, after in pairwise([*sorted(set(own)), 10**9]):
                    if after - day > silent and day + silent + 365 <= last:
                        spells.append(after - day <= silent + 365)
        return share(spells)

    def bursty(own: list[int]) -> float:
        gaps = [after - day for day, after in pairwise(own)]
        return (pstdev(gaps) - fmean(gaps)) / (pstdev(gaps) + fmean(gaps))

    def trailing(days: int) -> list[int]:
        return [len(set().union(*(speakers[u] for u in range(t - days + 1, t + 1)))) for t in range(days - 1, last + 1)]

    totals = sorted(map(len, posts.values()), reverse=True)
    n, events_ = len(totals), sum(totals)
    curve = [(ln(d), 1 - k) for d in (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)
             if (k := kept(d)) is not None]  # fmt: skip
    x, y = zip(*curve, strict=True)
    slope, intercept = linear_regression(x, y)
    rest = sum((b - intercept - slope * a) ** 2 for a, b in curve)
    weekend = [volume[d] for d in range(last + 1) if (d + first_weekday) % 7 in (5, 6)]
    weekday = [volume[d] for d in range(last + 1) if (d + first_weekday) % 7 not in (5, 6)]
    blocks = defaultdict(set)
    for member, own in posts.items():
        for d in own:
            if d < (last + 1) // 28 * 28:
                blocks[member, d // 28].add(d)
    values: dict[str, float | None] = {
        "summary: posters": n,
        "summary: events": events_,
        "retention of posters: one post only": totals.count(1) / n,
        "retention of posters: one post only, followed up":
            share([len(own) == 1 for own in posts.values() if own[0] + 90 <= last]),
        "retention of posters: departure curve, b": slope,
        "retention of posters: departure curve, R2": 1 - rest / sum((b - fmean(y)) ** 2 for b in y),
        "concentration of contributions: share of top 1%": sum(totals[: round(n / 100)]) / events_,
        "concentration of contributions: share of top 10%": sum(totals[: round(n / 10)]) / events_,
        "concentration of contributions: Gini":
            sum((n - 1 - 2 * i) * total for i, total in enumerate(totals)) / (n * events_),
        "rhythm of posters: daily, mean": fmean(trailing(1)),
        "rhythm of posters: weekly, mean": fmean(trailing(7)),
        "rhythm of posters: weekly, peak": max(trailing(7)),
        "rhythm of posters: monthly, mean": fmean(trailing(28)),
        "rhythm of posters: stickiness": fmean(trailing(1)[27:]) / fmean(trailing(28)),
        "rhythm of posters: months with 1 active day": share([len(days) == 1 for days in blocks.values()]),
        "rhythm of posters: months with >= 20 active days": share([len(on) >= 20 for on in blocks.values()]),
        "calendar and clock: weekend / weekday": fmean(weekend) / fmean(weekday),
        "calendar and clock: burstiness":
            fmean(bursty(own) for own in posts.values() if len(own) >= 50 and own[0] < own[-1]),
        "answers: reciprocity": share([(b, a) in ties for a, b in ties]),
        "answers: newcomers answered":
            share([any(0 <= d - own[0] <= 7 for d in aimed_on[member])
                   for member, own in posts.items() if own[0] + 7 <= last]),
    }  # fmt: skip
    for d in (1, 7, 30, 90, 180, 365):
        values[f"retention of posters: bracket, day {d}"] = within(range(d, d + 1), d)
        values[f"retention of posters: unbounded, day {d}"] = kept(d)
    for week in (1, 4, 12):
        values[f"retention of posters: bracket, week {week}"] = within(range(7 * week, 7 * week + 7), 7 * week + 6)
    for silent in (30, 60, 90, 180, 365):
        values[f"retention of posters: return after {silent} silent days"] = returned(silent)
    return values


@pytest.mark.parametrize("name", ["quantumcomputing-se", "lean-zulip"])
def test_a_real_log_gives_what_a_plain_script_gives(name: str) -> None:
    log = community(name)
    found = named(measure(log, first_weekday=0))  # both begin on a Monday
    for measured, expected in plainly(log, first_weekday=0).items():
        assert found[measured].value == (None if expected is None else pytest.approx(expected, abs=1e-9)), measured


def test_the_chat_has_the_published_values() -> None:
    """The column LZ of the evidence's stylised facts: the same chat, read a little earlier or later."""
    found = named(measure(community("lean-zulip"), first_weekday=0))
    for name, published, tolerance in (
        ("concentration of contributions: share of top 1%", 0.69, 0.005),
        ("concentration of contributions: share of top 10%", 0.93, 0.005),
        ("concentration of contributions: Gini", 0.94, 0.005),
        ("retention of posters: one post only", 0.14, 0.005),
        ("retention of posters: unbounded, day 30", 0.47, 0.005),
        ("retention of posters: unbounded, day 365", 0.30, 0.01),
        ("retention of posters: bracket, week 1", 0.19, 0.01),
        ("retention of posters: bracket, week 4", 0.12, 0.005),
        ("retention of posters: bracket, week 12", 0.07, 0.005),
        ("retention of posters: return after 30 silent days", 0.57, 0.01),
        ("retention of posters: return after 365 silent days", 0.14, 0.015),
        ("retention of posters: departure curve, R2", 0.99, 0.01),
        ("retention of posters: departure curve, b", 0.059, 0.006),
        ("calendar and clock: weekend / weekday", 0.72, 0.006),
        ("calendar and clock: burstiness", 0.65, 0.02),  # theirs on exact times
        ("rhythm of posters: stickiness", 0.20, 0.01),  # theirs over 30 days
        ("answers: reciprocity", 0.74, 0.005),
    ):
        assert found[name].value == pytest.approx(published, abs=tolerance), name


def test_every_shared_log_is_measured() -> None:
    paths = sorted(COMMUNITIES.glob("*.parquet"))
    if not paths:
        pytest.skip("the shared event logs are not here: they lie beside the checkout, not in it")
    for path in paths:
        rows = measure(read_log(path))
        for row in rows:
            assert row.note or row.value is not None, (path.name, row.name)
            assert row.value is None or np.isfinite(row.value), (path.name, row.name)
            assert row.unit != "share" or row.value is None or 0 <= row.value <= 1, (path.name, row.name)
        json.loads(as_json(rows))
