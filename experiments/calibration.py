"""
Fitting a scenario to what its source reports, and gathering an ensemble of parameter sets that all fit.

    python -m clubsim.experiments.calibration operations_club scenario=operations_club_either --out fit.csv

An ensemble smoother with multiple data assimilation (Emerick & Reynolds 2013, Computers & Geosciences 55, 3-15): many
sets are drawn from the prior ranges, run, and moved together by what their outcomes have in common with their
parameters, in a few rounds. Sets drawn from what comes out are kept if they meet every criterion on seeds of their
own. The first row of the table is the one set for the scenario itself, near the middle of the ensemble. A parameter
that the figures say nothing about keeps its prior spread, so that the ensemble spans it.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from clubsim.experiments.calibration_targets import AIMS, ANCHORS, CRITERIA, SPANS, Anchor
from clubsim.experiments.compare import task_of
from clubsim.experiments.running import Task, carry_out
from clubsim.experiments.scenarios import with_values
from clubsim.experiments.study import Study, load_study

FIRST_SEED = 10_000  # far from those of any study, so that no study is read off on seeds a fit has seen
WIDENING = 1.5  # of the covariance of an earlier fit from which another starts
PRIOR_SPREAD = 0.18  # standard deviation of the prior, as a share of a parameter's range

Values = dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A parameter set with its mean outcomes, its misfit and whether it meets every criterion."""

    values: Values
    means: dict[str, float]
    misfit: float
    meets_all: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a process needs to judge a set: the study's described arm and its bare one, and the seeds."""

    described: Task
    bare: Task
    seeds: tuple[int, ...]
    bare_seeds: tuple[int, ...]


def judge(question: Question, values: Values) -> Judged:
    """Run the described arm on all seeds and the bare arm on some, with these parameters; compare the means."""
    outcomes = [carry_out(_with(question.described, values, seed)).outcomes for seed in question.seeds]
    means = {name: float(np.mean([outcome[name] for outcome in outcomes])) for name in outcomes[0]}
    for anchor in ANCHORS:
        means[anchor.name] = anchor_of(question, values, anchor, means)
    misfit = sum(criterion.misfit(means) for criterion in (*CRITERIA, *ANCHORS))
    meets = all(criterion.is_met(means) for criterion in (*CRITERIA, *ANCHORS))
    return Judged(values=values, means=means, misfit=misfit, meets_all=meets)


def anchor_of(question: Question, values: Values, anchor: Anchor, means: dict[str, float]) -> float:
    """An outside anchor: an outcome of the described arm, or how messages of the bare arm decline."""
    if not anchor.days:
        return means[anchor.outcome]
    (late_from, late_to), (early_from, early_to) = anchor.days
    late = early = 0.0
    for seed in question.bare_seeds:
        daily = carry_out(_with(question.bare, values, seed)).daily
        late += _first_cohort(daily, late_from, late_to)
        early += _first_cohort(daily, early_from, early_to)
    return late / early if early else float("inf")


def _first_cohort(daily: Any, first: int, last: int) -> float:
    """Mean messages a day: in the bare run nobody joins after the first season, so they are the first cohort's."""
    from clubsim.sim.counters import DAILY

    return float(daily[first : last + 1, DAILY.index("messages")].mean())


def _with(task: Task, values: Values, seed: int) -> Task:
    return replace(task, scenario=with_values(task.scenario, values), seed=seed)


def question_of(study: Study, round_: int, n_seeds: int, n_bare: int) -> Question:
    """The study's control, and the arm `nothing` with a single season of recruiting, on seeds of this round."""
    first = FIRST_SEED + 1000 * round_
    described = replace(task_of(study, study.control, -1, 0), days=study.read_off_day + 1, detail=False)
    last_day = max(day for anchor in ANCHORS for span in anchor.days for day in span)
    bare = task_of(study, "nothing", -1, 0)
    bare = replace(
        bare,
        policies={slot: _one_season(policy, slot) for slot, policy in bare.policies.items()},
        days=last_day + 1,
        read_off_day=last_day,
        window=(0, last_day),
    )
    return Question(
        described=described,
        bare=bare,
        seeds=tuple(range(first, first + n_seeds)),
        bare_seeds=tuple(range(first, first + n_bare)),
    )


def _one_season(policy: Any, slot: str) -> Any:
    return replace(policy, until_day=1) if slot == "recruitment" else policy


