"""`clubsim optimise`: the values of some policies' parameters that serve several goals best; tables, figures, files."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.compare import OWN as OWN_SET
from clubsim.experiments.compare import task_of
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fairness import FAIRNESS
from clubsim.experiments.folders import RUNS, folder_of
from clubsim.experiments.optimising import Asked
from clubsim.experiments.optimum import Problem, Solved, solve, table_of
from clubsim.experiments.optimum_table import in_json, print_optimum
from clubsim.experiments.results import provenance, write_json, write_table, write_whole
from clubsim.experiments.running import Task
from clubsim.experiments.searching import Goal
from clubsim.experiments.store import Store
from clubsim.experiments.trying import CONTROL, OWN, Candidate, Tries

ABOUT, TRIALS = "optimisation.json", "trials"
WHERE = ("engine", "workers", "cluster")  # overrides that no result hangs on


def optimise_study(asked: Asked, out: Path | None, as_json: bool, quiet: bool, retry_failed: bool = False) -> int:
    """
    Optimise, and write, draw and print what came out. The same command goes on where one was interrupted.

    Returns:
        The exit code, 0, or 1 if no trial is feasible.
    """
    problem, study = asked.problem, asked.study
    with folder_of(replace(study, name=f"{study.name}-optimum"), "optimisation", out, asked.identity) as folder:
        tries = Tries(
            jobs_of=Jobs(asked),
            outcomes=problem.outcomes,
            store=Store(folder / RUNS, repair=True),
            where=study.where,
            quiet=quiet,
            retry_failed=retry_failed,
            day=study.read_off_day,
        )
        say = _not_said if quiet else _said
        say(in_advance(problem))
        solved = solve(problem, tries, say)
        found = Told(about=about_of(asked, solved), table=table_of(problem, solved))
        write(found, folder)
        write_json(folder / "provenance.json", {**provenance(study), "optuna": _optuna()})
    return tell(found, folder, as_json)


def _said(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _not_said(words: str) -> None:
    """Nothing: the user asked for quiet."""


def in_advance(problem: Problem) -> str:
    """How much there is to run, before it is run."""
    seeds = f"{problem.trials} trials on {len(problem.seeds)} seeds"
    again = f", then the best on {len(problem.fresh)} others" if problem.fresh else ""
    return f"{len(problem.axes)} parameters, {seeds}{again}: {problem.trials * len(problem.seeds)} runs and more"


@dataclass(frozen=True, kw_only=True)
class Told:
    """An optimisation that was run. about: what it was, as plain values; table: of optimum.table_of."""

    about: dict[str, Any]
    table: pl.DataFrame

    @property
    def goals(self) -> list[Goal]:
        """What was to be large or small."""
        return [Goal(outcome=each["outcome"], maximise=each["maximise"]) for each in self.about["goals"]]


class Jobs:
    """The runs of a candidate: one arm of the study with the candidate's values, on each seed."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def __call__(self, candidate: Candidate, seeds: Sequence[int]) -> list[Task]:
        """A task a seed. Raises StudyError at values that are no study together."""
        asked = self.asked
        arm = asked.against if candidate.number == CONTROL else asked.arm
        assert arm is not None
        trial = candidate.number >= 0
        study = asked.study_at(candidate.values) if trial else asked.study
        first = task_of(study, arm, OWN_SET, seeds[0])
        bare = replace(
            first,
            set=candidate.number if trial else OWN_SET,
            days=study.read_off_day + 1,
            detail=FAIRNESS.name in asked.problem.outcomes,
            keep_admissions=False,
        )
        return [replace(bare, seed=seed) for seed in seeds]


def about_of(asked: Asked, solved: Solved) -> dict[str, Any]:
    """What was asked, as plain values, with nothing of when and where it was run."""
    problem = asked.problem
    failed = [look for look in (*solved.looks, *solved.fresh.values()) if look.candidate.number < 0 and look.why]
    names = {OWN: asked.arm, CONTROL: asked.against}
    notes = [f"arm {names[look.candidate.number]} as the study has it: {look.why}" for look in failed]
    return {
        "study": asked.study.name,
        "overrides": [text for text in asked.study.overrides if text.partition("=")[0] not in WHERE],
        **asked.identity,
        "axes": [axis.name for axis in problem.axes],
        "seeds": list(problem.seeds),
        "fresh_seeds": list(problem.fresh),
        "trials": problem.trials,
        "notes": [*asked.study.notes, *notes],
    }


def write(found: Told, folder: Path) -> None:
    """
    Every trial as Parquet and CSV, and what was asked, so that it can be told again.

    optimisation.json comes last and what was there of another goes first: with it, all belong together.
    """
    (folder / ABOUT).unlink(missing_ok=True)
    write_table(folder / f"{TRIALS}.parquet", found.table)
    write_whole(folder / f"{TRIALS}.csv", found.table.write_csv)
    write_json(folder / ABOUT, found.about)


def read(folder: Path) -> Told:
    """
    What `write` wrote.

    Raises:
        StudyError: a folder without an optimisation, or one that cannot be read.
    """
    if not (folder / ABOUT).is_file():
        raise StudyError(f"there is no optimisation in {folder}; give the folder that clubsim optimise wrote into")
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        found = Told(about=about, table=pl.read_parquet(folder / f"{TRIALS}.parquet"))
        in_json(found.about, found.goals, found.table)
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise StudyError(f"the optimisation in {folder} cannot be read: {error}") from None
    return found


def tell(found: Told, folder: Path, as_json: bool) -> int:
    """Draw and print it. Returns the exit code, 0, or 1 if no trial is feasible."""
    draw(found, folder)
    if as_json:
        content = in_json(found.about, found.goals, found.table)
        print(json.dumps({**content, "folder": str(folder)}, indent=2, ensure_ascii=False))
    else:
        print_optimum(found.about, found.goals, found.table)
        print(f"\n{len([path for path in folder.iterdir() if path.is_file()])} files in {folder}")
    return 0 if found.table["front"].any() else 1


def draw(found: Told, folder: Path) -> None:
    """The front of several goals, or how the best of one was found, as SVG and PNG."""
    from clubsim.experiments.figures.style import save_all

    save_all(figures_of(found), folder)


def figures_of(found: Told) -> Iterator[tuple[str, Any]]:
    """The one figure there is, by name; none where no trial is feasible."""
    from clubsim.experiments.figures.optimum import history, pareto

    if found.table["feasible"].any():
        several = len(found.goals) > 1
        figure = (pareto if several else history)(found.table, found.goals, found.about)
        yield "pareto" if several else "history", figure


def _optuna() -> str:
    from importlib.metadata import version

    return version("optuna")
