"""What was measured, as tables, as a page of the docs, and as a figure."""

import json
import math
import platform
import statistics
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from processes import OF_PEERS, Measured

from clubsim.experiments.figures.style import Line, canvas, drawn, lines_of, spread

BASE_SIZE = 100_000  # at which most ratios are asked for
HEAD_AND_DAY = ("visits", "messages")


class Case(NamedTuple):
    """Something measured."""

    section: str  # churn, model, club or start
    name: str
    members: int
    days: int


Results = dict[Case, list[Measured]]

CHURN = {
    "ours": "clubsim, compiled acts",
    "yardstick": "plain C (the yardstick)",
    "numpy_sparse": "NumPy + scipy.sparse",
    "starsim_arrays": "Starsim",
    "mesa_objects": "Mesa objects",
    "agentpy_objects": "AgentPy",
}
MODEL = {
    "full_model": "the full default model",
    "little_talk": "the same, with as little talk as a mailing list",
    "all_on": "the full default model with every mechanism on",
    "objects": "the full default model as Mesa objects, for whom compiled code draws",
}
OUR_MODEL, OUR_OBJECTS = "our full model", "our full model as Mesa objects"  # in the figure
CLUB = {
    "club_scaled": "the operations club, with so many more people",
    "club_default": "the default world, with the operations club's channels and policies",
    "club_tenth": "the same, where a tenth come on a day",
    "club_alone": "the default world, with no policy and nobody who joins",
}
START = {
    "help": "`clubsim --help`",
    "import": "`import clubsim.sim.community`",
    "community": "a process that runs 100 members for 30 days",
    "study": "`clubsim run operations_club days=30`, results written",
    "compile": "everything compiled for the first time, in as many processes as there are cores",
}


class Asked(NamedTuple):
    """A ratio that is asked for."""

    what: str
    ours: tuple[str, int | None]  # name and members; None for any
    base: tuple[str, int | None]
    most: float


ASKED = (
    Asked("club churn against plain C, at 100,000", ("ours", BASE_SIZE), ("yardstick", BASE_SIZE), 1.0),
    Asked("club churn against Starsim, at 100,000", ("ours", BASE_SIZE), ("starsim_arrays", BASE_SIZE), 0.4),
    Asked("club churn against Mesa objects, at 100,000", ("ours", BASE_SIZE), ("mesa_objects", BASE_SIZE), 1 / 80),
    Asked("the full model against plain C, at 100,000", ("full_model", BASE_SIZE), ("yardstick", BASE_SIZE), 3.0),
    Asked("the full model against plain C, at 1,000,000", ("full_model", 1_000_000), ("yardstick", 1_000_000), 3.5),
    Asked(
        "the full model against Mesa objects, at 100,000", ("full_model", BASE_SIZE), ("objects", BASE_SIZE), 1 / 150
    ),
    Asked("the full model, at 1,000,000 against 10,000", ("full_model", 1_000_000), ("full_model", 10_000), 1.6),
    Asked("a club's run, a tenth daily, against plain C", ("club_tenth", None), ("yardstick", 500), 10.0),
    Asked("a club's run, half daily, against plain C", ("club_default", None), ("yardstick", 500), 10.0),
)


def per_member_day(measured: Measured, phase: str = "") -> float:
    """CPU nanoseconds a member-day, of one phase or of all."""
    seconds = measured["seconds"][phase] if phase else sum(measured["seconds"].values())
    return 1e9 * float(seconds) / float(measured["member_days"])


def cost(measured: list[Measured], phase: str = "") -> float:
    """The median over rounds of CPU nanoseconds a member-day."""
    return statistics.median(per_member_day(each, phase) for each in measured)


def middle(measured: list[Measured], part: str) -> float:
    """The median over rounds of a part's CPU seconds."""
    return statistics.median(float(each["seconds"][part]) for each in measured)


def ratio(measured: list[Measured], base: list[Measured]) -> float:
    """The median over rounds of cost against another's cost in the same round."""
    return statistics.median(per_member_day(a) / per_member_day(b) for a, b in zip(measured, base, strict=False))


def yard(results: Results, members: int, days: int | None = None) -> list[Measured]:
    """The yardstick at this size, for so many days or its own; where it was not run, at the size nearest to it."""
    there = [case for case in results if case.name == "yardstick"]
    same = [case for case in there if (case.members, case.days) == (members, days)]
    near = max(there, key=lambda case: (-abs(math.log(case.members / members)), case.days))
    return results[same[0] if same else near]


def sizes_of(results: Results, section: str) -> list[int]:
    """The sizes at which a section was run, the yardstick's beside the clubs left out."""
    return sorted({case.members for case in results if case.section == section and case.name != "yardstick"})


