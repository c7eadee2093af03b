"""
A study, checked: what `clubsim compare NAME` compares. Everything that can be wrong with it is found here, before any
run starts and before anything heavy is imported.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.arms import built, check_names, merged
from clubsim.experiments.composing import compose_study, filled_in, is_path
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys, mapping, number, shown, whole, word
from clubsim.experiments.overrides import (
    STUDY_KEYS,
    Override,
    apply,
    check_seen,
    read_override,
    scenario_chosen,
)
from clubsim.experiments.ranges import Range, ranges_of
from clubsim.experiments.scenarios import (
    Ensemble,
    check_founder,
    check_graph,
    check_vessel,
    ensemble_of,
    scenario_of,
    with_values,
)
from clubsim.experiments.until import Until, until_of
from clubsim.experiments.where import Where, engine_of, where_of
from clubsim.sim.policy import Policy
from clubsim.sim.world import Scenario

RESERVED = (*STUDY_KEYS, "channels", "experiment", "hydra")  # what an override may begin with, so no name for a slot
MOST_DAYS = 100_000
MOST_SEEDS = 100_000
LAST_SEED = 2**31 - 1
SHORT_WINDOW = 17  # [day] the window left when a run is cut short; the length of N14's
USUAL_WINDOW = 28  # [day] whole weeks


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One choice of policies. policies: by slot, in the order in which they act."""

    name: str
    policies: dict[str, Policy]


@dataclass(frozen=True, kw_only=True)
class Study:
    """
    A question, the arms that answer it and the runs that this takes.

    scenario: already scaled; seeds: the same for each arm; where: its runs are done; read_off_day: on
    whose evening members are counted; window: first and last day, both in it, over which daily counts are averaged;
    branch_at: on whose morning the arms part, having lived under the control until then; None for day 0;
    decompose: pairs of arms whose difference is split into who is in and what they do; hinges: parameters that
    a report tries one at a time, over these ranges; resolved: the whole study as
    plain values, each arm with all of its slots; until: when to stop adding seeds; overrides: as the user wrote them;
    notes: what a reader of the results has to know about the study itself.
    """

    name: str
    question: str
    scenario: Scenario
    days: int
    seeds: tuple[int, ...]
    arms: dict[str, Arm]
    control: str
    engine: str
    where: Where
    ensemble: Ensemble | None
    read_off_day: int
    window: tuple[int, int]
    resolved: dict[str, Any]
    decompose: tuple[tuple[str, str], ...] = ()
    hinges: tuple[Range, ...] = ()
    until: Until | None = None
    branch_at: int | None = None
    overrides: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def with_set(self, k: int) -> Scenario:
        """The scenario with the k-th parameter set of the ensemble, with its own parameters for k = -1."""
        if k == -1:
            return self.scenario
        sets = self.ensemble.sets if self.ensemble else 0
        if self.ensemble is None or not 0 <= k < sets:
            raise ValueError(f"the study has {sets} parameter sets, so k is -1 to {sets - 1}, not {k}")
        return with_values(self.scenario, self.ensemble.rows[k])

    def arm(self, name: str) -> Arm:
        """The arm of that name. Raises StudyError, with the nearest name, if there is none."""
        if name not in self.arms:
            raise StudyError(unknown("arm", name, self.arms))
        return self.arms[name]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A study as it was composed, from which studies with other overrides are made and nothing is composed again."""

    name: str
    tree: Mapping[str, Any]  # with the shapes checked that overrides write into

    def study(self, given: Sequence[Override] = ()) -> Study:
        """
        The study with these overrides, checked; a scenario that they choose must be the template's.

        Raises:
            StudyError: one sentence on what is wrong and what to write instead.
        """
        return _study(self.name, deepcopy(dict(self.tree)), list(given))


def load_study(name_or_path: str, overrides: Sequence[str] = ()) -> Study:
    """
    A study, checked.

    Args:
        name_or_path: a name in configs/experiment, or the path of a file of that shape.
        overrides: as on the command line; see overrides.py.

    Raises:
        StudyError: one sentence on what is wrong and what to write instead.
    """
    given = [read_override(text) for text in overrides]
    return load_template(name_or_path, scenario_chosen(given)).study(given)


def load_template(name_or_path: str, scenario: str | None = None) -> Template:
    """
    What `load_study` composes, with another scenario than the study's own if one is named.

    Raises:
        StudyError: no such study or scenario, or a file that may not be read.
    """
    return template_of(_stem(name_or_path), compose_study(name_or_path, scenario))


def template_of(name: str, tree: dict[str, Any]) -> Template:
    """A template out of a tree that is composed already. Raises StudyError if it is not of a study's shape."""
    return Template(name=name, tree=_gathered(tree))


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] if is_path(name) else name


