"""`clubsim sensitivity`: which inputs the variance of an outcome, or of the effect of an arm, comes from (Sobol)."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import RUNS, folder_of
from clubsim.experiments.inputs import SEED_INPUT, Input, policies_at, scenario_at, seed_input
from clubsim.experiments.keys import keys_of
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.points import (
    ARM,
    POINT,
    SEED,
    bare_task,
    cost_in_words,
    own_outcomes,
    run_points,
    seconds_of,
    values_at,
)
from clubsim.experiments.results import provenance, write_json, write_table
from clubsim.experiments.running import Task
from clubsim.experiments.sensitivity_question import Question
from clubsim.experiments.sobol import Indices, block_of, indices_of, places_of
from clubsim.experiments.store import Store
from clubsim.experiments.study import Study
from clubsim.sim.world import Scenario

ABOUT = "sensitivity.json"


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """
    An analysis that was run. about: what it was; design: a row a point with every input, the seed last if it is one;
    outcomes: a row an arm, point and seed with every outcome, missing where there is none.
    """

    about: dict[str, Any]
    design: pl.DataFrame
    outcomes: pl.DataFrame

    @property
    def inputs(self) -> list[str]:
        """Their names."""
        return [name for name in self.design.columns if name != POINT]

    def values(self, outcome: str) -> Any:
        """The outcome, or the difference of two arms, at each point on each seed: float64 [points, seeds]."""
        arms = [self.about[ARM], self.about["against"]]
        one, other = (
            values_at(self.outcomes.filter(pl.col(ARM) == arm), outcome, self.design.height) if arm else 0.0
            for arm in arms
        )
        return one - other

    def indices(self, outcome: str) -> Indices | None:
        """Of every input; see indices_of."""
        return indices_of(outcome, self.inputs, self.values(outcome), self.about["second_order"])


def analyse_study(
    study: Study,
    question: Question,
    outcomes: Sequence[str],
    out: Path | None,
    as_json: bool,
    quiet: bool,
    retry_failed: bool = False,
) -> int:
    """
    Run what is missing of an analysis; write, draw and print where the variance comes from.

    Returns:
        The exit code, 0.
    """
    from clubsim.experiments.sensitivity_table import tell

    own = {arm: own_outcomes(study, arm, outcomes, quiet) for arm in question.arms}
    design = design_of(study, question)
    tasks = tasks_of(study, question, design)
    said = question.said()
    asked = {key: said[key] for key in said if key not in ("points", "second_order")}  # more of them go on from fewer
    with folder_of(replace(study, name=f"{study.name}-sensitivity"), "sensitivity", out, asked) as folder:
        if not quiet:
            print(cost_of(study, question, tasks, folder), file=sys.stderr, flush=True)
        found = run_points(tasks, folder, study.where, quiet, retry_failed)
        about = {**provenance(study), **said, "own": own, "notes": notes_on(question)}
        sensitivity = Sensitivity(
            about=about, design=design, outcomes=found.select(ARM, POINT, SEED, *OUTCOMES).sort(ARM, POINT, SEED)
        )
        write(sensitivity, folder)
    return tell(sensitivity, outcomes, folder, as_json)


def say_cost(study: Study, question: Question, outcomes: Sequence[str], quiet: bool) -> int:
    """Print how many runs an analysis takes and about how long, after one of them, and run no more. Returns 0."""
    for arm in question.arms:
        own_outcomes(study, arm, outcomes, quiet)
    print(cost_of(study, question, tasks_of(study, question, design_of(study, question)), None))
    return 0


def cost_of(study: Study, question: Question, tasks: Sequence[Task], folder: Path | None) -> str:
    """How much there is to do, from a run of each arm in the middle of all ranges, at most as many as there are."""
    keys = set(keys_of(tasks))
    store = None if folder is None else Store(folder / RUNS, repair=True)
    there = 0 if store is None else sum(key in store for key in keys)
    middle = {each: float(each.range.spread(0.5)) for each in question.inputs}
    seconds = seconds_of([_task(study, arm, middle, scenario_at(study, middle)) for arm in question.arms])
    inputs = len(question.inputs) + question.seed_dimension
    points = question.points * block_of(inputs, question.second_order)
    cost = cost_in_words(len(keys), there, seconds, study.where.processes)
    return f"{inputs} inputs, {points:,} points: {cost}"


def design_of(study: Study, question: Question) -> pl.DataFrame:
    """A row a point with the value of every input, the seed last if it is one."""
    inputs = [*question.inputs, *([seed_input(study)] if question.seed_dimension else [])]
    places = places_of(len(inputs), question.points, question.second_order)
    columns = {each.name: each.range.spread(places[:, j]) for j, each in enumerate(inputs)}
    return pl.DataFrame({POINT: np.arange(len(places)), **columns})


def tasks_of(study: Study, question: Question, design: pl.DataFrame) -> list[Task]:
    """Every point in every arm on every seed, or on its own seed where that is an input."""
    tasks = []
    for row in design.iter_rows(named=True):
        values = {each: float(row[each.name]) for each in question.inputs}
        seeds = (int(row[SEED_INPUT]),) if question.seed_dimension else study.seeds
        scenario = scenario_at(study, values)
        for arm in question.arms:
            there = replace(_task(study, arm, values, scenario), set=row[POINT])
            tasks += [replace(there, seed=seed) for seed in seeds]
    return tasks


def _task(study: Study, arm: str, values: dict[Input, float], scenario: Scenario) -> Task:
    return replace(bare_task(study, arm), scenario=scenario, policies=policies_at(study, arm, values))


def notes_on(question: Question) -> list[str]:
    """What a reader has to know of the ranges."""
    outside = [f"{each.name} ({each.range.own:g})" for each in question.inputs if not each.range.holds_own]
    return [f"the study's own value lies outside of the range: {', '.join(outside)}"] if outside else []


def write(sensitivity: Sensitivity, folder: Path) -> None:
    """
    The design, what every run came to and what made them, so that it can be read and drawn again.

    sensitivity.json comes last and what was there of another analysis goes first: with it, all belong together.
    """
    (folder / ABOUT).unlink(missing_ok=True)
    write_table(folder / "design.parquet", sensitivity.design)
    write_table(folder / "outcomes.parquet", sensitivity.outcomes)
    write_json(folder / ABOUT, sensitivity.about)


def read(folder: Path) -> Sensitivity:
    """
    What `write` wrote.

    Raises:
        StudyError: a folder without an analysis, or one that cannot be read.
    """
    if not (folder / ABOUT).is_file():
        raise StudyError(
            f"there is no sensitivity analysis in {folder}; give the folder that clubsim sensitivity wrote into"
        )
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        tables = [pl.read_parquet(folder / f"{name}.parquet") for name in ("design", "outcomes")]
        found = Sensitivity(about=about, design=tables[0], outcomes=tables[1])
        found.indices(next(iter(OUTCOMES)))
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        raise StudyError(f"the sensitivity analysis in {folder} cannot be read: {error}") from None
    return found
