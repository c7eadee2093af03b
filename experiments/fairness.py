"""
Who bears a change: of the control's newcomers, core, lurkers and payers, the kind that loses most of its people.

A mean may rise while one kind of members goes. The same people meet every policy, so each of those whom the control has
on the read-off day can be looked for in another run with the same seed.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clubsim.experiments.kinds import KINDS, with_kinds
from clubsim.experiments.outcome import Outcome

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

    All are in on the read-off day, and somebody may be of several kinds or of none; see with_kinds. Who gains, whom the
    control never had or had lost, is no part of it: this guards those who are there.

    Args:
        control, members: a row a member and seed, with seed, uid, joined, left, last_visit, messages and paid, of runs
            that end on the read-off day.
        day: the read-off day.

    Returns:
        The share that stayed less 1, by segment [seeds], in [-1, 0]; without a segment that has nobody on some seed.
        It hangs on the control alone which segments these are.
    """
    still = with_kinds(members, day).filter("here").select("seed", "uid", stayed=pl.lit(1.0))
    people = with_kinds(control, day).filter("here")
    people = people.join(still, on=["seed", "uid"], how="left", maintain_order="left")
    changes = {}
    for name in KINDS:
        shares = people.filter(pl.col(name)).group_by("seed").agg(change=pl.col("stayed").fill_null(0.0).mean() - 1.0)
        by_seed = dict(shares.iter_rows())
        if all(seed in by_seed for seed in seeds):
            changes[name] = np.array([by_seed[seed] for seed in seeds])
    return changes
