"""Commands that draw: figures."""

from pathlib import Path
from typing import Annotated

import typer

from clubsim.experiments.commands import Out, app
from clubsim.experiments.errors import StudyError


@app.command()
def figures(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What compare, run, sweep, phase ... wrote into.")],
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="This figure; repeatable.")] = None,
    days: Annotated[
        list[int] | None, typer.Option("--day", metavar="DAY", help="Of the social graph of a run; repeatable.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="en or zh.")] = "en",
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="FORMAT", help="svg, png or pdf; repeatable.")
    ] = None,
    width: Annotated[
        float | None, typer.Option("--width", metavar="MM", help="For print: 89 and 183 are columns of journals.")
    ] = None,
    out: Out = None,
) -> None:
    """Draw the figures of a folder again, from its tables: nothing is run."""
    from clubsim.experiments.redrawing import Wanted, redraw

    if not folder.is_dir():
        raise StudyError(f"there is no folder {folder}; clubsim results lists those under results/")
    if out is not None and out.exists() and not out.is_dir():
        raise StudyError(f"--out {out} is a file; give the folder to write into")
    looks = {"formats": tuple(dict.fromkeys(formats))} if formats else {}
    wanted = Wanted(only=tuple(only or ()), days=tuple(days or ()), lang=lang, width=width, **looks)
    files = redraw(folder, wanted, out)
    typer.echo(f"{len(files)} files in {folder if out is None else out}")
