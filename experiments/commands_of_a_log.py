"""Commands on a community's own data: import, template; and what `measure` says of an import's folder."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from clubsim.experiments.commands import WIDE, Json, app

FORMATS = "chatlab, discord, discourse, git, mbox, slack or tables; else by content."


@app.command(name="import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A log, a ZIP, or a folder of logs or tables.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Else imported/NAME.")] = None,
    format_: Annotated[str | None, typer.Option("--format", metavar="NAME", help=FORMATS)] = None,
    timezone: Annotated[
        str | None, typer.Option("--timezone", metavar="ZONE", help="Whose days, such as Asia/Shanghai.")
    ] = None,
    clock: Annotated[bool, typer.Option("--clock", help="Keep the hour, to the minute; else whole days.")] = False,
    as_json: Json = False,
) -> None:
    """Read a community's log or tables; members become numbers, no name or text is kept."""
    from clubsim.experiments.importing.clock import clock_of
    from clubsim.experiments.importing.community import import_community
    from clubsim.experiments.importing.folder import Folder
    from clubsim.experiments.importing.telling import lines_of

    folder = out or Path("imported") / (source.stem or source.resolve().name)
    found = import_community(source, folder, format_, clock_of(timezone), clock)
    if as_json:
        typer.echo(json.dumps(found.facts, indent=2, ensure_ascii=False))
        return
    for line in lines_of(found, str(folder)):
        typer.echo(line)
    _print_tables(Folder(found.tables, found.facts))


@app.command()
def template(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the tables shall be.")],
    lang: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="Of headers: en or zh.")] = "en",
    encoding: Annotated[str, typer.Option("--encoding", metavar="NAME", help="utf-8 or gb18030.")] = "utf-8",
) -> None:
    """Write empty tables to fill in about a community of your own."""
    from clubsim.experiments.importing.template import write_template

    written = write_template(folder, lang, encoding)
    for path in written:
        typer.echo(f"wrote {path}")
    if not written:
        typer.echo(f"all tables are in {folder} already; nothing was written")
    typer.echo(f"fill in what you know, then: clubsim import {folder} --out club")


def measure_folder(folder: Path, first_weekday: int | None, as_json: bool) -> None:
    """
    Measure an import: its events, its other tables, and what was around each change.

    Raises:
        StudyError: the folder is no import.
    """
    from clubsim.experiments.errors import StudyError
    from clubsim.experiments.importing.folder import read_folder
    from clubsim.experiments.importing.telling import around_changes, changes_as_list, told
    from clubsim.experiments.measures.measure import measure
    from clubsim.experiments.measures.measurement import as_json as json_of
    from clubsim.experiments.measures.measurement import as_table
    from clubsim.experiments.measures.reading import LogError

    found = read_folder(folder)
    weekday = found.first.weekday() if found.first and first_weekday is None else first_weekday
    try:
        rows = measure(found.tables["events"], weekday) if "events" in found.tables else []
    except LogError as error:
        raise StudyError(f"{folder / 'events.parquet'}: {error}") from None
    if as_json:
        changes = around_changes(found)
        content: dict[str, Any] = {"measurements": json.loads(json_of([*rows, *told(found)]))}
        typer.echo(json.dumps(content | {"changes": [] if changes is None else changes_as_list(changes)}, indent=2))
        return
    if rows:
        _console().print(as_table(rows, title=folder.name))
    _print_tables(found)


def _print_tables(found: Any) -> None:
    """What the tables other than the event log tell, and the changes."""
    from clubsim.experiments.importing.telling import around_changes, changes_table, told
    from clubsim.experiments.measures.measurement import as_table

    rows, changes = told(found), around_changes(found)
    if rows:
        _console().print(as_table(rows, title="from the tables"))
    if changes is not None:
        for part in changes_table(changes):
            _console().print(part)


def _console() -> Any:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else WIDE)
