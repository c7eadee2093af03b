"""`clubsim screen`: every parameter tried in its plausible range, and which of them move an outcome."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import folder_of
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.points import POINT, SEED, bare_task, own_outcomes, run_points, values_at
from clubsim.experiments.ranges import Range
from clubsim.experiments.results import provenance, write_json, write_whole
from clubsim.experiments.scenarios import with_values
from clubsim.experiments.screening import (
    Index,
    design_of,
    indices_of,
    not_told,
    ranked,
    untouched,
    whole_trajectories,
)
from clubsim.experiments.study import Study

WIDE = 150  # [character] where there is no terminal
TRAJECTORY = "trajectory"  # a column of the design beside the point and every parameter


@dataclass(frozen=True, kw_only=True)
class Screening:
    """
    A screening that was run: about: what it was; design: a row a point with trajectory, point and every parameter;
    outcomes: a row a point and seed with every outcome, missing where there is none.
    """

    about: dict[str, Any]
    design: pl.DataFrame
    outcomes: pl.DataFrame

    @property
    def parameters(self) -> list[str]:
        """The names of those that were tried."""
        return [name for name in self.design.columns if name not in (TRAJECTORY, POINT)]

    def values(self, outcome: str) -> Any:
        """Of an outcome at each point on each seed, NaN where it is missing: float64 [points, seeds]."""
        return values_at(self.outcomes, outcome, self.design.height)

    def indices(self, outcome: str) -> list[Index]:
        """Of every parameter; see indices_of."""
        values = self.design.sort(POINT).select(self.parameters).to_numpy().astype(np.float64)
        return indices_of(outcome, self.parameters, values, self.values(outcome))


def screen_study(
    study: Study,
    arm: str,
    outcomes: Sequence[str],
    trajectories: int,
    ranges: Sequence[Range],
    out: Path | None,
    as_json: bool,
    quiet: bool,
    retry_failed: bool = False,
) -> int:
    """
    Screen a study's parameters under the policies of one arm; write, draw and print what moves the outcomes.

    Returns:
        The exit code, 0.
    """
    own = own_outcomes(study, arm, outcomes, quiet)
    asked = {"arm": arm, "trajectories": trajectories, "ranges": [asdict(range_) for range_ in ranges]}
    with folder_of(replace(study, name=f"{study.name}-screening"), "screening", out, asked) as folder:
        screening = carried_out(study, arm, ranges, trajectories, own, folder, quiet, retry_failed)
        write(screening, folder)
    return tell(screening, outcomes, folder, as_json)


def carried_out(
    study: Study,
    arm: str,
    ranges: Sequence[Range],
    trajectories: int,
    own: dict[str, float | None],
    folder: Path,
    quiet: bool,
    retry_failed: bool,
) -> Screening:
    """Every point of the design on every seed; what the folder's store holds already is not run again."""
    names = [range_.name for range_ in ranges]
    points = design_of(ranges, trajectories)
    scenarios = [with_values(study.scenario, dict(zip(names, map(float, row), strict=True))) for row in points]
    bare = bare_task(study, arm)
    tasks = [
        replace(bare, scenario=scenario, set=point, seed=seed)
        for point, scenario in enumerate(scenarios)
        for seed in study.seeds
    ]
    if not quiet:
        print(f"{len(names)} parameters, {len(points)} points, {len(tasks)} runs", file=sys.stderr, flush=True)
    outcomes = run_points(tasks, folder, study.where, quiet, retry_failed).select(POINT, SEED, *OUTCOMES)
    place = np.arange(len(points))
    columns = {TRAJECTORY: place // (len(names) + 1), POINT: place}
    design = pl.DataFrame({**columns, **{name: points[:, j] for j, name in enumerate(names)}})
    about = {
        **provenance(study),
        "arm": arm,
        "trajectories": trajectories,
        "own": own,
        "notes": notes_on(study, ranges),
    }
    about["ranges"] = [asdict(range_) for range_ in ranges]
    return Screening(about=about, design=design, outcomes=outcomes)


def notes_on(study: Study, ranges: Sequence[Range]) -> list[str]:
    """What a reader has to know: which values the scenario has outside of what is tried, and what is not tried."""
    outside = [f"{range_.name} ({range_.own:g})" for range_ in ranges if not range_.holds_own]
    tried = {range_.name for range_ in ranges}
    kept = [name for name in study.scenario.world._fields if name not in tried]
    notes = [f"not tried, at the scenario's own value: {', '.join(kept)}"] if kept else []
    if outside:
        notes.append(f"the scenario's own value lies outside of the range tried: {', '.join(outside)}")
    return notes


def write(screening: Screening, folder: Path) -> None:
    """
    The design, what every run came to and what made them, so that it can be read and drawn again.

    screening.json comes last and what was there of another screening goes first: with it, all belong together.
    """
    (folder / "screening.json").unlink(missing_ok=True)
    write_whole(folder / "design.csv", screening.design.write_csv)
    write_whole(folder / "outcomes.csv", screening.outcomes.write_csv)
    write_json(folder / "screening.json", screening.about)


def read(folder: Path) -> Screening:
    """
    What `write` wrote.

    Raises:
        StudyError: a folder without a screening, or one that cannot be read.
    """
    if not (folder / "screening.json").is_file():
        raise StudyError(f"there is no screening in {folder}; give the folder that clubsim screen wrote into")
    try:
        about = json.loads((folder / "screening.json").read_text(encoding="utf-8"))
        design = pl.read_csv(folder / "design.csv", infer_schema_length=None)
        outcomes = pl.read_csv(folder / "outcomes.csv", infer_schema_length=None)
        found = Screening(about=about, design=design, outcomes=outcomes)
        found.indices(next(iter(OUTCOMES)))
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        raise StudyError(f"the screening in {folder} cannot be read: {error}") from None
    return found


def tell(screening: Screening, outcomes: Sequence[str], folder: Path, as_json: bool) -> int:
    """Print, draw and write the indices of some outcomes. Returns the exit code, 0."""
    indices = {outcome: screening.indices(outcome) for outcome in outcomes}
    rows = [_row(index) for each in indices.values() for index in each]
    if rows:
        write_whole(folder / "indices.csv", pl.DataFrame(rows).write_csv)
    draw(screening, indices, folder)
    if as_json:
        about = {key: screening.about[key] for key in ("study", "arm", "trajectories", "notes")}
        print(json.dumps({**about, "indices": rows, "folder": str(folder)}, indent=2))
        return 0
    for note in screening.about["notes"]:
        print(f"Note: {note}.")
    for outcome, each in indices.items():
        show(screening, outcome, each)
    print(f"\n{len([path for path in folder.iterdir() if not path.name.startswith('.')])} files in {folder}")
    return 0


def _row(index: Index) -> dict[str, Any]:
    return {**asdict(index), "told": index.told, "untouched": index.untouched}


def draw(screening: Screening, indices: dict[str, list[Index]], folder: Path) -> None:
    """A figure an outcome, as SVG and PNG."""
    from clubsim.experiments.figures.style import save_all

    save_all(figures_of(screening, indices), folder)


def figures_of(screening: Screening, indices: dict[str, list[Index]]) -> Iterator[tuple[str, Any]]:
    """A figure an outcome that has any index, by name."""
    from clubsim.experiments.figures.screening import screening_figure

    where = f"{in_words(screening.about['study'])}, {in_words(screening.about['arm'])}"
    for outcome, each in indices.items():
        if each:
            yield f"screening_{outcome}", screening_figure(each, OUTCOMES[outcome], where)


def show(screening: Screening, outcome: str, indices: Sequence[Index]) -> None:
    """One outcome on stdout: over the design, then a line a parameter that is told from noise, then the others."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    console.print(f"\n{spread_in_words(screening, outcome)}", markup=False)
    if not indices:
        console.print("fewer than two trajectories have it at every point: no index", markup=False)
        return
    console.print(table_of(indices, OUTCOMES[outcome].unit))
    for words, names in (("not told from noise", not_told(indices)), ("never changed it", untouched(indices))):
        console.print(f"{words} ({len(names)}): {', '.join(names) or '–'}", markup=False)


def spread_in_words(screening: Screening, outcome: str) -> str:
    """What an outcome is over all points of the design, and with the scenario's own values."""
    values = screening.values(outcome)
    whole = whole_trajectories(values, len(screening.parameters))
    means = values[np.isfinite(values).all(axis=1)].mean(axis=1)
    own = screening.about["own"][outcome]
    words = f"{OUTCOMES[outcome].label} [{OUTCOMES[outcome].unit}]"
    if means.size:
        low, middle, high = np.quantile(means, (0.05, 0.5, 0.95))
        words += f": {middle:.3g} in the middle of {means.size} points, {low:.3g} to {high:.3g} in 90 % of them"
    words += "" if own is None else f"; {own:.3g} with the scenario's own values"
    if not whole.all():
        words += (
            f"; {np.count_nonzero(~whole)} of {whole.size} trajectories left out, where it is missing at some point"
        )
    return words


def table_of(indices: Sequence[Index], unit: str) -> Any:
    """Those told from noise, as a table of rich."""
    from rich.table import Table

    first = f"what a step of two thirds of its range changes [{unit}]"
    table = Table(title=first, title_justify="left", header_style="none")
    for column in ("parameter", "mu*", "±", "mu", "sigma / mu*", "noise floor"):
        table.add_column(column, justify="left" if column == "parameter" else "right")
    for index in ranked(indices):
        numbers = (f"{index.mu_star:.3g}", f"{index.interval:.2g}", f"{index.mu:+.3g}")
        table.add_row(index.parameter, *numbers, f"{index.sigma / index.mu_star:.2f}", f"{index.floor:.2g}")
    return table
