"""Who is answered: newcomers' first posts, and replies that go both ways."""

from __future__ import annotations

import polars as pl

from clubsim.experiments.measures.careers import Share

PATIENCE = 7  # [day]


def aimed(events: pl.DataFrame) -> pl.DataFrame:
    """The events aimed at another member: target known and not the author."""
    return events.filter((pl.col("target") >= 0) & (pl.col("target") != pl.col("member")))


def targeted(events: pl.DataFrame) -> Share:
    """Share of events aimed at another member."""
    return Share(aimed(events).height, events.height)


def newcomers_answered(events: pl.DataFrame, last_day: int, within: int = PATIENCE) -> Share:
    """
    Share of members at whom somebody aimed an event within `within` days of their first own event.

        |{i: some j aims at i on start_i .. start_i + within}| / |{i: start_i + within <= last_day}|

    Logs of whole days do not say which post an answer answers, so this is an upper bound of "the first post
    was answered" (V16) and favours newcomers who post much in their first week. Members who are aimed at and
    never act have no first post and do not count.
    """
    first = events.group_by("member").agg(pl.col("day").min().alias("start"))
    first = first.filter(pl.col("start") <= last_day - within)
    met = aimed(events).select(pl.col("target").alias("member"), "day").join(first, on="member", how="inner")
    met = met.filter((pl.col("day") >= pl.col("start")) & (pl.col("day") <= pl.col("start") + within))
    return Share(met["member"].n_unique(), first.height)


def reciprocity(events: pl.DataFrame) -> Share:
    """
    Share of directed ties that also exist the other way round, over the whole log (V19).

        |{(i, j): i -> j and j -> i}| / |{(i, j): i -> j}|,   i -> j if i ever aimed an event at j
    """
    ties = aimed(events).select("member", "target").unique()
    both = ties.join(ties, left_on=["member", "target"], right_on=["target", "member"], how="semi")
    return Share(both.height, ties.height)
