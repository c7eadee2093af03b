"""
The command line `clubsim`; `clubsim --help` lists its commands. Results go to stdout, progress and errors to stderr.

Whatever a user did wrong ends in one sentence and exit code 2 before anything is written. Commands import what they
need when they are called, so that help and errors come at once.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from clubsim.experiments.errors import StudyError, one_line
from clubsim.sim.levers import LeverError

WRONG = 2  # exit code for what the user has to change
INTERRUPTED = 130  # as shells do for Ctrl-C
WIDE = 140  # [character] a table's width where there is no terminal
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = ("experiments", "sweeps", "scenarios", "policies")
CLUB = "operations_club"  # the study that is screened unless another is named

# Typer carries its own copy of click or uses the installed one; this is that one's UsageError, with whatever it is now.
UsageError: Any = typer.BadParameter.__mro__[1]

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
    study = _study(name, overrides, out)
    from clubsim.experiments.compare import compare_study

    raise typer.Exit(compare_study(study, out, as_json, quiet, retry_failed))


@app.command()
def run(
    name: Name,
    overrides: Changes = None,
    arm: Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the control.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Else the first.")] = None,
    member: Annotated[
        str | None, typer.Option("--member", metavar="MODULE:CLASS", help="Your own Member, with engine=objects.")
    ] = None,
    snapshot_at: Annotated[
        int | None, typer.Option("--snapshot-at", metavar="DAY", help="Save the community on that morning.")
    ] = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run one arm on one seed and write what happened."""
    study = _study(name, overrides, out)
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
    from clubsim.experiments.run import run_once

    own = None if member is None else _own_member(member)
    first = study.seeds[0] if seed is None else seed
    raise typer.Exit(run_once(study, chosen, first, out, as_json, quiet, own, snapshot_at))


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
    arm: Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the control.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Else the first.")] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say why a member came, wrote or left on a day, term by term."""
    study = _study(name, overrides, None)
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
def measure(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An event log in Parquet: member, day, kind, target.")],
    first_weekday: Annotated[
        str | None, typer.Option("--first-weekday", metavar="DAY", help="Weekday of day 0, such as Mon.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure an event log, a real one or a run's."""
    weekday = None if first_weekday is None else weekday_number(first_weekday)
    if not file.is_file():
        raise StudyError(f"there is no file {file}; give the path of an event log in Parquet")
    from clubsim.experiments.measures.measure import measure as measured
    from clubsim.experiments.measures.reading import LogError, read_log

    try:
        rows = measured(read_log(file), weekday)
    except LogError as error:
        raise StudyError(str(error)) from None
    _print_measurements(rows, file.name, as_json)


def _print_measurements(rows: Sequence[Any], title: str, as_json: bool) -> None:
    from rich.console import Console

    from clubsim.experiments.measures.measurement import as_json as json_of
    from clubsim.experiments.measures.measurement import as_table

    if as_json:
        typer.echo(json_of(rows))
    else:
        Console(width=None if sys.stdout.isatty() else WIDE).print(as_table(rows, title=title))


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


@app.command()
def screen(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A study, else the operations club's.")] = CLUB,
    overrides: Changes = None,
    arm: Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the control.")] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="OUTCOME", help="Else 90-day activity retention; repeatable."),
    ] = None,
    trajectories: Annotated[int, typer.Option("--trajectories", metavar="N", help="Steps of each parameter.")] = 10,
    ranges: Annotated[Path | None, typer.Option("--ranges", metavar="FILE", help="Your own table of ranges.")] = None,
    again: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Run nothing; tell what DIR holds.")
    ] = None,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Try every parameter in its plausible range: which of them move an outcome (Morris screening)."""
    from clubsim.experiments.screening import USUAL, USUAL_OUTCOMES, check_effort, check_outcomes

    outcomes = tuple(dict.fromkeys(outcome or USUAL_OUTCOMES))
    check_outcomes(outcomes)
    if again is not None:
        from clubsim.experiments.screen import read, tell

        raise typer.Exit(tell(read(again), outcomes, again, as_json))
    if "=" in name:
        name, overrides = CLUB, [name, *(overrides or ())]
    study = _study(name, [*USUAL, *(overrides or ())], out)
    if study.branch_at is not None:
        raise StudyError("branch_at is for compare and run; a screening has one arm, so write branch_at=null")
    chosen = study.arm(arm if arm is not None else study.control).name
    check_effort(trajectories, len(study.seeds))
    from clubsim.experiments.ranges import fixed_by, ranges_of

    tried = ranges_of(study.scenario, ranges, fixed_by(study.overrides))
    from clubsim.experiments.screen import screen_study

    raise typer.Exit(screen_study(study, chosen, outcomes, trajectories, tried, out, as_json, quiet, retry_failed))


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
        str, typer.Option("--table", metavar="TABLE", help="For --csv: runs, daily, members, cohorts or admissions.")
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
def sweep(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A study or a sweep, or the path of a YAML file.")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OVERRIDE]...", help="Several values sweep: gate.price=99,199 or range(50,250,50)."),
    ] = None,
    arm: Annotated[list[str] | None, typer.Option("--arm", metavar="ARM", help="Only this arm; repeatable.")] = None,
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", metavar="OUTCOME", help="What is summarised; repeatable.")
    ] = None,
    design: Annotated[
        str | None, typer.Option("--design", metavar="DESIGN", help="grid, or lhs or sobol with --points.")
    ] = None,
    points: Annotated[int | None, typer.Option("--points", metavar="N", help="Of lhs and sobol; else 64.")] = None,
    design_seed: Annotated[int, typer.Option("--design-seed", metavar="N", help="Of lhs and sobol.")] = 0,
    points_from: Annotated[
        Path | None, typer.Option("--points-from", metavar="FILE", help="A CSV: a column a key, a row a point.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Print the points and how long they take; run one.")] = False,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a study at many points: prices, quotas, whole sets of policies, numbers of the world."""
    from clubsim.experiments.sweep import USUAL_OUTCOMES, list_points, read_sweep, sweep_study
    from clubsim.experiments.sweeping import check_outcomes

    outcomes = tuple(dict.fromkeys(outcome or USUAL_OUTCOMES))
    check_outcomes(outcomes)
    _check_name_and_folder(name, out)
    asked = read_sweep(name, values or (), arm or (), design, points, design_seed, points_from)
    if listing:
        raise typer.Exit(list_points(asked, as_json))
    raise typer.Exit(sweep_study(asked, outcomes, out, as_json, quiet, retry_failed))


@app.command()
def phase(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A study or a sweep, or the path of a YAML file.")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="X=range(...) Y=range(...) [OVERRIDE]...", help="Two numbers, each with its values."),
    ] = None,
    outcome: Annotated[str, typer.Option("--outcome", metavar="OUTCOME", help="What the map shows.")] = "remaining",
    arm: Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the first but the control.")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="ARM", help="Else the control.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="Print the points and how long they take; run one.")] = False,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Map where one arm beats another over two numbers, and where that is told from luck."""
    from clubsim.experiments.phase import phase_study, read_phase
    from clubsim.experiments.sweep import list_points
    from clubsim.experiments.sweeping import check_outcomes

    check_outcomes([outcome])
    _check_name_and_folder(name, out)
    asked = read_phase(name, values or (), arm, against)
    if listing:
        raise typer.Exit(list_points(asked, as_json))
    raise typer.Exit(phase_study(asked, outcome, out, as_json, quiet, retry_failed))


@app.command()
def optimise(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A study, or the path of a YAML file.")] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OVERRIDE]...", help="With ranges: gate.price=interval(0,300) or reward=null,cash."),
    ] = None,
    maximise: Annotated[
        list[str] | None, typer.Option("--maximise", metavar="OUTCOME", help="A goal; repeatable.")
    ] = None,
    minimise: Annotated[
        list[str] | None, typer.Option("--minimise", metavar="OUTCOME", help="A goal; repeatable.")
    ] = None,
    at_least: Annotated[
        list[str] | None, typer.Option("--at-least", metavar="OUTCOME=VALUE", help="A limit; repeatable.")
    ] = None,
    at_most: Annotated[
        list[str] | None, typer.Option("--at-most", metavar="OUTCOME=VALUE", help="A limit; repeatable.")
    ] = None,
    trials: Annotated[int, typer.Option("--trials", metavar="N", help="More go on from those there are.")] = 60,
    arm: Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the control.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="ARM", help="To tell paired differences to it.")
    ] = None,
    sampler: Annotated[str, typer.Option("--sampler", metavar="NAME", help="tpe, nsga2 or random.")] = "tpe",
    sampler_seed: Annotated[int, typer.Option("--sampler-seed", metavar="N", help="Of the sampler's choices.")] = 0,
    batch: Annotated[int, typer.Option("--batch", metavar="N", help="Trials chosen together.")] = 8,
    confirm_seeds: Annotated[
        int | None, typer.Option("--confirm-seeds", metavar="N", help="Fresh ones for the best; else as many again.")
    ] = None,
    again: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Run nothing; tell what DIR holds.")
    ] = None,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Search policies' parameters for what serves several goals best (needs Optuna)."""
    if again is not None:
        from clubsim.experiments.optimise import read, tell

        raise typer.Exit(tell(read(again), again, as_json))
    if name is None:
        raise StudyError("name a study to optimise; write for example clubsim optimise operations_club ...")
    _check_name_and_folder(name, out)
    from clubsim.experiments.optimising import asked_of

    asked = asked_of(
        name,
        values or (),
        maximise=maximise or (),
        minimise=minimise or (),
        at_least=at_least or (),
        at_most=at_most or (),
        arm=arm,
        against=against,
        trials=trials,
        sampler=sampler,
        sampler_seed=sampler_seed,
        batch=batch,
        confirm_seeds=confirm_seeds,
    )
    from clubsim.experiments.optimise import optimise_study

    raise typer.Exit(optimise_study(asked, out, as_json, quiet, retry_failed))


