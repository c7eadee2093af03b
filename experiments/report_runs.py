"""The runs a report takes beside those of the comparison: whom an arm lets in apart from what it does, and hinges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from clubsim.experiments.compare import admissions_in, own_tasks_of
from clubsim.experiments.decomposition import Pair, arms_crossed, crossed_tasks, decompose
from clubsim.experiments.folders import RUNS
from clubsim.experiments.hinges import hinge_table, hinge_tasks, points_of
from clubsim.experiments.pairs import SCENARIO
from clubsim.experiments.results import write_table
from clubsim.experiments.runner import carry_out_all, tell
from clubsim.experiments.store import Store
from clubsim.experiments.study import Study

MOST_SEEDS = 10  # of a decomposition that only a report asks for


def further_tables(study: Study, folder: Path, members: pl.DataFrame, quiet: bool) -> list[Path]:
    """
    Carry out what a report takes beside a comparison and is not there yet, and write its tables.

    Args:
        study: compared already, in this folder.
        members: of the comparison; they tell which arms let in others than the control.

    Returns:
        The files written: decomposition.parquet, unless the study's own decomposition stands there or every arm
        lets in the same people, and hinges.parquet where the study names hinges.
    """
    store = Store(folder / RUNS, repair=True)
    written = []
    pairs = [] if study.decompose or study.branch_at is not None else pairs_to_split(members, study.control)
    if pairs:
        write_table(folder / "decomposition.parquet", _split(study, store, pairs, quiet))
        written.append(folder / "decomposition.parquet")
    if study.hinges:
        write_table(folder / "hinges.parquet", _tried(study, store, quiet))
        written.append(folder / "hinges.parquet")
    return written


def pairs_to_split(members: pl.DataFrame, control: str) -> list[Pair]:
    """Each arm that let in others than the control on some seed, with the control."""
    own = members.filter(pl.col("set") == SCENARIO)
    let_in = {arm: rows.select("seed", "uid") for (arm,), rows in own.group_by("arm", maintain_order=True)}
    there = let_in.get(control, own.select("seed", "uid").clear())
    return [(str(arm), control) for arm, mine in let_in.items() if arm != control and _differ(mine, there)]


def _differ(mine: pl.DataFrame, others: pl.DataFrame) -> bool:
    same = mine.join(others, on=["seed", "uid"], how="inner").height
    return not same == mine.height == others.height


def _split(study: Study, store: Store, pairs: Sequence[Pair], quiet: bool) -> pl.DataFrame:
    """The difference of each pair, split, over the first MOST_SEEDS seeds; without numbers where it cannot be."""
    arms = arms_crossed(pairs)
    tasks = [
        replace(task, keep_admissions=True, detail=False)
        for task in own_tasks_of(study)
        if task.arm in arms and task.seed in study.seeds[:MOST_SEEDS]
    ]
    tell(carry_out_all(tasks, store, study.where, quiet))
    crossed = crossed_tasks(tasks, admissions_in(store, tasks), pairs)
    carry_out_all(crossed, store, study.where, quiet, strict=False)  # an arm that enrols, say, cannot be split
    both = [store.table_of("runs", tasks), store.table_of("runs", crossed)]
    return decompose(pl.concat(both, how="diagonal_relaxed"), pairs)


def _tried(study: Study, store: Store, quiet: bool) -> pl.DataFrame:
    """Every run at every value of every hinge."""
    points = points_of(study.hinges)
    at_points = hinge_tasks(study, own_tasks_of(study), points)
    tell(carry_out_all([task for tasks in at_points for task in tasks], store, study.where, quiet))
    return hinge_table(points, [store.table_of("runs", tasks) for tasks in at_points], study.hinges)
