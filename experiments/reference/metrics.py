"""docs/reference/metrics.md: every outcome of a run, every measurement of a log and every pattern, with its formula."""

import re
from collections.abc import Callable
from functools import cache
from itertools import groupby
from math import isfinite
from typing import Any

import polars as pl

from clubsim.experiments import decomposition, flips, intervals, staying, survival
from clubsim.experiments.measures import answers, concentration, retention, rhythm
from clubsim.experiments.measures.measure import measure
from clubsim.experiments.measures.measurement import Measurement
from clubsim.experiments.outcome import Denominator
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.patterns.bands import BANDS
from clubsim.experiments.patterns.judging import band_text
from clubsim.experiments.patterns.table import patterns
from clubsim.experiments.reference.docstrings import as_markdown, plain
from clubsim.experiments.tables_of_model import table

BETTER = {1: "more", -1: "less", 0: "neither"}
BASES: dict[Denominator, str] = {
    "count": "Counts and sums: no policy moves them by shrinking a base.",
    "per 1,000 who knocked": "Per 1,000 prospects who ever knocked (intention to treat): the same people in every arm, "
    "whatever its gate, but for those whom `knocked` names above.",
    "per admitted": "Per member ever admitted. A gate that turns people away moves such a share by its base alone.",
    "per remaining": "Per member still in on the read-off day. A cull moves such a share by its base alone.",
    "-": "Shares and ratios with a base of their own, which the definition says.",
}
# Which estimator a measurement comes from, by its name; the rest are counts of the log's rows.
ESTIMATORS: dict[str, Callable[..., Any]] = {
    r"bracket, day \d+": retention.bracket,
    r"bracket, week \d+": retention.weekly,
    r"unbounded, day \d+": retention.unbounded,
    r"return after \d+ silent days": retention.return_after_silence,
    r"one post only.*": retention.one_event_only,
    r"departure curve, .*": retention.departure_curve,
    r"share of top .*": concentration.top_share,
    r"Gini": concentration.gini,
    r"(daily|weekly|monthly), (mean|peak)": rhythm.distinct_trailing,
    r"stickiness": rhythm.stickiness,
    r"months with .*": rhythm.active_days,
    r"weekend / weekday": rhythm.weekend_ratio,
    r"burstiness": rhythm.burstiness,
    r".*busiest hour.*|.*quietest hour.*": rhythm.hour_profile,
    r"aimed at a member": answers.targeted,
    r"newcomers answered": answers.newcomers_answered,
    r"reciprocity": answers.reciprocity,
}
HEADINGS = {
    "kaplan_meier": "Kaplan–Meier",
    "intervals": "Interval",
}  # where a function's name is not written as one writes it
STAYS: tuple[Callable[..., Any], ...] = (survival.kaplan_meier, staying.restricted_mean, staying.logrank_score)

DIFFERENCES: tuple[Any, ...] = (intervals, flips.sign_flip_p, flips.holm, decomposition)


def parts() -> list[str]:
    """The page, a part a paragraph or table."""
    return [
        "# Metrics",
        "What a run and a log are judged by. A word that is not explained here stands in the "
        "[glossary](../glossary.md).",
        "## Outcomes of a run",
        "What `clubsim compare` compares: one number a run, a column of `runs.parquet` "
        "([results](../results.md#runsparquet)). *Better* says which way an outcome may decide a verdict; *neither* "
        "stands at all that a gate or a cull can move by arithmetic. The read-off day and the window are the study's "
        "`read_off` ([configuration](configuration.md#keys-of-a-study)).",
        *[part for base in BASES for part in _outcomes(base)],
        "## How long members stay",
        "What a comparison says of days in the group, by members' first and last day.",
        *[part for function in STAYS for part in _estimator(function)],
        "## Differences of two arms",
        "How sure each of these is: [statistics](../statistics.md).",
        *[part for what in DIFFERENCES for part in _estimator(what)],
        "## Measurements of a log",
        "What `clubsim measure FILE.parquet` prints of an event log, a real one or a run's, where the log allows it. "
        "V with a number is a stylised fact of real communities, below.",
        *[
            part
            for group, rows in groupby(measurements(), key=lambda row: row.group)
            for part in _group(group, list(rows))
        ],
        "## Formulas",
        "One code for simulated and for real logs: `experiments/measures/`. The *start* of a poster is the day of "
        "the first contribution; that of a visitor the day of joining, or of the first visit where the log has no "
        "joins.",
        *[part for function in dict.fromkeys(ESTIMATORS.values()) for part in _estimator(function)],
        "## Patterns of real communities",
        "What `clubsim validate` holds a simulated log against, V1 to V37. The band is that of all types; mailing "
        "lists, question and answer sites, chats and messaging networks have their own. How the presets fare: "
        "[presets](../presets.md).",
        table(("pattern", "name", "definition", "unit", "band"), pattern_rows()),
    ]


