"""
The trials that no other trial beats: searched on some seeds, and confirmed on others.

A trial is judged by means over seeds, which are the same for every trial, so that trials are paired. The best of many
noisy means is best partly by luck of these seeds, and so better than it is (the winner's curse); the trials at the
front are therefore run again on seeds that the search has not seen, where their means are unbiased.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import polars as pl

from clubsim.experiments.axes import Axis, written
from clubsim.experiments.errors import StudyError
from clubsim.experiments.pairs import t_quantile
from clubsim.experiments.searching import Goal, Limit, Means, Values, search
from clubsim.experiments.trying import CONTROL, OWN, Candidate, Floats, Look, Tries, outcome_of

ROLES = {OWN: "own", CONTROL: "control"}
TRIAL = "trial"
FRESH = "fresh_"  # before the name of an outcome: on the seeds that the search has not seen
ITS_OWN = ("role", TRIAL, "feasible", "front", "holds", "worst", "why")  # columns beside axes and outcomes


@dataclass(frozen=True, kw_only=True)
class Problem:
    """
    What is optimised.

    own: the values that the study itself has where the axes are, none where it has none; against: whether there is a
    control to be paired with; seeds: of the search; fresh: of the confirmation, none for no confirmation; batch: trials
    that are asked for together.
    """

    axes: tuple[Axis, ...]
    goals: tuple[Goal, ...]
    limits: tuple[Limit, ...]
    own: Values
    against: bool
    seeds: tuple[int, ...]
    fresh: tuple[int, ...]
    trials: int
    batch: int
    sampler: str
    sampler_seed: int

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Of the goals, then of the limits, each once."""
        return tuple(dict.fromkeys([*(goal.outcome for goal in self.goals), *(limit.outcome for limit in self.limits)]))

    @property
    def references(self) -> list[Candidate]:
        """What the trials stand beside: the study's own values, and the control."""
        numbers = [OWN, CONTROL] if self.against else [OWN]
        return [Candidate(number=number) for number in numbers]


@dataclass(frozen=True, kw_only=True)
class Solved:
    """Every look on the seeds of the search, references first, and those on fresh seeds by number of candidate."""

    looks: list[Look]
    fresh: dict[int, Look] = field(default_factory=dict)

    @property
    def trials(self) -> list[Look]:
        """Without the references."""
        return [look for look in self.looks if look.candidate.number >= 0]


def solve(problem: Problem, tries: Tries, say: Callable[[str], None]) -> Solved:
    """
    Search, then confirm the front.

    Args:
        say: told how far it is, a few words a batch.

    Raises:
        StudyError: Optuna is not installed, or a goal or a limit has no value in any trial of the first batch.
    """
    references = tries.look(problem.references, problem.seeds)
    looks: list[Look] = []

    def judge(batch: Sequence[Values]) -> list[Means]:
        first = len(looks)
        say(f"trials {first} to {first + len(batch) - 1} of {problem.trials}")
        found = tries.look([Candidate(number=first + k, values=each) for k, each in enumerate(batch)], problem.seeds)
        if not first:
            _check_there(problem, found)
        looks.extend(found)
        return [{name: look.mean(name) for name in problem.outcomes} for look in found]

    search(
        problem.axes,
        problem.goals,
        problem.limits,
        judge,
        trials=problem.trials,
        batch=problem.batch,
        sampler=problem.sampler,
        seed=problem.sampler_seed,
    )
    front = [look.candidate for look in front_of(problem, looks)]
    if not front or not problem.fresh:
        return Solved(looks=[*references, *looks])
    say(f"{len(front)} of them again on fresh seeds")
    confirmed = tries.look([*front, *problem.references], problem.fresh)
    return Solved(looks=[*references, *looks], fresh={look.candidate.number: look for look in confirmed})


def _check_there(problem: Problem, looks: Sequence[Look]) -> None:
    for name in problem.outcomes:
        if any(isfinite(look.mean(name)) for look in looks):
            continue
        failed = [look.why for look in looks if look.why is not None]
        reason = failed[0] if failed else f"{outcome_of(name).definition} Take another outcome, or write more days=..."
        raise StudyError(f"{name} has no value in any of the first {len(looks)} trials: {reason}")


def is_feasible(problem: Problem, look: Look) -> bool:
    """Whether it has a value for each goal and keeps every limit."""
    there = all(isfinite(look.mean(goal.outcome)) for goal in problem.goals)
    return there and all(limit.excess(look.mean(limit.outcome)) <= 0 for limit in problem.limits)


def front_of(problem: Problem, looks: Sequence[Look]) -> list[Look]:
    """Those feasible that no other feasible one beats, by the first goal; of equals the first."""
    feasible = [look for look in looks if is_feasible(problem, look)]
    points = np.array([scores(problem, look) for look in feasible]).reshape(-1, len(problem.goals))
    kept = [look for look, keep in zip(feasible, nondominated(points), strict=True) if keep]
    return sorted(kept, key=lambda look: (-scores(problem, look)[0], look.candidate.number))


