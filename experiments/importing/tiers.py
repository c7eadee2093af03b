"""
What can be said from the tables alone: measurements with their definitions, and what each may be held against.

What a number is compared with is a comparison and no standard: the operations club is one paid club, as its operator
described it (docs/operations_club.md), and the others are named where they stand.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from clubsim.experiments.importing.columns import MONTH
from clubsim.experiments.measures.measurement import Measurement
from clubsim.experiments.survival import kaplan_meier

CLUB = "operations club, November 2016: "
STAYED = (28, 90, 365)  # [day] since joining
STICKY = "DAU / MAU (stickiness) is no less, where MAU <= members"
GONE = ("leave", "removed", "lapse")
GONE_BY = ("left", "removed")  # the columns of daily.csv
A_HEAD = (  # column, name, unit, definition, what it may be held against
    ("active", "active a day", "share", "came on a day, of members; " + STICKY,
     CLUB + "0.55, check-ins"),
    ("speakers", "speaking a day", "share", "wrote on a day, of members", CLUB + "0.35"),
    ("messages", "messages a head", "ratio", "messages a day, a member", CLUB + "2.27"),
)  # fmt: skip


class Ratio(NamedTuple):
    """A number over another, and what it means."""

    name: str
    above: float | None
    below: float | None
    unit: str
    definition: str
    note: str = ""


def of_numbers(numbers: dict[str, float]) -> list[Measurement]:
    """What the eight numbers tell; what lacks one of them is left out."""
    get = numbers.get
    lost = _sum(get("left"), get("removed"))
    start = _sum(get("members"), -numbers["joined"] if "joined" in numbers else None, lost)
    stayed = None if start is None or lost is None else start - lost
    head = "members 28 days ago: members - joined + left + removed"
    rows = [
        Ratio("headcount retention, 28 days, at least", stayed, start, "share",
              f"still in; counted as if nobody had joined and gone again meanwhile; of {head}"),
        Ratio("left in 28 days", get("left"), start, "share", f"left by themselves, of {head}",
              CLUB + "0.11 to 0.15 with the removed, derived from 291 of 537 in seven seasons"),
        Ratio("removed in 28 days", get("removed"), start, "share", f"removed, of {head}"),
        Ratio("growth in 28 days", _sum(get("joined"), None if lost is None else -lost), start, "share",
              f"joined - left - removed, of {head}"),
        Ratio("active a day", get("active"), get("members"), "share",
              "come on a mean day, of members; " + STICKY, CLUB + "0.55, check-ins"),
        Ratio("speaking in a week", get("weekly_speakers"), get("members"), "share",
              "wrote in 7 days, of members", "wrote in 12 weeks: 0.54 of health, 0.18 of software lists (V6)"),
        Ratio("messages a head", get("messages"), get("members"), "ratio", "messages a day, a member", CLUB + "2.27"),
        Ratio("messages a speaker", get("messages"), get("weekly_speakers"), "ratio",
              "messages a day, a member who wrote in the week"),
        Ratio("renewal", get("renewal"), 1.0, "share", "paid again, of those whose term ended in 28 days",
              "first year of two yearly plans: 0.63 and 0.87 (Fader & Hardie 2007)"),
    ]  # fmt: skip
    return _measured("eight numbers", rows)


def of_daily(daily: pl.DataFrame) -> list[Measurement]:
    """What the daily counts tell; what lacks a column is left out."""
    days = daily["date"].to_list()
    span = (days[-1] - days[0]).days + 1
    start, new, last = _headcount(daily)
    rows = [
        Ratio("days", daily.height, 1, "days", "rows", f"{span - daily.height} of {span} days are missing"),
        Ratio("headcount retention", last, _sum(start, new), "share",
              "members on the last day, of those on the first and all who joined since",
              CLUB + "0.54, of all who ever joined"),
        *(Ratio(f"{name} a month", _scaled(_both(daily, name, "members"), MONTH), _both(daily, "members", name),
                "share", f"{name} in 28 days, of the mean number of members") for name in ("joined", *GONE_BY)),
        *(Ratio(words, _both(daily, name, "members"), _both(daily, "members", name), unit, what, note)
          for name, words, unit, what, note in A_HEAD),
        Ratio("messages a speaker", _both(daily, "messages", "speakers"), _both(daily, "speakers", "messages"),
              "ratio", "messages a day, a member who wrote on the day", CLUB + "6.49"),
        Ratio("revenue a head a month", _scaled(_both(daily, "revenue", "members"), MONTH),
              _both(daily, "members", "revenue"), "money", "money taken in 28 days, a member"),
        Ratio("weekend / weekday", *_weekend(daily), "ratio",
              "messages a day, Saturday and Sunday over Monday to Friday (V25)", "real communities: 0.3 to 0.8"),
    ]  # fmt: skip
    return _measured("daily counts", rows) + _adds_up(daily)


def of_members(people: pl.DataFrame, last_day: int) -> list[Measurement]:
    """
    What the list of members tells.

    Args:
        people: member, joined, left and paid_until [day], how_left.
        last_day: the last day that anything is known of; who is in then is censored.
    """
    known = people.filter(pl.col("joined").is_not_null())
    here, gone = known.filter(pl.col("left").is_null()).height, people.filter(pl.col("left").is_not_null())
    due = people.filter(pl.col("paid_until").is_not_null() & pl.col("left").is_null())
    paid = due.filter(pl.col("paid_until") >= last_day).height
    rows = [
        Ratio("headcount retention", here, known.height, "share", "still in, of all who ever joined",
              CLUB + "0.54 of 537"),
        *(Ratio(f"of those gone: {way}", gone.filter(pl.col("how_left") == way).height, gone.height, "share",
                f"how they went: {way}", f"of {gone.height:,}") for way in GONE),
        Ratio("paid up", paid, due.height, "share", "term not ended on the last day, of members with a term"),
    ]  # fmt: skip
    return _measured("list of members", rows) + _staying(known, last_day)


def of_renewals(log: pl.DataFrame) -> list[Measurement]:
    """Renewal, where the log has renewals or lapses."""
    kinds = log["kind"].cast(pl.String)
    renewed, lapsed = int((kinds == "renew").sum()), int((kinds == "lapse").sum())
    what = "terms renewed, of terms that were renewed or lapsed"
    rows = [Ratio("renewal", renewed, renewed + lapsed, "share", what, f"of {renewed + lapsed:,} terms")]
    return _measured("events", rows) if renewed else []


def _staying(known: pl.DataFrame, last_day: int) -> list[Measurement]:
    """Kaplan–Meier: the share still in some days after joining, as far as anybody was followed that long."""
    joined, left = known["joined"].to_numpy(), known["left"].fill_null(last_day).to_numpy()
    if not known.height:
        return []
    curve = kaplan_meier(np.maximum(left - joined, 0), known["left"].is_not_null().to_numpy())
    longest = int(np.max(left - joined))
    return [
        Measurement(
            group="list of members",
            name=f"still in after {days} days",
            value=float(curve.survival[np.searchsorted(curve.time, days, side="right") - 1]),
            unit="share",
            definition=f"not gone {days} days after joining; Kaplan–Meier, who is still in is censored",
            note=f"{int(np.sum(left - joined >= days)):,} were followed that long",
        )
        for days in STAYED
        if longest >= days
    ]


def _adds_up(daily: pl.DataFrame) -> list[Measurement]:
    """Days on which members are not those of the day before and who joined, less who left and were removed."""
    if not {"members", "joined"} <= set(daily.columns) or not {"left", "removed"} & set(daily.columns):
        return []
    moved = pl.col("joined") - sum((pl.col(name) for name in GONE_BY if name in daily.columns), pl.lit(0))
    next_day = pl.col("date").diff().dt.total_days() == 1
    off = daily.filter(next_day & (pl.col("members").diff() != moved)).height
    return [
        Measurement(
            group="daily counts",
            name="days that do not add up",
            value=off,
            unit="days",
            definition="members are not those of the day before + joined - left - removed",
        )
    ]


def _weekend(daily: pl.DataFrame) -> tuple[float | None, float | None]:
    if "messages" not in daily.columns:
        return None, None
    said = daily.filter(pl.col("messages").is_not_null())
    weekend = pl.col("date").dt.weekday() >= 6
    both = [said.filter(which)["messages"].mean() for which in (weekend, ~weekend)]
    return tuple(None if one is None else float(one) for one in both)  # type: ignore[return-value, arg-type]


def _measured(group: str, rows: list[Ratio]) -> list[Measurement]:
    """A measurement of each ratio that has both parts."""
    return [
        Measurement(group=group, name=name, value=above / below, unit=unit, definition=definition, note=note)
        for name, above, below, unit, definition, note in rows
        if above is not None and below
    ]


def _sum(*parts: float | None) -> float | None:
    """The sum, None if a part is missing."""
    return None if None in parts else float(sum(part for part in parts if part is not None))


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _both(daily: pl.DataFrame, name: str, beside: str) -> float | None:
    """The sum of a column over the rows that have both."""
    if not {name, beside} <= set(daily.columns):
        return None
    return float(daily.filter(pl.col(beside).is_not_null())[name].sum())


def _headcount(daily: pl.DataFrame) -> tuple[float | None, float | None, float | None]:
    """Members on the first day that has them, who joined after it, members on the last; None where not told."""
    if "members" not in daily.columns or "joined" not in daily.columns:
        return None, None, None
    given = daily.with_row_index().filter(pl.col("members").is_not_null())
    begin, end = given["index"][0], given["index"][-1]
    return float(given["members"][0]), float(daily["joined"][begin + 1 : end + 1].sum()), float(given["members"][-1])
