"""
The points of a design, each run on some seeds through the store of a study's folder; what came out, as a table.

A job is known by its arm, its point (its `set`) and its seed; whatever can do such jobs can be screened and analysed.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from clubsim.experiments.compare import OWN, task_of
from clubsim.experiments.compiling import compile_first
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import RUNS
from clubsim.experiments.jobs import Job
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.progress import in_words
from clubsim.experiments.runner import carry_out_all, check_any, tell
from clubsim.experiments.running import Task, carry_out
from clubsim.experiments.store import Store
from clubsim.experiments.study import Study
from clubsim.experiments.where import Where

ARM, POINT, SEED = "arm", "point", "seed"


def run_points(
    jobs: Sequence[Job],
    folder: Path,
    where: Where,
    quiet: bool = False,
    retry_failed: bool = False,
    strict: bool = True,
) -> pl.DataFrame:
    """
    Have every job done that the folder's store does not hold.

    Returns:
        A row a job, in their order: arm, point, seed and every outcome, missing where there is none and where the run
        failed.

    Raises:
        StudyError: no job at all has a result; what carry_out_all raises.
    """
    store = Store(folder / RUNS, repair=True)
    report = carry_out_all(jobs, store, where, quiet, retry_failed, strict)
    check_any(report, jobs)
    tell(report)
    labels = (ARM, POINT, SEED)
    asked = pl.DataFrame([(job.arm, job.set, job.seed) for job in jobs], schema=labels, orient="row")
    found = store.table_of("runs", jobs).rename({"set": POINT})
    return asked.join(found, on=labels, how="left", maintain_order="left")


def values_at(outcomes: pl.DataFrame, outcome: str, points: int) -> Any:
    """
    Of an outcome at each point on each of its seeds, NaN where it is missing: float64 [points, seeds].

    Args:
        outcomes: of run_points, of one arm, with as many seeds at each point.
        points: how many there are.
    """
    values = outcomes.sort(POINT, SEED)[outcome].fill_null(float("nan")).to_numpy()
    return values.astype(np.float64).reshape(points, -1)


def bare_task(study: Study, arm: str) -> Task:
    """A run of an arm with the scenario's own values, for its outcomes alone: it ends on the read-off day."""
    return replace(task_of(study, arm, OWN, study.seeds[0]), days=study.read_off_day + 1, detail=False)


def own_outcomes(study: Study, arm: str, outcomes: Sequence[str], quiet: bool) -> dict[str, float | None]:
    """
    One run with the scenario's own values, to see that the outcomes exist before all the others are run.

    Raises:
        StudyError: an outcome that such a run does not have.
    """
    if study.engine == "compiled":
        compile_first(quiet)
    found = carry_out(bare_task(study, arm)).outcomes
    for name in outcomes:
        if not np.isfinite(found[name]):
            raise StudyError(
                f"{name} has no value in a run of {study.days} days of {study.name}, arm {arm}: "
                f"{OUTCOMES[name].definition} Write for example days=182 or take another outcome"
            )
    return {name: value if np.isfinite(value) else None for name, value in found.items()}


def seconds_of(jobs: Sequence[Job]) -> float:
    """What one of these jobs takes in the mean [s], from doing them once; the model has to be compiled already."""
    began = time.perf_counter()
    for job in jobs:
        job.carry_out()
    return (time.perf_counter() - began) / len(jobs)


def cost_in_words(runs: int, there: int, seconds: float, processes: int) -> str:
    """How much there is to do: `3,072 runs; one took 0.2 s, so about 5 min with 2 processes`."""
    kept = f", {there:,} of which are there already" if there else ""
    left = in_words((runs - there) * seconds / processes) if runs > there else "nothing to wait for"
    with_ = f"{processes} processes" if processes > 1 else "one process"
    return f"{runs:,} runs{kept}; one took {seconds:.2g} s, so {left} with {with_}"
