"""Commands that open something in the browser: workshop."""

from pathlib import Path
from typing import Annotated

import typer

from clubsim.experiments.commands import Quiet, app


@app.command()
def workshop(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A notebook or the beginning of its name; else list them.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Edit a copy of it, in this folder.")] = False,
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="Of the server, else a free one.")] = None,
    browser: Annotated[bool, typer.Option(help="Open it in the browser.")] = True,
    quiet: Quiet = False,
) -> None:
    """Open a workshop's notebook in the browser: sliders, pictures, questions (needs 'clubsim[workshop]')."""
    from clubsim.experiments.workshops import opening

    if name is None:
        typer.echo(opening.listed())
        return
    file = opening.notebook(name)
    opening.check(port)
    if edit:
        file = opening.own_copy(file, Path.cwd())
    from clubsim.experiments.compiling import compile_first

    compile_first(quiet)
    raise typer.Exit(opening.serve(opening.command(file, edit, port, browser)))
