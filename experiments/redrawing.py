"""
`clubsim figures`: every figure of a folder once more, from the tables that stand in it; nothing is simulated.

In another language, another format, for the column of a journal, or of other days.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError
from clubsim.experiments.folders import read_about
from clubsim.experiments.outcomes import OUTCOMES

Drawings = Mapping[str, Callable[[], Any]]  # by name, each to be called for a Figure, or None where nothing is to draw
NARROWEST, WIDEST = 60.0, 400.0  # [mm] a figure


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """
    What shall be drawn, and how.

    only: names of figures, none for all; days: of the social graph, none for the usual ones; lang: a language of
    wording.NAMES; formats: of figures.style; width: of a figure [mm], None for that of the screen.
    """

    only: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    lang: str = "en"
    formats: tuple[str, ...] = ("svg", "png")
    width: float | None = None


def redraw(folder: Path, wanted: Wanted, out: Path | None = None) -> list[Path]:
    """
    Draw what a folder holds.

    Args:
        out: where to write, else into the folder itself.

    Returns:
        The files.

    Raises:
        StudyError: the folder holds nothing that is drawn, or what is wanted cannot be.
    """
    from clubsim.experiments.figures.fonts import families
    from clubsim.experiments.figures.style import in_column, save_all
    from clubsim.experiments.wording import in_language

    check(wanted)
    into = folder if out is None else out
    with ExitStack() as stack:
        stack.enter_context(in_language(wanted.lang))
        families()  # a missing font is said before anything is written
        if wanted.width is not None:
            stack.enter_context(in_column(wanted.width))
        chosen = _chosen(_drawings_of(folder, wanted), wanted)
        into.mkdir(parents=True, exist_ok=True)
        files = save_all(_there(chosen), into, wanted.formats)
    nothing = [name for name in wanted.only if name not in {file.stem for file in files}]
    if nothing:
        raise StudyError(f"{folder} holds nothing to draw {nothing[0]} of; leave out --only {nothing[0]}")
    return files


def check(wanted: Wanted) -> None:
    """Raises StudyError at a language, format or width that there is not."""
    from clubsim.experiments.figures.style import ALL_FORMATS, DOUBLE, SINGLE
    from clubsim.experiments.wording import NAMES

    if wanted.lang not in NAMES:
        raise StudyError(unknown("language", wanted.lang, NAMES))
    for each in wanted.formats:
        if each not in ALL_FORMATS:
            raise StudyError(unknown("format", each, ALL_FORMATS))
    if wanted.width is not None and not NARROWEST <= wanted.width <= WIDEST:
        raise StudyError(
            f"--width is {NARROWEST:g} to {WIDEST:g} mm, not {wanted.width:g}; journals have columns of {SINGLE:g} and "
            f"{DOUBLE:g}, so write --width {DOUBLE:g}"
        )


def _chosen(drawings: Drawings, wanted: Wanted) -> Drawings:
    for name in wanted.only:
        if name not in drawings:
            raise StudyError(unknown("figure", name, drawings))
    return {name: drawings[name] for name in dict.fromkeys(wanted.only or drawings)}


def _there(drawings: Drawings) -> Iterator[tuple[str, Any]]:
    """Those that there is something to draw of."""
    for name, draw in drawings.items():
        figure = draw()
        if figure is not None:
            yield name, figure


def _drawings_of(folder: Path, wanted: Wanted) -> Drawings:
    about = read_about(folder)
    if about is None:
        raise StudyError(f"{folder} holds no study; give the folder that clubsim compare, run, sweep ... wrote")
    kind = about.get("kind")
    if wanted.days and kind != "run":
        raise StudyError(f"--day is for the social graph of a run, and {folder} holds a {kind}; leave it out")
    if kind not in KINDS:
        raise StudyError(f"{folder} holds a {kind}, of which nothing is drawn; drawn are {', '.join(KINDS)}")
    return KINDS[kind](folder, wanted)


def _of_a_comparison(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.figures.of_a_comparison import FIGURES, compared_in
    from clubsim.experiments.kept import read_kept

    compared = compared_in(read_kept(folder))
    return {name: partial(draw, compared) for name, draw in FIGURES.items()}


def _of_a_run(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.figures.novelty import novelty
    from clubsim.experiments.figures.over_time import headcount, weekly_speakers
    from clubsim.experiments.figures.social_graph import social_graph
    from clubsim.experiments.measures.reading import LogError, read_log
    from clubsim.experiments.novelty_curves import novelty_table
    from clubsim.experiments.outcomes import in_words
    from clubsim.experiments.reply_graph import check_days, has_ties, usual_days
    from clubsim.experiments.scenarios import scenario_of

    about, daily = _json(folder / "provenance.json"), _table(folder / "daily.parquet")
    try:
        log = read_log(folder / "events.parquet")
    except LogError as error:
        raise StudyError(str(error)) from None
    config = about["config"]
    name = f"{in_words(about['study'])}, {in_words(about['arm'])}"
    if wanted.days:
        check_days(log, wanted.days)
    days = sorted(set(wanted.days)) or usual_days(log)
    return {
        "weekly_speakers": lambda: weekly_speakers(daily),
        "headcount": lambda: headcount(daily),
        "social_graph": lambda: social_graph(log, days, name) if has_ties(log) else None,
        "novelty": lambda: novelty(novelty_table(scenario_of(config["scenario"], config["world"]).world)),
    }


def _of_a_sweep(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.figures.sweeping import sweep_figures

    about = _json(folder / "sweep.json")
    axes = [Along(**axis) for axis in about.get("axes") or _axes_of(_table(folder / "points.parquet"))]
    summary = _table(folder / "summary.parquet")
    return _drawn(sweep_figures(summary, axes, list(about["outcomes"]), about.get("name", about["study"])))


@dataclass(frozen=True, kw_only=True)
class Along:
    """An axis of a sweep, as it was kept."""

    name: str
    is_number: bool
    log: bool


def _axes_of(points: pl.DataFrame) -> list[dict[str, Any]]:
    """Of a sweep by an earlier version, which did not say so."""
    named = [column for column in points.columns if column not in ("point", "same_as")]
    return [{"name": name, "is_number": points[name].dtype.is_numeric(), "log": False} for name in named]


def _of_a_phase_diagram(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.figures.phase import phase_figure

    about, table = _json(folder / "phase.json"), _table(folder / "phase.parquet")
    (x, across), (y, up) = about["own"].items()
    arms, outcome = (about["against"], about["arm"]), OUTCOMES[about["outcome"]]
    return {"phase": lambda: phase_figure(table, (x, y), arms, outcome, (across, up))}


def _of_a_screening(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.screen import figures_of, read

    screening = read(folder)
    return _drawn(figures_of(screening, {outcome: screening.indices(outcome) for outcome in _told_in(folder)}))


def _of_a_sensitivity(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.sensitivity import read
    from clubsim.experiments.sensitivity_table import figures_of

    sensitivity = read(folder)
    return _drawn(figures_of(sensitivity, {outcome: sensitivity.indices(outcome) for outcome in _told_in(folder)}))


def _told_in(folder: Path) -> list[str]:
    """The outcomes that were last told of, in their order."""
    try:
        told = pl.read_csv(folder / "indices.csv", columns=["outcome"])
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StudyError(
            f"{folder / 'indices.csv'} cannot be read ({error}); tell it again by --from {folder}"
        ) from None
    return told["outcome"].unique(maintain_order=True).to_list()


def _of_an_optimisation(folder: Path, wanted: Wanted) -> Drawings:
    from clubsim.experiments.optimise import figures_of, read

    return _drawn(figures_of(read(folder)))


KINDS: dict[str, Callable[[Path, Wanted], Drawings]] = {
    "comparison": _of_a_comparison,
    "run": _of_a_run,
    "sweep": _of_a_sweep,
    "phase": _of_a_phase_diagram,
    "optimisation": _of_an_optimisation,
    "screening": _of_a_screening,
    "sensitivity": _of_a_sensitivity,
}


def _drawn(figures: Iterable[tuple[str, Any]]) -> Drawings:
    """Figures that are drawn already."""
    return {name: partial(lambda each: each, figure) for name, figure in figures}


def _json(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StudyError(f"{file} cannot be read ({error}); give the command that wrote the folder again") from None


def _table(file: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(file, glob=False, hive_partitioning=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StudyError(f"{file} cannot be read ({error}); give the command that wrote the folder again") from None