def number(value: float) -> str:
    """Three digits, or as many as it has before its point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Lines of Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def churn_table(results: Results) -> list[str]:
    """Club churn: cost and times the yardstick of each implementation at each size."""
    sizes = sizes_of(results, "churn")
    rows = []
    for name, title in CHURN.items():
        cells = [churn_cell(results, name, members) for members in sizes]
        if any(cell != "–" for cell in cells):
            rows.append([title, *cells])
    return table(["ns a member-day (times the yardstick)", *(f"{members:,}" for members in sizes)], rows)


def churn_cell(results: Results, name: str, members: int) -> str:
    """One implementation at one size; a dash where it was not run."""
    mine = [case for case in results if (case.section, case.name, case.members) == ("churn", name, members)]
    if not mine:
        return "–"
    case = max(mine, key=lambda each: each.days)
    against = ratio(results[case], yard(results, members, case.days))
    return f"{number(cost(results[case]))} ({number(against)})"


def model_table(results: Results) -> list[str]:
    """The full model: at each size, and its varieties."""
    rows = []
    for case, runs in results.items():
        if case.section == "model":
            a_day = [f"{runs[0][key] / runs[0]['member_days']:.3f}" if key in runs[0] else "" for key in HEAD_AND_DAY]
            against = ratio(runs, yard(results, case.members))
            rows.append([MODEL[case.name], f"{case.members:,}", *a_day, number(cost(runs)), number(against)])
    return table(["", "members", "visits a head and day", "messages", "ns a member-day", "times the yardstick"], rows)


def club_table(results: Results) -> list[str]:
    """Small communities: a whole run, construction included."""
    rows = []
    for case, runs in results.items():
        if case.section == "club" and case.name in CLUB:
            made, lived = (
                1e3 * statistics.median(each["seconds"][part] for each in runs) for part in ("construction", "days")
            )
            against = ratio(runs, yard(results, case.members, case.days))
            mean = runs[0]["member_days"] / case.days
            cells = [CLUB[case.name], f"{mean:.0f}", f"{made:.1f}", f"{lived:.0f}", number(1e3 * lived / case.days)]
            rows.append([*cells, number(cost(runs)), number(against)])
    heads = ["", "members, mean", "construction, ms", "days, ms", "µs a day", "ns a member-day", "times the yardstick"]
    return table(heads, rows)


def phase_table(results: Results) -> list[str]:
    """Each phase of the day: of the full model by member-day, of a small club by day."""
    big_case = max((c for c in results if c.name == "full_model" and c.members <= BASE_SIZE), key=lambda c: c.members)
    small_case = next(case for case in results if case.name == "club_phases")
    big, small = results[big_case], results[small_case]
    rows = []
    for phase in big[0]["seconds"]:
        dear, cheap = cost(big, phase), middle(small, phase)
        rows.append([phase, number(dear), f"{dear / cost(big):.0%}", number(1e6 * cheap / small_case.days)])
    heads = ["phase", f"ns a member-day at {big_case.members:,}", "share", f"µs a day at {small_case.members}"]
    return table(heads, rows)


def start_table(results: Results) -> list[str]:
    """Start-up: CPU seconds and seconds passed."""
    rows = []
    for case, runs in results.items():
        if case.section == "start":
            seconds = middle(runs, "all")
            passed = statistics.median(each["passed"] for each in runs)
            rows.append([START[case.name], f"{seconds:.2f}", f"{passed:.2f}"])
    return table(["", "CPU seconds", "seconds passed"], rows)


def what_was_run(results: Results, rounds: int) -> str:
    """In words, what the tables are of."""
    short = sorted({(case.members, case.days) for case in results if case.name == "mesa_objects"})
    few = ", ".join(f"{days} at {members:,}" for members, days in short)
    churn_days = max(case.days for case in results if case.name == "ours")
    model_days = max(case.days for case in results if case.name == "full_model")
    return (
        f"{rounds} rounds in turn (fewer of a million), a fresh process each, medians of CPU time, ratios within a "
        f"round. Club churn: {churn_days} days, the clock over these alone; in objects {few}, against the yardstick "
        f"for as many. Full model: {model_days} days after a few to settle, every parameter at its default but "
        f"`visit_mean`, set so that about a tenth come on a day. {platform.machine()}, Python "
        f"{platform.python_version()}."
    )


def asked_table(results: Results) -> list[str]:
    """What is asked for and what it came to, where both were run."""
    rows = []
    for asked in ASKED:
        mine, base = (found(results, *each) for each in (asked.ours, asked.base))
        if mine and base:
            got = ratio(mine, base)
            limit = number(asked.most) if asked.most >= 0.1 else f"1 / {1 / asked.most:.0f}"
            shown = number(got) if asked.most >= 0.1 else f"1 / {1 / got:,.0f}"
            rows.append([asked.what, limit, shown, "yes" if got <= asked.most else "no"])
    return table(["ratio of costs a member-day", "at most", "measured", "met"], rows)


def found(results: Results, name: str, members: int | None) -> list[Measured]:
    """The case of this name and size that has the most days; empty where there is none."""
    there = [case for case in results if case.name == name and members in (None, case.members)]
    return results[max(there, key=lambda case: case.days)] if there else []


def left_out(results: Results) -> list[str]:
    """A sentence about the peers that were not there."""
    missing = [CHURN[name] for name in OF_PEERS if not any(case.name == name for case in results)]
    return [f"Left out, for they are not installed: {' and '.join(missing)} (`--peers`).", ""] if missing else []


def sections(results: Results) -> list[tuple[str, list[str]]]:
    """The parts of the page: title and lines."""
    return [
        ("Club churn, here and elsewhere", [*left_out(results), *churn_table(results)]),
        ("The full model", model_table(results)),
        ("A small community's run", club_table(results)),
        ("What a day's phases cost", phase_table(results)),
        ("Start", start_table(results)),
        ("What is asked for", asked_table(results)),
    ]


def summary(results: Results, rounds: int) -> list[str]:
    """What the terminal shows."""
    lines = [what_was_run(results, rounds)]
    for title, part in sections(results):
        lines += ["", title, "", *part]
    return lines


def page(results: Results, rounds: int, command: str) -> str:
    """The page of the docs."""
    lines = [
        "# What a member-day costs",
        "",
        "Against the same machine's plain C: `benchmarks/club_churn.c`, a plain loop over a graph in compressed rows,",
        "compiled with -O3 -march=native. **Only the ratios mean anything**; the nanoseconds are those of the machine",
        "and the hour. Made by",
        "",
        "```bash",
        command,
        "```",
        "",
        what_was_run(results, rounds),
        "The numbers of every round are in [benchmarks.json](benchmarks.json).",
        "",
        "![Nanoseconds a member-day by implementation and size](images/benchmarks.png)",
        "",
        "*Club churn* is the common workload: members of a fixed random graph come or stay away, on how new the club",
        "still is to them, how many neighbours came yesterday, and how much they belong; they post, and leave after",
        "thirty days without a visit (`benchmarks/churn/`). `python benchmarks/bench.py --check` holds the means of",
        "daily visitors, posts and members of every implementation against those of plain C.",
    ]
    for title, part in sections(results):
        lines += ["", f"## {title}", "", *part]
    return "\n".join([*lines, ""])


def as_json(results: Results) -> str:
    """Every round of every case."""
    cases = [{**case._asdict(), "rounds": runs} for case, runs in results.items()]
    where = {"machine": platform.machine(), "python": platform.python_version()}
    return json.dumps({**where, "cases": cases}, indent=1) + "\n"


def curves_of(results: Results) -> dict[str, dict[int, float]]:
    """Title of a line of the figure -> size -> ns a member-day, sizes ascending."""
    curves: dict[str, dict[int, float]] = {}
    for name, title in {**CHURN, "full_model": OUR_MODEL, "objects": OUR_OBJECTS}.items():
        mine = sorted(case for case in results if case.name == name)  # by size, then days: the longest stays
        shown = {case.members: cost(results[case]) for case in mine if case.members in sizes_of(results, case.section)}
        if shown:
            curves[title] = shown
    return curves


def looks_of(curves: dict[str, dict[int, float]]) -> dict[str, Line]:
    """How each line looks: our model in one colour, compiled and as objects."""
    looks = lines_of(list(curves))
    if OUR_OBJECTS in looks:
        looks[OUR_OBJECTS] = replace(looks[OUR_OBJECTS], colour=looks[OUR_MODEL].colour)
    return looks


@drawn
def figure_of(results: Results) -> Figure:
    """ns a member-day by implementation and size, both on a log axis."""
    curves = curves_of(results)
    figure = canvas(7.4, 4.6)
    axes = figure.add_subplot()
    for title, line in looks_of(curves).items():
        sizes, costs = list(curves[title]), list(curves[title].values())
        axes.plot(sizes, costs, color=line.colour, ls=line.dash, marker=line.marker, ms=5)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.grid(axis="y", color="#e6e6e6", lw=0.6)
    axes.set_xlabel("members")
    axes.set_title("CPU nanoseconds a member-day: club churn, and our full model")
    ticks = sorted({size for curve in curves.values() for size in curve})
    axes.set_xlim(right=ticks[-1] * 18)
    axes.set_xticks(ticks, [f"{size:,}" for size in ticks])
    axes.set_xticks([], minor=True)
    axes.spines["bottom"].set_bounds(axes.get_xlim()[0], ticks[-1])
    name_ends(axes, curves)
    return figure


def name_ends(axes: Any, curves: dict[str, dict[int, float]]) -> None:
    """Each line's name to the right of its end; those that end at one size moved apart."""
    low, high = map(math.log10, axes.get_ylim())
    looks = looks_of(curves)
    for size in {max(curve) for curve in curves.values()}:
        ending = [title for title, curve in curves.items() if max(curve) == size]
        wanted = [(math.log10(curves[title][size]) - low) / (high - low) for title in ending]
        for title, place in zip(ending, spread(np.array(wanted), 0.045), strict=True):
            height = 10 ** (low + place * (high - low))
            axes.text(size * 1.25, height, title, color=looks[title].colour, va="center")
