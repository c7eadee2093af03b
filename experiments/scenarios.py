"""Scenarios and ensembles of fitted parameter sets, from a config's plain values to checked records."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from clubsim.agents.parameters import World, unknown, world_of
from clubsim.experiments.composing import CONFIGS, is_path
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys, mapping, number, shown, whole
from clubsim.experiments.graphml import read_graph
from clubsim.experiments.joining import motive_weights
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.sim.policy import Policy
from clubsim.sim.vessel import Vessel, check_policies
from clubsim.sim.world import LAST_DAY, Channel, Scenario

SCENARIO_KEYS = (
    "name",
    "start",
    "founders",
    "tie_slots",
    "vessel",
    "graph",
    "channels",
    "reported",
    "fitted",
    "unidentified",
    "ensemble",
    "world",
    "reading",
    "validation",
    "joining_motives",
)
SCALED = ("pool", "growth", "flow")  # what a study's scale multiplies
WHOLE = ("opens", "closes")


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """
    Sets of parameters that fit a scenario's figures.

    file: the table they stand in; sets: how many of its rows are taken; seeds: runs of each arm in each set; rows:
    what each set says of `world` parameters and, as `channel.field`, of channels among unscaled numbers of people.
    """

    file: str
    sets: int
    seeds: int
    rows: tuple[dict[str, float], ...]


def scenario_of(config: Mapping[str, Any], world: Mapping[str, Any]) -> Scenario:
    """
    A scenario, not yet scaled.

    Args:
        config: what stands in a file of configs/scenario, without world and reading.
        world: parameters of the World; the rest keep their defaults, or the weights that joining_motives amount to.

    Raises:
        StudyError: an unknown key, or a value of the wrong kind or outside its range.
    """
    known_keys("key of a scenario", config, SCENARIO_KEYS)
    joining = mapping("joining_motives", config.get("joining_motives"), "{learning: 0.7, contact: 0.3}")
    world = {**motive_weights(joining), **world}
    try:
        return Scenario(
            name=str(config.get("name") or "unnamed"),
            start=_date(config.get("start")),
            world=world_of(**world),
            channels=_channels(config.get("channels")),
            founders=whole("scenario.founders", config.get("founders", 0), 0, 10_000_000, 30),
            tie_slots=whole("scenario.tie_slots", config.get("tie_slots", 24), 1, 1000, 24),
            vessel=_vessel(config.get("vessel")),
            graph=read_graph(config.get("graph")),
            reported=_reported(config.get("reported")),
            fitted={name: str(to) for name, to in mapping("fitted", config.get("fitted"), "{visit_mean: N14}").items()},
            unidentified=tuple(str(line) for line in config.get("unidentified") or ()),
        )
    except ValueError as error:
        raise StudyError(str(error)) from None


def check_founder(scenario: Scenario) -> None:
    """Raises StudyError if a founder is to host and nobody founds."""
    if scenario.world.founder_hours > 0 and scenario.founders == 0:
        raise StudyError(
            f"world.founder_hours is {scenario.world.founder_hours:g} and nobody founds; write scenario.founders=1 or "
            "world.founder_hours=0"
        )


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise StudyError(f"scenario.start is a date, not {shown(value)}; write for example 2016-02-15") from None


def _vessel(value: Any) -> Vessel:
    """The rules of the platform; raises ValueError for one that is none."""
    given = mapping("scenario.vessel", value, "{name: chat_group, removal: true}")
    known_keys("key of a vessel", given, [field.name for field in fields(Vessel)])
    return Vessel(**given)


def check_vessel(scenario: Scenario, policies: Mapping[str, Mapping[str, Policy]]) -> None:
    """Raises StudyError if the vessel does not allow what a policy of an arm does. policies: by arm and slot."""
    for arm, chosen in policies.items():
        try:
            check_policies(scenario.vessel, chosen)
        except ValueError as error:
            raise StudyError(f"arm {arm}, {error}") from None


def check_graph(scenario: Scenario) -> None:
    """Raises StudyError if the graph has more nodes than the scenario, as it is scaled, has founders."""
    if scenario.graph is not None and len(scenario.graph) > scenario.founders:
        nodes = len(scenario.graph)
        raise StudyError(
            f"scenario.graph has {nodes} nodes and the community {scenario.founders} founders; "
            f"write scenario.founders={nodes} or give a smaller graph"
        )


def _channels(value: Any) -> tuple[Channel, ...]:
    example = "channels: [{name: readers, pool: 1600}]"
    if value is None:
        return ()
    if not isinstance(value, list):
        raise StudyError(f"channels is a list, not {shown(value)}; write for example {example}")
    channels = tuple(_channel(mapping("a channel", entry, "{name: readers, pool: 1600}")) for entry in value)
    named = [channel.name for channel in channels]
    for name in named:
        if named.count(name) > 1:
            raise StudyError(f"two channels are called {name!r}; give each a name of its own")
    return channels


def _channel(entry: Mapping[str, Any]) -> Channel:
    known_keys("key of a channel", entry, [field.name for field in fields(Channel)])
    name = entry.get("name")
    if not isinstance(name, str) or not name.isidentifier():
        raise StudyError(f"a channel has a name of letters, digits and _, not {shown(name)}; write name: readers")
    numbers = {key: _channel_number(f"{name}.{key}", value) for key, value in entry.items() if key != "name"}
    return Channel(name=name, **numbers)


def _channel_number(name: str, value: Any) -> Any:
    if name.rpartition(".")[2] in WHOLE:
        return whole(f"channel {name}", value, 0, LAST_DAY, 0)
    return number(f"channel {name}", value)


def _reported(value: Any) -> dict[str, float | None]:
    given = mapping("reported", value, "{remaining: 291}")
    for key in given:
        if key not in OUTCOMES:
            raise StudyError(unknown("outcome under reported", key, OUTCOMES))
    return {key: None if entry is None else number(f"reported.{key}", entry) for key, entry in given.items()}


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with other parameters: `values` as a row of an `Ensemble`. Numbers of people are scaled here."""
    own = {name: value for name, value in values.items() if "." not in name}
    changed = {name: value for name, value in values.items() if "." in name}
    return replace(
        scenario,
        world=world_of(**{**scenario.world._asdict(), **own}),
        channels=tuple(_with_channel_values(channel, changed, scenario.scale) for channel in scenario.channels),
    )


