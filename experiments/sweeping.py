"""
A sweep, checked: every point is a whole study, made of one composition, before the first run starts.

At a point every arm runs on the study's seeds, so that arms are paired within a point, and one arm at two points is
paired by seed too. What comes out the same at two points, such as the arm without a fee wherever its price is swept,
runs once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.axes import Axis, is_number, written
from clubsim.experiments.designs import Coordinates
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import known_keys
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.overrides import STUDY_KEYS, Override, read_override, scenario_chosen
from clubsim.experiments.running import Task
from clubsim.experiments.study import Study, Template, load_template

ITS_OWN = ("point", "arm", "set", "seed", "outcome")  # columns of a sweep's tables, so no name of an axis
OWN = -1  # the set of the scenario's own parameters

Part = Axis | Override


@dataclass(frozen=True, kw_only=True)
class Point:
    """
    One point of a sweep.

    number: from 0; at: the value of each axis; contents: of contents_of, for the arms that run; same_as: an earlier
    point where the same arms run with the same contents.
    """

    number: int
    at: tuple[Any, ...]
    study: Study
    contents: tuple[str, ...] = ()
    same_as: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """
    A sweep to run.

    arms: those that run at every point; design: a word of designs.py, or the table the points are from; overrides:
    what all points share, as the user wrote it; base: the study with these alone, None where it is none without the
    axes; said: what a reader of the results has to know of the design and the studies.
    """

    name: str
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    arms: tuple[str, ...]
    design: dict[str, Any]
    overrides: tuple[str, ...] = ()
    base: Study | None = None
    said: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the results has to know."""
        same = sum(point.same_as is not None for point in self.points)
        ours = f"{same} of {len(self.points)} points are the same as an earlier one and run once"
        return (*self.said, ours) if same else self.said

    @property
    def study(self) -> Study:
        """That of the first point."""
        return self.points[0].study

    @property
    def control(self) -> str | None:
        """The arm that the others are compared with, None where only others run."""
        return self.study.control if self.study.control in self.arms else None

    @property
    def asked(self) -> Study:
        """The first point's study, named and resolved as the whole sweep, for a folder's name and for provenance."""
        about = {
            "design": self.design,
            "axes": [axis.name for axis in self.axes],
            "points": [list(point.at) for point in self.points],
            "arms": list(self.arms),
        }
        study = self.study
        return replace(
            study, name=f"{self.name}-sweep", overrides=self.overrides, resolved={**study.resolved, "sweep": about}
        )


@dataclass(frozen=True, kw_only=True)
class Sets:
    """
    Whole choices of policies that stand in for a study's own.

    arms: slots by the set's name; control: the one to compare with; keep: slots of the study that every set has too.
    """

    arms: dict[str, Any]
    control: str
    keep: tuple[str, ...] = ()


def sweep_of(
    name: str,
    parts: Sequence[Part],
    axes: Sequence[Axis],
    coordinates: Coordinates,
    design: dict[str, Any],
    arms: Sequence[str] = (),
    sets: Sets | None = None,
    notes: Sequence[str] = (),
) -> Sweep:
    """
    Every point's study, checked, and which of them are the same.

    Args:
        name: of a study, or its path.
        parts: overrides and axes, in the order in which they are applied.
        axes: those of the coordinates; one that is not among the parts comes last.
        coordinates: of each point, in the order of `axes`.
        arms: which ones run; none for all.

    Raises:
        StudyError: one sentence on the first point that is no study.
    """
    check_axes(axes)
    shared = [part for part in parts if isinstance(part, Override)]
    check_shared(shared, axes)
    ordered = [read_override("ensemble=null"), *parts, *(axis for axis in axes if axis not in parts)]
    templates: dict[str | None, Template] = {}
    if not any(axis.override.path == ("scenario",) for axis in axes):
        _composed(name, scenario_chosen(shared), sets, templates)  # what is wrong with it is not said of a point
    points: list[Point] = []
    for number, at in enumerate(coordinates):
        try:
            study = _study_at(name, ordered, dict(zip((axis.key for axis in axes), at, strict=True)), sets, templates)
        except StudyError as error:
            raise StudyError(f"at {in_words(axes, at)}: {error}") from None
        points.append(Point(number=number, at=at, study=study))
    sweep = Sweep(
        name=points[0].study.name,
        axes=tuple(axes),
        points=tuple(points),
        arms=(),
        design=design,
        overrides=tuple(override.text for override in shared),
        base=_base(name, [part for part in ordered if isinstance(part, Override)], sets, templates),
        said=(*notes, *dict.fromkeys(note for point in points for note in point.study.notes)),
    )
    return with_arms(sweep, arms)


def with_arms(sweep: Sweep, arms: Sequence[str]) -> Sweep:
    """
    The same points with these arms running at each, all where none is named, and which points are then the same.

    Raises:
        StudyError: an arm that a point has not.
    """
    points: list[Point] = []
    first_with: dict[tuple[str, ...], int] = {}
    for point in sweep.points:
        contents = contents_of(point.study, chosen_arms(point.study, arms))
        same = first_with.setdefault(contents, point.number)
        points.append(replace(point, contents=contents, same_as=None if same == point.number else same))
    return replace(sweep, points=tuple(points), arms=chosen_arms(sweep.study, arms))


def check_axes(axes: Sequence[Axis]) -> None:
    """Raises StudyError at an axis that is there twice, or whose name a table's own column has."""
    names = [axis.name for axis in axes]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"{name} is swept twice; write all of its values behind one {name}=")
        if name in ITS_OWN or name in OUTCOMES:
            raise StudyError(f"a column of the results is called {name!r} already; give the slot another name")