def scores(problem: Problem, look: Look) -> tuple[float, ...]:
    """Its mean of each goal, signed so that more is better."""
    return tuple(goal.sign * look.mean(goal.outcome) for goal in problem.goals)


def nondominated(points: Floats) -> Any:
    """
    Which points no other point beats: nowhere worse and somewhere better. Of equal points the first.

    Args:
        points: more is better [points, goals].

    Returns:
        bool [points].
    """
    keep = np.ones(len(points), dtype=np.bool_)
    for place, point in enumerate(points):
        no_worse = (points >= point).all(axis=1)
        beaten = bool((no_worse & (points > point).any(axis=1)).any())
        keep[place] = not beaten and not (points[:place] == point).all(axis=1).any()
    return keep


def table_of(problem: Problem, solved: Solved) -> pl.DataFrame:
    """
    A row a candidate, the study's own and the control first.

    Columns: role, trial, every axis, then of every outcome its mean with a 95 % interval (X, X_low, X_high), against a
    control the paired difference (X_change, X_change_low, X_change_high), all of these on fresh seeds (fresh_X, ...),
    feasible, front (no other trial beats it), holds (no other of the front does on fresh seeds, and it keeps the limits
    there), worst (the group that fairness is of), why (it is not feasible, if it is not).
    """
    front = {look.candidate.number for look in front_of(problem, solved.trials)}
    again = [solved.fresh[number] for number in sorted(front) if number in solved.fresh]
    holding = {look.candidate.number for look in front_of(problem, again)}
    rows = [_row(problem, solved, look, front, holding) for look in solved.looks]
    kinds = _kinds(problem)
    return pl.DataFrame(rows, schema={name: kinds.get(name, pl.Float64) for name in rows[0]}, orient="row")


def _row(problem: Problem, solved: Solved, look: Look, front: set[int], holding: set[int]) -> dict[str, Any]:
    number = look.candidate.number
    values = problem.own if number == OWN else look.candidate.values
    row: dict[str, Any] = {"role": ROLES.get(number, TRIAL), TRIAL: number if number >= 0 else None}
    row |= {axis.name: _cell(axis, values) for axis in problem.axes}
    control = next((each for each in solved.looks if each.candidate.number == CONTROL), None)
    row |= estimates(problem, look, control)
    if problem.fresh:
        fresh = estimates(problem, solved.fresh.get(number), solved.fresh.get(CONTROL))
        row |= {f"{FRESH}{name}": value for name, value in fresh.items()}
    row |= {"feasible": is_feasible(problem, look), "front": number in front}
    row["holds"] = number in holding if number in front and number in solved.fresh else None
    return {**row, "worst": look.worst, "why": why_not(problem, look)}


def estimates(problem: Problem, look: Look | None, control: Look | None) -> dict[str, float | None]:
    """X, X_low, X_high of each outcome and X_change, ... less the control; None where there is none."""
    found: dict[str, float | None] = {}
    for name in problem.outcomes:
        values = None if look is None else look.values[name]
        found |= _named(name, values)
        if problem.against:
            both = None if values is None or control is None else values - control.values[name]
            found |= _named(f"{name}_change", both)
    return found


def _named(name: str, values: Floats | None) -> dict[str, float | None]:
    numbers = (None, None, None) if values is None else mean_with_interval(values)
    return dict(zip((name, f"{name}_low", f"{name}_high"), numbers, strict=True))


def mean_with_interval(values: Floats) -> tuple[float | None, float | None, float | None]:
    """The mean over seeds and its 95 % t interval; None where a seed has no value, and no interval of one seed."""
    mean = float(values.mean())
    if not isfinite(mean):
        return None, None, None
    if values.size < 2:
        return mean, None, None
    half = float(t_quantile(np.array([float(values.size)]))[0] * values.std(ddof=1) / np.sqrt(values.size))
    return mean, mean - half, mean + half


def why_not(problem: Problem, look: Look) -> str | None:
    """Why it is not feasible: no result, an outcome missing or censored on some seed, a limit not kept. Else None."""
    if look.why is not None:
        return look.why
    reasons = []
    for name in problem.outcomes:
        missing = int(np.isnan(look.values[name]).sum())
        if missing:
            word = "censored" if outcome_of(name).censored else "missing"
            reasons.append(f"{name} is {word} on {missing} of {look.values[name].size} seeds")
    for limit in problem.limits:
        mean = look.mean(limit.outcome)
        if isfinite(mean) and limit.excess(mean) > 0:
            reasons.append(f"{limit.words}, here {mean:.4g}")
    return "; ".join(reasons) or None


def _cell(axis: Axis, values: Values) -> Any:
    """A number, or a value that is none in a word; None where there is no value."""
    if axis.name not in values:
        return None
    value = values[axis.name]
    return written(value) if not axis.is_number else None if value is None else float(value)


def _kinds(problem: Problem) -> dict[str, Any]:
    """Of the columns that are no Float64."""
    words = ("role", "worst", "why", *(axis.name for axis in problem.axes if not axis.is_number))
    return {
        TRIAL: pl.Int64,
        **dict.fromkeys(words, pl.String),
        **dict.fromkeys(("feasible", "front", "holds"), pl.Boolean),
    }
