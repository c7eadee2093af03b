"""
How much a band tells: models that should not show the patterns, and which of the bands they lie in all the same.

A band in which every model lies says nothing about this one. Null models are measured as the presets are, at the same
length; they cost minutes, so that they stand in a table, which `python -m clubsim.experiments.power` makes anew.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from clubsim.agents.parameters import World, specifications, world_of
from clubsim.experiments.composing import CONFIGS
from clubsim.experiments.posting import PRESETS, Posting, Seen, Sighting, load_posting, see
from clubsim.experiments.side_by_side import side_by_side

COMMAND = "python -m clubsim.experiments.power"
TABLE = CONFIGS / "validation" / "power.csv"
SBG, ATTACHMENT, RANDOM = "sBG only", "preferential attachment only", "random parameters"
NULLS = (SBG, ATTACHMENT, RANDOM)
SEEDS = 2  # runs of the first two
DRAWS = 20  # of random parameters
WIDER = 0.25  # of the presets' span, on either side of which parameters are drawn
MOST_POSTS = 1_500_000  # a draw that writes more has run away, and another takes its place
TRIES = 4  # for each draw
DIGITS = 5  # of a value in the table
KEYS = ("type", "null", "draw")
MATURE = ("list", "qa", "chat")

# What is left when members differ in nothing but their chance of dropping out, and nothing of the past matters.
NO_MEMORY = {
    "visit_sd": 0.0,
    "visit_recency": 0.0,
    "visit_active_days": 0.0,
    "visit_reply": 0.0,
    "visit_partners": 0.0,
    "visit_weekend": 0.0,
    "visit_midweek": 0.0,
    "absence_rate": 0.0,
    "further_messages_sd": 0.0,
    "open_active": 0.0,
    "answer_back": 0.0,
    "partner_share": 0.0,
    "triad_share": 0.0,
    "popularity": 0.0,
    "unanswered": 0.0,
    "topic_preference": 0.0,
    "attention_shape": 1.0,
    "dropout_first": 0.0,
    "dropout_reply": 0.0,
}
# Who was answered often is answered again, hardly minding when the thread was begun: ages of the threads that are
# noticed spread over their window of 30 days (median 300 hours, 2 % beyond it).
ATTACHED = {"popularity": 1.0, "candidates": 16, "attention_shape": 2.0, "attention_scale": 360.0}


@dataclass(frozen=True, kw_only=True)
class Null:
    """What a null model showed: a value a pattern, None where it showed none."""

    type: str
    null: str  # of NULLS
    draw: int
    values: dict[str, float | None]


def sbg_only(world: World) -> World:
    """The world with everyone equal but for drop-out; mean odds of a visit are kept [exp(mean + sd**2 / 2)]."""
    mean = world.visit_mean + world.visit_sd**2 / 2.0
    return world_of(**{**world._asdict(), **NO_MEMORY, "visit_mean": mean})


def attachment_only(world: World) -> World:
    """The world with everyone equal, drop-out too, where replies go to those who were answered most."""
    same = min(50.0 / world.dropout_a, 500.0 / world.dropout_b) if world.dropout_a > 0 else 1.0
    shapes = {"dropout_a": world.dropout_a * same, "dropout_b": world.dropout_b * same}
    return world_of(**{**sbg_only(world)._asdict(), **ATTACHED, **shapes})


def spans(worlds: Sequence[World]) -> dict[str, tuple[float, float]]:
    """From where to where each parameter is drawn in which the presets differ, a quarter wider than their span."""
    found: dict[str, tuple[float, float]] = {}
    for name, (kind, spec, _) in specifications().items():
        values = [getattr(world, name) for world in worlds]
        least, most = min(values), max(values)
        if kind is float and least < most:
            room = WIDER * (most - least)
            found[name] = (max(spec.low, least - room), min(spec.high, most + room))
    return found


def drawn(world: World, between: dict[str, tuple[float, float]], seed: Sequence[int]) -> World:
    """The world with each of those parameters drawn evenly, independently of the others."""
    generator = np.random.default_rng(seed)
    values = {name: float(generator.uniform(low, high)) for name, (low, high) in between.items()}
    return world_of(**{**world._asdict(), **values})


def nulls_of(posting: Posting, worlds: Sequence[World], draws: int, seeds: int, again: int = 0) -> list[Sighting]:
    """The logs to simulate for one preset. again: how often a draw was made before and had run away."""
    own = posting.scenario.world
    models = [(SBG, seed, sbg_only(own)) for seed in range(seeds)]
    models += [(ATTACHMENT, seed, attachment_only(own)) for seed in range(seeds)]
    between = spans(worlds)
    kind = PRESETS.index(posting.name) if posting.name in PRESETS else len(PRESETS)
    models += [(RANDOM, draw, drawn(own, between, (kind, draw, again))) for draw in range(draws)]
    return [
        Sighting(
            label=null,
            scenario=replace(posting.scenario, world=world),
            type=posting.type,
            days=posting.days,
            seed=draw,
            most_posts=MOST_POSTS,
        )
        for null, draw, world in models
    ]


def beside(posting: Posting, presets: Sequence[Posting]) -> list[World]:
    """Its own world and those of the mature presets: a launch is so unlike them that it would widen what they span."""
    return [one.scenario.world for one in presets if one.type in MATURE or one.name == posting.name]


def measured(presets: Sequence[Posting], draws: int, seeds: int, workers: int, quiet: bool) -> tuple[list[Null], int]:
    """Every null model of every preset, and how many draws had run away and were made anew."""
    worlds = {one.name: beside(one, presets) for one in presets}
    tasks = [task for posting in presets for task in nulls_of(posting, worlds[posting.name], draws, seeds)]
    seen = side_by_side(see, tasks, workers, quiet)
    ran_away = 0
    for again in range(1, TRIES):
        fresh = [task for posting in presets for task in nulls_of(posting, worlds[posting.name], draws, seeds, again)]
        left = [place for place, one in enumerate(seen) if not one.values]
        ran_away += len(left)
        for place, one in zip(left, side_by_side(see, [fresh[place] for place in left], workers, quiet), strict=True):
            seen[place] = one
    return [_null(task, one) for task, one in zip(tasks, seen, strict=True) if one.values], ran_away


def _null(task: Sighting, seen: Seen) -> Null:
    values = {value.name: value.value for value in seen.values}
    return Null(type=task.type, null=task.label, draw=task.seed, values=values)


def digest_of(presets: Iterable[Posting]) -> str:
    """16 hexadecimal digits of the presets' numbers, by which a table knows whether it was made for them."""
    said = [(one.type, one.years, own_numbers(one.scenario.world), one.scenario.channels) for one in presets]
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()