def check_shared(shared: Sequence[Override], axes: Sequence[Axis]) -> None:
    """Raises StudyError at an override that no sweep has."""
    for override in shared:
        if override.path[0] == "ensemble" and override.value is not None:
            raise StudyError(f"a sweep runs the scenario's own parameters at each point; take out {override.text!r}")
        if any(axis.override.path == override.path for axis in axes):
            raise StudyError(f"{'.'.join(override.path)} is swept and set; take out {override.text!r}")


def with_sets(template: Template, sets: Sets) -> Template:
    """The study with these sets for its arms. Raises StudyError at a slot to keep that the study has not."""
    base = template.tree["policies"]
    known_keys("slot to keep", sets.keep, base)
    kept = {slot: base[slot] for slot in sets.keep}
    own = {"policies": kept, "arms": sets.arms, "control": sets.control, "decompose": None}
    return Template(name=template.name, tree={**template.tree, **own})


def spread(override: Override, tree: Mapping[str, Any]) -> list[Override]:
    """What is said of a slot that is not in the base, said to each arm that has it: sets have hardly a base."""
    first = override.path[0]
    if first in STUDY_KEYS or first in tree["policies"] or override.add:
        return [override]
    having = [arm for arm, slots in tree["arms"].items() if first in slots]
    return [replace(override, path=("arms", arm, *override.path)) for arm in having] or [override]


def _study_at(
    name: str, parts: Sequence[Part], at: dict[str, Any], sets: Sets | None, templates: dict[str | None, Template]
) -> Study:
    """The study of a point. templates: those composed so far, by the scenario asked for; one is added if needed."""
    given = [part if isinstance(part, Override) else part.set_to(at[part.key]) for part in parts]
    template = _composed(name, scenario_chosen(given), sets, templates)
    if sets is not None:
        given = [each for override in given for each in spread(override, template.tree)]
    return template.study(given)


def _base(name: str, given: list[Part], sets: Sets | None, templates: dict[str | None, Template]) -> Study | None:
    try:
        return _study_at(name, given, {}, sets, templates)
    except StudyError:  # such as a field of a slot that an axis adds
        return None


def own_value(study: Study, arm: str, axis: Axis) -> float | None:
    """The number that stands in a study where an axis sweeps, None where none does."""
    path = axis.override.path
    policies = study.arms[arm].policies
    slot, *field = path[2:] if path[0] == "arms" else path[1:] if path[0] == "policies" else path
    value: Any = None
    if path[0] == "world" and len(path) == 2:
        value = getattr(study.scenario.world, path[1])
    elif slot in policies and len(field) == 1:
        acting = policies[slot]  # what is done only at times stands inside of when it is done
        value = getattr(acting, field[0], getattr(getattr(acting, "policy", None), field[0], None))
    elif path[0] in study.resolved and len(path) <= 2:
        value = study.resolved[path[0]] if len(path) == 1 else study.resolved[path[0]].get(path[1])
    return float(value) if is_number(value) else None


def _composed(name: str, scenario: str | None, sets: Sets | None, templates: dict[str | None, Template]) -> Template:
    if scenario not in templates:
        composed = load_template(name, scenario)
        templates[scenario] = composed if sets is None else with_sets(composed, sets)
    return templates[scenario]


def chosen_arms(study: Study, arms: Sequence[str]) -> tuple[str, ...]:
    """The arms that run: the named ones, or all."""
    return tuple(study.arm(arm).name for arm in dict.fromkeys(arms)) if arms else tuple(study.arms)


def contents_of(study: Study, arms: Sequence[str]) -> tuple[str, ...]:
    """A digest, for each arm, of all that decides its runs but the seed: two that are alike run alike."""
    graph = study.resolved["scenario"].get("graph")
    shared = repr((replace(study.scenario, graph=None), graph))
    when = repr((study.days, study.read_off_day, study.window, study.engine))
    texts = (f"{shared}{when}{list(study.arms[arm].policies.items())!r}" for arm in arms)
    return tuple(blake2b(text.encode(), digest_size=16).hexdigest() for text in texts)


def in_words(axes: Sequence[Axis], at: Sequence[Any]) -> str:
    """A point as one would write it: gate.price=99 cull.messages=50."""
    return " ".join(f"{axis.key}={written(value)}" for axis, value in zip(axes, at, strict=True))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The runs of a sweep: each task once, and which of them each row (point, arm, seed) of the table is."""

    tasks: tuple[Task, ...]
    rows: tuple[tuple[int, str, int], ...]
    task_of_row: tuple[int, ...]


def plan_of(sweep: Sweep) -> Plan:
    """What there is to run, without a run that is the same as one before it."""
    tasks: list[Task] = []
    rows: list[tuple[int, str, int]] = []
    task_of_row: list[int] = []
    known: dict[tuple[str, int], int] = {}
    for point in sweep.points:
        for arm, what in zip(sweep.arms, point.contents, strict=True):
            for seed in point.study.seeds:
                if (what, seed) not in known:
                    known[what, seed] = len(tasks)
                    tasks.append(task_at(point, arm, seed))
                rows.append((point.number, arm, seed))
                task_of_row.append(known[what, seed])
    return Plan(tasks=tuple(tasks), rows=tuple(rows), task_of_row=tuple(task_of_row))


def task_at(point: Point, arm: str, seed: int) -> Task:
    """A run for its outcomes alone, with the scenario's own parameters; `set` is the number of its point."""
    from clubsim.experiments.compare import OWN, task_of

    task = task_of(point.study, arm, OWN, seed)
    return replace(task, set=point.number, detail=False, keep_admissions=False)


def check_outcomes(outcomes: Sequence[str]) -> None:
    """Raises StudyError at a name that is no outcome."""
    for name in outcomes:
        if name not in OUTCOMES:
            raise StudyError(unknown("outcome", name, OUTCOMES))
