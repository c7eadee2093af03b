"""What a sensitivity analysis found, as files, figures and tables on the terminal."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.experiments.inputs import SEED_INPUT
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.printing import percent
from clubsim.experiments.results import write_json, write_table, write_whole
from clubsim.experiments.sensitivity import Sensitivity
from clubsim.experiments.sobol import Index, Indices, ranked

WIDE = 150  # [character] where there is no terminal
MOST_PAIRS = 10  # shown
NOISY = 0.25  # share of noise in the variance from which more seeds are advised


def tell(sensitivity: Sensitivity, outcomes: Sequence[str], folder: Path, as_json: bool) -> int:
    """Print, draw and write the indices of some outcomes. Returns the exit code, 0."""
    found = {outcome: sensitivity.indices(outcome) for outcome in outcomes}
    content = content_of(sensitivity, found)
    write(content, folder)
    draw(sensitivity, found, folder)
    if as_json:
        print(json.dumps({**content, "folder": str(folder)}, indent=2))
        return 0
    for note in content["notes"]:
        print(f"Note: {note}.")
    for outcome, indices in found.items():
        show(sensitivity, outcome, indices)
    print(f"\n{len([path for path in folder.iterdir() if path.is_file() and path.name[0] != '.'])} files in {folder}")
    return 0


def content_of(sensitivity: Sensitivity, found: dict[str, Indices | None]) -> dict[str, Any]:
    """All numbers as JSON takes them; `outcomes` says of each what its variance is made of."""
    keys = ("study", "arm", "against", "points", "second_order", "seed_dimension", "seeds")
    every = [indices for indices in found.values() if indices is not None]
    spread = [{key: value for key, value in vars(each).items() if key not in ("inputs", "pairs")} for each in every]
    notes = [*sensitivity.about["notes"], *(note for each in every for note in notes_on(each))]
    return {
        **{key: sensitivity.about[key] for key in keys},
        "outcomes": spread,
        "indices": [asdict(index) for each in every for index in each.inputs],
        "pairs": [asdict(pair) for each in every for pair in each.pairs],
        "notes": notes,
    }


def notes_on(indices: Indices) -> list[str]:
    """What stands in the way of reading them."""
    notes = []
    if indices.left_out:
        notes.append(
            f"{indices.outcome} is missing somewhere at {indices.left_out} of "
            f"{indices.left_out + indices.points} base points, which are left out: the indices are of the others"
        )
    if indices.noise is not None and indices.noise > NOISY:
        notes.append(
            f"{percent(indices.noise)} of the variance of {indices.outcome} over the points is noise, which is "
            "subtracted and makes the intervals wide; more seeds leave less of it"
        )
    return notes


def write(content: dict[str, Any], folder: Path) -> None:
    """The indices as JSON, and as CSV and Parquet in a row an outcome and input, or pair of inputs."""
    write_json(folder / "indices.json", content)
    for name in ("indices", "pairs"):
        if content[name]:
            table = pl.DataFrame(content[name])
            write_whole(folder / f"{name}.csv", table.write_csv)
            write_table(folder / f"{name}.parquet", table)


def draw(sensitivity: Sensitivity, found: dict[str, Indices | None], folder: Path) -> None:
    """A figure an outcome, as SVG and PNG."""
    from clubsim.experiments.figures.style import save_all

    save_all(figures_of(sensitivity, found), folder)


def figures_of(sensitivity: Sensitivity, found: dict[str, Indices | None]) -> Iterator[tuple[str, Any]]:
    """A figure an outcome that has indices, by name."""
    from clubsim.experiments.figures.sensitivity import sensitivity_figure

    for outcome, indices in found.items():
        if indices is not None:
            seeds = len(sensitivity.about["seeds"])
            yield f"sensitivity_{outcome}", sensitivity_figure(indices, OUTCOMES[outcome], where(sensitivity), seeds)


def where(sensitivity: Sensitivity) -> str:
    """Study and arm, or the two arms whose difference it is."""
    about = sensitivity.about
    against = "" if about["against"] is None else f" minus {in_words(about['against'])}"
    return f"{in_words(about['study'])}, {in_words(about['arm'])}{against}"


def show(sensitivity: Sensitivity, outcome: str, indices: Indices | None) -> None:
    """One outcome on stdout: what it is over the ranges, a line an input, and what is luck."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    console.print(f"\n{spread_in_words(sensitivity, outcome, indices)}", markup=False)
    if indices is None:
        console.print("there is no variance in it but noise, or too few points have it: no index", markup=False)
        return
    console.print(table_of(sensitivity, indices))
    if indices.pairs:
        console.print(pairs_in_words(indices), markup=False)
    console.print(luck_in_words(indices, len(sensitivity.about["seeds"])), markup=False)


