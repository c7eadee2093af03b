"""Commands that run a study at many points: sweep, phase, optimise, screen, sensitivity."""

from pathlib import Path
from typing import Annotated

import typer

from clubsim.experiments.commands import (
    Again,
    ArmToRun,
    Changes,
    Json,
    Listing,
    Out,
    Quiet,
    Retry,
    app,
    check_name_and_folder,
    study_of,
)
from clubsim.experiments.errors import StudyError

CLUB = "operations_club"  # the study that is screened unless another is named


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
    listing: Listing = False,
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
    check_name_and_folder(name, out)
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
    listing: Listing = False,
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
    check_name_and_folder(name, out)
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
    arm: ArmToRun = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="ARM", help="To tell paired differences to it.")
    ] = None,
    sampler: Annotated[str, typer.Option("--sampler", metavar="NAME", help="tpe, nsga2 or random.")] = "tpe",
    sampler_seed: Annotated[int, typer.Option("--sampler-seed", metavar="N", help="Of the sampler's choices.")] = 0,
    batch: Annotated[int, typer.Option("--batch", metavar="N", help="Trials chosen together.")] = 8,
    confirm_seeds: Annotated[
        int | None, typer.Option("--confirm-seeds", metavar="N", help="Fresh ones for the best; else as many again.")
    ] = None,
    again: Again = None,
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
    check_name_and_folder(name, out)
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
def screen(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A study, else the operations club's.")] = CLUB,
    overrides: Changes = None,
    arm: ArmToRun = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="OUTCOME", help="Else 90-day activity retention; repeatable."),
    ] = None,
    trajectories: Annotated[int, typer.Option("--trajectories", metavar="N", help="Steps of each parameter.")] = 10,
    ranges: Annotated[Path | None, typer.Option("--ranges", metavar="FILE", help="Your own table of ranges.")] = None,
    again: Again = None,
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
    study = study_of(name, [*USUAL, *(overrides or ())], out)
    if study.branch_at is not None:
        raise StudyError("branch_at is for compare and run; a screening has one arm, so write branch_at=null")
    chosen = study.arm(arm if arm is not None else study.control).name
    check_effort(trajectories, len(study.seeds))
    from clubsim.experiments.ranges import fixed_by, ranges_of

    tried = ranges_of(study.scenario, ranges, fixed_by(study.overrides))
    from clubsim.experiments.screen import screen_study

    raise typer.Exit(screen_study(study, chosen, outcomes, trajectories, tried, out, as_json, quiet, retry_failed))


@app.command()
def sensitivity(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A study: see clubsim list.")] = None,
    overrides: Changes = None,
    arm: ArmToRun = None,
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
    again: Again = None,
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
    study = study_of(name, [*usual(seed_dimension), *(overrides or ())], out)
    wanted = Wanted(parameters=tuple(parameters or ()), table=ranges, screening=screening, top=top)
    question = question_of(study, arm, against, wanted, outcomes[0], points, second_order, seed_dimension)
    from clubsim.experiments.sensitivity import analyse_study, say_cost

    if cost:
        raise typer.Exit(say_cost(study, question, outcomes, quiet))
    raise typer.Exit(analyse_study(study, question, outcomes, out, as_json, quiet, retry_failed))
