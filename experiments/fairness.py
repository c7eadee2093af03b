"""
Who bears a change: of the control's newcomers, core, lurkers and payers, the kind that loses most of its people.

A mean may rise while one kind of members goes. The same people meet every policy, so each of those whom the control has
on the read-off day can be looked for in another run with the same seed.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clubsim.experiments.outcome import Outcome

SEGMENTS = ("newcomers", "core", "lurkers", "payers")
RECENT = 28  # [day] who joined so short ago is new, who came so short ago is there
CORE_SHARE = 0.1  # of those who are in, by messages

FAIRNESS = Outcome(
    name="fairness",
    label="worst group's change in who is in",
    unit="share",
    denominator="-",
    better=1,
    definition="Of the control's newcomers, core, lurkers and payers who are in on the read-off day, the share who are "
    "in on that day under the other policy too, less 1; of the group that loses most. 0 where no group loses anybody.",
)


def fairness_of(segments: dict[str, NDArray[np.float64]]) -> tuple[NDArray[np.float64], str]:
    """The changes of the group whose mean over seeds is lowest, and which it is; see FAIRNESS."""
    worst = min(segments, key=lambda name: float(segments[name].mean()))
    return segments[worst], worst


def segment_changes(
    control: pl.DataFrame, members: pl.DataFrame, seeds: list[int], day: int
) -> dict[str, NDArray[np.float64]]:
    """
    Of each segment of the control's run, how many are no more in, in the other run with the same seed.

    All are in on the read-off day: newcomers joined within RECENT days up to it; core are the CORE_SHARE with most
    messages; lurkers came within RECENT days and never wrote; payers paid something. Somebody may be of several or of
    none. Who gains, whom the control never had or had lost, is no part of it: this guards those who are there.

    Args:
        control, members: a row a member and seed, with seed, uid, joined, left, last_visit, messages and paid, of runs
            that end on the read-off day.
        day: the read-off day.

    Returns:
        The share that stayed less 1, by segment [seeds], in [-1, 0]; without a segment that has nobody on some seed.
        It hangs on the control alone which segments these are.
    """
    still = members.filter(_inside(day)).select("seed", "uid", stayed=pl.lit(1.0))
    people = _people(control, day).join(still, on=["seed", "uid"], how="left", maintain_order="left")
    changes = {}
    for name in SEGMENTS:
        shares = people.filter(pl.col(name)).group_by("seed").agg(change=pl.col("stayed").fill_null(0.0).mean() - 1.0)
        by_seed = dict(shares.iter_rows())
        if all(seed in by_seed for seed in seeds):
            changes[name] = np.array([by_seed[seed] for seed in seeds])
    return changes


def _inside(day: int) -> pl.Expr:
    return (pl.col("joined") <= day) & (pl.col("left").is_null() | (pl.col("left") > day))


def _people(control: pl.DataFrame, day: int) -> pl.DataFrame:
    """Who is in under the control on the day: seed, uid and whether they are of each segment."""
    place = pl.col("messages").rank("ordinal", descending=True).over("seed")
    busiest = place <= (CORE_SHARE * pl.len().over("seed")).ceil()
    came = (pl.col("last_visit") > day - RECENT).fill_null(False)
    return (
        control.filter(_inside(day))
        .sort("seed", "uid")
        .select(
            "seed",
            "uid",
            newcomers=pl.col("joined") > day - RECENT,
            core=busiest & (pl.col("messages") > 0),
            lurkers=(pl.col("messages") == 0) & came,
            payers=pl.col("paid") > 0,
        )
    )