def _with_channel_values(channel: Channel, values: Mapping[str, float], scale: float) -> Channel:
    changed: dict[str, Any] = {}
    for name, value in values.items():
        owner, _, field = name.partition(".")
        if owner == channel.name:
            scaled = value * scale if field in SCALED else value
            changed[field] = _channel_number(name, scaled)
    return replace(channel, **changed)


def ensemble_of(config: Any, scenario: Scenario, fixed: tuple[str, ...]) -> Ensemble | None:
    """
    The ensemble that a study asks for, None if it asks for none.

    Args:
        config: the study's `ensemble`: file, sets, seeds.
        scenario: the one the sets are for; each is tried on it.
        fixed: World parameters that the user set and no set may set otherwise.

    Raises:
        StudyError: no such table, or one with an unknown column, a value that is no number, or out of range.
    """
    given = mapping("ensemble", config, "{file: operations_club, sets: 40, seeds: 2}")
    known_keys("key of ensemble", given, ("file", "sets", "seeds"))
    if given.get("file") is None:
        return None
    sets = whole("ensemble.sets", given.get("sets", 40), 0, 100_000, 40)
    seeds = whole("ensemble.seeds", given.get("seeds", 2), 1, 100_000, 2)
    path = _ensemble_path(given["file"])
    rows = _rows(path, scenario, sets)
    if sets == 0:
        return None
    rows = tuple({name: value for name, value in row.items() if name not in fixed} for row in rows)
    return Ensemble(file=str(given["file"]), sets=len(rows), seeds=seeds, rows=rows)


def _ensemble_path(name: Any) -> Path:
    if not isinstance(name, str):
        raise StudyError(f"ensemble.file is the name of a table in configs/ensemble, not {shown(name)}")
    if name.endswith(".csv") or is_path(name):
        path = Path(name)
        if path.suffix != ".csv" or not path.is_file():
            raise StudyError(f"there is no ensemble file {name} in CSV; write ensemble.file=null for none")
        return path
    folder = CONFIGS / "ensemble"
    path = folder / f"{name}.csv"
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.csv"))
        raise StudyError(f"{unknown('ensemble', name, [*known, 'null'])} (null is for none)")
    return path


def _rows(path: Path, scenario: Scenario, sets: int) -> tuple[dict[str, float], ...]:
    """At most `sets` rows of the table, each tried on the scenario."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = list(reader.fieldnames or ())
            _check_header(path.name, header, scenario)
            texts = [row for _, row in zip(range(sets), reader, strict=False)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StudyError(f"{path.name} cannot be read as a table: {error}") from None
    if sets and not texts:
        raise StudyError(f"{path.name} has no parameter set; write ensemble.file=null for none")
    return tuple(_row(f"{path.name}, set {k}", text, scenario) for k, text in enumerate(texts))


def _check_header(name: str, header: list[str], scenario: Scenario) -> None:
    numbers = [field.name for field in fields(Channel) if field.name != "name"]
    known = [*World._fields, *(f"{channel.name}.{field}" for channel in scenario.channels for field in numbers)]
    known_keys(f"column of {name}", header, known)
    for column in header:
        if header.count(column) > 1:
            raise StudyError(f"{name} has two columns {column!r}; take one out")


def _row(where: str, text: Mapping[str, Any], scenario: Scenario) -> dict[str, float]:
    values: dict[str, float] = {}
    for column, entry in text.items():
        try:
            values[column] = float(entry)
        except (TypeError, ValueError):
            raise StudyError(f"{where}: {column or 'a column too many'} is a number, not {shown(entry)}") from None
    try:
        with_values(scenario, values)
    except ValueError as error:
        raise StudyError(f"{where}: {error}") from None
    return values