def _gathered(tree: dict[str, Any]) -> dict[str, Any]:
    """The composed tree with the shapes checked that overrides write into; world and reading lifted to the top."""
    known_keys("key of a study", tree, STUDY_KEYS)
    scenario = mapping("scenario", tree.get("scenario"), "a default: - override /scenario: operations_club")
    if not scenario:
        raise StudyError("the study has no scenario; write - override /scenario: operations_club under defaults:")
    for group in ("world", "reading"):
        below = mapping(f"scenario.{group}", scenario.pop(group, None), "{visit_cap: 0.9}")
        tree[group] = {**below, **mapping(group, tree.get(group), "{visit_cap: 0.9}")}
    scenario.setdefault("ensemble", None)
    policies = mapping("policies", tree.get("policies"), "{gate: paid}")
    arms = mapping("arms", tree.get("arms"), "{as_described: {}, no_cull: {cull: null}}")
    arms = {arm: mapping(f"arms.{arm}", changes, "{cull: null}") for arm, changes in arms.items()}
    return {**tree, "scenario": scenario, "policies": policies, "arms": arms}


def _study(name: str, tree: dict[str, Any], given: list[Override]) -> Study:
    apply(tree, given)
    tree["arms"] = {arm: mapping(f"arms.{arm}", changes, "{cull: null}") for arm, changes in tree["arms"].items()}
    _check_names(tree)
    slots = {arm: merged(tree["policies"], arm, changes) for arm, changes in tree["arms"].items()}
    check_seen(tree, slots, given)
    resolved = filled_in({**{key: tree[key] for key in tree if key != "policies"}, "arms": slots})
    scenario = scenario_of(resolved["scenario"], resolved["world"])
    days = whole("days", resolved["days"], 1, MOST_DAYS, 300)
    day, window, shortened = _read_off(resolved["read_off"], days, given)
    arms = {arm: Arm(name=arm, policies=built(arm, policies)) for arm, policies in resolved["arms"].items()}
    scaled = _scaled(scenario, resolved["scale"])
    check_graph(scaled)
    check_founder(scaled)
    check_vessel(scaled, {name: arm.policies for name, arm in arms.items()})
    ensemble = ensemble_of(resolved["ensemble"], scaled, _fixed(given))
    seeds = _seeds(resolved)
    control = _control(resolved["control"], arms)
    branch_at = _branch_at(resolved, days, day)
    return Study(
        name=name,
        question=str(resolved["question"] or ""),
        scenario=scaled,
        days=days,
        seeds=seeds,
        arms=arms,
        control=control,
        engine=engine_of(resolved),
        where=where_of(resolved),
        ensemble=ensemble,
        read_off_day=day,
        window=window,
        decompose=_pairs(resolved["decompose"], arms),
        hinges=_hinges(resolved["hinges"], scenario),
        until=until_of(resolved["until"], resolved["until_halfwidth"], len(seeds), len(arms), MOST_SEEDS),
        branch_at=branch_at,
        resolved={**resolved, "read_off": {"day": day, "window": list(window)}},
        overrides=tuple(override.text for override in given),
        notes=(
            *_branched(branch_at, control, window),
            *shortened,
            *_alike(arms),
            *_fewer_sets(ensemble, given),
            *_other_reading(given),
        ),
    )


def _check_names(tree: dict[str, Any]) -> None:
    if not tree["arms"]:
        raise StudyError("the study has no arm; write at least arms: {as_described: {}}")
    check_names({**tree["arms"], "base": tree["policies"]}, RESERVED)


def _scaled(scenario: Scenario, scale: Any) -> Scenario:
    try:
        return scenario.scaled(number("scale", scale))
    except ValueError as error:
        raise StudyError(str(error)) from None


def _seeds(resolved: dict[str, Any]) -> tuple[int, ...]:
    first = whole("first_seed", resolved["first_seed"], 0, LAST_SEED - MOST_SEEDS, 0)
    return tuple(range(first, first + whole("seeds", resolved["seeds"], 1, MOST_SEEDS, 20)))


def _control(name: Any, arms: dict[str, Arm]) -> str:
    if name is None:
        raise StudyError(f"control names the arm that the others are compared with; write control: {next(iter(arms))}")
    return word("control", name, arms)


def _pairs(given: Any, arms: dict[str, Arm]) -> tuple[tuple[str, str], ...]:
    """The pairs of arms to decompose, each once: one pair, a list of pairs, or none."""
    if given is None:
        return ()
    whole_list = given if isinstance(given, list) and given and isinstance(given[0], list) else [given]
    example = f"write for example decompose=[{', '.join([*arms, 'ARM'][:2])}]"
    pairs = []
    for pair in whole_list:
        if not isinstance(pair, list) or len(pair) != 2:
            raise StudyError(f"decompose names two arms or is a list of such pairs, not {shown(pair)}; {example}")
        one, other = (word("decompose", name, arms) for name in pair)
        if one == other:
            raise StudyError(f"decompose names {one!r} twice, and an arm does not differ from itself; {example}")
        pairs.append((one, other))
    return tuple(dict.fromkeys(pairs))


