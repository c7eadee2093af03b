"""Tables of outcomes: every retention over its denominator, paired differences, survival, kinds of members, money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from clubsim.experiments.comparison import Comparison
from clubsim.experiments.kinds import KINDS
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.report.amounts import amount, percent, signed
from clubsim.experiments.report.losers import kind_words
from clubsim.experiments.report.parts import Table
from clubsim.experiments.segments import ARM, CONTROL
from clubsim.experiments.wording import say

NOTHING = "–"
COUNTS = ("knocked", "recruited", "left", "removed", "lapsed", "remaining", "weekly_speakers", "messages", "visitors")
PER_KNOCKED = ("remaining_per_1000_knocked", "weekly_speakers_per_1000_knocked", "speakers_per_1000_knocked")
PER_ADMITTED = (
    *("headcount_retention", "active_30_bracket", "active_30_unbounded", "active_90_bracket", "active_90_unbounded"),
    *("weekly_speakers_per_admitted", "core_retention", "renewal"),
)
PER_REMAINING = ("weekly_speakers_per_remaining", "messages_per_head", "revenue_per_remaining", "cost_per_remaining")
MONEY = ("revenue", "spent", "refunds", "revenue_per_admitted", "hours", "angry")
DIFFERENCES = (
    *("weekly_speakers_per_1000_knocked", "remaining_per_1000_knocked", "recruited", "remaining", "weekly_speakers"),
    *("headcount_retention", "active_90_bracket", "weekly_speakers_per_remaining", "core_retention", "messages"),
    *("lifetime", "revenue", "spent", "hours"),
)

Row = Mapping[str, Any]


def outcome_table(comparison: Comparison, caption: str, outcomes: Iterable[str]) -> Table | None:
    """A row an outcome, a column an arm: mean and half of its 95 % interval; None where no run has any of them."""
    arms = comparison.summary["arm"].unique(maintain_order=True).to_list()
    rows = []
    for name in outcomes:
        of_arm = _by_arm(comparison.summary, name)
        if any(row["mean"] is not None for row in of_arm.values()):
            rows.append((label_of(name), *(_mean(of_arm.get(arm), name) for arm in arms)))
    if not rows:
        return None
    return Table(caption, (say("outcome"), *(in_words(arm) for arm in arms)), tuple(rows))


def difference_table(comparison: Comparison, caption: str, outcomes: Sequence[str] = DIFFERENCES) -> Table:
    """A row an outcome, a column an arm: arm less control with its 95 % interval, * where chance is ruled out."""
    arms = comparison.differences["arm"].unique(maintain_order=True).to_list()
    rows = []
    for name in outcomes:
        of_arm = _by_arm(comparison.differences, name)
        if any(row["mean"] is not None for row in of_arm.values()):
            rows.append((label_of(name), *(difference_words(of_arm.get(arm), name) for arm in arms)))
    return Table(caption, (say("outcome"), *(in_words(arm) for arm in arms)), tuple(rows))


def staying_table(comparison: Comparison, caption: str) -> Table | None:
    """A row an arm: mean days in the group up to a tenure, beside the control's; None where there are no members."""
    if comparison.staying is None or comparison.staying.is_empty():
        return None
    header = (say("arm"), say("days in the group"), say("in the control"), say("difference"), say("p (Holm)"))
    rows = tuple(
        (in_words(row["arm"]), amount(row["days"]), amount(row["days_control"]), _interval(row, 1.0), _p(row["p_holm"]))
        for row in comparison.staying.to_dicts()
    )
    return Table(caption, header, rows)


def segment_table(comparison: Comparison, caption: str) -> Table | None:
    """A row an arm and kind of members: how many, still in, active days, each picked in either run."""
    if comparison.segments is None:
        return None
    rows = []
    for arm in comparison.segments["arm"].unique(maintain_order=True):
        mine = {
            (row["segment"], row["measure"], row["picked_in"]): row
            for row in comparison.segments.filter(pl.col("arm") == arm).to_dicts()
        }
        for kind in KINDS:
            still = [_points(mine.get((kind, "still_in", way))) for way in (CONTROL, ARM)]
            active = [_interval(mine.get((kind, "active_days", way)), 1.0) for way in (CONTROL, ARM)]
            of_control = mine.get((kind, "still_in", CONTROL))
            people = NOTHING if of_control is None else amount(of_control["people"])
            rows.append((f"{in_words(arm)}: {kind_words(kind)}", people, *still, *active))
    header = (
        say("arm: kind"),
        say("people a run"),
        say("still in, of 100 (picked in the control)"),
        say("still in, of 100 (picked in the arm)"),
        say("active days of 28 (picked in the control)"),
        say("active days of 28 (picked in the arm)"),
    )
    return Table(caption, header, tuple(rows))


def source_table(comparison: Comparison, caption: str) -> Table | None:
    """What the source reports beside what the runs give; None where it reports nothing."""
    if comparison.source.is_empty():
        return None
    header = (say("outcome"), say("source"), say("simulated"), say("ratio"))
    rows = tuple(
        (
            label_of(row["outcome"]),
            _value(row["source"], row["outcome"]),
            NOTHING if row["mean"] is None else _value(row["mean"], row["outcome"]),
            NOTHING if row["ratio"] is None else f"{row['ratio']:.2f}",
        )
        for row in comparison.source.to_dicts()
    )
    return Table(caption, header, rows)


def label_of(outcome: str) -> str:
    """An outcome's name and unit, in the reader's language."""
    one = OUTCOMES[outcome]
    return say(one.label) if one.unit in ("share", "ratio") else f"{say(one.label)} [{say(one.unit)}]"


def _by_arm(table: pl.DataFrame, outcome: str) -> dict[str, Row]:
    return {row["arm"]: row for row in table.filter(pl.col("outcome") == outcome).to_dicts()}


def _mean(row: Row | None, outcome: str) -> str:
    if row is None or row["mean"] is None:
        return NOTHING
    mean = _value(row["mean"], outcome)
    half = None if row["low"] is None else (row["high"] - row["low"]) / 2
    return mean if not half else f"{mean} ±{_half(half, outcome)}"


def _value(value: float, outcome: str) -> str:
    if OUTCOMES[outcome].unit == "share":
        return percent(value)
    return ("−" if value < 0 else "") + amount(value)


def _half(value: float, outcome: str) -> str:
    return amount(100 * value if OUTCOMES[outcome].unit == "share" else value)


def difference_words(row: Row | None, outcome: str) -> str:
    """A paired difference with its interval, shares in points; a star where it is told."""
    if row is None or row["mean"] is None:
        return NOTHING
    share = OUTCOMES[outcome].unit == "share"
    told = row["p_holm"] is not None and row["p_holm"] <= 0.05
    return _interval(row, 100.0 if share else 1.0) + ("*" if told else "")


def _points(row: Row | None) -> str:
    return _interval(row, 100.0)


def _interval(row: Row | None, factor: float) -> str:
    if row is None or row["mean"] is None:
        return NOTHING
    if row["low"] is None or row["low"] == row["high"]:
        return signed(factor * row["mean"])
    return f"{signed(factor * row['mean'])} ({signed(factor * row['low'])} … {signed(factor * row['high'])})"


def _p(value: float | None) -> str:
    return NOTHING if value is None else "<.001" if value < 0.001 else f"{value:.3f}"
