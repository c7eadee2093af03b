"""A group of 1,000 as a workshop's sliders set it: one run of `workshop_life`, and the tables that are drawn of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache

import polars as pl

from clubsim.agents.parameters import NoveltyForm, Spec
from clubsim.experiments.overrides import read_override
from clubsim.experiments.patterns.stages import Stage, from_series
from clubsim.experiments.running import Result, Task, carry_out
from clubsim.experiments.study import Study, Template, load_template
from clubsim.experiments.tidy import cohorts_table, daily_table
from clubsim.experiments.workshops.dials import Dial, of_world, own
from clubsim.sim.world import Scenario

STUDY = "workshop_life"
WEEK = 7  # [day]
KEPT = 64  # tries whose runs are kept: going back to one runs nothing and shows the same
WINDOW = 28  # [day] over which the end is averaged


@dataclass(frozen=True, kw_only=True)
class Try:
    """What the dials stand at; the seed is the throw of the dice."""

    novelty_form: int
    halflife: float
    noise_share: float
    reading_cost: float
    silence_strength: float
    flow: float
    days: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Life:
    """
    One run. daily: of tidy.daily_table; cohorts: of tidy.cohorts_table; stages: of its weekly speakers; outcomes: of
    its last evening.
    """

    one: Try
    scenario: Scenario
    daily: pl.DataFrame
    cohorts: pl.DataFrame
    stages: tuple[Stage, ...]
    outcomes: Mapping[str, float]


@cache
def template() -> Template:
    """The study, composed once."""
    return load_template(STUDY)


@cache
def dials() -> dict[str, Dial]:
    """The dials of the first notebook by field of a Try."""
    study = template().study()
    world, (channel,) = study.scenario.world, study.scenario.channels
    whole = tuple(range(56, 365, 14))
    halflives = (2, 4, 7, 10, 14, 20, 30, 40, 60, 90, 130, 200, 300, 500, 1000)
    forms = {float(form): form.name.lower() for form in NoveltyForm}
    form = of_world("novelty_form", "How the new wears off: the form of the curve", list(forms), world)
    return {
        "novelty_form": replace(form, names=forms),
        "halflife": of_world("halflife", "Half of the new has worn off after", halflives, world),
        "noise_share": of_world("noise_share", "Noise and advertising among what is written", _steps(0.1, 9), world),
        "reading_cost": of_world("reading_cost", "Overload: what it costs to read a message", _steps(0.01, 6), world),
        "silence_strength": of_world("silence_strength", "Silence begets silence", _steps(0.5, 8), world),
        "flow": Dial(
            name=f"channels.{channel.name}.flow",
            words="Who passes by and may join",
            steps=(0.0, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0),
            start=channel.flow,
            spec=Spec(0, 100, "person/day", "assumed"),
        ),
        "days": own("days", "How long we watch", whole, study.days, "day"),
        "seed": own("seed", "Luck: one throw of the dice, another one, …", range(1, 13), 1, "throw"),
    }


def _steps(step: float, count: int) -> list[float]:
    return [round(step * place, 6) for place in range(count + 1)]


def start() -> Try:
    """What the dials stand at in the beginning."""
    return try_of({name: dial.start for name, dial in dials().items()})


def try_of(values: Mapping[str, float]) -> Try:
    """A try out of the values of the dials, by name."""
    return Try(
        novelty_form=int(values["novelty_form"]),
        halflife=float(values["halflife"]),
        noise_share=float(values["noise_share"]),
        reading_cost=float(values["reading_cost"]),
        silence_strength=float(values["silence_strength"]),
        flow=float(values["flow"]),
        days=int(values["days"]),
        seed=int(values["seed"]),
    )


def overrides(one: Try) -> list[str]:
    """What `clubsim run workshop_life` is told for the same, but for newcomers, who stand in the scenario's file."""
    began, world = start(), [name for name, dial in dials().items() if dial.name.startswith("world.")]
    given = asdict(one)
    changed = [f"world.{name}={given[name]:g}" for name in world if given[name] != getattr(began, name)]
    return changed + ([f"days={one.days}"] if one.days != began.days else [])


def study_of(one: Try) -> Study:
    """The study with a try's numbers."""
    study = template().study([read_override(text) for text in [*overrides(one), f"days={one.days}"]])
    channels = tuple(replace(channel, flow=one.flow) for channel in study.scenario.channels)
    return replace(study, scenario=replace(study.scenario, channels=channels))


@lru_cache(maxsize=KEPT)
def live(one: Try) -> Life:
    """Run a try from the first day to the last; the same try is run once."""
    study = study_of(one)
    result = _result(study, one.seed)
    daily = daily_table([result])
    weekly = daily["weekly_speakers"].to_numpy()[WEEK - 1 :: WEEK].astype(float)
    return Life(
        one=one,
        scenario=study.scenario,
        daily=daily,
        cohorts=cohorts_table([result]),
        stages=tuple(from_series(weekly, 0, one.days - 1)),
        outcomes=result.outcomes,
    )


def _result(study: Study, seed: int) -> Result:
    last = study.days - 1
    return carry_out(
        Task(
            arm=study.control,
            policies=study.arm(study.control).policies,
            scenario=study.scenario,
            set=-1,
            seed=seed,
            days=study.days,
            read_off_day=last,
            window=(max(0, last - WINDOW + 1), last),
        )
    )


def throws(one: Try, count: int) -> list[Life]:
    """The same try `count` times, the luck another each time: this throw and the next ones."""
    return [live(replace(one, seed=one.seed + further)) for further in range(count)]


def retention(cohorts: pl.DataFrame) -> pl.DataFrame:
    """
    Who still comes, by week since joining: the members of the first day, and those who joined later, pooled.

    Args:
        cohorts: of tidy.cohorts_table.

    Returns:
        A row a group ("first day", "later") and week of tenure: size [members] of the cohorts that have come so far,
        active [members], share.
    """
    first = pl.col("cohort") == 0
    return (
        cohorts.with_columns(group=pl.when(first).then(pl.lit("first day")).otherwise(pl.lit("later")))
        .group_by("group", "week")
        .agg(pl.col("size").sum(), pl.col("active").sum())
        .with_columns(share=pl.col("active") / pl.col("size"))
        .sort("group", "week")
    )
