"""Who gains and who loses by an arm, as far as it is told."""

from __future__ import annotations

import polars as pl

from clubsim.experiments.kinds import KINDS
from clubsim.experiments.report.amounts import amount, between, listed
from clubsim.experiments.segments import ARM, CONTROL
from clubsim.experiments.wording import say

MEASURE = "still_in"
FEWEST = 5.0  # people of a kind in a run, of fewer of whom nothing is said


def who_gains_and_loses(arm: str, segments: pl.DataFrame | None) -> str:
    """
    Kinds of members of whom more or fewer are still in, whichever run they are picked in; and who is let in at all.

    Who is picked for doing well in one run is likely to do worse in another, so a kind counts only where both ways of
    picking it agree; of kinds with fewer than FEWEST in a run of the control nothing is said.

    Args:
        segments: of segment_changes; None for a comparison without members.
    """
    if segments is None:
        return ""
    mine = segments.filter((pl.col("arm") == arm) & (pl.col("measure") == MEASURE))
    gain: list[str] = []
    lose: list[str] = []
    untold: list[str] = []
    for kind in KINDS:
        sides = {row["picked_in"]: row for row in mine.filter(pl.col("segment") == kind).to_dicts()}
        side = _agreed([sides.get(way) for way in (CONTROL, ARM)])
        of_control = sides.get(CONTROL)
        if of_control is None or of_control["people"] < FEWEST:
            continue
        if side:
            ends = between(100 * of_control["low"], 100 * of_control["high"])
            (gain if side > 0 else lose).append(_kind_with(kind, ends, side))
        else:
            untold.append(kind_words(kind))
    said = []
    if gain:
        said.append(say("Who gains: {who}.", who=listed(gain)))
    if lose:
        said.append(say("Who loses: {who}.", who=listed(lose)))
    if untold:
        said.append(say("Not told: {who}.", who=listed(untold)))
    return say(" ").join([*said, *_who_is_let_in(mine)])


def _agreed(rows: list[dict[str, object] | None]) -> int:
    """The side on which the intervals of both ways of picking lie, 0 if they disagree or one is missing."""
    sides = set()
    for row in rows:
        low, high = (None, None) if row is None else (row["low"], row["high"])
        if not isinstance(low, float) or not isinstance(high, float):
            return 0
        sides.add(1 if low > 0 else -1 if high < 0 else 0)
    return sides.pop() if len(sides) == 1 else 0


def _kind_with(kind: str, ends: str, side: int) -> str:
    if side > 0:
        return say("{kind} ({ends} of 100 more are still in)", kind=kind_words(kind), ends=ends)
    return say("{kind} ({ends} of 100 fewer are still in)", kind=kind_words(kind), ends=ends)


def kind_words(kind: str) -> str:
    """A kind of members as readers know it."""
    words = {
        "newcomers": say("newcomers"),
        "core": say("the core"),
        "lurkers": say("lurkers"),
        "payers": say("payers"),
    }
    return words[kind]


def _who_is_let_in(mine: pl.DataFrame) -> list[str]:
    people = {row["segment"]: row["people"] for row in mine.to_dicts()}
    new, kept_out = people.get("only_in_arm", 0), people.get("only_in_control", 0)
    if not new and not kept_out:
        return []
    return [say("It lets in {new} whom the control keeps out, and keeps out {out} whom the control lets in (a run).",
                new=amount(new), out=amount(kept_out))]  # fmt: skip