def spread_in_words(sensitivity: Sensitivity, outcome: str, indices: Indices | None) -> str:
    """What an outcome, or an effect, is over the ranges."""
    words = f"{OUTCOMES[outcome].label} [{OUTCOMES[outcome].unit}], {where(sensitivity)}"
    if indices is None:
        return words
    words += (
        f": {indices.mean:.3g} in the mean of {2 * indices.points} points, {indices.low:.3g} to {indices.high:.3g} in "
        "90 % of them"
    )
    return words + (f", above 0 in {percent(indices.above)}" if sensitivity.about["against"] is not None else "")


def table_of(sensitivity: Sensitivity, indices: Indices) -> Any:
    """A row an input, as a table of rich."""
    from rich.table import Table

    raw = indices.noise is not None
    table = Table(title="share of the variance, with 95 % interval", title_justify="left", header_style="none")
    noisy = ("first with noise", "total with noise") if raw else ()
    columns = ("input", "range", "first", "interval", "total", "interval", *noisy)
    for column in columns:
        table.add_column(column, justify="left" if column in ("input", "range") else "right")
    ranges = {each["name"]: each for each in sensitivity.about["inputs"]}
    for index in ranked(indices):
        with_noise = (f"{index.first_raw:.2f}", f"{index.total_raw:.2f}") if raw else ()
        table.add_row(index.input, _range(ranges.get(index.input)), *_numbers(index), *with_noise)
    return table


def _range(said: dict[str, Any] | None) -> str:
    if said is None:
        return "each seed"
    return f"{said['low']:.4g} … {said['high']:.4g}" + (" (log)" if said["log"] else "")


def _numbers(index: Index) -> tuple[str, str, str, str]:
    first = f"{index.first:.2f}", f"{index.first_low:.2f} … {index.first_high:.2f}"
    return *first, f"{index.total:.2f}", f"{index.total_low:.2f} … {index.total_high:.2f}"


def pairs_in_words(indices: Indices) -> str:
    """The pairs whose interval excludes 0, the largest first."""
    told = sorted((pair for pair in indices.pairs if pair.low > 0 or pair.high < 0), key=lambda pair: -pair.second)
    words = [f"{p.one} × {p.other} {p.second:.2f} ({p.low:.2f} … {p.high:.2f})" for p in told[:MOST_PAIRS]]
    rest = len(indices.pairs) - len(told)
    return f"second order: {', '.join(words) or 'none'}; of {rest} other pairs the interval holds 0"


def luck_in_words(indices: Indices, seeds: int) -> str:
    """How much of the variance is luck."""
    if indices.noise is None or indices.luck is None:
        luck = next((index for index in indices.inputs if index.input == SEED_INPUT), None)
        return (
            ""
            if luck is None
            else f"luck: {luck.total:.2f} of the variance of a run, the total order of the {seeds} seeds"
        )
    return (
        f"noise: {percent(indices.noise)} of the variance of the means over {seeds} seeds, subtracted; luck is "
        f"{percent(indices.luck)} of the variance of a single run"
    )