def _hinges(given: Any, scenario: Scenario) -> tuple[Range, ...]:
    """The plausible ranges of the parameters that a report tries one at a time; of a mapping, the keys are these."""
    if given is None:
        return ()
    if not isinstance(given, list | dict) or not all(isinstance(name, str) for name in given):
        raise StudyError(
            f"hinges is a list of names of parameters, or a mapping from these to words, not {shown(given)}; write for "
            "example hinges=[willingness_enthusiasm]"
        )
    plausible = {each.name: each for each in ranges_of(scenario)}
    return tuple(plausible[word("hinges", name, plausible)] for name in dict.fromkeys(given))


def _branch_at(resolved: dict[str, Any], days: int, read_off_day: int) -> int | None:
    """The day of the branch, None for none. It comes before the end and before the day on which members are counted."""
    if resolved["branch_at"] is None:
        return None
    day = whole("branch_at", resolved["branch_at"], 1, max(days - 1, 1), max(days // 2, 1))
    if days < 2 or day > read_off_day:
        raise StudyError(
            f"branch_at is the day on which the arms part and members are counted on day {read_off_day}, before they "
            f"do; write branch_at={max(read_off_day, 1)} or less, or a later read_off.day"
        )
    if resolved["decompose"] is not None:
        raise StudyError(
            "decompose lets in the people of another run from day 0 on, and with branch_at the arms share them until "
            f"day {day}; write decompose=null or branch_at=null"
        )
    return day


def _branched(day: int | None, control: str, window: tuple[int, int]) -> list[str]:
    if day is None:
        return []
    means = f"; means over days {window[0]} to {window[1]} have {day - window[0]} of them" if window[0] < day else ""
    return [
        f"branched on day {day}: until then every arm has lived under {control}'s policies, so what is counted from "
        f"day 0 on has the same days in every arm, and its differences are the thinner for it{means}"
    ]


def _read_off(config: Any, days: int, given: list[Override]) -> tuple[int, tuple[int, int], list[str]]:
    """
    The day of reading off, the window of averages, and a note if the user's own `days` moved them.

    A run that the user cuts short is read off on its last day; any other day outside the run is an error.
    """
    read = mapping("read_off", config, "{day: 276, window: [260, 276]}")
    known_keys("key of read_off", read, ("day", "window"))
    last = days - 1
    day, window = read.get("day"), read.get("window")
    asked = {override.path for override in given}
    cut_short = ("days",) in asked and not any(path[0] == "read_off" for path in asked)
    if cut_short and any(value > last for value in _day_numbers(day, window)):
        window = (max(0, last - SHORT_WINDOW + 1), last)
        note = f"read off on day {last} and over days {window[0]} to {last}, since a run has only {days} days"
        return last, window, [note]
    day = last if day is None else whole("read_off.day", day, 0, last, last)
    return day, _window(window, day, last), []


def _day_numbers(day: Any, window: Any) -> list[int]:
    values = [day, *(window if isinstance(window, list) else [])]
    return [value for value in values if isinstance(value, int) and not isinstance(value, bool)]


def _window(window: Any, day: int, last: int) -> tuple[int, int]:
    if window is None:
        return max(0, day - USUAL_WINDOW + 1), day
    if not isinstance(window, list) or len(window) != 2:
        raise StudyError(f"read_off.window is [first, last] day, not {shown(window)}; write for example [0, {last}]")
    first, end = (whole("read_off.window", value, 0, last, last) for value in window)
    if first > end:
        raise StudyError(f"read_off.window begins on day {first} and ends before, on {end}; write [{end}, {first}]")
    return first, end


def _fixed(given: list[Override]) -> tuple[str, ...]:
    return tuple(override.path[1] for override in given if override.path[0] == "world" and len(override.path) == 2)


def _alike(arms: dict[str, Arm]) -> list[str]:
    """A note for each arm that has the same policies as one before it."""
    notes, seen = [], list[Arm]()
    for arm in arms.values():
        twin = next((other.name for other in seen if list(other.policies.items()) == list(arm.policies.items())), None)
        if twin is not None:
            notes.append(f"arm {arm.name} has the same policies as {twin}")
        seen.append(arm)
    return notes


def _fewer_sets(ensemble: Ensemble | None, given: list[Override]) -> list[str]:
    asked = [override.value for override in given if override.path == ("ensemble", "sets")]
    if ensemble is None or not asked or asked[-1] <= ensemble.sets:
        return []
    return [f"{ensemble.file} has {ensemble.sets} parameter sets, so that not {asked[-1]} but these are run"]


def _other_reading(given: list[Override]) -> list[str]:
    changed = [override.text for override in given if override.path[0] == "reading"]
    if not changed:
        return []
    return [
        f"the scenario's numbers were found for another reading than {' '.join(changed)}; see clubsim list scenarios"
    ]
