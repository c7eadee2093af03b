"""The command `clubsim report`: the page of a comparison."""

from pathlib import Path
from typing import Annotated

import typer

from clubsim.experiments.commands import Changes, Out, Quiet, Retry, app, study_of
from clubsim.experiments.errors import StudyError
from clubsim.experiments.wording import ENGLISH, NAMES


@app.command()
def report(
    name: Annotated[
        str, typer.Argument(metavar="STUDY", help="A study, as for compare; or the folder of a comparison: no run.")
    ],
    overrides: Changes = None,
    out: Out = None,
    lang: Annotated[str, typer.Option("--lang", metavar="en|zh", help="The language of the page.")] = ENGLISH,
    retry_failed: Retry = False,
    quiet: Quiet = False,
) -> None:
    """Write the page of a comparison: verdicts in words, figures, tables, assumptions; what is missing is run."""
    if lang not in NAMES:
        raise StudyError(f"--lang is one of {', '.join(NAMES)}, not {lang!r}; write --lang zh")
    from clubsim.experiments.report.make import report_folder, report_study

    if (Path(name) / "study.json").is_file():
        if overrides:
            raise StudyError(f"{name} is the folder of a comparison that is there; leave out {overrides[0]!r}")
        file = report_folder(Path(name), out, lang)
        raise typer.Exit(_told(file))
    study = study_of(name, overrides, out)
    file, complete = report_study(study, out, lang, quiet, retry_failed)
    raise typer.Exit(_told(file) if complete else _told(file) + 1)


def _told(file: Path) -> int:
    print(file)
    return 0
