"""Commands on one study: compare, run, branch, explain."""

from pathlib import Path
from typing import Annotated, Any

import typer

from clubsim.experiments.commands import (
    ArmToRun,
    Changes,
    Json,
    Name,
    Out,
    Quiet,
    Retry,
    Seed,
    app,
    study_of,
)
from clubsim.experiments.errors import StudyError

MOST_THREADS = 256


@app.command()
def compare(
    name: Name,
    overrides: Changes = None,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare the arms of a study on the same seeds."""
    study = study_of(name, overrides, out)
    from clubsim.experiments.compare import compare_study

    raise typer.Exit(compare_study(study, out, as_json, quiet, retry_failed))


@app.command()
def run(
    name: Name,
    overrides: Changes = None,
    arm: ArmToRun = None,
    seed: Seed = None,
    member: Annotated[
        str | None, typer.Option("--member", metavar="MODULE:CLASS", help="Your own Member, with engine=objects.")
    ] = None,
    snapshot_at: Annotated[
        int | None, typer.Option("--snapshot-at", metavar="DAY", help="Save the community on that morning.")
    ] = None,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", help="Threads for one large community; no bit hangs on it.")
    ] = 1,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one arm on one seed and write what happened."""
    study = study_of(name, overrides, out)
    chosen = study.arm(arm if arm is not None else study.control).name
    if seed is not None and not 0 <= seed < 2**31:
        raise StudyError(f"--seed is a whole number from 0 to {2**31 - 1}, not {seed}; write for example --seed 0")
    if member is not None and study.engine != "objects":
        raise StudyError(f"--member {member} needs engine=objects: the compiled engine calls no agent")
    if snapshot_at is not None and not 1 <= snapshot_at <= study.days:
        raise StudyError(
            f"--snapshot-at is a day from 1 to {study.days}, on whose morning one is saved, not {snapshot_at}; "
            f"write --snapshot-at {study.days} for the end"
        )
    if not 1 <= threads <= MOST_THREADS:
        raise StudyError(f"--threads is a whole number from 1 to {MOST_THREADS}, not {threads}; write --threads 2")
    from clubsim.experiments.run import run_once

    own = None if member is None else _own_member(member)
    first = study.seeds[0] if seed is None else seed
    raise typer.Exit(run_once(study, chosen, first, out, as_json, quiet, own, snapshot_at, threads))


@app.command()
def branch(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A saved community: clubsim run NAME --snapshot-at DAY.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME] [OVERRIDE]...", help="A study, for its arms; or what changes from tomorrow on."),
    ] = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help="For how long it goes on.")] = 90,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Let a saved community go on under several choices, with the same luck."""
    if out is not None and out.exists() and not out.is_dir():
        raise StudyError(f"--out {out} is a file; give the folder to write into")
    from clubsim.experiments.branch import branch_community, branch_study

    study = branch_study(file, words or (), days)
    raise typer.Exit(branch_community(study, file, out, as_json, quiet, retry_failed))


@app.command()
def explain(
    name: Name,
    member: Annotated[str, typer.Option("--member", metavar="ROW", help="A member's row, or uid:NUMBER.")],
    day: Annotated[int, typer.Option("--day", metavar="D", help="The day, 0 for the first.")],
    overrides: Changes = None,
    arm: ArmToRun = None,
    seed: Seed = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say why a member came, wrote or left on a day, term by term."""
    study = study_of(name, overrides, None)
    chosen = study.arm(arm if arm is not None else study.control).name
    if seed is not None and not 0 <= seed < 2**31:
        raise StudyError(f"--seed is a whole number from 0 to {2**31 - 1}, not {seed}; write for example --seed 0")
    if not 0 <= day < study.days:
        raise StudyError(f"--day is a day of the run, 0 to {study.days - 1}, not {day}; write for example --day 0")
    from clubsim.experiments.explain import explain_member

    raise typer.Exit(
        explain_member(study, chosen, study.seeds[0] if seed is None else seed, member, day, as_json, quiet)
    )


def _own_member(name: str) -> Any:
    from clubsim.experiments.own_member import member_class

    return member_class(name)
