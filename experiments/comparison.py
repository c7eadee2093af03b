"""Arms compared: summaries, paired differences over seeds and over an ensemble, survival, the source.

All frames in are those of the runner (`runs`: a row a run with arm, set, seed and a column an outcome;
set -1 is the scenario itself, 0.. the sets of its ensemble). NaN and null both mean "not applicable":
they are left out and `n` says how many values remain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from clubsim.experiments.flips import holm, sign_flip_p
from clubsim.experiments.intervals import alike, shown_intervals
from clubsim.experiments.outcomes import OUTCOMES, chosen
from clubsim.experiments.pairs import (
    SCENARIO,
    arms_of,
    check_arm,
    in_rows,
    of_scenario,
    pairs_of,
    unless_censored,
    with_interval,
)
from clubsim.experiments.precision import precision
from clubsim.experiments.ranking import beaten, best
from clubsim.experiments.segments import segment_changes
from clubsim.experiments.staying import staying

TOLERANCE = 0.15  # how far a mean may be from a reported figure and still count as reproducing it


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that the tables and the JSON of one comparison hold; each frame is that of a function below."""

    control: str
    described: str  # the arm that stands beside the source
    summary: pl.DataFrame  # of arm_summary
    differences: pl.DataFrame  # of paired_differences
    ensemble: pl.DataFrame  # of ensemble_differences; no row where no ensemble was run
    precision: pl.DataFrame  # of precision
    beaten: pl.DataFrame  # of beaten; no row where no ensemble was run, and so for best
    best: pl.DataFrame
    source: pl.DataFrame  # of against_source; no row where the source reports nothing
    staying: pl.DataFrame | None = None  # of staying; None where the members were not given, and so for segments
    segments: pl.DataFrame | None = None  # of segment_changes


def compare(
    runs: pl.DataFrame,
    control: str,
    reported: Mapping[str, float] | None = None,
    described: str | None = None,
    members: pl.DataFrame | None = None,
    days: tuple[int, int] | None = None,
) -> Comparison:
    """
    The whole comparison of a table of runs, and of their members where these are given.

    Args:
        runs: a row a run.
        control: the arm that the others are compared to.
        reported: what the source reports, by name of outcome.
        described: the arm that tells the source's own story; the control where not given.
        members: of tidy.members_table.
        days: the read-off day and the last day of the runs; needed with members.

    Raises:
        ValueError: an arm or an outcome that the runs do not have.
    """
    described = control if described is None else described
    summary, differences = arm_summary(runs), paired_differences(runs, control)
    arms, seeds = arms_of(runs), of_scenario(runs)["seed"].unique().to_list()
    return Comparison(
        control=control,
        described=described,
        summary=summary,
        differences=differences,
        ensemble=ensemble_differences(runs, control),
        precision=precision(differences, summary, control),
        beaten=beaten(runs),
        best=best(runs),
        source=against_source(summary, reported or {}, arm=described),
        staying=None if members is None or days is None else staying(members, control, days[1], arms=arms),
        segments=None if members is None or days is None else segment_changes(members, control, days[0], arms, seeds),
    )


