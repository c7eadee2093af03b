"""Which arm does best, counted in several ways: over the ensemble, or by the means where there is none."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from clubsim.experiments.comparison import Comparison
from clubsim.experiments.outcomes import OUTCOMES, in_words
from clubsim.experiments.report.amounts import amount, listed, percent
from clubsim.experiments.wording import say

COUNTED = ("weekly_speakers_per_1000_knocked", "remaining_per_1000_knocked", "messages")
SURE = 0.95  # of the sets, to be called best
WORTH_NAMING = 0.05


def best_sentences(comparison: Comparison, outcomes: Sequence[str] = COUNTED) -> list[str]:
    """A sentence a way of counting: which arm is best, or that none is throughout."""
    said = [_best(comparison, name) for name in outcomes]
    return [sentence for sentence in said if sentence]


def _best(comparison: Comparison, outcome: str) -> str:
    label = say(OUTCOMES[outcome].label)
    rows = comparison.best.filter((pl.col("outcome") == outcome) & pl.col("share").is_not_null())
    if rows.is_empty():
        return _best_mean(comparison.summary, outcome, label)
    ranked = rows.sort("share", descending=True).to_dicts()
    top, sets = ranked[0], ranked[0]["n"]
    if top["share"] >= SURE:
        return say("Counted by {label}, “{arm}” does best in {share} of {sets} sets of assumptions.",
                   label=label, arm=in_words(top["arm"]), share=percent(top["share"]), sets=sets)  # fmt: skip
    named = [f"“{in_words(row['arm'])}” {percent(row['share'])}" for row in ranked if row["share"] >= WORTH_NAMING]
    return say("Counted by {label}, none does best throughout; shares of {sets} sets of assumptions: {shares}.",
               label=label, sets=sets, shares=listed(named))  # fmt: skip


def _best_mean(summary: pl.DataFrame, outcome: str, label: str) -> str:
    rows = summary.filter((pl.col("outcome") == outcome) & pl.col("mean").is_not_null())
    if rows.is_empty():
        return ""
    ranked = rows.sort("mean", descending=True).to_dicts()
    highest = [row for row in ranked if row["mean"] == ranked[0]["mean"]]
    if len(highest) == len(ranked):
        return say("Counted by {label}, all are alike ({mean}).", label=label, mean=amount(ranked[0]["mean"]))
    arms = listed([f"“{in_words(row['arm'])}”" for row in highest])
    return say("Counted by {label}, the highest mean is that of {arms} ({mean}); what is assumed was not varied.",
               label=label, arms=arms, mean=amount(ranked[0]["mean"]))  # fmt: skip
