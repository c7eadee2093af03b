"""
What each mechanism carries: every one is switched off in turn, and what then lies outside the bands is said.

In a posting community the level is set anew after the switch (`visit_mean`, until about as much is written as before),
for otherwise a mechanism that draws people would seem to carry whatever hangs on their number. Nothing else is set
anew: a pattern that another number could mend breaks all the same. Runs with and without share their seeds.
`python -m clubsim.experiments.carrying_table` makes docs/mechanisms.md anew.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log, sqrt

from clubsim.agents.parameters import World, specifications, world_of
from clubsim.experiments.mechanisms import MECHANISMS, Mechanism
from clubsim.experiments.patterns.bands import BANDS
from clubsim.experiments.posting import Posting, Seen, Sighting, see
from clubsim.experiments.side_by_side import side_by_side
from clubsim.sim.world import Scenario

BASE_SEEDS = 6
SEEDS = 3
FIRST_SEED = 500  # none that a preset was set or judged by
LEVEL_YEARS = 2.0
LEVEL_TRIES = 5
LEVEL_CLOSE = 0.1  # of the log of messages
MOST_POSTS = 1_500_000  # a community that writes more has run away, and is given up
NOISE = 2.0  # standard errors by which a mean must have moved


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A posting community with or without (None) a mechanism, to be seen with some seeds; days: of a run."""

    posting: Posting
    mechanism: Mechanism | None
    seeds: tuple[int, ...]
    days: int
    level_days: int


@dataclass(frozen=True, kw_only=True)
class Sights:
    """What a trial showed: the shift of `visit_mean` that kept the level [logit], and what each seed's log shows."""

    shift: float
    logs: tuple[Seen, ...]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """
    What a mechanism carries in a posting community.

    inside, checks: with it off; broken, mended: checks that leave or enter the band beyond what seeds explain; shift:
    of `visit_mean` [logit]; ran_away: True if no log could be kept.
    """

    mechanism: str
    inside: int
    checks: int
    broken: tuple[str, ...]
    mended: tuple[str, ...]
    shift: float
    ran_away: bool


def is_on(mechanism: Mechanism, world: World) -> bool:
    """Whether a mechanism is at work: one of its parameters stands elsewhere than where it is off."""
    return any(getattr(world, name) != value for name, value in mechanism.off.items())


def without(world: World, mechanism: Mechanism) -> World:
    """The world with a mechanism off."""
    return world_of(**{**world._asdict(), **mechanism.off})


def carried(posting: Posting, seeds: int, base_seeds: int, years: float, workers: int, quiet: bool) -> list[Carried]:
    """
    What each mechanism that is on in a posting community carries; the first is the community as it is.

    Args:
        seeds, base_seeds: runs without a mechanism, and as it is; each 2 or more.
        years: of a run.
    """
    length = replace(posting, years=years)
    level = round(min(LEVEL_YEARS, years) * 365.25)
    on = [mechanism for mechanism in MECHANISMS if is_on(mechanism, posting.scenario.world)]
    numbers = range(FIRST_SEED, FIRST_SEED + base_seeds)
    trials = [
        Trial(
            posting=posting,
            mechanism=one,
            seeds=tuple(numbers[: seeds if one else base_seeds]),
            days=length.days,
            level_days=level,
        )
        for one in (None, *on)
    ]
    base, *others = side_by_side(tried, trials, workers, quiet)
    known = values_by_check(base.logs)
    return [
        what_changed(one.name if one else "", known, trial, posting.type)
        for one, trial in zip((None, *on), (base, *others), strict=True)
    ]


def tried(trial: Trial) -> Sights:
    """The logs of a trial, after the level was set."""
    scenario, shift = trial.posting.scenario, 0.0
    if trial.mechanism is not None:
        scenario = replace(scenario, world=without(scenario.world, trial.mechanism))
        wanted = messages_of(trial.posting.scenario, trial.level_days)
        scenario, shift = levelled(scenario, wanted, trial.level_days)
    logs = tuple(
        see(
            Sighting(
                label="",
                scenario=scenario,
                type=trial.posting.type,
                days=trial.days,
                seed=seed,
                most_posts=MOST_POSTS,
            )
        )
        for seed in trial.seeds
    )
    return Sights(shift=shift, logs=logs)


def levelled(scenario: Scenario, wanted: float, days: int) -> tuple[Scenario, float]:
    """The scenario with `visit_mean` set so that about `wanted` messages are written in `days`, and by how much."""
    world, spec = scenario.world, specifications()["visit_mean"][1]
    mean = world.visit_mean
    for _ in range(LEVEL_TRIES):
        off = log(max(wanted, 1.0) / max(messages_of(scenario, days), 1.0))
        if abs(off) < LEVEL_CLOSE:
            break
        mean = min(max(mean + off, spec.low), spec.high)
        scenario = replace(scenario, world=world._replace(visit_mean=mean))
    return scenario, mean - world.visit_mean


def messages_of(scenario: Scenario, days: int) -> float:
    """Messages of a run, at most MOST_POSTS."""
    from clubsim.sim.community import Community

    community = Community(scenario, seed=FIRST_SEED)
    while community.day < days and float(community.counters.series("messages").sum()) < MOST_POSTS:
        community.run(min(90, days - community.day))
    return float(community.counters.series("messages").sum())


def values_by_check(logs: Sequence[Seen]) -> dict[str, list[float]]:
    """What the logs show, by check."""
    found: dict[str, list[float]] = {}
    for seen in logs:
        for value in seen.values:
            if value.value is not None:
                found.setdefault(value.name, []).append(value.value)
    return found


def what_changed(name: str, base: Mapping[str, Sequence[float]], trial: Sights, kind: str) -> Carried:
    """The checks whose mean over the seeds crosses its band, by more than the seeds explain."""
    ours = values_by_check(trial.logs)
    broken, mended, inside, checks = [], [], 0, 0
    for band in BANDS:
        low, high = band.of(kind)  # type: ignore[arg-type]
        values = ours.get(band.name, [])
        before = base.get(band.name, [])
        if not values:
            continue
        checks += 1
        here = low <= statistics.fmean(values) <= high
        inside += here
        if not before or not moved(before, values):
            continue
        there = low <= statistics.fmean(before) <= high
        if there and not here:
            broken.append(f"{band.pattern} {band.name}")
        if here and not there:
            mended.append(f"{band.pattern} {band.name}")
    return Carried(
        mechanism=name,
        inside=inside,
        checks=checks,
        broken=tuple(broken),
        mended=tuple(mended),
        shift=trial.shift,
        ran_away=not ours,
    )


def moved(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether two means differ by more than NOISE standard errors of the seeds before."""
    spread = statistics.stdev(before) if len(before) > 1 else 0.0
    error = spread * sqrt(1.0 / len(before) + 1.0 / len(after))
    difference = abs(statistics.fmean(after) - statistics.fmean(before))
    return isfinite(difference) and difference > NOISE * error
