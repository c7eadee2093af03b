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
from numpy.typing import ArrayLike, NDArray

from clubsim.experiments.outcomes import OUTCOMES, chosen, nearest

CONFIDENCE = 0.95  # of every interval over seeds and of every band
TOLERANCE = 0.15  # how far a mean may be from a reported figure and still count as reproducing it
SCENARIO = -1  # the `set` of the scenario's own parameters

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that the tables and the JSON of one comparison hold; each frame is that of a function below."""

    control: str
    described: str  # the arm that stands beside the source
    summary: pl.DataFrame  # of arm_summary
    differences: pl.DataFrame  # of paired_differences
    ensemble: pl.DataFrame  # of ensemble_differences; no row where no ensemble was run
    source: pl.DataFrame  # of against_source; no row where the source reports nothing


def compare(
    runs: pl.DataFrame,
    control: str,
    reported: Mapping[str, float] | None = None,
    described: str | None = None,
) -> Comparison:
    """
    The whole comparison of a table of runs.

    Args:
        runs: a row a run.
        control: the arm that the others are compared to.
        reported: what the source reports, by name of outcome.
        described: the arm that tells the source's own story; the control where not given.

    Raises:
        ValueError: an arm or an outcome that the runs do not have.
    """
    described = control if described is None else described
    summary = arm_summary(runs)
    return Comparison(
        control=control,
        described=described,
        summary=summary,
        differences=paired_differences(runs, control),
        ensemble=ensemble_differences(runs, control),
        source=against_source(summary, reported or {}, arm=described),
    )


def arm_summary(runs: pl.DataFrame, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Every arm on its own, over the seeds of the scenario (set -1).

    Returns:
        A row an arm and outcome: mean; sd of one seed; low, high: 95 % t interval of the mean; n: seeds
        with a value; seeds: all. A censored outcome has a mean only where no seed is censored.
    """
    values = in_rows(_of_scenario(runs), outcomes)
    return with_interval(values, "seeds").select("arm", "outcome", "mean", "sd", "low", "high", "n", "seeds")


