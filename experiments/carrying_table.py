"""docs/mechanisms.md: what each mechanism carries in posting communities and in the operations club."""

import statistics
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clubsim.experiments.carrying import BASE_SEEDS, SEEDS, Carried, carried, is_on, without
from clubsim.experiments.mechanisms import MECHANISMS
from clubsim.experiments.posting import PRESETS, load_posting
from clubsim.experiments.side_by_side import side_by_side

COMMAND = "python -m clubsim.experiments.carrying_table"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "mechanisms.md"
CLUB = "operations_club"
ARM = "as_described"
CLUB_SEEDS = 10
NEAR = 0.15  # of a reported figure
YEARS = 50.0  # of a run, at most: the preset's own length, for length moves most patterns
FIRST_SEED = 500


def club_figures(name: str) -> dict[str, float]:
    """The club's reported outcomes without a mechanism (nothing for as it is), means over CLUB_SEEDS seeds."""
    from clubsim.experiments.compare import task_of
    from clubsim.experiments.running import carry_out
    from clubsim.experiments.study import load_study

    study = load_study(CLUB)
    scenario = study.scenario
    if name:
        (mechanism,) = [one for one in MECHANISMS if one.name == name]
        scenario = replace(scenario, world=without(scenario.world, mechanism))
    runs = [
        carry_out(replace(task_of(study, ARM, -1, seed), scenario=scenario)).outcomes
        for seed in range(FIRST_SEED, FIRST_SEED + CLUB_SEEDS)
    ]
    reported = [outcome for outcome, value in scenario.reported.items() if value is not None]
    return {outcome: statistics.fmean(run[outcome] for run in runs) for outcome in reported}


def page(postings: dict[str, list[Carried]], club: dict[str, dict[str, float]], reported: dict[str, float]) -> str:
    """The whole page."""
    return "\n".join([*head(), *patterns(postings), *supported(postings), *figures(club, reported), ""])


def head() -> list[str]:
    """What the page is."""
    return [
        "# What each mechanism carries",
        "",
        f"Made by `{COMMAND}`. Every mechanism that is on in a preset is switched off in turn, with seeds from",
        f"{FIRST_SEED} that no preset was set by: {SEEDS} runs of the preset's length without it, {BASE_SEEDS} with.",
        "Then `visit_mean` is set anew until about as much is written as before (the shift is told); nothing else is.",
        "A check *breaks* if its mean leaves the band of its type, and by more than two standard errors of the seeds.",
        "What breaks could be mended by another number at times; what does not break is not needed for these patterns.",
        "",
    ]


def patterns(postings: dict[str, list[Carried]]) -> list[str]:
    """The table of mechanisms and patterns."""
    lines = ["## Patterns of posting communities", ""]
    for name, rows in postings.items():
        base, *others = rows
        lines += [
            f"### {name}: {base.inside} of {base.checks} checks inside as it is",
            "",
            "| switched off | loop | checks inside | `visit_mean` shifted by | breaks | mends |",
            "|---|---|---|---|---|---|",
            *(_row(one) for one in others),
            "",
        ]
    return lines


def _row(one: Carried) -> str:
    (mechanism,) = [each for each in MECHANISMS if each.name == one.mechanism]
    if one.ran_away:
        return f"| {one.mechanism} | {_yes(mechanism.loop)} | ran away | {one.shift:+.2f} | all | |"
    return (
        f"| {one.mechanism} | {_yes(mechanism.loop)} | {one.inside} of {one.checks} | {one.shift:+.2f} | "
        f"{'; '.join(one.broken) or 'nothing'} | {'; '.join(one.mended)} |"
    )


def _yes(loop: bool) -> str:
    return "yes" if loop else ""


def supported(postings: dict[str, list[Carried]]) -> list[str]:
    """What no pattern needs, and what no posting preset has on."""
    on = {one.mechanism for rows in postings.values() for one in rows[1:]}
    needed = {one.mechanism for rows in postings.values() for one in rows[1:] if one.broken or one.ran_away}
    idle = [one for one in MECHANISMS if one.name in on and one.name not in needed]
    off = [one for one in MECHANISMS if one.name not in on]
    return [
        "## Unsupported",
        "",
        "On in some preset, and no pattern of any preset breaks without it: its strength is **unsupported** by logs of",
        "posts.",
        "",
        *(f"- `{one.name}`: {one.what}" for one in idle),
        "",
        "Off in every posting preset: no pattern needs it, and none tests it. It is there for the claims of operators,",
        "and a conclusion that hangs on it hangs on an assumption. Some act only with a policy: `crowding_out` after",
        "money, `cherishing` at a gate, `anger` after a removal, `win_back` on an offer, `renewal_by_attachment` where",
        "a term is paid. What only scales a policy has no switch here, such as meetings, introductions, slots, red",
        "packets or the worth of a term: without the policy nobody reads these parameters.",
        "",
        *(f"- `{one.name}`: {one.what}{f' ({one.claims})' if one.claims else ''}" for one in off),
        "",
    ]


def figures(club: dict[str, dict[str, float]], reported: dict[str, float]) -> list[str]:
    """The club's figures without each mechanism that is on in it."""
    columns = list(reported)
    lines = [
        "## The operations club",
        "",
        f"The arm `{ARM}` without each mechanism, nothing set anew, means of {CLUB_SEEDS} seeds. In bold: more than",
        f"{NEAR:.0%} from what the source reports. Its numbers were fitted with all of these on.",
        "",
        f"| switched off | {' | '.join(columns)} |",
        f"|---|{'---|' * len(columns)}",
        f"| *reported* | {' | '.join(f'{reported[one]:.3g}' for one in columns)} |",
    ]
    for name, values in club.items():
        cells = (_near(values[one], reported[one]) for one in columns)
        lines.append(f"| {name or '*nothing*'} | {' | '.join(cells)} |")
    return lines


def _near(value: float, reported: float) -> str:
    text = f"{value:.3g}"
    return text if abs(value - reported) <= NEAR * abs(reported) else f"**{text}**"


def main(arguments: Sequence[str]) -> None:
    """Make the page; a number of years, seeds and workers may be given for a short one to look at."""
    years, seeds, workers = (float(arguments[0]), int(arguments[1]), int(arguments[2])) if arguments else (YEARS, 0, 0)
    postings = {}
    for name in PRESETS:
        posting = load_posting(name)
        length = min(posting.years, years)
        postings[name] = carried(posting, seeds or SEEDS, seeds or BASE_SEEDS, length, workers, quiet=False)
    from clubsim.experiments.study import load_study

    scenario = load_study(CLUB).scenario
    reported = {name: float(value) for name, value in scenario.reported.items() if value is not None}
    names = ["", *(one.name for one in MECHANISMS if is_on(one, scenario.world))]
    club = dict(zip(names, side_by_side(club_figures, names, workers, quiet=False), strict=True))
    text = page(postings, club, reported)
    if arguments:
        print(text)
    else:
        PAGE.write_text(text, encoding="utf-8")
        print(f"wrote {PAGE.name}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