def estimator_of(row: Measurement) -> Callable[..., Any] | None:
    """The function behind a measurement, None for a count of rows."""
    return next((function for name, function in ESTIMATORS.items() if re.fullmatch(name, row.name)), None)


@cache
def measurements() -> tuple[Measurement, ...]:
    """Every measurement there is, of a made-up log that has all that a log can have."""
    return tuple(row for row in measure(_log(), first_weekday=0) if not row.name.startswith("kind "))


def pattern_rows() -> list[tuple[str, str, str, str, str]]:
    """Pattern, name, definition, unit and band of everything that `clubsim validate` measures."""
    bands = {band.name: band.general for band in BANDS}
    rows = []
    for one in patterns(_log(), first_weekday=0):
        band = bands.get(one.name)
        told = "" if band is None else _band(band)
        rows.append((one.pattern, plain(one.name), plain(one.definition), plain(one.unit), told))
    return rows


def _band(band: tuple[float, float]) -> str:
    low, high = band
    return f"{high:.3g} or less" if not isfinite(low) else band_text(band)


def _log() -> pl.DataFrame:
    """Five members over two days: joins, visits, messages and answers with a clock and threads."""
    rows = [
        (member, day, kind, target, 9.0 + member + day / 2, member)
        for day in range(2)
        for member in range(5)
        for kind, target in (("join", -1), ("visit", -1), ("post", -1), ("reply", (member + 1) % 5))
        if kind != "join" or day == 0
    ]
    columns = ("member", "day", "kind", "target", "hour", "thread")
    types = (pl.Int64, pl.Int32, pl.String, pl.Int64, pl.Float32, pl.Int64)
    return pl.DataFrame(rows, schema=dict(zip(columns, types, strict=True)), orient="row")


def _outcomes(base: Denominator) -> list[str]:
    cells = [
        (f"`{one.name}`", plain(one.definition), plain(one.unit), BETTER[one.better], plain(one.label))
        for one in OUTCOMES.values()
        if one.denominator == base
    ]
    heading = {"-": "Shares with a base of their own", "count": "Counts"}.get(base, base[0].upper() + base[1:])
    return [f"### {heading}", BASES[base], table(("outcome", "definition", "unit", "better", "in tables"), cells)]


def _group(group: str, rows: list[Measurement]) -> list[str]:
    cells = [(plain(row.name), plain(row.definition), row.unit, _link(estimator_of(row))) for row in rows]
    return [f"### {group[0].upper()}{group[1:]}", table(("measurement", "definition", "unit", "formula"), cells)]


def _link(function: Callable[..., Any] | None) -> str:
    return "" if function is None else f"[{_name(function)}](#{_name(function).replace(' ', '-')})"


def _name(function: Any) -> str:
    return str(function.__name__).rpartition(".")[2].replace("_", " ")


def _estimator(what: Any) -> list[str]:
    """A function, or the module of several, with what it says of itself."""
    name = str(what.__name__).rpartition(".")[2]
    return [f"### {HEADINGS.get(name, _name(what).capitalize())}", *as_markdown(what)]
