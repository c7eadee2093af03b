"""
Communities of which only posts are seen: a scenario, the type of real logs it is held against, and one simulated log.

A scenario says so by `validation: {type: list, years: 10}`. Length is part of the comparison: the same parameters look
less loyal in a short log, so a simulated log is as long as the scenario says.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.composing import CONFIGS, is_path, names, read_yaml, refuse_unsafe
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys, mapping, number, whole, word
from clubsim.experiments.scenarios import scenario_of
from clubsim.sim.world import Scenario

PRESETS = ("mailing_list", "qa_site", "chat", "student_site")  # one a type of which there are real logs
TYPES = ("list", "qa", "chat", "messaging")  # of patterns/lens.py, which is heavy to import
YEAR = 365.25  # [day]
LEAST_YEARS, MOST_YEARS = 0.25, 50.0
USUAL_SEEDS = 4
MOST_SEEDS = 1000
EXAMPLE = "validation: {type: list, years: 10}"
POSTS = ("message", "reply")  # what a real log of posts shows
BLOCK = 90  # [day] between two looks at how large a log has grown


@dataclass(frozen=True, kw_only=True)
class Posting:
    """
    A scenario whose log of posts can be held against real ones.

    type: of TYPES; years: of its log; seeds: runs that its means take, the more the more single runs differ.
    """

    name: str
    scenario: Scenario
    type: str
    years: float
    seeds: int = USUAL_SEEDS

    @property
    def days(self) -> int:
        """Length of the log [day]."""
        return round(self.years * YEAR)


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A log to simulate and measure. most_posts: beyond it the run is given up, 0 for never."""

    label: str
    scenario: Scenario
    type: str
    days: int
    seed: int
    most_posts: int = 0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one simulated log shows: a PatternValue a pattern; none where the run was given up."""

    label: str
    seed: int
    members: int
    posts: int
    days: int  # lived through
    values: tuple[Any, ...]


def posting_names() -> list[str]:
    """The shipped scenarios that can be validated."""
    return [name for name in names("scenario") if read_yaml(_shipped(name)).get("validation")]


def _shipped(name: str) -> Path:
    return CONFIGS / "scenario" / f"{name}.yaml"


def load_posting(name_or_path: str) -> Posting:
    """
    A scenario with its type and years, checked.

    Args:
        name_or_path: a name in configs/scenario, or the path of a file of that shape.

    Raises:
        StudyError: one sentence on what is wrong and what to write instead.
    """
    path = Path(name_or_path) if is_path(name_or_path) else _shipped(name_or_path)
    if not is_path(name_or_path) and name_or_path not in names("scenario"):
        raise StudyError(unknown("scenario", name_or_path, names("scenario")))
    if not path.is_file():
        raise StudyError(f"there is no file {path}; scenarios to validate are {', '.join(posting_names())}")
    tree = inherited(path)
    if not tree.get("validation"):
        raise StudyError(
            f"scenario {name_or_path} does not say what to hold it against; write {EXAMPLE}, "
            f"or take one of {', '.join(posting_names())}"
        )
    world = mapping("world", tree.pop("world", None), "{visit_cap: 0.9}")
    tree.pop("reading", None)
    return _posting(tree, scenario_of(tree, world))


def inherited(path: Path) -> dict[str, Any]:
    """
    A scenario's file with what it inherits: a shipped scenario named under `defaults:` lies below its own values, world
    by world parameter.

    Raises:
        StudyError: no mapping, something unsafe, or defaults that name anything but a shipped scenario.
    """
    tree = read_yaml(path)
    if not isinstance(tree, dict):
        raise StudyError(f"{path} is not a scenario: it should be a mapping with name, start and world")
    refuse_unsafe(tree, str(path))
    below: dict[str, Any] = {}
    for entry in tree.pop("defaults", None) or []:
        if entry == "_self_":
            continue
        if entry not in names("scenario"):
            raise StudyError(f"{path}: {unknown('scenario under defaults', str(entry), names('scenario'))}")
        below = _over(below, inherited(CONFIGS / "scenario" / f"{entry}.yaml"))
    return _over(below, tree)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    world = {**(below.get("world") or {}), **(above.get("world") or {})}
    return {**below, **above, "world": world}


def _posting(tree: dict[str, Any], scenario: Scenario) -> Posting:
    given = mapping("validation", tree["validation"], EXAMPLE)
    known_keys("key of validation", given, ("type", "years", "seeds"))
    years = number("validation.years", given.get("years"))
    if not LEAST_YEARS <= years <= MOST_YEARS:
        span = f"{LEAST_YEARS:g} to {MOST_YEARS:g}"
        raise StudyError(f"validation.years is from {span}, not {years:g}; write for example {EXAMPLE}")
    kind = word("validation.type", given.get("type"), TYPES)
    seeds = whole("validation.seeds", given.get("seeds", USUAL_SEEDS), 1, MOST_SEEDS, USUAL_SEEDS)
    return Posting(name=scenario.name, scenario=scenario, type=kind, years=years, seeds=seeds)


def simulated_log(sighting: Sighting) -> tuple[Any, Any]:
    """
    A community's log of posts, as a real one is kept: whole contributions only, with thread and hour.

    Returns:
        The community after its last day, and the log (member, day, kind, target, hour, thread) as a polars frame;
        None for the log where the run was given up.
    """
    import polars as pl

    from clubsim.experiments.tidy import events_table
    from clubsim.sim.community import Community

    community = Community(sighting.scenario, seed=sighting.seed, events=True)
    while community.day < sighting.days:
        community.run(min(BLOCK, sighting.days - community.day))
        if sighting.most_posts and community.counters.series("messages").sum() > sighting.most_posts:
            return community, None
    assert community.events is not None
    log = events_table(community.events.columns())
    return community, log.filter(pl.col("kind").cast(pl.String).is_in(POSTS))


def see(sighting: Sighting) -> Seen:
    """Simulate one log and measure every pattern on it, through the lens of its type."""
    from clubsim.experiments.measures.reading import LogError
    from clubsim.experiments.patterns.table import patterns

    community, log = simulated_log(sighting)
    values: tuple[Any, ...] = ()
    if log is not None and log.height:
        try:
            weekday = sighting.scenario.start.weekday()
            values = tuple(patterns(log, weekday, sighting.type))  # type: ignore[arg-type]
        except LogError:  # the lens left nothing
            values = ()
    return Seen(
        label=sighting.label,
        seed=sighting.seed,
        members=community.n_members,
        posts=int(community.counters.series("messages").sum()),
        days=community.day,
        values=values,
    )
