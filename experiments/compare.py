"""`clubsim compare`: every arm on every seed, and over the ensemble; tables, figures, files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.branching import branched
from clubsim.experiments.comparison import Comparison, compare
from clubsim.experiments.decomposition import arms_crossed, crossed_tasks, decompose
from clubsim.experiments.decomposition_table import decomposition_as_json, print_decomposition
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import RUNS, folder_of
from clubsim.experiments.printing import WIDTH, about_fit, print_comparison
from clubsim.experiments.printing import as_json as comparison_as_json
from clubsim.experiments.results import provenance, write_json, write_table
from clubsim.experiments.runner import Report, carry_out_all, in_words, tell
from clubsim.experiments.running import Task, WarmUp
from clubsim.experiments.statistics_table import print_statistics
from clubsim.experiments.store import Store
from clubsim.experiments.study import Study
from clubsim.experiments.until import grown
from clubsim.sim.admissions import Admissions
from clubsim.sim.world import Scenario

FURTHER = ("decomposition", "hinges")  # tables of runs that only some comparisons and reports take
DRAWN = ("weekly_speakers", "headcount", "survival", "cohorts", "forest", "segments", "ranking")
OWN = -1  # the set of the scenario's own parameters


def compare_study(study: Study, out: Path | None, as_json: bool, quiet: bool, retry_failed: bool = False) -> int:
    """
    Run what is missing of a study and print, draw and write the comparison.

    Args:
        retry_failed: also run again what failed before.

    Returns:
        The exit code: 0, or 1 if some runs have no result.
    """
    with folder_of(study, "comparison", out) as folder:
        done = carry_out_comparison(study, folder, quiet, retry_failed)
    show(done.study, done.comparison, done.parts, folder, done.written, as_json)
    return 1 if done.report.without_result else 0


@dataclass(frozen=True, kw_only=True)
class Done:
    """
    A comparison that has just been carried out.

    study: with as many seeds as it came to; parts: of `split`; written: its files; report: of the runs.
    """

    study: Study
    comparison: Comparison
    parts: pl.DataFrame | None
    written: list[Path]
    report: Report


def carry_out_comparison(study: Study, folder: Path, quiet: bool, retry_failed: bool = False) -> Done:
    """
    Run what is missing of a study, and write its comparison, figures and tables into its folder.

    Args:
        folder: of `folder_of`, held by the caller.
    """
    store = Store(folder / RUNS, repair=True)
    report = carry_out_all(branched(study, tasks_of(study), folder, quiet), store, study.where, quiet, retry_failed)
    study = grown(study, lambda larger: _own_runs(larger, store, folder, quiet))
    tasks = branched(study, tasks_of(study), folder, quiet)
    report = carry_out_all(tasks, store, study.where, quiet) if study.until else report
    tables = tables_of(store, tasks)
    check_arms(study, tables["runs"], report)
    tell(report)
    days = (study.read_off_day, study.days - 1)
    comparison = compare(tables["runs"], study.control, study.scenario.reported, members=tables["members"], days=days)
    parts = split(study, tasks, store, tables["runs"], quiet)
    written = write_all(study, comparison, tables, folder, parts)
    return Done(study=study, comparison=comparison, parts=parts, written=written, report=report)


def tables_of(store: Store, tasks: Sequence[Task]) -> dict[str, pl.DataFrame]:
    """The tables of a comparison, in the order of its tasks."""
    return {name: store.table_of(name, tasks) for name in ("runs", "daily", "members", "cohorts", "growth")}


def _own_runs(study: Study, store: Store, folder: Path, quiet: bool) -> pl.DataFrame:
    """The runs with the scenario's own parameters, those that the store lacks made first."""
    tasks = branched(study, own_tasks_of(study), folder, quiet)
    carry_out_all(tasks, store, study.where, quiet)
    return store.table_of("runs", tasks)


def show(
    study: Study,
    comparison: Comparison,
    parts: pl.DataFrame | None,
    folder: Path,
    written: Sequence[Path],
    as_json: bool,
) -> None:
    """The comparison on stdout, as tables or as JSON."""
    if as_json:
        content = {**content_of(comparison, parts), "notes": list(study.notes), "folder": str(folder)}
        print(json.dumps(content, indent=2, default=str))
        return
    for note in study.notes:
        print(f"Note: {note}.")
    print_comparison(comparison)
    print_statistics(comparison)
    if parts is not None:
        print_decomposition(parts)
    print_fit(study.scenario)
    print(f"\n{len(written)} files in {folder}")


def check_arms(study: Study, runs: pl.DataFrame, report: Report) -> None:
    """Raises StudyError at an arm of which no run has a result: there is nothing to compare."""
    there = set(runs.filter(pl.col("set") == OWN)["arm"].to_list())
    for arm in study.arms:
        if arm not in there:
            raise StudyError(f"arm {arm} has no run with a result to compare: {in_words(report.without_result)}")


