"""
Pairs of runs: arm minus control on the same seed, in rows, and the t interval of their mean.

`runs` is a row a run with arm, set, seed and a column an outcome; set -1 is the scenario itself, 0.. the sets of its
ensemble. NaN and null both mean "not applicable".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clubsim.experiments.outcomes import OUTCOMES, chosen, nearest

CONFIDENCE = 0.95  # of every interval over seeds and of every band
SCENARIO = -1  # the `set` of the scenario's own parameters

Floats = NDArray[np.float64]


def t_quantile(n: Floats) -> Floats:
    """Half-width of a 95 % interval in standard errors, for n values each; NaN below two."""
    from scipy.special import stdtrit  # a tenth of the time that scipy.stats takes to import

    enough = np.where(n >= 2, n, 2.0)
    return np.where(n >= 2, stdtrit(enough - 1, 0.5 + CONFIDENCE / 2), np.nan)


def normal_quantile() -> float:
    """Half-width of a 95 % interval in standard errors, where these are known."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + CONFIDENCE / 2))


def with_interval(values: pl.DataFrame, total: str) -> pl.DataFrame:
    """Mean, sd, 95 % t interval and n of `value` for each arm and outcome; `total` names the count of all."""
    table = values.group_by("arm", "outcome", maintain_order=True).agg(
        mean=unless_censored(pl.col("value").mean()),
        sd=unless_censored(pl.col("value").std()),
        n=pl.col("value").count().cast(pl.Int64),
        total=pl.len().cast(pl.Int64),
    )
    errors = t_quantile(table["n"].cast(pl.Float64).to_numpy())
    half = pl.col("sd") * pl.Series(errors, nan_to_null=True) / pl.col("n").sqrt()
    return table.with_columns(low=pl.col("mean") - half, high=pl.col("mean") + half).rename({"total": total})


def unless_censored(statistic: pl.Expr) -> pl.Expr:
    """The statistic of a group of `value`s, but null where the outcome is censored for one of them."""
    censored = [name for name, outcome in OUTCOMES.items() if outcome.censored]
    cut_off = pl.col("outcome").first().is_in(censored) & (pl.col("value").null_count() > 0)
    return pl.when(cut_off).then(None).otherwise(statistic)


def pairs_of(
    runs: pl.DataFrame, control: str, outcomes: Sequence[str] | None, check: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Arm minus control for each set and seed that both have: arm, set, seed, outcome, value."""
    check_arm(control, arms_of(runs if check is None else check))
    values = in_rows(runs, outcomes)
    of_control = values.filter(pl.col("arm") == control).drop("arm").rename({"value": "base"})
    return (
        values.filter(pl.col("arm") != control)
        .join(of_control, on=["set", "seed", "outcome"], maintain_order="left")
        .with_columns(value=pl.col("value") - pl.col("base"))
        .drop("base")
    )


def of_scenario(runs: pl.DataFrame) -> pl.DataFrame:
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


def check_arm(arm: str, arms: Sequence[str]) -> None:
    if arm not in arms:
        raise ValueError(f"unknown arm '{arm}'; {nearest(arm, arms)}")


def arms_of(table: pl.DataFrame) -> list[str]:
    """The arms of a table in order of appearance."""
    return table["arm"].unique(maintain_order=True).to_list()
