"""Means over the seeds of an arm, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from clubsim.experiments.pairs import SCENARIO, t_quantile


def of_the_scenario(table: pl.DataFrame, what: str) -> pl.DataFrame:
    """
    The rows of the scenario's own parameters, where a table has several sets.

    Args:
        what: the table's name, for the words.

    Raises:
        ValueError: there is none.
    """
    mine = table.filter(pl.col("set") == SCENARIO) if "set" in table.columns else table
    if mine.is_empty():
        raise ValueError(f"the table {what} has no row of the scenario (set {SCENARIO}); give it that of a comparison")
    return mine


def mean_over_seeds(table: pl.DataFrame, by: Sequence[str], value: str) -> pl.DataFrame:
    """
    Mean over seeds and half of its 95 % t interval.

    Args:
        table: a row a seed and what `by` names.
        by: columns that tell one mean from another; the order of their first appearance is kept.
        value: the column that is averaged; seeds in which it is null do not count.

    Returns:
        The columns of `by`, mean, half and n, the number of seeds; half is 0 for one seed, mean null for none.
    """
    values = pl.col(value).cast(pl.Float64)
    found = table.group_by(*by, maintain_order=True).agg(mean=values.mean(), sd=values.std(), n=values.count())
    quantiles = pl.Series(t_quantile(found["n"].cast(pl.Float64).to_numpy()), nan_to_null=True)
    half = (quantiles * pl.col("sd") / pl.col("n").sqrt()).fill_nan(0).fill_null(0)
    return found.with_columns(half=half).select(*by, "mean", "half", "n")
