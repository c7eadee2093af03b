"""Simulated posting communities held against real ones, pattern by pattern, with the power of every band."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from clubsim.experiments import power
from clubsim.experiments.patterns.bands import BANDS
from clubsim.experiments.patterns.judging import Judgement, Tally, judge, tally
from clubsim.experiments.patterns.value import PatternValue
from clubsim.experiments.posting import PRESETS, Posting, Seen, Sighting, see
from clubsim.experiments.side_by_side import side_by_side

QUICK_YEARS = 3.0
QUICK_SEEDS = 1
FIRST_SEED = 0
FIVE = tuple(f"logit, {name}" for name in ("recency", "habit", "reply yesterday", "social pull", "weekend"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One pattern of a scenario.

    judged: its mean over seeds and where that lies; sd: over seeds, None for one; measured: seeds that show a value;
    inside: of them within the band; null: kind of null model -> (inside the band, models), empty without a table.
    """

    judged: Judgement
    sd: float | None
    measured: int
    inside: int
    null: dict[str, tuple[int, int]]

    @property
    def power(self) -> float | None:
        """Share of the null models that lie inside the band too: 0 tells most, 1 nothing."""
        models = sum(models for _, models in self.null.values())
        return sum(inside for inside, _ in self.null.values()) / models if models else None


@dataclass(frozen=True, kw_only=True)
class Validation:
    """A scenario held against the real communities of its type."""

    name: str
    type: str
    years: float
    seeds: int
    members: float  # mean over seeds
    posts: float  # mean over seeds
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def tally(self) -> Tally:
        """How many checks, and how many patterns with all of their checks, lie inside."""
        return tally(row.judged for row in self.rows)

    @property
    def slopes(self) -> int:
        """How many of the five slopes of the daily logit lie inside."""
        return sum(bool(row.judged.inside) for row in self.rows if row.judged.name in FIVE)


def validate(
    postings: Sequence[Posting], seeds: int | None, quick: bool = False, workers: int = 0, quiet: bool = False
) -> list[Validation]:
    """
    Simulate, measure and judge each community.

    Args:
        seeds: runs of each, seeds 0, 1, ...; None for as many as each says; QUICK_SEEDS with `quick`.
        quick: QUICK_YEARS instead of the scenario's own length. Length moves most patterns, so that this is no verdict.
        workers: processes, 0 for one a core.
    """
    if quick:
        postings = [replace(one, years=min(one.years, QUICK_YEARS), seeds=QUICK_SEEDS) for one in postings]
    elif seeds is not None:
        postings = [replace(one, seeds=seeds) for one in postings]
    tasks = [
        Sighting(label=one.name, scenario=one.scenario, type=one.type, days=one.days, seed=FIRST_SEED + number)
        for one in postings
        for number in range(one.seeds)
    ]
    seen = iter(side_by_side(see, tasks, workers, quiet))
    return [held_against(one, list(islice(seen, one.seeds)), quick) for one in postings]


def held_against(posting: Posting, seen: Sequence[Seen], quick: bool = False) -> Validation:
    """The judgement of a community from what its logs showed, one a seed."""
    made_for, nulls = power.read_table()
    judged = judge(means(seen), posting.type)  # type: ignore[arg-type]
    by_name = [{value.name: value.value for value in one.values} for one in seen]
    rows = []
    for one in judged:
        values = [found for named in by_name if (found := named.get(one.name)) is not None]
        rows.append(
            Row(
                judged=one,
                sd=statistics.stdev(values) if len(values) > 1 else None,
                measured=len(values),
                inside=sum(one.band[0] <= value <= one.band[1] for value in values),
                null=power.power_of(nulls, posting.type, one.name, one.band) if nulls else {},
            )
        )
    return Validation(
        name=posting.name,
        type=posting.type,
        years=posting.years,
        seeds=len(seen),
        members=statistics.fmean(one.members for one in seen),
        posts=statistics.fmean(one.posts for one in seen),
        rows=tuple(rows),
        notes=_notes(posting, made_for, quick),
    )


def means(seen: Sequence[Seen]) -> list[PatternValue]:
    """Every pattern's mean over the seeds that show it; a log without posts shows none."""
    found: dict[str, list[PatternValue]] = {band.name: [] for band in BANDS}
    for one in seen:
        for value in one.values:
            found.setdefault(value.name, []).append(value)
    return [_mean(name, values) for name, values in found.items()]


def _mean(name: str, values: Sequence[PatternValue]) -> PatternValue:
    if not values:
        return PatternValue(pattern="", name=name, value=None, unit="", definition="", note="nobody posted")
    known = [value.value for value in values if value.value is not None]
    first = next((value for value in values if value.value is None), values[0])
    return replace(first, value=statistics.fmean(known) if known else None)


def _notes(posting: Posting, made_for: str, quick: bool) -> tuple[str, ...]:
    notes = []
    if quick:
        notes.append(
            f"quick: {posting.years:g} years and one seed; length moves most patterns, so that this is no verdict"
        )
    if not made_for:
        notes.append(f"no table of null models; {power.COMMAND} makes it, in some minutes")
    elif made_for != _digest_of_presets():
        notes.append(f"the null models were made for other numbers of the presets; {power.COMMAND} makes them anew")
    return tuple(notes)


def _digest_of_presets() -> str:
    from clubsim.experiments.errors import StudyError
    from clubsim.experiments.posting import load_posting

    try:
        return power.digest_of(load_posting(name) for name in PRESETS)
    except StudyError:
        return "a preset is missing"
