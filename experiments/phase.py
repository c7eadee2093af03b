"""
`clubsim phase`: what one arm does beside another, over two numbers, and where that is told from luck.

At every point of a grid both arms run on the same seeds, and their difference has its 95 % interval over seeds. Where
the interval excludes 0 the effect is told from luck, at that point and taken alone: of a hundred points without any
effect some five would be marked too.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.axes import Axis
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import folder_of
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.results import provenance, write_json, write_table, write_whole
from clubsim.experiments.sweep import read_sweep
from clubsim.experiments.sweep_summary import carried_out, points_table, summary_of, with_coordinates
from clubsim.experiments.sweep_table import number, plan_in_words
from clubsim.experiments.sweeping import Sweep, own_value, plan_of, with_arms

MORE, LESS, NEITHER = "more", "less", "not told"  # what the interval of a difference says
EXAMPLE = "such as gate.price=range(50,251,50) cull.messages=range(0,81,20)"
WIDTH = 140  # [character]


def read_phase(name: str, texts: Sequence[str], arm: str | None, against: str | None) -> Sweep:
    """
    The sweep that a phase diagram is drawn from; its arms are the one to compare with and the one that is compared.

    Raises:
        StudyError: not two numbers of at least two values each, no such arm, or one arm twice.
    """
    first = read_sweep(name, texts)
    if len(first.axes) != 2 or not all(axis.is_number and len(axis.values) >= 2 for axis in first.axes):
        raise StudyError(f"a phase diagram goes over two numbers of at least two values each; write {EXAMPLE}")
    study = first.study
    base = study.arm(study.control if against is None else against).name
    others = [other for other in study.arms if other != base]
    if arm is None and not others:
        raise StudyError(f"{study.name} has one arm, {base}, and a phase diagram compares two; add one to its arms")
    chosen = study.arm(others[0] if arm is None else arm).name
    if chosen == base:
        raise StudyError(f"--arm and --against are both {base}; write for example --arm {(others or ['OTHER'])[0]}")
    return with_arms(first, (base, chosen))


def phase_study(
    sweep: Sweep, outcome: str, out: Path | None, as_json: bool, quiet: bool, retry_failed: bool = False
) -> int:
    """
    Run a phase diagram and print, draw and write it.

    Args:
        sweep: of read_phase.

    Returns:
        The exit code, 0.
    """
    plan, points = plan_of(sweep), points_table(sweep)
    if not quiet:
        print("\n".join(plan_in_words(sweep, plan, None)), file=sys.stderr, flush=True)
    with folder_of(sweep.asked, "phase", out) as folder:
        runs = carried_out(plan, folder, sweep.study.where, quiet, retry_failed)
        table = phase_table(with_coordinates(summary_of(runs, sweep.arms[0], [outcome]), points), sweep)
        if table["difference"].null_count() == table.height:
            raise StudyError(f"{outcome} has no value in both arms at any point: {OUTCOMES[outcome].definition}")
        content = content_of(sweep, outcome, table)
        write(sweep, outcome, folder, table, with_coordinates(runs, points), content)
    if as_json:
        print(json.dumps({**content, "folder": str(folder)}, indent=2, default=str))
    else:
        tell(sweep, outcome, table)
        print(f"files in {folder}")
    return 0


def phase_table(summary: pl.DataFrame, sweep: Sweep) -> pl.DataFrame:
    """
    A row a point: its coordinates; against, arm: both means; difference, low, high: arm minus against and its 95 %
    interval over seeds; n: seeds with a value; effect: "more", "less", or "not told" where the interval holds 0.
    """
    base, arm = sweep.arms
    names = [axis.name for axis in sweep.axes]
    of_base = summary.filter(pl.col("arm") == base).select("point", against="mean")
    told = pl.when(pl.col("low") > 0).then(pl.lit(MORE)).when(pl.col("high") < 0).then(pl.lit(LESS))
    return (
        summary.filter(pl.col("arm") == arm)
        .select(
            *("point", *names),
            arm="mean",
            difference="control_mean",
            low="control_low",
            high="control_high",
            n="n",
        )
        .join(of_base, on="point", how="left", maintain_order="left")
        .with_columns(effect=told.otherwise(pl.lit(NEITHER)))
        .select("point", *names, "against", "arm", "difference", "low", "high", "n", "effect")
    )


def own_point(sweep: Sweep) -> tuple[float | None, float | None]:
    """What the study itself has for both numbers, in the arm that is compared or else the other; None for none."""
    x, y = (_own(sweep, axis) for axis in sweep.axes)
    return x, y


def _own(sweep: Sweep, axis: Axis) -> float | None:
    having = [] if sweep.base is None else [arm for arm in reversed(sweep.arms) if arm in sweep.base.arms]
    found = [own_value(sweep.base, arm, axis) for arm in having if sweep.base is not None]
    return next((value for value in found if value is not None), None)


def content_of(sweep: Sweep, outcome: str, table: pl.DataFrame) -> dict[str, Any]:
    """All that the diagram shows, as JSON takes it."""
    x, y = own_point(sweep)
    return {
        "study": sweep.study.name,
        "outcome": outcome,
        "unit": OUTCOMES[outcome].unit,
        "arm": sweep.arms[1],
        "against": sweep.arms[0],
        "own": {sweep.axes[0].name: x, sweep.axes[1].name: y},
        "points": table.to_dicts(),
        "notes": list(sweep.notes),
    }


def write(
    sweep: Sweep, outcome: str, folder: Path, table: pl.DataFrame, runs: pl.DataFrame, content: dict[str, Any]
) -> None:
    """The table and the runs as CSV and Parquet, the numbers as JSON, what made them, and the figure."""
    from clubsim.experiments.figures.phase import phase_figure
    from clubsim.experiments.figures.style import save

    for name, frame in (("phase", table), ("runs", runs)):
        write_whole(folder / f"{name}.csv", frame.write_csv)
        write_table(folder / f"{name}.parquet", frame)
    write_json(folder / "phase.json", content)
    write_json(folder / "provenance.json", {**provenance(sweep.asked), "notes": list(sweep.notes)})
    names = (sweep.axes[0].name, sweep.axes[1].name)
    save(phase_figure(table, names, sweep.arms, OUTCOMES[outcome], own_point(sweep)), folder / "phase")


def tell(sweep: Sweep, outcome: str, table: pl.DataFrame) -> None:
    """The diagram as a table: a column a value of the first number, a row a value of the second."""
    from rich.console import Console
    from rich.table import Table

    x, y = sweep.axes
    base, arm = (in_words(name) for name in sweep.arms)
    title = f"{OUTCOMES[outcome].label} [{OUTCOMES[outcome].unit}]: {arm} minus {base}"
    shown = Table(header_style="none", box=None, pad_edge=False)
    shown.add_column(f"{y.name} \\ {x.name}", justify="right")
    for value in x.values:
        shown.add_column(number(value), justify="right")
    for value in reversed(y.values):
        shown.add_row(number(value), *_cells(table, x, y.name, value))
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False)
    console.print(title)
    console.print(shown)
    told = table.filter(pl.col("effect") != NEITHER).height
    print(f"* the 95 % interval over {len(sweep.study.seeds)} seeds excludes 0: at {told} of {table.height} points")
    for note in sweep.notes:
        print(f"Note: {note}.")


def _cells(table: pl.DataFrame, x: Axis, y: str, value: Any) -> list[str]:
    rows = {row[x.name]: row for row in table.filter(pl.col(y) == value).iter_rows(named=True)}
    largest = float(table["difference"].drop_nulls().abs().to_numpy().max(initial=0.0))
    digits = 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 1 else 3
    found = [(rows[at]["difference"], rows[at]["effect"]) for at in x.values]
    return ["–" if mean is None else f"{mean:+.{digits}f}{'*' if effect != NEITHER else ' '}" for mean, effect in found]
