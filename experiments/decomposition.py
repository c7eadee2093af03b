"""
A difference between two arms, split into who is in and what they do.

Four runs a seed: whom one arm or the other let in, under the rules of one or the other. With V(x, y) an outcome of the
people of x under the rules of y,

    total       = V(a, a) - V(b, b)
    who is in   = 1/2 [(V(a, a) - V(b, a)) + (V(a, b) - V(b, b))]
    what they do = 1/2 [(V(a, a) - V(a, b)) + (V(b, a) - V(b, b))]

the mean over both orders in which one can change first the people and then the rules (Shapley's value of two
players), so that the parts add up. V(a, a) is the arm itself: a run held to its own admissions is the same run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from clubsim.experiments.pairs import in_rows, with_interval
from clubsim.experiments.running import Task
from clubsim.sim.admissions import Admissions

TOTAL, WHO, WHAT = "total", "who is in", "what they do"
PARTS = (TOTAL, WHO, WHAT)

Pair = tuple[str, str]  # the arm, and the one it is set against


def crossed_tasks(
    tasks: Sequence[Task], admissions: Mapping[tuple[str, int], Admissions], pairs: Sequence[Pair]
) -> list[Task]:
    """
    The runs a decomposition takes beside the arms' own: for each pair the people of either under the other's rules.

    Args:
        tasks: of the arms.
        admissions: who got in, by arm and seed; a seed is crossed if all arms of the pairs have them.
    """
    by_arm = {(task.arm, task.seed): task for task in tasks if (task.arm, task.seed) in admissions}
    seeds = [
        seed
        for seed in dict.fromkeys(seed for _, seed in by_arm)
        if all((arm, seed) in by_arm for arm in arms_crossed(pairs))
    ]
    ways = dict.fromkeys(way for one, other in pairs for way in ((one, other), (other, one)))
    crossed = []
    for people, rules in ways:
        for seed in seeds:
            name, let_in = crossed_name(people, rules), admissions[people, seed]
            crossed.append(
                replace(by_arm[rules, seed], arm=name, admissions=let_in, keep_admissions=False, detail=False)
            )
    return crossed


def crossed_name(people: str, rules: str) -> str:
    """What the run of one arm's people under another's rules is called in tables; no arm can be called so."""
    return f"{people} under {rules}"


def arms_crossed(pairs: Sequence[Pair]) -> set[str]:
    """The arms of which admissions have to be kept."""
    return {arm for pair in pairs for arm in pair}


def decompose(runs: pl.DataFrame, pairs: Sequence[Pair], outcomes: Sequence[str] | None = None) -> pl.DataFrame:
    """
    Every pair's difference and its two parts, over the seeds of the scenario.

    Args:
        runs: a row a run, of the arms and of the crossed runs (set -1).
        outcomes: which ones; all that the runs have if None.

    Returns:
        A row a pair (arm, against), outcome and part (of PARTS): mean; low, high: 95 % t interval of the mean over
        seeds; n: seeds in which all four runs have a value; seeds: all; gap: on the total's row, the largest
        |total - the parts' sum| of a seed, in which nothing but rounding shows.
    """
    values = in_rows(runs.filter(pl.col("set") == -1), outcomes)
    return pl.concat([_decomposed(values, one, other) for one, other in pairs])


def _decomposed(values: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    four = _side_by_side(values, one, other)
    aa, ab, ba, bb = (pl.col(name) for name in ("aa", "ab", "ba", "bb"))
    parts = four.with_columns(
        (aa - bb).alias(TOTAL),
        (((aa - ba) + (ab - bb)) / 2).alias(WHO),
        (((aa - ab) + (ba - bb)) / 2).alias(WHAT),
    )
    gap = parts.group_by("outcome", maintain_order=True).agg(
        gap=(pl.col(TOTAL) - (pl.col(WHO) + pl.col(WHAT))).abs().max(), part=pl.lit(TOTAL)
    )
    long = parts.unpivot(on=PARTS, index=["outcome", "seed"], variable_name="arm", value_name="value")
    table = with_interval(long, "seeds").rename({"arm": "part"})
    return (
        table.join(gap, on=["outcome", "part"], how="left", maintain_order="left")
        .with_columns(arm=pl.lit(one), against=pl.lit(other))
        .select("arm", "against", "outcome", "part", "mean", "low", "high", "n", "seeds", "gap")
    )


def _side_by_side(values: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """
    The four runs of each seed and outcome: outcome, seed, aa, ab, ba, bb (first whose people, then whose rules; null
    where one of them is).
    """
    names = {"aa": one, "ab": crossed_name(one, other), "ba": crossed_name(other, one), "bb": other}
    four = values.filter(pl.col("arm") == one).select("outcome", "seed")
    for short, name in names.items():
        mine = values.filter(pl.col("arm") == name).select("outcome", "seed", pl.col("value").alias(short))
        four = four.join(mine, on=["outcome", "seed"], how="left", maintain_order="left")
    whole = pl.all_horizontal(pl.col(short).is_not_null() for short in names)
    return four.with_columns(pl.when(whole).then(pl.col(short)).alias(short) for short in names)
