"""What a comparison says beside its differences, in words: precision, length of stay, who wins, the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from clubsim.experiments.comparison import Comparison
from clubsim.experiments.kinds import CORE_SHARE, RECENT
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.printing import (
    DIFFERENCES,
    NOTHING,
    WIDTH,
    chance,
    nested,
    number,
    percent,
    plain_table,
    small_print,
    span,
)
from clubsim.experiments.segments import CONTROL, MEASURES, SEGMENTS

KNOWN = (*DIFFERENCES[1:], "active_90_bracket")  # outcomes of the table of precision
RANKED = ("weekly_speakers_per_1000_knocked", "remaining_per_1000_knocked", "messages")  # outcomes of the ranking
SHORT = {"all": "all of either", "only_in_arm": "only here", "only_in_control": "only in the control"}


def print_statistics(comparison: Comparison, console: Console | None = None) -> None:
    """The tables on stdout, 100 columns wide."""
    console = Console(width=WIDTH, highlight=False) if console is None else console
    parts = [*_precision(comparison), *_staying(comparison), *_segments(comparison), *_ranking(comparison)]
    console.print(Group(*parts))


def _precision(comparison: Comparison) -> list[Table | Text]:
    """For each outcome the arm that is known least, and the seeds that it would take to know it well."""
    table = plain_table(
        "How well the differences are known, and how many seeds would do",
        [
            ("outcome", "left"),
            ("known least\nin arm", "left"),
            ("half-width\nnow", "right"),
            ("for ±", "right"),
            ("seeds\nneeded", "right"),
        ],
    )
    rows = nested(comparison.precision, ["outcome", "arm"])
    for name in [name for name in KNOWN if name in rows]:
        arm, row = max(rows[name].items(), key=lambda entry: entry[1]["sd"])
        decimals = 3 if OUTCOMES[name].unit == "share" else None
        halfwidth, wish = (number(row[key], decimals=decimals) for key in ("halfwidth", "wished"))
        needed = NOTHING if row["seeds_needed"] is None else f"about {row['seeds_needed']:,}"
        table.add_row(OUTCOMES[name].label, in_words(arm), f"±{halfwidth}", wish, needed)
    if not table.row_count:
        return []
    about = (
        "For ±: a percentage point of a share, else a percent of the control's mean; the seeds are those at which t "
        "is as narrow, if the spread is what it is now. Add them with seeds=N, or until_halfwidth=X to let them be "
        "added."
    )
    return [table, small_print(about)]


def _staying(comparison: Comparison) -> list[Table | Text]:
    """Days in the group, paired, and the log-rank test."""
    if comparison.staying is None or comparison.staying.is_empty():
        return []
    tau = comparison.staying["tau"].to_list()[0]
    table = plain_table(
        f"How long members stay: days in the group, of the first {tau:.0f}",
        [
            ("arm", "left"),
            ("days", "right"),
            ("control", "right"),
            ("mean\ndifference", "right"),
            ("95 % interval\nover seeds", "right"),
            ("p\n(Holm)", "right"),
            ("log-rank\nz", "right"),
            ("its p by\nmembers", "right"),
            ("its p by\nseeds", "right"),
        ],
    )
    for row in comparison.staying.iter_rows(named=True):
        mean, low, high = (number(row[key], sign="+") for key in ("mean", "low", "high"))
        days = [number(row[key]) for key in ("days", "days_control")]
        z = number(row["logrank_z"], sign="+", decimals=1)
        tests = [chance(row[key]) for key in ("logrank_p", "logrank_p_by_seed")]
        table.add_row(in_words(row["arm"]), *days, mean, span(low, high), chance(row["p_holm"]), z, *tests)
    about = (
        "Days: restricted mean, once a run, who is still in at the end censored; only of who got in, so that an arm "
        "which lets in others than the control stands here by its intake too. Log-rank: stratified by seed, z > 0 "
        "where members are lost sooner. Its p by members takes them as independent, which those of one run are not; "
        "by seeds flips the sign of each seed's score."
    )
    return [table, small_print(about)]


def _segments(comparison: Comparison) -> list[Table | Text]:
    """What changes for whom, the same people in both arms."""
    if comparison.segments is None or comparison.segments.is_empty():
        return []
    table = plain_table(
        f"Who wins and who loses against “{in_words(comparison.control)}”: mean change of a person",
        [
            ("arm, who", "left"),
            ("people\na seed", "right"),
            ("still in", "right"),
            ("messages", "right"),
            ("paid", "right"),
            ("active days\nof 28", "right"),
            ("more / less\nactive", "right"),
            ("active days if\npicked in arm", "right"),
        ],
    )
    for arm, segments in nested(comparison.segments, ["arm", "segment", "picked_in", "measure"]).items():
        table.add_row(Text(in_words(arm), style="bold"))
        for name in SEGMENTS:
            table.add_row(f"  {SHORT.get(name, name)}", *_segment(segments[name]))
    about = (
        "± half of the 95 % interval over seeds. The first four are picked by what they are in the control's run: in "
        "on "
        f"the read-off day, and newcomers: joined in the {RECENT} days up to it; core: the {CORE_SHARE:.0%} with most "
        f"messages; lurkers: came in these {RECENT} days or later and never wrote; payers: paid something. Who is "
        "picked for doing well there is likely to do worse elsewhere, whatever the arm does; so the last column "
        "picks them in the arm's run instead. Only where both agree is it the arm. Who is not in has 0 of "
        "everything. All of either: everyone ever in one of both; only here: let in by the arm alone; only in the "
        "control: kept out by it."
    )
    return [table, small_print(about.replace("10%", "10 %"))]


def _segment(picked: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """The cells of a segment: its size, the change of each measure, shares, and the other way to pick it."""
    mine = picked[CONTROL]
    active = mine["active_days"]
    shares = NOTHING if active["share_more"] is None else _shares(active["share_more"], active["share_less"])
    mirrored = _change(picked["arm"]["active_days"], "active_days") if "arm" in picked else ""
    changes = {name: _change(mine[name], name) for name in MEASURES}
    cells = [changes[name] for name in ("still_in", "messages", "paid", "active_days")]
    return [number(active["people"]), *cells, shares, mirrored]


def _shares(more: float, less: float) -> str:
    return f"{percent(more)} / {percent(less)}"


def _change(row: Mapping[str, Any], measure: str) -> str:
    """The mean change and half of its interval; one dash where nobody is."""
    decimals = {"still_in": 2, "active_days": 1, "messages": 0, "paid": 0}[measure]
    mean = number(row["mean"], sign="+", decimals=decimals)
    if row["low"] is None or row["low"] == row["high"]:
        return mean
    half = (row["high"] - row["low"]) / 2
    return f"{mean} ±{number(half, decimals=decimals)}"


def _ranking(comparison: Comparison) -> list[Table | Text]:
    """How often each arm is best and how often one beats another, over the sets of the ensemble."""
    if comparison.best.is_empty():
        return []
    best = nested(comparison.best, ["outcome", "arm"])
    beats = nested(comparison.beaten, ["outcome", "arm", "other"])
    names = [name for name in RANKED if name in best]
    sets = comparison.best["sets"].to_list()[0]
    first = plain_table(
        f"Share of the {sets} sets of assumptions in which an arm is the best (95 % interval)",
        [("arm", "left"), *((OUTCOMES[name].label.replace(" per ", "\nper "), "right") for name in names)],
    )
    for arm in best[names[0]] if names else []:
        first.add_row(in_words(arm), *(_share(best[name][arm]) for name in names))
    about = (
        "Means over the seeds of a set; arms that tie share the place. A share of the sets that fit the source, not "
        "the chance that an arm is best: only what was tried as an assumption can disagree."
    )
    return [first, small_print(about), *(part for name in names[:1] for part in _matrix(name, beats[name]))]


def _share(row: Mapping[str, Any]) -> str:
    if row["share"] is None:
        return NOTHING
    return f"{percent(row['share'])} ({100 * row['low']:.0f}–{100 * row['high']:.0f})"


def _matrix(outcome: str, beats: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[Table | Text]:
    """A row an arm, a column the arm it is held against."""
    arms = list(beats)
    letters: Sequence[str] = [str(place) for place in range(1, len(arms) + 1)]
    table = plain_table(
        f"{OUTCOMES[outcome].label}: share of sets in which the arm of the row beats that of the column",
        [("arm", "left"), *((f"  {letter}", "right") for letter in letters)],
    )
    for letter, arm in zip(letters, arms, strict=True):
        cells = [NOTHING if arm == other else percent(beats[arm][other]["share"]) for other in arms]
        table.add_row(f"{letter}  {in_words(arm)}", *cells)
    return [
        table,
        small_print("A tie counts as half a win of each; the intervals and the other outcomes are in the JSON."),
    ]