@app.command()
def sensitivity(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A study: see clubsim list.")] = None,
    overrides: Changes = None,
    arm: Annotated[str | None, typer.Option("--arm", metavar="ARM", help="Else the control.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="ARM", help="Analyse what --arm has more than ARM, seed by seed.")
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="OUTCOME", help="Else 90-day activity retention; repeatable."),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--parameters", metavar="LIST", help="Such as world.visit_mean,gate.price=interval(50,250)."),
    ] = None,
    ranges: Annotated[Path | None, typer.Option("--ranges", metavar="FILE", help="Your own table of ranges.")] = None,
    screening: Annotated[
        Path | None, typer.Option("--from-screening", metavar="DIR", help="Vary what a screening has put on top.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", help="So many of the screening.")] = 6,
    points: Annotated[int, typer.Option("--points", metavar="N", help="A power of two.")] = 256,
    second_order: Annotated[
        bool, typer.Option("--second-order", help="Pairs of inputs too, for twice the runs.")
    ] = False,
    seed_dimension: Annotated[
        bool, typer.Option("--seed-dimension", help="The seed as one more input; seeds=N says of how many.")
    ] = False,
    cost: Annotated[
        bool, typer.Option("--cost", help="Say how many runs it takes and how long, and run no more.")
    ] = False,
    again: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Run nothing; tell what DIR holds.")
    ] = None,
    out: Out = None,
    retry_failed: Retry = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say which inputs an outcome's variance, or that of a policy's effect, comes from (Sobol indices)."""
    from clubsim.experiments.screening import USUAL_OUTCOMES, check_outcomes

    outcomes = tuple(dict.fromkeys(outcome or USUAL_OUTCOMES[:1]))
    check_outcomes(outcomes, "sensitivity analysis")
    if again is not None:
        from clubsim.experiments.sensitivity import read
        from clubsim.experiments.sensitivity_table import tell

        raise typer.Exit(tell(read(again), outcomes, again, as_json))
    from clubsim.experiments.sensitivity_question import Wanted, question_of, usual

    if name is None:
        raise StudyError("which study? write its name, for example clubsim sensitivity operations_club")
    study = _study(name, [*usual(seed_dimension), *(overrides or ())], out)
    wanted = Wanted(parameters=tuple(parameters or ()), table=ranges, screening=screening, top=top)
    question = question_of(study, arm, against, wanted, outcomes[0], points, second_order, seed_dimension)
    from clubsim.experiments.sensitivity import analyse_study, say_cost

    if cost:
        raise typer.Exit(say_cost(study, question, outcomes, quiet))
    raise typer.Exit(analyse_study(study, question, outcomes, out, as_json, quiet, retry_failed))


@app.command()
def parameters(as_json: Json = False) -> None:
    """List every parameter, every state variable and the order of a day."""
    from clubsim.experiments import tables_of_model

    typer.echo(tables_of_model.as_json() if as_json else tables_of_model.as_text())


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday, of at least three letters of the name or of that number."""
    from clubsim.agents.parameters import unknown

    short = name.strip().lower()
    for number, weekday in enumerate(WEEKDAYS):
        if short == str(number) or (len(short) >= 3 and weekday.startswith(short)):
            return number
    raise StudyError(unknown("weekday", name, [weekday.capitalize() for weekday in WEEKDAYS]))


