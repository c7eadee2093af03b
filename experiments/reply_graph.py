"""Who exchanges with whom: the ties of an event log in the weeks up to a day, and where members stand when drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import polars as pl

from clubsim.experiments.errors import StudyError
from clubsim.experiments.measures.reading import contributions

WEEKS = 28  # [day] of exchanges that make a tie, the day itself included
SEED = 20161107  # of the layout: any will do, as long as it stays
SPREAD = 1.7  # how far apart members stand, against the usual distance of the layout
STEPS = 120

Place = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Moment:
    """
    The graph on a day.

    ties: a row a pair with one, other, exchanges, the most first; tenure: by member, since they first acted or were
    aimed at [day].
    """

    day: int
    ties: pl.DataFrame
    tenure: Mapping[int, int]

    @property
    def partners(self) -> dict[int, int]:
        """With how many others each member exchanges, by member."""
        both = pl.concat([self.ties["one"], self.ties["other"]])
        return dict(both.value_counts(sort=False).iter_rows())

    @property
    def exchanges(self) -> int:
        """How many there were in the weeks."""
        return int(self.ties["exchanges"].sum())

    @property
    def largest(self) -> float:
        """Share of those with ties who are connected with each other, the largest such group; 0 without any tie."""
        groups = nx.connected_components(nx.Graph(self.ties.select("one", "other").rows()))
        return max((len(group) for group in groups), default=0) / max(len(self.partners), 1)


def moment_of(log: pl.DataFrame, day: int) -> Moment:
    """
    The graph of an event log on a day.

    Args:
        log: a row an event with member, day, kind and target, the member it is aimed at, -1 for none.
    """
    exchanges = contributions(log).filter(
        pl.col("day").is_between(day - WEEKS + 1, day)
        & (pl.col("target") >= 0)
        & (pl.col("target") != pl.col("member"))
    )
    pairs = exchanges.select(one=pl.min_horizontal("member", "target"), other=pl.max_horizontal("member", "target"))
    ties = (
        pairs.group_by("one", "other")
        .agg(exchanges=pl.len())
        .sort("exchanges", "one", "other", descending=[True, False, False])
    )
    until = log.filter(pl.col("day") <= day)
    seen = pl.concat([until.select("day", who=end) for end in ("member", "target")]).filter(pl.col("who") >= 0)
    first = seen.group_by("who").agg(pl.col("day").min())
    return Moment(day=day, ties=ties, tenure={who: day - start for who, start in first.iter_rows()})


def check_days(log: pl.DataFrame, days: Sequence[int]) -> None:
    """
    Whether there is a graph on any of the days.

    Raises:
        StudyError: nobody in the log answers anybody, or none of the days is within it.
    """
    if not has_ties(log):
        raise StudyError("the event log has no event with a target, so there is no reply graph; give one with replies")
    last = int(log["day"].to_numpy().max())
    outside = [day for day in days if not 0 <= day <= last]
    if outside:
        raise StudyError(f"--day is a day of the log, 0 to {last}, not {outside[0]}; write for example --day {last}")


def has_ties(log: pl.DataFrame) -> bool:
    """Whether anybody in a log answers anybody else."""
    return not log.filter((pl.col("target") >= 0) & (pl.col("target") != pl.col("member"))).is_empty()


def usual_days(log: pl.DataFrame, panels: int = 4) -> list[int]:
    """Days that share out the time of a log evenly, the last of them its last."""
    last = int(log["day"].to_numpy().max())
    return sorted({round(last * (panel + 1) / panels) for panel in range(panels)})


def strongest(moments: Sequence[Moment], most: int) -> list[int]:
    """The members with most exchanges over all moments, at most so many."""
    ties = pl.concat([moment.ties for moment in moments])
    each = pl.concat([ties.select("exchanges", member=end) for end in ("one", "other")])
    sums = each.group_by("member").agg(pl.col("exchanges").sum()).sort("exchanges", "member", descending=[True, False])
    return sums["member"].head(most).to_list()


def places_of(moments: Sequence[Moment], members: Sequence[int]) -> dict[int, Place]:
    """
    Where each member stands at every moment, in the unit disc: one layout of all ties together, so that nobody moves.

    Source: adapted. Fruchterman & Reingold (1991), Software: Practice and Experience 21(11), 1129-1164.
    """
    graph = nx.Graph()
    graph.add_nodes_from(members)
    known = set(members)
    ties = (
        pl.concat([moment.ties for moment in moments])
        .group_by("one", "other", maintain_order=True)
        .agg(pl.col("exchanges").sum())
    )
    for one, other, exchanges in ties.iter_rows():
        if one in known and other in known:
            graph.add_edge(one, other, weight=float(np.log1p(exchanges)))
    places = nx.spring_layout(graph, k=SPREAD / np.sqrt(max(len(members), 1)), iterations=STEPS, seed=SEED)
    return _over_a_disc(places)


def _over_a_disc(places: Mapping[int, np.ndarray]) -> dict[int, Place]:
    """Every member in the direction where it is from the middle, as far out as it comes in order: all over the disc."""
    if not places:
        return {}
    middle = np.mean(list(places.values()), axis=0)
    away = {member: place - middle for member, place in places.items()}
    order = sorted(away, key=lambda member: (float(np.hypot(*away[member])), member))
    radii = {member: float(np.sqrt((rank + 0.5) / len(order))) for rank, member in enumerate(order)}
    angles = {member: float(np.arctan2(y, x)) for member, (x, y) in away.items()}
    return {
        each: (radii[each] * float(np.cos(angles[each])), radii[each] * float(np.sin(angles[each]))) for each in places
    }
