"""A comparison in words: tables of 100 columns for the terminal, and the same content as a plain dict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import polars as pl
from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from clubsim.experiments.comparison import TOLERANCE, Comparison
from clubsim.experiments.outcome import Outcome
from clubsim.experiments.outcomes import OUTCOMES, SEASONS, in_words

WIDTH = 100  # of every table [characters]
NOTHING = "–"  # in place of a number that is missing

# Outcome and header of the tables with a row an arm. A header line is at most 9 characters.
STAYING = {
    "recruited": "recruited",
    "remaining": "remaining",
    "weekly_speakers": "weekly\nspeakers",
    "messages": "messages\na day",
    "remaining_per_1000_knocked": "remaining\nper 1,000\nknocked",
    "weekly_speakers_per_1000_knocked": "weekly\nspeakers\nper 1,000\nknocked",
    "headcount_retention": "remaining\nper\nadmitted",
    "weekly_speakers_per_admitted": "weekly\nspeakers\nper\nadmitted",
    "weekly_speakers_per_remaining": "weekly\nspeakers\nper\nremaining",
}
ACTIVITY = {
    "check_ins": "check-ins\na day",
    "speakers": "speakers\na day",
    "messages_per_head": "messages\na day per\nremaining",
    "active_30_bracket": "visited\non days\n30–36",
    "active_30_unbounded": "visited\nfrom\nday 30",
    "active_90_bracket": "visited\non days\n90–96",
    "active_90_unbounded": "visited\nfrom\nday 90",
    "core_retention": "core that\nstays\nactive",
    "lifetime": "days\nuntil\ndead",
}
DIFFERENCES = (
    "recruited",
    "remaining",
    "remaining_per_1000_knocked",
    "headcount_retention",
    "weekly_speakers",
    "weekly_speakers_per_remaining",
    "messages",
    "messages_per_head",
    "core_retention",
)


def comparison_table(comparison: Comparison, outcomes: Sequence[str] = DIFFERENCES) -> Group:
    """
    All tables of a comparison, each with its legend, for `rich.print` or `print_comparison`.

    Args:
        comparison: of `compare`.
        outcomes: which ones the table of paired differences shows; the runs need not have all.
    """
    parts: list[Table | Text] = [
        *_staying(comparison),
        *_activity(comparison),
        *_differences(comparison, outcomes),
    ]
    if not comparison.source.is_empty():
        parts += [*_against_source(comparison), *_seasons(comparison)]
    return Group(*parts)


def print_comparison(
    comparison: Comparison, outcomes: Sequence[str] = DIFFERENCES, console: Console | None = None
) -> None:
    """The tables on stdout, 100 columns wide whatever the terminal, so that a saved copy reads the same."""
    console = Console(width=WIDTH, highlight=False) if console is None else console
    console.print(comparison_table(comparison, outcomes))


def as_json(comparison: Comparison) -> dict[str, Any]:
    """
    All numbers of a comparison, of every outcome, as a dict that `json.dumps` takes; missing is None.

    `outcomes` explains each name; `arms`, `differences`, `ensemble` and `precision` are arm -> outcome -> numbers;
    `staying` is arm -> numbers; `segments` is arm -> segment -> in whose run it is picked -> measure -> numbers;
    `ranking` is outcome -> arm (-> other arm) -> numbers; `source` is outcome -> numbers.
    """
    used = comparison.summary["outcome"].unique(maintain_order=True).to_list()
    return {
        "control": comparison.control,
        "described": comparison.described,
        "outcomes": {name: _explained(name) for name in used},
        "arms": _nested(comparison.summary),
        "differences": _nested(comparison.differences),
        "ensemble": _nested(comparison.ensemble),
        "precision": _nested(comparison.precision),
        "staying": nested(comparison.staying, ["arm"]),
        "segments": nested(comparison.segments, ["arm", "segment", "picked_in", "measure"]),
        "ranking": {
            "beats": nested(comparison.beaten, ["outcome", "arm", "other"]),
            "best": nested(comparison.best, ["outcome", "arm"]),
        },
        "source": {
            row.pop("outcome"): {key: _plain(value) for key, value in row.items()}
            for row in comparison.source.iter_rows(named=True)
        },
    }


def _staying(comparison: Comparison) -> list[Table | Text]:
    """Who came, who stayed and who speaks, over each of the three denominators."""
    return [
        _arm_table("Who stays and who speaks: mean over seeds", comparison.summary, STAYING),
        small_print(
            f"{_seeds(comparison, STAYING)} Counts are members on the read-off day; weekly speakers wrote "
            "in the 7 days up to it; messages are a day's mean over the window. Per 1,000 knocked: of all "
            "prospects who ever knocked, the same people in every arm. Per admitted: of all who ever got "
            "in. Per remaining: of those still in. A gate or a cull moves the last two by shrinking their "
            "base, so read them only beside the counts."
        ),
    ]


def _activity(comparison: Comparison) -> list[Table | Text]:
    """The other meanings of retention, and activity a day."""
    return [
        _arm_table("How active they are: mean over seeds", comparison.summary, ACTIVITY),
        small_print(
            f"{_seeds(comparison, ACTIVITY)} Check-ins and speakers are distinct members a day, mean over "
            "the window. Visited: share of the admitted who came again, by days since joining, of those "
            "who joined early enough to be seen; who left or was removed counts as not visiting. Core: of "
            "the busiest tenth of 28 days, the share who also write in the next 28. Days until dead: given "
            "only where every seed died."
        ),
    ]


def _arm_table(title: str, summary: pl.DataFrame, columns: Mapping[str, str]) -> Table:
    """A row an arm, the mean of a column each."""
    table = plain_table(title, [("arm", "left"), *((header, "right") for header in columns.values())])
    for arm, means in _nested(summary).items():
        numbers = [number(means.get(name, {}).get("mean")) for name in columns]
        table.add_row(in_words(arm), *numbers)
    return table


def _differences(comparison: Comparison, outcomes: Sequence[str]) -> list[Table | Text]:
    """Arm minus control, over the seeds and over the ensemble side by side."""
    table = plain_table(
        f"Arm minus “{in_words(comparison.control)}”, paired by seed",
        [
            ("arm, outcome", "left"),
            ("mean\ndifference", "right"),
            ("95 % interval\nover seeds", "right"),
            ("p\n(Holm)", "right"),
            ("5–95 % range\nover ensemble", "right"),
            ("seeds\nhigher", "right"),
            ("sets\nhigher", "right"),
        ],
    )
    ensemble = _nested(comparison.ensemble)
    for arm, rows in _nested(comparison.differences).items():
        table.add_row(Text(in_words(arm), style="bold"))
        for name in [name for name in outcomes if name in rows]:
            cells = _difference(OUTCOMES[name], rows[name], ensemble.get(arm, {}).get(name, {}))
            table.add_row(f"  {OUTCOMES[name].label}", *cells)
    return [table, small_print(_about_differences(comparison))]


def _difference(outcome: Outcome, over_seeds: dict[str, Any], over_sets: dict[str, Any]) -> list[str]:
    """The six cells of a paired difference; `over_sets` is empty where no ensemble was run."""
    show = _share_difference if outcome.unit == "share" else _difference_of_counts
    return [
        show(over_seeds["mean"]),
        span(show(over_seeds["low"]), show(over_seeds["high"])),
        chance(over_seeds["p_holm"]),
        span(show(over_sets.get("low")), show(over_sets.get("high"))),
        _higher(over_seeds["share_higher"], over_seeds["share_equal"]),
        _higher(over_sets.get("share_positive"), over_sets.get("share_equal")),
    ]


def chance(p: float | None) -> str:
    """A p value in two or three decimals; one below a thousandth is as small as one needs to know."""
    if p is None:
        return NOTHING
    return "< .001" if p < 0.0005 else f"{p:.3f}" if p < 0.0995 else f"{p:.2f}"


def _higher(share: float | None, equal: float | None) -> str:
    """The share in which the arm lies above the control; the word where it never differs."""
    return "equal" if equal == 1 else percent(share)


def _about_differences(comparison: Comparison) -> str:
    sets: int = 0 if comparison.ensemble.is_empty() else comparison.ensemble["sets"].to_list()[0]
    over_sets = (
        f"The ensemble is {sets} sets of parameters that fit the source about equally well; its range says "
        "how much the answer hangs on what the source leaves open. Sets higher: share of them in which the "
        "arm's mean lies above the control's."
        if sets
        else "No ensemble was run, so nothing here says how much the answer hangs on the parameters."
    )
    return (
        f"The interval over seeds ({_ways(comparison)}) is luck alone: the model and its parameters taken as true. "
        "p: how often the toss of a coin a seed gives a mean as far from 0, adjusted over the arms of an outcome "
        "after "
        f"Holm{_least_p(comparison)}. Seeds higher: share of seeds in which the arm lies above the control. "
        f"{over_sets}"
    )


def _ways(comparison: Comparison) -> str:
    """How the intervals were made, the most frequent way first."""
    ways = comparison.differences["interval"].drop_nulls().value_counts(sort=True)["interval"].to_list()
    names = {"BCa": "bootstrap, BCa", "t": "Student's t"}
    return ", else ".join(names[way] for way in ways) or "none for one seed"


def _least_p(comparison: Comparison) -> str:
    """That few seeds cannot give a small p; nothing where there are enough."""
    seeds = int(comparison.summary["seeds"].to_numpy().max(initial=0))
    least = 2.0 ** (1 - seeds) * comparison.differences["arm"].n_unique()
    return f" (with {seeds} seeds the least of them is {chance(min(1.0, least))})" if least > 0.01 else ""


def _against_source(comparison: Comparison) -> list[Table | Text]:
    """The described arm beside what the source reports."""
    within = f"within\n{TOLERANCE:.0%}"
    table = plain_table(
        f"“{in_words(comparison.described)}” beside what the source reports",
        [
            ("outcome", "left"),
            ("source\nreports", "right"),
            ("simulated\nmean", "right"),
            ("standard deviation\nof one seed", "right"),
            ("simulated\n÷ source", "right"),
            (within.replace("%", " %"), "left"),
        ],
    )
    for row in comparison.source.iter_rows(named=True):
        inside = {True: "yes", False: "NO", None: NOTHING}[row["inside"]]
        figures = [number(row[key]) for key in ("source", "mean", "sd")]
        table.add_row(OUTCOMES[row["outcome"]].label, *figures, number(row["ratio"]), inside)
    about = (
        f"{_seeds(comparison, comparison.source['outcome'])} The source is one history, so a single run may "
        "miss it by a few standard deviations of one seed; what must come close is the mean."
    )
    return [table, small_print(about)]


def _seasons(comparison: Comparison) -> list[Table | Text]:
    """Signups and culls of the described arm season by season; nothing where there were no seasons."""
    means = _nested(comparison.summary).get(comparison.described, {})
    seasons = [k for k in range(1, SEASONS + 1) if means.get(f"signups_{k}", {}).get("mean") is not None]
    if len(seasons) < 2:
        return []
    table = plain_table(
        f"“{in_words(comparison.described)}”, season by season: mean (standard deviation of one seed)",
        [("season", "left"), *((str(season), "right") for season in seasons)],
    )
    for name, label in (("signups", "admitted"), ("culls", "removed")):
        rows = [means.get(f"{name}_{season}", {}) for season in seasons]
        table.add_row(label, *(f"{number(row.get('mean'))} ({number(row.get('sd'))})" for row in rows))
    about = "A season goes from one opening of the doors to the next; the last is cut at the read-off."
    return [table, small_print(about)]


def about_fit(fitted: Mapping[str, str], unidentified: Sequence[str], values: Mapping[str, float]) -> Group:
    """
    Which parameters were fitted and to what, and what the source cannot tell; nothing where nothing was fitted.

    Args:
        fitted: parameter -> what it was fitted to.
        unidentified: sentences.
        values: the parameters' values.
    """
    if not fitted:
        return Group()
    table = plain_table(
        "Parameters that were fitted, and to what",
        [("parameter", "left"), ("value", "right"), ("fitted to", "left")],
    )
    for name, to in fitted.items():
        table.add_row(name, f"{values[name]:.4g}" if name in values else NOTHING, to)
    legend = [small_print("What the source cannot tell: " + "; ".join(unidentified) + ".")] if unidentified else []
    return Group(table, *legend)


def plain_table(title: str, columns: Iterable[tuple[str, Any]]) -> Table:
    """An empty table of these columns, each a header and a side."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=0,
        show_edge=False,
        header_style="",
    )
    for header, justify in columns:
        table.add_column(header, justify=justify, vertical="top", no_wrap=justify == "right")
    return table


