"""`clubsim sweep`: a study at many points, each arm on the same seeds everywhere; tables, figures, files."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.axes import Axis, read_part
from clubsim.experiments.designs import advice, coordinates_of, from_table
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import folder_of
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.results import provenance, write_json, write_table, write_whole
from clubsim.experiments.sweep_file import sweep_file
from clubsim.experiments.sweep_summary import carried_out, points_table, summary_of, with_coordinates
from clubsim.experiments.sweep_table import plan_in_words, points_of, print_summary
from clubsim.experiments.sweeping import Plan, Sweep, check_outcomes, plan_of, sweep_of

USUAL_OUTCOMES = ("remaining", "weekly_speakers", "headcount_retention")


def read_sweep(
    name: str,
    texts: Sequence[str],
    arms: Sequence[str] = (),
    design: str | None = None,
    points: int | None = None,
    seed: int = 0,
    table: Path | None = None,
) -> Sweep:
    """
    The sweep that a command line asks for, every point checked.

    Args:
        name: of a study, of a sweep in configs/sweep, or the path of either.
        texts: overrides and axes, as on the command line.
        arms: which ones run; none for all.
        design, points, seed: of `coordinates_of`; None for what the sweep's file says, else a grid.
        table: a CSV of points, in the place of axes.

    Raises:
        StudyError: one sentence on what is wrong and what to write instead.
    """
    file = sweep_file(name)
    written = () if file is None else file.parts
    given = [read_part(text) for text in texts]
    swept = {part.override.path for part in given if isinstance(part, Axis)}
    parts = [*(part for part in written if not (isinstance(part, Axis) and part.override.path in swept)), *given]
    axes = [part for part in parts if isinstance(part, Axis)]
    study, sets = (name, None) if file is None else (file.study, file.sets)
    if table is not None:
        if axes or design or points:
            raise StudyError(
                f"the points are those of {table}; take out {axes[0].name if axes else '--design and --points'}"
            )
        axes, coordinates = from_table(table)
        return sweep_of(study, parts, axes, coordinates, {"design": "table", "file": table.name}, arms, sets)
    kind = design or ("grid" if file is None else file.design)
    count = points if points is not None or file is None or design is not None else file.points
    coordinates = coordinates_of(axes, kind, count, seed)
    about = {"design": kind} if kind == "grid" else {"design": kind, "seed": seed}
    notes = advice(kind, len(coordinates))
    sweep = sweep_of(study, parts, axes, coordinates, about, arms, sets, notes)
    return sweep if file is None else replace(sweep, name=name.rpartition("/")[2].partition(".")[0])


def list_points(sweep: Sweep, as_json: bool) -> int:
    """Print the points and how much there is to run, after one run to time it, and run no more. Returns 0."""
    plan, points = plan_of(sweep), points_table(sweep)
    seconds = _timed(plan)
    if as_json:
        listed = {"points": points.to_dicts(), "arms": sweep.arms, "runs": len(plan.tasks), "seconds_of_one": seconds}
        print(json.dumps({**listed, "notes": sweep.notes}, indent=2, default=str))
        return 0
    from rich.console import Console

    Console(highlight=False, markup=False).print(points_of(points))
    for line in (*plan_in_words(sweep, plan, seconds), *(f"Note: {note}." for note in sweep.notes)):
        print(line)
    return 0


def _timed(plan: Plan) -> float | None:
    """Seconds of the first run, None where the model is not compiled yet, which would take minutes."""
    from clubsim.experiments.points import seconds_of
    from clubsim.sim.loops import is_cold
    from clubsim.sim.warm_up import warm_up

    if is_cold():
        return None
    warm_up()
    return seconds_of(plan.tasks[:1])


def sweep_study(
    sweep: Sweep, outcomes: Sequence[str], out: Path | None, as_json: bool, quiet: bool, retry_failed: bool = False
) -> int:
    """
    Run a sweep and print, draw and write what came out.

    Args:
        outcomes: those that are summarised; the table of runs has all.

    Returns:
        The exit code, 0.
    """
    check_outcomes(outcomes)
    plan, points = plan_of(sweep), points_table(sweep)
    _say(plan_in_words(sweep, plan, None), quiet)
    with folder_of(sweep.asked, "sweep", out) as folder:
        runs = carried_out(plan, folder, sweep.study.where, quiet, retry_failed)
        summary = with_coordinates(summary_of(runs, sweep.control, outcomes), points)
        notes = [*sweep.notes, *draw(sweep, summary, outcomes, folder)]
        content = content_of(sweep, points, summary, outcomes, notes)
        write(sweep, folder, {"points": points, "runs": with_coordinates(runs, points), "summary": summary}, content)
    if as_json:
        print(json.dumps({**content, "folder": str(folder)}, indent=2, default=str))
        return 0
    axes = [axis.name for axis in sweep.axes]
    print_summary(summary, axes, outcomes, sweep.control if len(sweep.arms) > 1 else None)
    for note in notes:
        print(f"Note: {note}.")
    print(f"files in {folder}")
    return 0


def _say(lines: Sequence[str], quiet: bool) -> None:
    import sys

    if not quiet:
        print("\n".join(lines), file=sys.stderr, flush=True)


def content_of(
    sweep: Sweep, points: pl.DataFrame, summary: pl.DataFrame, outcomes: Sequence[str], notes: Sequence[str]
) -> dict[str, Any]:
    """All numbers of a sweep but the single runs, as JSON takes them."""
    return {
        "study": sweep.study.name,
        "name": sweep.name,
        "axes": [{"name": axis.name, "is_number": axis.is_number, "log": axis.log} for axis in sweep.axes],
        "design": sweep.design,
        "arms": list(sweep.arms),
        "control": sweep.control,
        "outcomes": {name: {"unit": OUTCOMES[name].unit, "definition": OUTCOMES[name].definition} for name in outcomes},
        "points": points.to_dicts(),
        "summary": summary.to_dicts(),
        "notes": list(notes),
    }


def write(sweep: Sweep, folder: Path, tables: dict[str, pl.DataFrame], content: dict[str, Any]) -> None:
    """Every table as CSV and as Parquet, the numbers as JSON, and what made them."""
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", table.write_csv)
        write_table(folder / f"{name}.parquet", table)
    write_json(folder / "sweep.json", content)
    write_json(folder / "provenance.json", {**provenance(sweep.asked), "notes": list(sweep.notes)})


def draw(sweep: Sweep, summary: pl.DataFrame, outcomes: Sequence[str], folder: Path) -> list[str]:
    """A figure an outcome where one or two numbers are swept. Returns why there is none, as notes."""
    from clubsim.experiments.figures.style import save_all
    from clubsim.experiments.figures.sweeping import sweep_figures, why_not_drawn

    reason = why_not_drawn(sweep.axes, summary)
    if reason is not None:
        return [reason]
    files = save_all(sweep_figures(summary, sweep.axes, outcomes, sweep.name), folder)
    drawn = {file.stem for file in files}
    return [f"{outcome} has no value at any point, and no figure" for outcome in outcomes if outcome not in drawn]
