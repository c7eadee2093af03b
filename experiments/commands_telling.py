"""Commands that tell: list, policies, parameters, results, measure, validate."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from clubsim.experiments.commands import (
    WIDE,
    Json,
    Quiet,
    app,
)
from clubsim.experiments.errors import StudyError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = ("experiments", "sweeps", "scenarios", "policies")


@app.command(name="list")
def list_(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="experiments, sweeps, scenarios or policies.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List what there is to compare, with a line on each."""
    from clubsim.agents.parameters import unknown
    from clubsim.experiments import listing

    if kind is not None and kind not in KINDS:
        raise StudyError(unknown("kind", kind, KINDS))
    lists = listing.everything((kind,) if kind else KINDS)
    typer.echo(listing.as_json(lists) if as_json else listing.as_text(lists))


@app.command()
def policies(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Such as gate/paid, paid, or a family: gate.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell what an operator can try: all policies, or everything about one."""
    from clubsim.experiments import policy_words

    found = policy_words.rows() if name is None else policy_words.chosen(name)
    width = policy_words.width_of(shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE)
    typer.echo(policy_words.as_json(found) if as_json else policy_words.told(found, width))


@app.command()
def parameters(as_json: Json = False) -> None:
    """List every parameter, every state variable and the order of a day."""
    from clubsim.experiments import tables_of_model

    typer.echo(tables_of_model.as_json() if as_json else tables_of_model.as_text())


@app.command()
def results(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A study's folder, else all of results/.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="KEY=VALUE", help="arm, set, seed, status or code, such as seed=0..9; repeatable."
        ),
    ] = None,
    runs: Annotated[bool, typer.Option("--runs", help="Run by run.")] = False,
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", metavar="OUTCOME", help="A column more; repeatable.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Which runs have no result, and why.")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a table as CSV.")] = None,
    table: Annotated[
        str,
        typer.Option("--table", metavar="TABLE", help="runs, daily, members, cohorts, growth, admissions; for --csv."),
    ] = "runs",
    check: Annotated[bool, typer.Option("--check", help="Read every file and say what is damaged.")] = False,
    compact: Annotated[bool, typer.Option("--compact", help="Put many small files into few large ones.")] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option("--forget", metavar="WHICH", help="Drop runs: failed, quarantined or old (code)."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell what has been run: all studies, or the runs of one; as CSV, too."""
    from clubsim.experiments.results_command import Asked
    from clubsim.experiments.results_command import results as tell_results

    asked = Asked(
        where=tuple(where or ()),
        outcomes=tuple(dict.fromkeys(outcome or ())),
        runs=runs,
        errors=errors,
        csv=csv,
        table=table,
        compact=compact,
        check=check,
        forget=tuple(forget or ()),
        as_json=as_json,
    )
    raise typer.Exit(tell_results(folder, asked))


@app.command()
def measure(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An event log in Parquet (member, day, kind, target), or an import.")
    ],
    first_weekday: Annotated[
        str | None, typer.Option("--first-weekday", metavar="DAY", help="Weekday of day 0, such as Mon.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure an event log, a real one or a run's."""
    weekday = None if first_weekday is None else weekday_number(first_weekday)
    if file.is_dir():
        from clubsim.experiments.commands_of_a_log import measure_folder

        measure_folder(file, weekday, as_json)
        return
    if not file.is_file():
        raise StudyError(f"there is no file {file}; give the path of an event log in Parquet")
    from clubsim.experiments.measures.measure import measure as measured
    from clubsim.experiments.measures.reading import LogError, read_log

    try:
        rows = measured(read_log(file), weekday)
    except LogError as error:
        raise StudyError(str(error)) from None
    _print_measurements(rows, file.name, as_json)


@app.command()
def validate(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="Else the four: mailing_list, qa_site, chat, student_site."),
    ] = None,
    seeds: Annotated[
        int | None, typer.Option("--seeds", metavar="N", help="Runs of each, else as many as the scenario says.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="One short run of each, to look and not to judge.")] = False,
    workers: Annotated[int, typer.Option("--workers", metavar="N", help="Processes, 0 for one a core.")] = 0,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hold a simulated community against real ones, pattern by pattern."""
    from clubsim.experiments.posting import PRESETS, load_posting

    if seeds is not None and not 1 <= seeds <= 1000:
        raise StudyError(f"--seeds is a whole number from 1 to 1000, not {seeds}; write for example --seeds 4")
    if not 0 <= workers <= 4096:
        raise StudyError(f"--workers is a whole number from 0 to 4096, not {workers}; write for example --workers 2")
    postings = [load_posting(each) for each in ((scenario,) if scenario else PRESETS)]
    from clubsim.experiments.validate import validate_postings

    raise typer.Exit(validate_postings(postings, seeds, quick, workers, as_json, quiet))


def _print_measurements(rows: Sequence[Any], title: str, as_json: bool) -> None:
    from rich.console import Console

    from clubsim.experiments.measures.measurement import as_json as json_of
    from clubsim.experiments.measures.measurement import as_table

    if as_json:
        typer.echo(json_of(rows))
    else:
        Console(width=None if sys.stdout.isatty() else WIDE).print(as_table(rows, title=title))


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday, of at least three letters of the name or of that number."""
    from clubsim.agents.parameters import unknown

    short = name.strip().lower()
    for number, weekday in enumerate(WEEKDAYS):
        if short == str(number) or (len(short) >= 3 and weekday.startswith(short)):
            return number
    raise StudyError(unknown("weekday", name, [weekday.capitalize() for weekday in WEEKDAYS]))
