"""What the commands share: the application, their common arguments, and the study that one names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from clubsim.experiments.errors import StudyError

WIDE = 140  # [character] a table's width where there is no terminal

app = typer.Typer(
    name="clubsim",
    help="Simulate the life of an interest community and compare what its operator might do.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A study: see clubsim list, or the path of a YAML file.")]
Changes = Annotated[
    list[str] | None,
    typer.Argument(metavar="[OVERRIDE]...", help="Such as gate.price=199, +reward=cash, ~cull, days=30."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The folder to write into.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Retry = Annotated[bool, typer.Option("--retry-failed", help="Run again what failed before.")]
ArmToRun = Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the control.")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Else the first.")]
Again = Annotated[Path | None, typer.Option("--from", metavar="DIR", help="Run nothing; tell what DIR holds.")]
Listing = Annotated[bool, typer.Option("--list", help="Print the points and how long they take; run one.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"clubsim {version('clubsim')}")
        raise typer.Exit


@app.callback()
def clubsim(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Simulate the life of an interest community and compare what its operator might do."""


def study_of(name: str, overrides: Sequence[str] | None, out: Path | None) -> Any:
    """The study, checked, and its folder for results possible."""
    from clubsim.experiments.study import load_study

    check_name_and_folder(name, out)
    return load_study(name, overrides or ())


def check_name_and_folder(name: str, out: Path | None) -> None:
    """Raises StudyError at an override in the place of the name, and at a file in the place of the folder."""
    if "=" in name:
        raise StudyError(f"the name of a study comes first and {name!r} is an override; write NAME {name}")
    if out is not None and out.exists() and not out.is_dir():
        raise StudyError(f"--out {out} is a file; give the folder to write into")