def paired_differences(runs: pl.DataFrame, control: str, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Arm minus control, seed by seed, over the seeds of the scenario (set -1).

    Returns:
        A row an arm (but the control) and outcome: mean; low, high: 95 % t interval of the mean
        difference; share_higher, share_equal: of the n seeds, where the arm lies above the control or on
        it; share_better: where it is better, null where neither direction is; n; seeds: all pairs.

    Raises:
        ValueError: the control is no arm of the runs.
    """
    pairs = _pairs(_of_scenario(runs), control, outcomes)
    better = pl.col("outcome").replace_strict({name: o.better for name, o in OUTCOMES.items()})
    shares = pairs.group_by("arm", "outcome", maintain_order=True).agg(
        share_higher=_unless_censored((pl.col("value") > 0).mean()),
        share_equal=_unless_censored((pl.col("value") == 0).mean()),
        share_lower=_unless_censored((pl.col("value") < 0).mean()),
    )
    share_better = pl.when(better == 1).then("share_higher").when(better == -1).then("share_lower").otherwise(None)
    return (
        with_interval(pairs, "seeds")
        .join(shares, on=["arm", "outcome"], maintain_order="left")
        .with_columns(share_better=share_better)
        .select(
            *("arm", "outcome", "mean", "low", "high"),
            *("share_higher", "share_equal", "share_better", "n", "seeds"),
        )
    )


def ensemble_differences(runs: pl.DataFrame, control: str, outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Arm minus control over the ensemble (sets 0..): the mean over the seeds of a set, then across sets.

    Returns:
        A row an arm (but the control) and outcome: median; low, high: the range from 5 to 95 % of the
        sets; share_positive, share_equal: of the n sets with a value, where the arm lies above the control
        or on it; sets: all. No row where the runs hold no ensemble.
    """
    pairs = _pairs(runs.filter(pl.col("set") > SCENARIO), control, outcomes, check=runs)
    of_sets = pairs.group_by("arm", "outcome", "set", maintain_order=True).agg(
        value=_unless_censored(pl.col("value").mean())
    )
    kept = pl.col("value").drop_nulls()
    return of_sets.group_by("arm", "outcome", maintain_order=True).agg(
        median=_unless_censored(kept.median()),
        low=_unless_censored(kept.quantile(0.05, "linear")),
        high=_unless_censored(kept.quantile(0.95, "linear")),
        share_positive=_unless_censored((kept > 0).mean()),
        share_equal=_unless_censored((kept == 0).mean()),
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
    arms = _arms(summary)
    if arm is None and len(arms) != 1:
        raise ValueError(f"the summary holds {len(arms)} arms; say which to set beside the source: {arms}")
    arm = arms[0] if arm is None else arm
    _check_arm(arm, arms)
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


@dataclass(frozen=True)
class Survival:
    """A Kaplan–Meier curve: a step at each of the M times at which somebody left or was censored."""

    time: Floats  # [M], rising, from 0
    at_risk: NDArray[np.int64]  # [M], still followed just before the time
    losses: NDArray[np.int64]  # [M], lost at the time
    survival: Floats  # [M], chance to last longer than the time
    low: Floats  # [M], 95 % band, Greenwood's variance on the log-log scale; NaN where survival is 0
    high: Floats  # [M]


def kaplan_meier(duration: ArrayLike, observed: ArrayLike) -> Survival:
    """
    Product-limit survival of right-censored durations, with a pointwise 95 % band.

        S(t) = product over times s <= t of (1 - losses(s) / at_risk(s))

    Who is censored at a time still counts as at risk at that time.

    Args:
        duration: how long each was followed, >= 0 [N].
        observed: whether the end was seen; False is censored [N].

    Raises:
        ValueError: nobody, unequal lengths, a duration that is negative or not a number.

    Source: adapted. Kaplan & Meier (1958), JASA 53, 457-481; band of Kalbfleisch & Prentice (1980).
    """
    durations = np.asarray(duration, dtype=np.float64)
    seen = np.asarray(observed, dtype=np.bool_)
    if durations.ndim != 1 or durations.shape != seen.shape or durations.size == 0:
        raise ValueError(
            "kaplan_meier takes two columns of one length with at least one row, "
            f"not shapes {durations.shape} and {seen.shape}"
        )
    if not np.all(durations >= 0):
        raise ValueError("a duration must be >= 0 days; check that nobody left before joining")
    time = np.union1d(durations, [0.0])
    followed = np.sort(durations)
    at_risk = durations.size - np.searchsorted(followed, time, side="left")
    losses = np.bincount(np.searchsorted(time, durations[seen]), minlength=time.size)
    survival: Floats = np.cumprod(1 - losses / at_risk, dtype=np.float64)
    low, high = _band(at_risk, losses, survival)
    return Survival(time, at_risk, losses, survival, low, high)


def _band(at_risk: NDArray[np.int64], losses: NDArray[np.int64], survival: Floats) -> tuple[Floats, Floats]:
    """Greenwood's 95 % band on the log-log scale; 1 before the first loss, NaN once nobody is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(losses / (at_risk * (at_risk - losses)))
        spread = _normal_quantile() * np.sqrt(variance) / np.abs(np.log(survival))
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    whole, none = survival == 1, survival == 0
    for edge in (low, high):
        edge[whole] = 1.0
        edge[none] = np.nan
    return low, high


def survival_by_arm(members: pl.DataFrame, end_day: int) -> pl.DataFrame:
    """
    How long members stay, by arm: Kaplan–Meier over tenure, the seeds of an arm pooled.

    Leaving and being removed both end a stay. Who is in on `end_day` is censored there, and who joined
    later is left out. The band takes members as independent, also those of one seed, and so is narrower
    than the spread between seeds.

    Args:
        members: a row a member with arm, joined [day] and left [day], null while in the group.
        end_day: last day looked at.

    Returns:
        A row an arm and tenure: arm, time [day], at_risk, losses, survival, low, high.
    """
    curves = []
    for arm in _arms(members):
        mine = members.filter((pl.col("arm") == arm) & (pl.col("joined") <= end_day))
        if mine.is_empty():
            continue
        stay = mine.select(
            days=pl.min_horizontal(pl.col("left"), pl.lit(end_day)) - pl.col("joined"),
            seen=(pl.col("left") <= end_day).fill_null(False),
        )
        curve = kaplan_meier(stay["days"].to_numpy(), stay["seen"].to_numpy())
        curves.append(pl.DataFrame({"arm": [arm] * curve.time.size, **vars(curve)}))
    if not curves:
        raise ValueError(f"no member joined by day {end_day}; take a later end day")
    return pl.concat(curves)


def t_quantile(n: Floats) -> Floats:
    """Half-width of a 95 % interval in standard errors, for n values each; NaN below two."""
    from scipy.special import stdtrit  # a tenth of the time that scipy.stats takes to import

    enough = np.where(n >= 2, n, 2.0)
    return np.where(n >= 2, stdtrit(enough - 1, 0.5 + CONFIDENCE / 2), np.nan)


def _normal_quantile() -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + CONFIDENCE / 2))


def with_interval(values: pl.DataFrame, total: str) -> pl.DataFrame:
    """Mean, sd, 95 % t interval and n of `value` for each arm and outcome; `total` names the count of all."""
    table = values.group_by("arm", "outcome", maintain_order=True).agg(
        mean=_unless_censored(pl.col("value").mean()),
        sd=_unless_censored(pl.col("value").std()),
        n=pl.col("value").count().cast(pl.Int64),
        total=pl.len().cast(pl.Int64),
    )
    errors = t_quantile(table["n"].cast(pl.Float64).to_numpy())
    half = pl.col("sd") * pl.Series(errors, nan_to_null=True) / pl.col("n").sqrt()
    return table.with_columns(low=pl.col("mean") - half, high=pl.col("mean") + half).rename({"total": total})


def _unless_censored(statistic: pl.Expr) -> pl.Expr:
    """The statistic of a group of `value`s, but null where the outcome is censored for one of them."""
    censored = [name for name, outcome in OUTCOMES.items() if outcome.censored]
    cut_off = pl.col("outcome").first().is_in(censored) & (pl.col("value").null_count() > 0)
    return pl.when(cut_off).then(None).otherwise(statistic)


def _pairs(
    runs: pl.DataFrame, control: str, outcomes: Sequence[str] | None, check: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Arm minus control for each set and seed that both have: arm, set, seed, outcome, value."""
    _check_arm(control, _arms(runs if check is None else check))
    values = in_rows(runs, outcomes)
    of_control = values.filter(pl.col("arm") == control).drop("arm").rename({"value": "base"})
    return (
        values.filter(pl.col("arm") != control)
        .join(of_control, on=["set", "seed", "outcome"], maintain_order="left")
        .with_columns(value=pl.col("value") - pl.col("base"))
        .drop("base")
    )


def _of_scenario(runs: pl.DataFrame) -> pl.DataFrame:
    """The runs with the scenario's own parameters."""
    _check_columns(runs)
    mine = runs.filter(pl.col("set") == SCENARIO)
    if mine.is_empty():
        raise ValueError(f"no run has set {SCENARIO}, the scenario's own parameters; run the arms first")
    return mine


def in_rows(runs: pl.DataFrame, outcomes: Sequence[str] | None) -> pl.DataFrame:
    """A row a run and outcome, in the order of the runs' arms and of the outcomes; NaN becomes null."""
    _check_columns(runs)
    names = [name for name in OUTCOMES if name in runs.columns] if outcomes is None else list(outcomes)
    chosen(names)
    for name in names:
        if name not in runs.columns:
            raise ValueError(f"the runs have no outcome '{name}'; {nearest(name, runs.columns)}")
    values = pl.col("value").cast(pl.Float64)
    return runs.unpivot(
        on=names, index=["arm", "set", "seed"], variable_name="outcome", value_name="value"
    ).with_columns(value=pl.when(values.is_finite()).then(values))


def _check_columns(runs: pl.DataFrame) -> None:
    keys = ["arm", "set", "seed"]
    missing = [key for key in keys if key not in runs.columns]
    if missing:
        raise ValueError(f"the table of runs has no column {', '.join(missing)}; it needs {', '.join(keys)}")
    if runs.select(keys).is_duplicated().any():
        raise ValueError("the table of runs holds one (arm, set, seed) twice; pairs would be ambiguous")


def _check_arm(arm: str, arms: Sequence[str]) -> None:
    if arm not in arms:
        raise ValueError(f"unknown arm '{arm}'; {nearest(arm, arms)}")


def _arms(table: pl.DataFrame) -> list[str]:
    """The arms of a table in order of appearance."""
    return table["arm"].unique(maintain_order=True).to_list()
