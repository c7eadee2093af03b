"""
Sequential stopping: seeds are added until the paired differences of one outcome are known as well as was asked.

Looking again and again and stopping when the interval is narrow stops a little too early, when the spread happens to
look small. Two safeguards keep that little: the rule reads the width of the intervals alone, never on which side of 0
they lie, and no study stops below LEAST seeds. How much is left is measured in docs/statistics.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys, mapping, number, shown, whole, word
from clubsim.experiments.outcomes import OUTCOMES

if TYPE_CHECKING:
    import polars as pl

    from clubsim.experiments.study import Study

LEAST = 20  # seeds before a study may stop
GROWTH = 1.5  # factor from one round to the next
KEYS = ("outcome", "halfwidth", "at_most")
EXAMPLE = "{outcome: active_90_bracket, halfwidth: 0.01, at_most: 500}"


@dataclass(frozen=True, kw_only=True)
class Until:
    """When to stop: halfwidth: of every arm's interval of the outcome, in its unit; at_most: seeds."""

    outcome: str
    halfwidth: float
    at_most: int


def until_of(group: Any, short: Any, seeds: int, arms: int, most_seeds: int) -> Until | None:
    """
    The rule that a study asks for; None where it asks for none.

    Args:
        group: `until`, a mapping of KEYS.
        short: `until_halfwidth`, which says the half-width alone; None where it is not used.
        seeds: those of the study, its first round.
        arms: how many it has.
        most_seeds: that any study may have.

    Raises:
        StudyError: an unknown outcome or key, a half-width or a number of seeds that cannot be.
    """
    given = mapping("until", group, EXAMPLE)
    known_keys("key of until", given, KEYS)
    asked = given.get("halfwidth") if short is None else short
    if asked is None:
        return None
    name = "until.halfwidth" if short is None else "until_halfwidth"
    halfwidth = number(name, asked)
    if halfwidth <= 0:
        raise StudyError(f"{name} is above 0, in the outcome's unit, not {shown(asked)}; write for example {name}=0.01")
    outcome = word("until.outcome", given.get("outcome"), OUTCOMES)
    if OUTCOMES[outcome].censored:
        raise StudyError(f"until.outcome is {outcome}, which is missing while a community lives; take another")
    if arms < 2:
        raise StudyError(f"{name} asks for a difference and the study has one arm; add another under arms:")
    at_most = whole("until.at_most", given.get("at_most"), 2, most_seeds, 500)
    if at_most < seeds:
        raise StudyError(
            f"until.at_most={at_most} is below the {seeds} seeds that the study begins with; write seeds={at_most} "
            f"or until.at_most={max(500, seeds)}"
        )
    return Until(outcome=outcome, halfwidth=halfwidth, at_most=at_most)


def grown(study: Study, make: Callable[[Study], pl.DataFrame]) -> Study:
    """
    The study with as many seeds as its rule asks for, all of them run, and a note on how it ended; itself without a
    rule.

    Args:
        study: its seeds are the first round.
        make: makes the runs that a study still lacks with the scenario's own parameters, and gives the table of all.

    Raises:
        StudyError: no run of an arm or of the control has the outcome.
    """
    until = study.until
    if until is None:
        return study
    rounds = []
    while True:
        rounds.append(len(study.seeds))
        arm, widest = widest_interval(make(study), study, until.outcome)
        narrow = widest <= until.halfwidth
        if rounds[-1] >= until.at_most or (narrow and rounds[-1] >= LEAST):
            return replace(study, notes=(*study.notes, _told(until, rounds, arm, widest)))
        first, n = study.seeds[0], next_round(rounds[-1], until.at_most)
        study = replace(study, seeds=tuple(range(first, first + n)))


def next_round(seeds: int, at_most: int) -> int:
    """Half as many seeds again, and one at least, up to at_most."""
    return min(at_most, max(seeds + 1, math.ceil(GROWTH * seeds)))


def widest_interval(runs: pl.DataFrame, study: Study, outcome: str) -> tuple[str, float]:
    """
    The arm whose paired difference is known least, and half the width of its interval: the shown one or t, the wider.

    Infinite where there is no interval yet.
    """
    from clubsim.experiments.comparison import paired_differences

    found = {}
    for row in paired_differences(runs, study.control, [outcome]).iter_rows(named=True):
        if row["n"] == 0:
            raise StudyError(
                f"until.outcome is {outcome}, which no seed has in both {row['arm']} and {study.control} in a run of "
                f"{study.days} days: {OUTCOMES[outcome].definition} Take another outcome or more days"
            )
        ends = [(row[f"high{way}"], row[f"low{way}"]) for way in ("", "_t")]
        found[row["arm"]] = max((math.inf if high is None else (high - low) / 2) for high, low in ends)
    arm = max(found, key=found.__getitem__)
    return arm, found[arm]


def _told(until: Until, rounds: list[int], arm: str, widest: float) -> str:
    """How it ended, in a sentence without its full stop."""
    label, ran = OUTCOMES[until.outcome].label, ", ".join(map(str, rounds))
    if widest <= until.halfwidth:
        return (
            f"ran {ran} seeds until no interval of “{label}” was wider than ±{until.halfwidth:g}: "
            f"the widest is ±{widest:.3g} ({arm})"
        )
    return (
        f"ran {ran} seeds and stopped at until.at_most, where “{label}” is known to ±{widest:.3g} in {arm} "
        f"and not to the ±{until.halfwidth:g} that was asked for"
    )
