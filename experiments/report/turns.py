"""What a verdict hangs on: which assumption, tried alone over its plausible range, turns it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from clubsim.agents.parameters import specifications
from clubsim.experiments.hinges import FADES, HOLDS, TURNS
from clubsim.experiments.report.amounts import listed
from clubsim.experiments.wording import say


def what_it_hangs_on(arm: str, hinges: pl.DataFrame | None, words: Mapping[str, str], side: int) -> str:
    """
    Where the main difference of an arm turns, fades and holds.

    Args:
        hinges: of hinges.turning; None where no assumption was tried.
        words: by parameter, how it is called.
        side: of the verdict; of an arm without one, only turns are told.
    """
    if hinges is None:
        return say("No assumption was tried alone over its range.") if side else ""
    mine = hinges.filter(pl.col("arm") == arm).to_dicts()
    said = [_turn(row, words) for row in mine if row["verdict"] == TURNS]
    if side:
        said += [_fading(row, words) for row in mine if row["verdict"] == FADES]
        held = [f"“{parameter_words(row['parameter'], words)}”" for row in mine if row["verdict"] == HOLDS]
        if held and len(held) == len(mine):
            said.append(say("It keeps its sign over the whole plausible range of each assumption tried alone: {held}.",
                            held=listed(held)))  # fmt: skip
        elif held:
            said.append(say("It keeps its sign over the whole plausible range of {held}, each tried alone.",
                            held=listed(held)))  # fmt: skip
    return say(" ").join(said)


def parameter_words(name: str, words: Mapping[str, str]) -> str:
    """How a sentence calls a parameter: by the study's words, else by its name."""
    given = words.get(name, "")
    return say(given) if given else name


def _turn(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return say("It turns once “{what}” passes about {at} (told to lie on the one side at {start}, on the other at "
               "{end}; here {own}, {source}).", **_values(row, words), at=f"{row['at']:.3g}")  # fmt: skip


def _fading(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return say("It is no longer told with “{what}” at {end} ({n} seeds; told at {start}; here {own}, {source}).",
               **_values(row, words))  # fmt: skip


def _values(row: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    start, end = (f"{row[name]:.3g}" for name in ("from_value", "to_value"))
    return {
        "what": parameter_words(row["parameter"], words),
        "start": start,
        "end": end,
        "own": f"{row['own']:.3g}",
        "source": source_word(row["parameter"]),
        "n": row["n"],
    }


def source_word(parameter: str) -> str:
    """Measured, adapted or assumed; a channel's numbers are the scenario's."""
    if parameter not in specifications():
        return say("the scenario's own")
    word = specifications()[parameter][1].source.split(maxsplit=1)[0].rstrip(":;,")
    known = {"measured": say("measured"), "adapted": say("adapted"), "assumed": say("assumed")}
    return known[word]
