"""An optimisation in words: the front as a table on the terminal and as JSON, and what is not feasible and why."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from clubsim.experiments.optimum import FRESH, TRIAL
from clubsim.experiments.outcomes import in_words
from clubsim.experiments.searching import Goal
from clubsim.experiments.trying import outcome_of

WIDE = 150  # [character] where there is no terminal
MOST_REASONS = 5  # why trials are not feasible
REFERENCES = {"own": "as it is", "control": "control"}


def in_json(about: Mapping[str, Any], goals: Sequence[Goal], table: pl.DataFrame) -> dict[str, Any]:
    """What was asked, the front by its first goal, the references, and which trials are not feasible and why."""
    trials = table.filter(pl.col("role") == TRIAL)
    return {
        **about,
        "feasible": int(trials["feasible"].sum()),
        "front": front_rows(goals, table),
        "references": [row for row in table.iter_rows(named=True) if row["role"] != TRIAL],
        "not_feasible": trials.filter(~pl.col("feasible")).select(TRIAL, "why").to_dicts(),
    }


def front_rows(goals: Sequence[Goal], table: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of the front, the best by the first goal first."""
    first = goals[0]
    front = table.filter(pl.col("front")).sort(first.outcome, TRIAL, descending=[first.maximise, False])
    return list(front.iter_rows(named=True))


def print_optimum(about: Mapping[str, Any], goals: Sequence[Goal], table: pl.DataFrame) -> None:
    """Notes, the front, what confirming it said, and what is not feasible."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    for note in about["notes"]:
        console.print(f"Note: {note}.", markup=False)
    if table["front"].any():
        console.print(f"\n{_title(about, table)}", markup=False)
        console.print(table_of_front(about, goals, table))
    for line in _below(about, goals, table):
        console.print(line, markup=False)


def table_of_front(about: Mapping[str, Any], goals: Sequence[Goal], table: pl.DataFrame) -> Any:
    """Two or three lines a trial: on the search's seeds, on fresh seeds, and less the control."""
    from rich.markup import escape
    from rich.table import Table

    front = front_rows(goals, table)
    shown = Table(header_style="none")
    for column in ("trial", *about["axes"], "seeds"):
        shown.add_column(column)
    for name in _outcomes(about):
        shown.add_column(escape(_header(about, name)), justify="right")
    for row in [*front, *(row for row in table.iter_rows(named=True) if row["role"] != TRIAL)]:
        for line in _lines(about, row):
            shown.add_row(*line)
        shown.add_section()
    return shown


def _title(about: Mapping[str, Any], table: pl.DataFrame) -> str:
    trials = table.filter(pl.col("role") == TRIAL)
    where = f"{in_words(about['study'])}, {in_words(about['arm'])}"
    found = "the best" if len(about["goals"]) == 1 else f"{table['front'].sum()} that no other beats"
    return f"{where}: {found} of {trials.height} trials, {trials['feasible'].sum()} of them feasible"


def _outcomes(about: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(each["outcome"] for each in (*about["goals"], *about["limits"])))


def _header(about: Mapping[str, Any], name: str) -> str:
    wanted = ["highest" if goal["maximise"] else "lowest" for goal in about["goals"] if goal["outcome"] == name]
    wanted += [
        f"at {'least' if limit['at_least'] else 'most'} {short(limit['value'])}"
        for limit in about["limits"]
        if limit["outcome"] == name
    ]
    outcome = outcome_of(name)
    return f"{outcome.label} [{outcome.unit}]: {', '.join(wanted)}"


def _lines(about: Mapping[str, Any], row: Mapping[str, Any]) -> list[list[str]]:
    first = str(row[TRIAL]) if row["role"] == TRIAL else REFERENCES[row["role"]]
    values = [_value(row[axis]) for axis in about["axes"]]
    mark = " (falls behind)" if row["holds"] is False else ""
    columns = {"search": ""}
    if f"{FRESH}{_outcomes(about)[0]}" in row:
        columns[f"fresh{mark}"] = FRESH
    lines = []
    for place, (words, prefix) in enumerate(columns.items()):
        start = [first, *values] if place == 0 else [""] * (1 + len(values))
        lines.append([*start, words, *(_estimate(row, f"{prefix}{name}") for name in _outcomes(about))])
    if about["against"] is not None and row["role"] != "control":
        last = list(columns.values())[-1]
        changes = [_estimate(row, f"{last}{name}_change", sign="+") for name in _outcomes(about)]
        lines.append([*[""] * (1 + len(values)), f"less {in_words(about['against'])}", *changes])
    return lines


def _estimate(row: Mapping[str, Any], name: str, sign: str = "") -> str:
    mean, high = row[name], row[f"{name}_high"]
    if mean is None:
        return "–"
    return short(mean, sign) + ("" if high is None else f" ± {short(high - mean)}")


def _value(value: Any) -> str:
    return "" if value is None else f"{value:.5g}" if isinstance(value, float) else str(value)


def short(value: float, sign: str = "") -> str:
    """Three digits, or whole numbers from a hundred on."""
    return f"{value:{sign},.0f}" if abs(value) >= 99.95 else f"{value:{sign}.3g}"


def _below(about: Mapping[str, Any], goals: Sequence[Goal], table: pl.DataFrame) -> list[str]:
    front = front_rows(goals, table)
    lines = ["± is half of the 95 % interval of the mean over seeds; what the model's numbers leave open is not in it."]
    fresh = len(about["fresh_seeds"])
    if not front:
        lines = ["No trial is feasible."]
    elif fresh:
        lines.append(_about_luck(about, front))
    own = next(row for row in table.iter_rows(named=True) if row["role"] == "own")
    if front and all(own[goal.outcome] is not None for goal in goals):
        better = [str(row[TRIAL]) for row in front if all(_no_worse(goal, row, own) for goal in goals)]
        lines.append(f"No worse than as it is in any goal: {', '.join(better) or 'none of them'}.")
    if front and "fairness" in _outcomes(about):
        groups = dict.fromkeys(row["worst"] for row in front if row["worst"])
        lines.append(f"Fairness is that of the group that loses most, here: {', '.join(groups) or 'nobody'}.")
    reasons = table.filter((pl.col("role") == TRIAL) & ~pl.col("feasible")).select(TRIAL, "why")
    lines += [f"Trial {trial} is not feasible: {why}." for trial, why in reasons.head(MOST_REASONS).iter_rows()]
    more = reasons.height - MOST_REASONS
    return [*lines, f"{more} more are not feasible; trials.csv says why."] if more > 0 else lines


def _no_worse(goal: Goal, row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """By means on fresh seeds, where there are any."""
    name = goal.outcome if row.get(f"{FRESH}{goal.outcome}") is None else f"{FRESH}{goal.outcome}"
    return other[name] is not None and bool(goal.sign * row[name] >= goal.sign * other[name])


def _about_luck(about: Mapping[str, Any], front: Sequence[Mapping[str, Any]]) -> str:
    """What the fresh seeds are for, and what they said."""
    start = f"The search saw {len(about['seeds'])} seeds, and what is best there is so partly by luck; "
    fresh = f"the {len(about['fresh_seeds'])} fresh ones it has not seen"
    if len(about["goals"]) == 1:
        kept = "" if front[0]["holds"] else ", and on them it does not keep the limits"
        return f"{start}{fresh}{kept}: go by these."
    held = sum(bool(row["holds"]) for row in front)
    return (
        f"{start}{fresh}. On these {held} of {len(front)} hold: they keep the limits and none of the others here beats "
        "them."
    )
