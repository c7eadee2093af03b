"""`clubsim validate`: what is printed of simulated communities held against real ones."""

import json
import sys
from collections.abc import Iterable
from itertools import groupby
from math import isfinite
from typing import Any

from clubsim.experiments import power
from clubsim.experiments.patterns.bands import BANDS, COMMUNITIES
from clubsim.experiments.patterns.judging import VERDICTS, band_text
from clubsim.experiments.posting import Posting
from clubsim.experiments.validation import Row, Validation, validate

LOGIT = "2.1"  # the daily logit among the patterns
WIDE = 150  # [character] where there is no terminal
CAPTION = (
    "seeds: runs inside the band; sBG, pref., random: the power of the band, null models (drop-out alone, preferential "
    "attachment alone, random parameters) that lie inside it too, and 0 tells most; then the real communities"
)


def validate_postings(
    postings: list[Posting], seeds: int | None, quick: bool, workers: int, as_json_wanted: bool, quiet: bool
) -> int:
    """
    Hold communities against real ones and print it.

    Returns:
        The exit code, 0, whatever lies outside: what is outside is a finding.
    """
    validations = validate(postings, seeds, quick, workers, quiet)
    if as_json_wanted:
        print(as_json(validations))
        return 0
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    for part in as_text(validations):
        console.print(part, markup=False) if isinstance(part, str) else console.print(part)
    return 0


def as_text(validations: Iterable[Validation]) -> list[Any]:
    """What to print with rich: for each community its patterns, its logit, and how many lie inside."""
    shown: list[Any] = []
    for one in validations:
        shown += [_table(one), _slopes(one), *_sentences(one), ""]
    return shown


def _table(validation: Validation) -> Any:
    from rich.table import Table

    title = f"{validation.name}: {validation.years:g} years, {validation.seeds} seeds, held against {validation.type}"
    communities = [name for name, kind in COMMUNITIES.items() if kind == validation.type]
    table = Table(title=title, caption=CAPTION)
    for name in ("", "pattern", "mean", "sd", "band", "verdict", "seeds", "sBG", "pref.", "random", *communities):
        table.add_column(name, no_wrap=True)
    for pattern, rows in groupby(validation.rows, key=lambda row: row.judged.pattern):
        for place, row in enumerate(rows):
            judged = row.judged
            nulls = [_of(*row.null[null]) if row.null else "-" for null in power.NULLS]
            real = [_number(judged.real.get(name)) for name in communities]
            table.add_row(
                "" if place else pattern, judged.name, _number(judged.value), _number(row.sd), band_text(judged.band),
                VERDICTS[judged.inside], _of(row.inside, row.measured), *nulls, *real,
            )  # fmt: skip
    return table


def _slopes(validation: Validation) -> Any:
    from rich.table import Table

    table = Table(title=f"{validation.name}: the daily logit, re-estimated as on real logs")
    for name in ("slope", "simulated", "sd", *(f"{name} ({kind})" for name, kind in COMMUNITIES.items())):
        table.add_column(name)
    real = {band.name: band.real for band in BANDS}
    for row in validation.rows:
        if row.judged.pattern == LOGIT:
            name = row.judged.name
            known = [_number(real[name].get(community)) for community in COMMUNITIES]
            table.add_row(name.removeprefix("logit, "), _number(row.judged.value), _number(row.sd), *known)
    return table


def _sentences(validation: Validation) -> list[str]:
    counted = validation.tally
    sentences = [
        f"{validation.name}: {counted.inside} of {counted.checks} checks inside, {counted.patterns_inside} of "
        f"{counted.patterns} patterns with all of their checks, {validation.slopes} of the 5 slopes of the logit"
    ]
    outside = [f"{row.judged.pattern} {row.judged.name}" for row in validation.rows if row.judged.inside is False]
    sentences.append(f"outside: {'; '.join(outside)}" if outside else "outside: none")
    unseen = [row.judged.name for row in validation.rows if row.judged.inside is None]
    if unseen:
        sentences.append(f"not measured: {'; '.join(unseen)}")
    idle = [row.judged.name for row in validation.rows if row.judged.inside and (row.power or 0.0) > 0.5]
    if idle:
        sentences.append(f"inside, but so are more than half of the null models: {'; '.join(idle)}")
    return sentences + [f"note: {note}" for note in validation.notes]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}"


def as_json(validations: Iterable[Validation]) -> str:
    """A JSON list of communities with their rows; an open bound and what was not measured are null."""
    return json.dumps([_plain(one) for one in validations], indent=2, allow_nan=False)


def _plain(validation: Validation) -> dict[str, Any]:
    return {
        "name": validation.name,
        "type": validation.type,
        "years": validation.years,
        "seeds": validation.seeds,
        "members": validation.members,
        "posts": validation.posts,
        "tally": validation.tally._asdict(),
        "slopes_inside": validation.slopes,
        "notes": list(validation.notes),
        "patterns": [_plain_row(row) for row in validation.rows],
    }


def _plain_row(row: Row) -> dict[str, Any]:
    judged = row.judged
    return {
        "pattern": judged.pattern,
        "name": judged.name,
        "value": judged.value,
        "sd": row.sd,
        "band": [bound if isfinite(bound) else None for bound in judged.band],
        "inside": judged.inside,
        "inside_general": judged.inside_general,
        "seeds_measured": row.measured,
        "seeds_inside": row.inside,
        "power": row.power,
        "nulls": {null: {"inside": inside, "models": models} for null, (inside, models) in row.null.items()},
        "real": judged.real,
        "note": judged.note,
    }