def _study(name: str, overrides: Sequence[str] | None, out: Path | None) -> Any:
    """The study, checked, and its folder for results possible."""
    from clubsim.experiments.study import load_study

    _check_name_and_folder(name, out)
    return load_study(name, overrides or ())


def _check_name_and_folder(name: str, out: Path | None) -> None:
    if "=" in name:
        raise StudyError(f"the name of a study comes first and {name!r} is an override; write NAME {name}")
    if out is not None and out.exists() and not out.is_dir():
        raise StudyError(f"--out {out} is a file; give the folder to write into")


def main(arguments: Sequence[str] | None = None) -> int:
    """
    The console script. Returns the exit code: 0, 2 for what the user has to change, 130 for Ctrl-C.

    Args:
        arguments: without the program's name; None for those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app)
    try:
        code = int(command.main(given or ["--help"], prog_name="clubsim", standalone_mode=False) or 0)
    except (StudyError, LeverError) as error:
        return _complain(str(error), WRONG)
    except UsageError as error:
        return _complain(one_line(error.format_message()), WRONG)
    except (KeyboardInterrupt, typer.Abort) as stop:
        return _complain(str(stop) or "interrupted", INTERRUPTED)
    return _complain("interrupted", code) if code == INTERRUPTED else code  # some versions of Typer return it


def _complain(sentence: str, code: int) -> int:
    print(f"clubsim: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
