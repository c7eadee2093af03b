"""What is said of two choices of policies: sentences and tables, all of them computed from the runs."""

from __future__ import annotations

from typing import Any

import polars as pl

from clubsim.experiments.kinds import KINDS
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.segments import ARM, CONTROL
from clubsim.experiments.workshops.choosing import (
    ARMS,
    DENOMINATORS,
    FIRST,
    MAIN,
    NOTHING,
    SECOND,
    SHOWN,
    Choice,
    Compared,
    dials,
)

MISSING = "–"
FEWEST = 5  # people of a kind in an average run: of fewer nothing is said
SMALL = 10  # numbers under it are shown with decimals


def chosen(name: str, choice: Choice) -> str:
    """A choice in words."""
    given = [
        f"{dial.words} {getattr(choice, field):g} [{dial.spec.unit}]"
        for field, dial in dials().items()
        if getattr(choice, field)
    ]
    return f"**{name.capitalize()}**: {'; '.join(given) or 'nothing'}."


def verdict(compared: Compared) -> list[str]:
    """A sentence a pair of arms, on weekly speakers per 1,000 who knocked: which has more, or that none can be told."""
    return [
        told(row_of(compared.against, FIRST), FIRST, NOTHING, compared.seeds),
        told(row_of(compared.against, SECOND), SECOND, NOTHING, compared.seeds),
        told(row_of(compared.between, SECOND), SECOND, FIRST, compared.seeds),
    ]


def told(row: dict[str, Any], arm: str, other: str, seeds: int) -> str:
    """
    One pair.

    Args:
        row: mean, low and high of the paired difference, arm minus other, per 1,000 who knocked.
    """
    unit = "members who speak in the last week, of 1,000 who knocked"
    names = f"**{arm}** and **{other}**"
    if row["mean"] is None or row["low"] is None:
        return f"Between {names} nothing can be told: there are too few throws of the dice to see how far luck goes."
    if row["low"] == row["high"] == 0:
        return f"Between {names} there is no difference in any of {seeds} throws."
    low, high = row["low"], row["high"]
    if low <= 0 <= high:
        return (
            f"Between {names} nothing can be told: from {number(-low)} fewer to {number(high)} more {unit}, so luck "
            f"alone may make either the better one ({seeds} throws)."
        )
    ends = f"{number(low)} to {number(high)} **more**" if low > 0 else f"{number(-high)} to {number(-low)} **fewer**"
    return f"**{arm.capitalize()}** has {ends} {unit} than **{other}** ({seeds} throws)."


def denominators(compared: Compared, arm: str) -> str:
    """Whether the three denominators say the same of an arm beside nothing, and what each says."""
    words = {name: sign(row_of(compared.against, arm, outcome)) for outcome, name in DENOMINATORS.items()}
    kinds = set(words.values())
    listed = "; ".join(f"{name} {word}" for name, word in words.items())
    if len(kinds) == 1:
        return f"{arm.capitalize()} beside nothing is the same by all three denominators: {kinds.pop()}."
    return (
        f"{arm.capitalize()} beside nothing depends on whom you count: {listed}. A gate and a cull change who is in "
        "the base."
    )


def sign(row: dict[str, Any]) -> str:
    """More, fewer, as many in every throw, or not told."""
    if row["low"] == row["high"] == 0:
        return "as many speak"
    if row["low"] is None or row["low"] <= 0 <= row["high"]:
        return "cannot be told from luck"
    return "more speak" if row["low"] > 0 else "fewer speak"


def winners(compared: Compared, arm: str) -> str:
    """
    Which kinds of members come more or less often under an arm than under nothing.

    A kind gains or loses only where those who are of it in the one run and those who are of it in the other do: who is
    picked for doing well in a run is likely to do worse in any other.
    """
    mine = compared.segments.filter((pl.col("arm") == arm) & (pl.col("measure") == "active_days"))
    said: dict[str, list[str]] = {"gain": [], "lose": [], "no answer": []}
    for kind in KINDS:
        rows = {row["picked_in"]: row for row in mine.filter(pl.col("segment") == kind).iter_rows(named=True)}
        if max(row["people"] for row in rows.values()) < FEWEST:
            continue
        signs = {_side(row) for row in rows.values()}
        key = signs.pop() if len(signs) == 1 else "no answer"
        said[key].append(f"{kind} ({_change(rows[CONTROL])} and {_change(rows[ARM])} days)")
    parts = [f"{key}: {', '.join(kinds)}" for key, kinds in said.items() if kinds]
    if not parts:
        return f"{arm.capitalize()}: no kind of member is large enough to say who gains."
    return (
        f"{arm.capitalize()} beside nothing, days of the last 28 on which a person comes, of those who are of a kind "
        f"without it and of those who are with it: {'; '.join(parts)}. No answer: luck, or the two do not agree."
    )


def _side(row: dict[str, Any]) -> str:
    """Gain or lose, or no answer where luck alone may make it or hardly anybody is of the kind."""
    if row["people"] < FEWEST or row["low"] is None or row["low"] <= 0 <= row["high"]:
        return "no answer"
    return "gain" if row["low"] > 0 else "lose"


def _change(row: dict[str, Any]) -> str:
    return MISSING if row["mean"] is None else f"{row['mean']:+.1f}"


def costs(compared: Compared) -> str:
    """Money and hours of each arm, means over the seeds."""
    said = []
    for arm in ARMS:
        fees, spent, hours = (row_of(compared.summary, arm, name)["mean"] for name in ("revenue", "spent", "hours"))
        said.append(f"{arm} takes {fees:,.0f} yuan, spends {spent:,.0f} and works {hours:,.0f} hours")
    return f"In {compared.days} days {'; '.join(said)}."


def outcome_rows(compared: Compared) -> list[list[str]]:
    """For a table: an outcome, the mean of each arm, and each difference with its interval."""
    rows = []
    for name in SHOWN:
        means = [number(row_of(compared.summary, arm, name)["mean"]) for arm in ARMS]
        first, second = (row_of(compared.against, arm, name) for arm in (FIRST, SECOND))
        between = row_of(compared.between, SECOND, name)
        outcome = OUTCOMES[name]
        unit = "" if outcome.unit in ("share", "members") else f" [{outcome.unit}]"
        rows.append([outcome.label + unit, *means, *map(interval, (first, second, between))])
    return rows


def row_of(table: pl.DataFrame, arm: str, outcome: str = MAIN) -> dict[str, Any]:
    """The row of an arm and outcome."""
    return table.row(by_predicate=(pl.col("arm") == arm) & (pl.col("outcome") == outcome), named=True)


def interval(row: dict[str, Any]) -> str:
    """The interval of a difference, and a word where luck alone may make it."""
    if row["mean"] is None or row["low"] is None:
        return MISSING
    if row["low"] == row["high"] == 0:
        return "the same"
    shown = f"{number(row['low'], '+')} … {number(row['high'], '+')}"
    return f"{shown}, untold" if row["low"] <= 0 <= row["high"] else shown


def number(value: float | None, plus: str = "") -> str:
    """A number with as many digits as say something."""
    if value is None:
        return MISSING
    digits = 0 if value == 0 else 2 if abs(value) < 1 else 1 if abs(value) < SMALL else 0
    return f"{value:{plus},.{digits}f}".replace("-", "−")