def arm_summary(runs: pl.DataFrame, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Every arm on its own, over the seeds of the scenario (set -1).

    Returns:
        A row an arm and outcome: mean; sd of one seed; low, high: 95 % t interval of the mean; n: seeds
        with a value; seeds: all. A censored outcome has a mean only where no seed is censored.
    """
    values = in_rows(of_scenario(runs), outcomes)
    return with_interval(values, "seeds").select("arm", "outcome", "mean", "sd", "low", "high", "n", "seeds")


def paired_differences(runs: pl.DataFrame, control: str, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Arm minus control, seed by seed, over the seeds of the scenario (set -1).

    Returns:
        A row an arm (but the control) and outcome: mean; low, high: 95 % interval of the mean difference, and
        interval, how it was made: "BCa", "t" or null (see intervals.py); low_t, high_t: the t interval; sd: of
        the paired differences; p: of the sign-flip test; p_holm: adjusted over the arms of an outcome;
        share_higher, share_equal: of the n seeds, where the arm lies above the control or on it;
        share_better: where it is better, null where neither direction is; n; seeds: all pairs.

    Raises:
        ValueError: the control is no arm of the runs.
    """
    pairs = pairs_of(of_scenario(runs), control, outcomes)
    better = pl.col("outcome").replace_strict({name: o.better for name, o in OUTCOMES.items()})
    shares = pairs.group_by("arm", "outcome", maintain_order=True).agg(
        share_higher=unless_censored((pl.col("value") > 0).mean()),
        share_equal=unless_censored((pl.col("value") == 0).mean()),
        share_lower=unless_censored((pl.col("value") < 0).mean()),
    )
    share_better = pl.when(better == 1).then("share_higher").when(better == -1).then("share_lower").otherwise(None)
    return (
        with_interval(pairs, "seeds")
        .rename({"low": "low_t", "high": "high_t"})
        .join(shares, on=["arm", "outcome"], maintain_order="left")
        .join(_judged(pairs), on=["arm", "outcome"], maintain_order="left")
        .with_columns(share_better=share_better)
        .select(
            *("arm", "outcome", "mean", "low", "high", "interval", "low_t", "high_t", "sd", "p", "p_holm"),
            *("share_higher", "share_equal", "share_better", "n", "seeds"),
        )
    )


def _judged(pairs: pl.DataFrame) -> pl.DataFrame:
    """A row an arm and outcome: low, high, interval, p, p_holm; seeds in their order, so that resamples repeat."""
    groups = (
        pairs.sort("seed")
        .group_by("arm", "outcome", maintain_order=True)
        .agg(values=unless_censored(pl.col("value").drop_nulls().implode()))
    )
    values = [np.array(column or [], dtype=np.float64) for column in groups["values"].to_list()]
    low_high, p = np.full((len(values), 2), np.nan), np.full(len(values), np.nan)
    ways: list[str | None] = [None] * len(values)
    for which, differences in alike(values):
        low_high[which], names = shown_intervals(differences)
        p[which] = sign_flip_p(differences)
        for place, name in zip(which, names, strict=True):
            ways[place] = name
    outcome, adjusted = groups["outcome"].to_numpy(), np.full(len(values), np.nan)
    for name in OUTCOMES:
        adjusted[outcome == name] = holm(p[outcome == name])
    columns = {"low": low_high[:, 0], "high": low_high[:, 1], "p": p, "p_holm": adjusted}
    numbers = [pl.Series(name, column, nan_to_null=True) for name, column in columns.items()]
    return groups.select("arm", "outcome").with_columns(*numbers, pl.Series("interval", ways, dtype=pl.String))


def ensemble_differences(runs: pl.DataFrame, control: str, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Arm minus control over the ensemble (sets 0..): the mean over the seeds of a set, then across sets.

    Returns:
        A row an arm (but the control) and outcome: median; low, high: the range from 5 to 95 % of the
        sets; share_positive, share_equal: of the n sets with a value, where the arm lies above the control
        or on it; sets: all. No row where the runs hold no ensemble.
    """
    pairs = pairs_of(runs.filter(pl.col("set") > SCENARIO), control, outcomes, check=runs)
    of_sets = pairs.group_by("arm", "outcome", "set", maintain_order=True).agg(
        value=unless_censored(pl.col("value").mean())
    )
    kept = pl.col("value").drop_nulls()
    return of_sets.group_by("arm", "outcome", maintain_order=True).agg(
        median=unless_censored(kept.median()),
        low=unless_censored(kept.quantile(0.05, "linear")),
        high=unless_censored(kept.quantile(0.95, "linear")),
        share_positive=unless_censored((kept > 0).mean()),
        share_equal=unless_censored((kept == 0).mean()),
        n=kept.len().cast(pl.Int64),
        sets=pl.len().cast(pl.Int64),
    )


def against_source(summary: pl.DataFrame, reported: Mapping[str, float], arm: str | None = None) -> pl.DataFrame:
    """
    One arm beside the figures that the source reports.

    Args:
        summary: of arm_summary.
        reported: figure by name of outcome, none of them 0.
        arm: which arm; needed where the summary holds several.

    Returns:
        A row a reported figure: outcome, source, mean, sd (of one seed), n, ratio (mean / source) and
        inside (within 15 % of the source; null where the runs have no value).

    Raises:
        ValueError: unknown arm or outcome, an outcome that the summary lacks, a figure that is 0.
    """
    chosen(list(reported))
    arms = arms_of(summary)
    if arm is None and len(arms) != 1:
        raise ValueError(f"the summary holds {len(arms)} arms; say which to set beside the source: {arms}")
    arm = arms[0] if arm is None else arm
    check_arm(arm, arms)
    mine = {row["outcome"]: row for row in summary.filter(pl.col("arm") == arm).iter_rows(named=True)}
    rows: list[dict[str, Any]] = []
    for name, figure in reported.items():
        if name not in mine:
            raise ValueError(f"the source reports '{name}', which the runs do not measure")
        if figure == 0:
            raise ValueError(f"the figure reported for '{name}' is 0, which has no ratio; leave it out")
        mean = mine[name]["mean"]
        ratio = None if mean is None else mean / figure
        rows.append(
            {
                "outcome": name,
                "source": float(figure),
                **{key: mine[name][key] for key in ("mean", "sd", "n")},
                "ratio": ratio,
                "inside": None if ratio is None else abs(ratio - 1) <= TOLERANCE,
            }
        )
    return pl.DataFrame(rows, schema=_SOURCE_SCHEMA)


_SOURCE_SCHEMA: dict[str, Any] = {
    "outcome": pl.String,
    "source": pl.Float64,
    "mean": pl.Float64,
    "sd": pl.Float64,
    "n": pl.Int64,
    "ratio": pl.Float64,
    "inside": pl.Boolean,
}