def own_numbers(world: World) -> dict[str, float]:
    """What of a world differs from the defaults, so that a new parameter that is off makes no table old."""
    return {name: value for name, value in world._asdict().items() if value != World._field_defaults[name]}


def write_table(path: Path, nulls: Sequence[Null], presets: Sequence[Posting], ran_away: int) -> None:
    """The nulls as a table, a row a model, with the command and the presets' digest in its head."""
    from clubsim.experiments.patterns.bands import BANDS

    columns = [band.name for band in BANDS]
    counted = ", ".join(f"{sum(one.null == null for one in nulls)} of {null}" for null in NULLS)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# Null models, as measured by {COMMAND}: {counted}.\n")
        file.write(f"# {ran_away} draws of random parameters had run away (over {MOST_POSTS} posts), drawn again.\n")
        file.write(f"# presets {digest_of(presets)}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*KEYS, *columns])
        for one in nulls:
            writer.writerow([one.type, one.null, one.draw, *(_text(one.values.get(name)) for name in columns)])


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.{DIGITS}g}"


@cache
def read_table(path: Path = TABLE) -> tuple[str, tuple[Null, ...]]:
    """The digest of the presets that the table was made for, and its nulls; nothing of a table that is not there."""
    if not path.is_file():
        return "", ()
    lines = path.read_text(encoding="utf-8").splitlines()
    made_for = next((line.rpartition(" ")[2] for line in lines if line.startswith("# presets ")), "")
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return made_for, tuple(_read(row) for row in rows)


def _read(row: dict[str, Any]) -> Null:
    values = {name: float(text) if text else None for name, text in row.items() if name not in KEYS}
    return Null(type=row["type"], null=row["null"], draw=int(row["draw"]), values=values)


def power_of(nulls: Iterable[Null], type: str, name: str, band: tuple[float, float]) -> dict[str, tuple[int, int]]:
    """
    How many null models of a type lie inside a band.

    Returns:
        For each kind of null (inside, models); a model that shows no value lies outside.
    """
    found = dict.fromkeys(NULLS, (0, 0))
    for one in nulls:
        if one.type == type:
            value = one.values.get(name)
            inside, models = found[one.null]
            found[one.null] = (inside + (value is not None and band[0] <= value <= band[1]), models + 1)
    return found


def main(names: Sequence[str]) -> None:
    """Make the table anew, of the shipped presets or of those given by name or path."""
    presets = [load_posting(name) for name in names or PRESETS]
    nulls, ran_away = measured(presets, DRAWS, SEEDS, workers=0, quiet=False)
    write_table(TABLE, nulls, presets, ran_away)
    print(f"{len(nulls)} null models in {TABLE}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