def small_print(words: str) -> Text:
    """What stands under a table."""
    return Text(f"{words}\n", style="dim")


def _seeds(comparison: Comparison, names: Iterable[str]) -> str:
    """How many seeds the means are of, and which of these outcomes have fewer."""
    mine = comparison.summary.filter(pl.col("outcome").is_in(list(names)))
    seeds: int = mine["seeds"].to_list()[0] if mine.height else 0
    short = mine.filter((pl.col("n") < pl.col("seeds")) & (pl.col("n") > 0))["outcome"]
    labels = ", ".join(OUTCOMES[name].label for name in short.unique(maintain_order=True))
    return f"{seeds} seeds, fewer for: {labels} (n in the JSON)." if labels else f"{seeds} seeds."


def number(value: float | None, sign: Literal["+", "-"] = "-", decimals: int | None = None) -> str:
    """
    Three figures where they fit, thousands with commas, a true minus sign; a dash where missing.

    Args:
        value: the number.
        sign: "+" also writes the plus of positive numbers.
        decimals: as many instead of three figures in all.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if value == 0:
        return "0"
    size = abs(value)
    if decimals is None:
        decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    text = f"{value:{sign},.{decimals}f}"
    if not text.strip("+-0.,"):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def _difference_of_counts(value: float | None) -> str:
    return number(value, sign="+")


def _share_difference(value: float | None) -> str:
    """Differences of shares are small, so they get one more decimal than shares."""
    return number(value, sign="+", decimals=3)


def span(low: str, high: str) -> str:
    """An interval, `+3.1 … +9.8`; one dash where an end is missing."""
    return NOTHING if NOTHING in (low, high) else f"{low} … {high}"


def percent(share: float | None) -> str:
    """A share in whole percent; only exactly all is 100 % and only none is 0 %."""
    if share is None:
        return NOTHING
    whole = round(100 * share)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole} %"


def _explained(name: str) -> dict[str, Any]:
    outcome = OUTCOMES[name]
    return {key: getattr(outcome, key) for key in ("label", "unit", "denominator", "better", "definition")}


def _nested(table: pl.DataFrame) -> dict[str, dict[str, dict[str, Any]]]:
    """A frame with a row an arm and outcome as arm -> outcome -> the other columns."""
    return nested(table, ["arm", "outcome"])


def nested(table: pl.DataFrame | None, keys: Sequence[str]) -> dict[str, Any]:
    """A frame as a mapping in a mapping, a level a key, with the other columns innermost; empty of no frame."""
    found: dict[str, Any] = {}
    for row in [] if table is None else table.iter_rows(named=True):
        *path, last = [row.pop(key) for key in keys]
        below = found
        for key in path:
            below = below.setdefault(key, {})
        below[last] = {key: _plain(value) for key, value in row.items()}
    return found


def _plain(value: Any) -> Any:
    """None for what JSON has no number for."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