def split(study: Study, tasks: list[Task], store: Store, runs: pl.DataFrame, quiet: bool) -> pl.DataFrame | None:
    """The decompositions that the study asks for, by two more runs a pair and seed; None where it asks for none."""
    if not study.decompose:
        return None
    crossed = crossed_tasks(tasks, admissions_in(store, tasks), study.decompose)
    tell(carry_out_all(crossed, store, study.where, quiet))
    return decompose(pl.concat([runs, store.table_of("runs", crossed)]), study.decompose)


def admissions_in(store: Store, tasks: list[Task]) -> dict[tuple[str, int], Admissions]:
    """Who got in, by arm and seed, in the runs that keep it."""
    keeping = [task for task in tasks if task.keep_admissions and task.set == OWN]
    table = store.table_of("admissions", keeping)
    of_runs = table.partition_by("arm", "seed", as_dict=True, maintain_order=True)
    done = store.table_of("runs", keeping).select("arm", "seed").iter_rows()
    return {(arm, seed): _admissions(of_runs.get((arm, seed), table.clear())) for arm, seed in done}


def _admissions(rows: pl.DataFrame) -> Admissions:
    return Admissions(**{field.name: rows[field.name].to_numpy(writable=True) for field in fields(Admissions)})


def content_of(comparison: Comparison, parts: pl.DataFrame | None) -> dict[str, Any]:
    """All numbers of a comparison and of its decompositions, if it has any, as JSON takes them."""
    content = comparison_as_json(comparison)
    return content if parts is None else {**content, "decomposition": decomposition_as_json(parts)}


def print_fit(scenario: Scenario) -> None:
    """Which of the scenario's parameters were fitted, and to what."""
    from rich.console import Console

    values: dict[str, float] = scenario.world._asdict()
    values |= {f"{channel.name}.pool": channel.pool for channel in scenario.channels}
    Console(width=WIDTH, highlight=False).print(about_fit(scenario.fitted, scenario.unidentified, values))


def tasks_of(study: Study) -> list[Task]:
    """A task for each arm and seed with the scenario's own parameters, then for each set of the ensemble."""
    plain = own_tasks_of(study)
    if study.ensemble is None:
        return plain
    sets = [
        task_of(study, arm, k, seed)
        for k in range(study.ensemble.sets)
        for seed in range(study.seeds[0], study.seeds[0] + study.ensemble.seeds)
        for arm in study.arms
    ]
    return plain + sets


def own_tasks_of(study: Study) -> list[Task]:
    """A task for each arm and seed with the scenario's own parameters."""
    return [task_of(study, arm, OWN, seed) for arm in study.arms for seed in study.seeds]


def task_of(study: Study, arm: str, number: int, seed: int) -> Task:
    """With detail for the scenario's own parameters; a run of the ensemble ends on the read-off day."""
    own = number == OWN
    return Task(
        arm=arm,
        policies=study.arms[arm].policies,
        scenario=study.with_set(number),
        set=number,
        seed=seed,
        days=study.days if own else study.read_off_day + 1,
        read_off_day=study.read_off_day,
        window=study.window,
        engine=study.engine,
        detail=own,
        keep_admissions=own and arm in arms_crossed(study.decompose),
        warm_up=None if study.branch_at is None else warm_up_of(study, study.branch_at),
    )


def warm_up_of(study: Study, day: int) -> WarmUp:
    """The days before the branch, under the control's policies."""
    return WarmUp(day=day, policies=study.arms[study.control].policies)


def write_all(
    study: Study,
    comparison: Comparison,
    tables: Mapping[str, pl.DataFrame],
    folder: Path,
    parts: pl.DataFrame | None = None,
) -> list[Path]:
    """Tables as Parquet, the comparison as JSON, what made them, and the figures; parts: of `split`."""
    for name in FURTHER:  # of earlier runs, which may have been others
        (folder / f"{name}.parquet").unlink(missing_ok=True)
    for name, table in tables.items():
        write_table(folder / f"{name}.parquet", table)
    if comparison.segments is not None:
        write_table(folder / "segments.parquet", comparison.segments)
    if parts is not None:
        write_table(folder / "decomposition.parquet", parts)
    write_json(folder / "comparison.json", content_of(comparison, parts))
    write_json(folder / "provenance.json", provenance(study))
    draw(study, comparison, tables, folder)
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def draw(study: Study, comparison: Comparison, tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """The figures of a comparison that are looked at most, as SVG and PNG; `clubsim figures` draws all."""
    from clubsim.experiments.figures.of_a_comparison import Compared, figures_of
    from clubsim.experiments.figures.style import save_all

    compared = Compared(
        tables=tables,
        comparison=comparison,
        control=study.control,
        days=study.days,
        read_off_day=study.read_off_day,
        world=study.scenario.world,
    )
    save_all(figures_of(compared, DRAWN), folder)
