"""Candidates run and measured: each on the same seeds as the others, so that any two of them are paired."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clubsim.experiments.errors import StudyError
from clubsim.experiments.fairness import FAIRNESS, fairness_of, segment_changes
from clubsim.experiments.jobs import Job
from clubsim.experiments.keys import keys_of
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.runner import carry_out_all
from clubsim.experiments.store import Store
from clubsim.experiments.where import Where

Floats = NDArray[np.float64]
JobsOf = Callable[["Candidate", Sequence[int]], Sequence[Job]]  # one for each seed, in their order
OWN, CONTROL = -1, -2  # numbers of candidates that are no trials


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What is tried: a trial with its values by axis, or an arm as the study has it (OWN, CONTROL), without values."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Look:
    """
    What a candidate came to on some seeds.

    values: of each outcome, NaN where it is missing [seeds]; worst: the group that its fairness is of; why: a sentence
    on why it has no values at all.
    """

    candidate: Candidate
    values: dict[str, Floats]
    worst: str | None = None
    why: str | None = None

    def mean(self, outcome: str) -> float:
        """Over seeds; NaN where any seed has no value, since means over other seeds could not be compared."""
        return float(self.values[outcome].mean())


@dataclass(kw_only=True)
class Tries:
    """
    Has candidates run, what the store holds already not again, and measures them.

    outcomes: names of OUTCOMES, and `fairness`, which needs members in the runs, the day they end on, and a control.
    """

    jobs_of: JobsOf
    outcomes: tuple[str, ...]
    store: Store
    where: Where
    quiet: bool = True
    retry_failed: bool = False
    day: int = 0

    def look(self, candidates: Sequence[Candidate], seeds: Sequence[int]) -> list[Look]:
        """Each candidate on each seed."""
        jobs, wrong = self._jobs(candidates, seeds)
        control = list(self.jobs_of(Candidate(number=CONTROL), seeds)) if FAIRNESS.name in self.outcomes else []
        every = [job for each in (*jobs, control) for job in each]
        report = carry_out_all(every, self.store, self.where, self.quiet, self.retry_failed, strict=False)
        errors = {ending.key: ending.error for ending in report.without_result}
        members = self.store.table_of("members", control) if control else pl.DataFrame()
        return [
            self._without(candidate, wrong[candidate.number], seeds)
            if candidate.number in wrong
            else self._measured(candidate, mine, errors, members, seeds)
            for candidate, mine in zip(candidates, jobs, strict=True)
        ]

    def _jobs(self, candidates: Sequence[Candidate], seeds: Sequence[int]) -> tuple[list[list[Job]], dict[int, str]]:
        """The jobs of each, and of those whose values are no study together what is wrong with them."""
        jobs, wrong = [], {}
        for candidate in candidates:
            try:
                jobs.append(list(self.jobs_of(candidate, seeds)))
            except StudyError as error:
                jobs.append([])
                wrong[candidate.number] = str(error)
        return jobs, wrong

    def _without(self, candidate: Candidate, why: str, seeds: Sequence[int]) -> Look:
        none = {name: np.full(len(seeds), np.nan) for name in self.outcomes}
        return Look(candidate=candidate, values=none, why=why)

    def _measured(
        self,
        candidate: Candidate,
        jobs: Sequence[Job],
        errors: dict[str, str],
        control: pl.DataFrame,
        seeds: Sequence[int],
    ) -> Look:
        failed = [errors[key] for key in keys_of(jobs) if key in errors]
        if failed:
            why = f"{len(failed)} of {len(seeds)} runs have no result: {failed[0]}"
            return self._without(candidate, why, seeds)
        runs = self.store.table_of("runs", jobs)
        plain = [name for name in self.outcomes if name != FAIRNESS.name]
        values = {name: runs[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in plain}
        if control.is_empty():
            return Look(candidate=candidate, values=values)
        mine = self.store.table_of("members", jobs)
        segments = segment_changes(control, mine, list(seeds), self.day)
        if not segments:
            return Look(candidate=candidate, values={**values, FAIRNESS.name: np.full(len(seeds), np.nan)})
        change, worst = fairness_of(segments)
        return Look(candidate=candidate, values={**values, FAIRNESS.name: change}, worst=worst)


def outcome_of(name: str) -> Outcome:
    """One of OUTCOMES, or fairness."""
    return FAIRNESS if name == FAIRNESS.name else OUTCOMES[name]