def fit(study: Study, rounds: int, size: int, say: Callable[[str], None], pool: Any, start: Path | None = None) -> Any:
    """
    The smoother over all of SPANS, from the prior or, if `start` is given, from around the sets of an earlier table.

    Returns:
        The sets after the last round on the searched scale, float64 [size, parameters].
    """
    rng = np.random.default_rng(0)
    points = prior_points(rng, size) if start is None else points_around(rng, size, start)
    aims = np.array([target.aim for target in AIMS])
    noise = np.array([target.sd for target in AIMS])
    for round_ in range(rounds):
        question = question_of(study, round_, 6, 2)
        judged = list(pool.map(judge, [question] * size, [outward(point) for point in points]))
        points = np.array([inward(one.values) for one in judged])
        seen = np.array([[target.seen(one.means) for target in AIMS] for one in judged])
        fitting = sum(one.meets_all for one in judged)
        say(f"round {round_ + 1}: median misfit {np.median([one.misfit for one in judged]):.1f}, {fitting} sets fit")
        points = smoothed(points, seen, aims, noise, rounds, rng)
    return points


def prior_points(rng: Any, size: int) -> Any:
    """Points drawn around the start of every parameter, over its range: float64 [size, parameters]."""
    prior = [(span.inward(span.start), span.width * PRIOR_SPREAD) for span in SPANS]
    return np.array([[centre + sd * rng.standard_normal() for centre, sd in prior] for _ in range(size)])


def points_around(rng: Any, size: int, table: Path) -> Any:
    """Points drawn from the normal distribution of the sets in a table, widened: float64 [size, parameters]."""
    points = sets_of(table)
    return rng.multivariate_normal(points.mean(axis=0), WIDENING * np.cov(points.T), size)


def sets_of(table: Path) -> Any:
    """The sets of a table as points, float64 [sets, parameters]."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return np.array([inward(row) for row in rows])


def smoothed(points: Any, seen: Any, aims: Any, noise: Any, rounds: int, rng: Any) -> Any:
    """
    One round of the smoother: every set moves by the regression of parameters on outcomes.

    Args:
        points: parameters [sets, p].
        seen: outcomes [sets, y].
        aims, noise: what is aimed at, and how exactly [y].
        rounds: how often the aims are used in all; the noise is inflated by it.
    """
    error = np.diag(rounds * noise * noise)
    away, off = points - points.mean(axis=0), seen - seen.mean(axis=0)
    cross, spread = away.T @ off / (len(points) - 1), off.T @ off / (len(points) - 1)
    wanted = aims + np.sqrt(rounds) * noise * rng.standard_normal(seen.shape)
    return points + (wanted - seen) @ np.linalg.solve(spread + error, cross.T)


def gather(
    study: Study, points: Any, first: Any, wanted: int, say: Callable[[str], None], pool: Any, most: int
) -> list[Judged]:
    """
    Sets that meet every criterion on seeds of their own: those of `first` [sets, parameters], then draws from the
    normal distribution of `points`. In front stands the centre, on more seeds, whether or not it does.
    """
    rng = np.random.default_rng(1)
    centre, covariance = points.mean(axis=0), np.cov(points.T)
    kept = [judge(question_of(study, 100, 20, 10), outward(centre))]
    tried = 0
    while len(kept) <= wanted and tried < most:
        question = question_of(study, 200 + tried, 8, 4)
        drawn = first[tried : tried + 16] if tried < len(first) else rng.multivariate_normal(centre, covariance, 16)
        batch = [outward(point) for point in drawn]
        judged = list(pool.map(judge, [question] * len(batch), batch))
        kept += [one for one in judged if one.meets_all]
        tried += len(batch)
        say(f"{len(kept) - 1} of {tried} sets fit")
    return kept[: wanted + 1]


def outward(point: Any) -> Values:
    """Parameters by name from a point of the searched scale, brought into their ranges."""
    return {span.name: span.outward(float(x)) for span, x in zip(SPANS, point, strict=True)}


def inward(values: Values) -> list[float]:
    """The point of the searched scale of these parameters."""
    return [span.inward(values[span.name]) for span in SPANS]


def write_table(path: Path, sets: Sequence[Values]) -> None:
    """The sets as a table of configs/ensemble, four significant figures."""
    names = [span.name for span in SPANS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for values in sets:
            writer.writerow([f"{values[name]:.4g}" for name in names])


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, gather, write the table, and print how the best set compares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study")
    parser.add_argument("overrides", nargs="*")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=4, help="0 with --start: keep what still fits and fill up")
    parser.add_argument("--size", type=int, default=96)
    parser.add_argument("--sets", type=int, default=40)
    parser.add_argument("--most", type=int, default=800, help="candidates for the ensemble at most")
    parser.add_argument("--start", type=Path, help="a table of an earlier fit, to begin near it")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    study = load_study(given.study, [*given.overrides, "ensemble.file=null"])

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
        points = fit(study, given.rounds, given.size, say, pool, given.start)
        first = sets_of(given.start) if given.start and not given.rounds else []
        sets = gather(study, points, first, given.sets, say, pool, given.most)
    write_table(given.out, [one.values for one in sets])
    best = sets[0]
    for criterion in (*CRITERIA, *ANCHORS):
        print(f"{criterion.name:24} {criterion.shown(best.means)}")
    print(f"misfit {best.misfit:.2f}, {len(sets) - 1} further sets in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
