"""Kinds of members, as an operator sees them on a day: newcomers, core, lurkers and payers; one may be of several."""

import polars as pl

RECENT = 28  # [day] who joined so short ago is new, who came so short ago is there
CORE_SHARE = 0.1  # of those who are in, by messages
KINDS = ("newcomers", "core", "lurkers", "payers")


def with_kinds(members: pl.DataFrame, day: int) -> pl.DataFrame:
    """
    Who is in on a day, and of which kinds.

    Newcomers joined within RECENT days up to it; core are the CORE_SHARE with most messages, as far as they have any;
    lurkers came within RECENT days up to it or later and never wrote; payers paid something.

    Args:
        members: a row a seed and member of one arm, with uid, joined, left, last_visit, messages and paid.

    Returns:
        The same rows by seed and uid, with bool columns more: here, and one a kind, true for nobody who is not here.
    """
    inside = (pl.col("joined") <= day) & (pl.col("left").is_null() | (pl.col("left") > day))
    busiest = pl.col("messages").rank("ordinal", descending=True).over("seed", "here")
    core = (busiest <= (CORE_SHARE * pl.len().over("seed", "here")).ceil()) & (pl.col("messages") > 0)
    came = (pl.col("last_visit") > day - RECENT).fill_null(False)
    return (
        members.sort("seed", "uid")
        .with_columns(here=inside)
        .with_columns(
            newcomers=pl.col("here") & (pl.col("joined") > day - RECENT),
            core=pl.col("here") & core,
            lurkers=pl.col("here") & (pl.col("messages") == 0) & came,
            payers=pl.col("here") & (pl.col("paid") > 0),
        )
    )
