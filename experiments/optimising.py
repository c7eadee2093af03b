"""What an optimisation asks, checked before anything runs: parameters with ranges, goals, limits, arms, effort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clubsim.agents.parameters import unknown
from clubsim.experiments.axes import Axis, read_part, written
from clubsim.experiments.errors import StudyError
from clubsim.experiments.fairness import FAIRNESS
from clubsim.experiments.optimum import FRESH, ITS_OWN, Problem
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.overrides import STUDY_KEYS, Override, read_override, scenario_chosen
from clubsim.experiments.searching import SAMPLERS, Goal, Limit, check_installed
from clubsim.experiments.study import LAST_SEED, Study, Template, load_template

USUAL = ("seeds=8",)  # overrides before the user's own
MOST_TRIALS, MOST_BATCH, MOST_SEEDS = 100_000, 10_000, 100_000
TWO = 2  # seeds that an interval takes at least

Part = Axis | Override


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    An optimisation to run.

    parts: overrides and axes, in the order in which they are applied; study: with the overrides alone, for its own
    values and for the control; arm: whose policies are optimised; against: the control, None for none.
    """

    problem: Problem
    template: Template
    parts: tuple[Part, ...]
    study: Study
    arm: str
    against: str | None

    @property
    def identity(self) -> dict[str, Any]:
        """What makes it this optimisation and no other, beside its study. More trials or other seeds are the same."""
        problem = self.problem
        return {
            "arm": self.arm,
            "against": self.against,
            "parameters": [shown(axis) for axis in problem.axes],
            "goals": [{"outcome": goal.outcome, "maximise": goal.maximise} for goal in problem.goals],
            "limits": [
                {"outcome": limit.outcome, "at_least": limit.at_least, "value": limit.value} for limit in problem.limits
            ],
            "sampler": problem.sampler,
            "sampler_seed": problem.sampler_seed,
            "batch": problem.batch,
        }

    def study_at(self, values: Mapping[str, Any]) -> Study:
        """The study with these values of the axes. Raises StudyError if they are none together."""
        return _study_at(self.template, self.parts, values)


def asked_of(
    name: str,
    texts: Sequence[str],
    *,
    maximise: Sequence[str],
    minimise: Sequence[str],
    at_least: Sequence[str] = (),
    at_most: Sequence[str] = (),
    arm: str | None = None,
    against: str | None = None,
    trials: int = 60,
    sampler: str = SAMPLERS[0],
    sampler_seed: int = 0,
    batch: int = 8,
    confirm_seeds: int | None = None,
) -> Asked:
    """
    What a command line asks for.

    Args:
        name: of a study, or the path of one.
        texts: overrides and axes, as on the command line; see axes.py.
        arm: whose policies are optimised; None for the study's control.
        confirm_seeds: how many fresh ones; None for as many as the search has.

    Raises:
        StudyError: one sentence on what is wrong and what to write instead.
    """
    check_installed()
    goals = _goals(maximise, minimise)
    limits = [*(_limit(text, True) for text in at_least), *(_limit(text, False) for text in at_most)]
    _check_effort(trials, sampler, sampler_seed, batch)
    parts = (read_override("ensemble=null"), *map(read_override, USUAL), *map(read_part, texts))
    axes = tuple(part for part in parts if isinstance(part, Axis))
    shared = [part for part in parts if isinstance(part, Override)]
    _check_axes(axes, shared)
    template = load_template(name, scenario_chosen(shared))
    study = template.study(shared)
    chosen = study.arm(arm if arm is not None else study.control).name
    control = None if against is None else study.arm(against).name
    if control is None and FAIRNESS.name in [*(goal.outcome for goal in goals), *(limit.outcome for limit in limits)]:
        raise StudyError(f"fairness is towards those whom another arm has; write --against {study.control}")
    _check_seen(template, parts, axes, chosen)
    problem = Problem(
        axes=axes,
        goals=goals,
        limits=tuple(limits),
        own=own_values(study, chosen, axes),
        against=control is not None,
        seeds=study.seeds,
        fresh=_fresh(study.seeds, confirm_seeds),
        trials=trials,
        batch=batch,
        sampler=sampler,
        sampler_seed=sampler_seed,
    )
    return Asked(problem=problem, template=template, parts=parts, study=study, arm=chosen, against=control)


def _goals(maximise: Sequence[str], minimise: Sequence[str]) -> tuple[Goal, ...]:
    goals = [*(Goal(outcome=name, maximise=True) for name in maximise)]
    goals += [Goal(outcome=name, maximise=False) for name in minimise]
    names = [goal.outcome for goal in goals]
    for name in names:
        _check_outcome(name)
        if names.count(name) > 1:
            raise StudyError(f"{name} is a goal twice; write it once, behind --maximise or --minimise")
    if not goals:
        raise StudyError("an optimisation has a goal; write for example --maximise revenue --minimise hours")
    return tuple(goals)


def _limit(text: str, at_least: bool) -> Limit:
    option = "--at-least" if at_least else "--at-most"
    name, equals, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not equals or not abs(number) < float("inf"):
        raise StudyError(f"{option} takes an outcome and a number, not {text!r}; write for example {option} hours=200")
    _check_outcome(name)
    return Limit(outcome=name, at_least=at_least, value=number)


def _check_outcome(name: str) -> None:
    known = [*OUTCOMES, FAIRNESS.name]
    if name not in known:
        raise StudyError(unknown("outcome", name, known))


def _check_effort(trials: int, sampler: str, sampler_seed: int, batch: int) -> None:
    _check_whole("--trials", trials, 1, MOST_TRIALS, 60)
    _check_whole("--batch", batch, 1, MOST_BATCH, 8)
    _check_whole("--sampler-seed", sampler_seed, 0, LAST_SEED, 0)
    if sampler not in SAMPLERS:
        raise StudyError(unknown("sampler", sampler, SAMPLERS))


def _check_whole(option: str, value: int, low: int, high: int, example: int) -> None:
    if not low <= value <= high:
        raise StudyError(f"{option} is from {low} to {high}, not {value}; write for example {option} {example}")


def _check_axes(axes: Sequence[Axis], shared: Sequence[Override]) -> None:
    if not axes:
        raise StudyError("no parameter has a range; write for example gate.price=interval(0,300) or reward=null,cash")
    names = [axis.name for axis in axes]
    for axis in axes:
        first = axis.override.path[0]
        if first in STUDY_KEYS and first not in ("policies", "arms"):
            raise StudyError(
                f"{axis.name} is no operator's choice, so it is not optimised; clubsim sweep tries its values"
            )
        if names.count(axis.name) > 1:
            raise StudyError(f"{axis.name} has two ranges; write one")
        if any(axis.override.path == override.path for override in shared):
            raise StudyError(f"{axis.name} has a range and a value; take one of them out")
        if axis.name in ITS_OWN or axis.name.removeprefix(FRESH) in (*OUTCOMES, FAIRNESS.name):
            raise StudyError(f"a column of the results is called {axis.name!r} already; give the slot another name")
    if any(override.path[0] == "ensemble" and override.value is not None for override in shared):
        raise StudyError("an optimisation runs the scenario's own parameters; take out what you say of the ensemble")


def _check_seen(template: Template, parts: Sequence[Part], axes: Sequence[Axis], arm: str) -> None:
    """Raises StudyError at an end of a range that is no study, and at an axis that changes nothing in the arm."""
    first = {axis.name: ends_of(axis)[0] for axis in axes}
    for axis in axes:
        seen = []
        for end in ends_of(axis):
            try:
                seen.append(_study_at(template, parts, {**first, axis.name: end}).resolved["arms"][arm])
            except StudyError as error:
                raise StudyError(f"at {axis.key}={written(end)}: {error}") from None
        if len(seen) > 1 and all(each == seen[0] for each in seen):
            raise StudyError(
                f"arm {arm} does not see {axis.key}; name by --arm one that does, or write arms.{arm}.SLOT.FIELD=..."
            )


def ends_of(axis: Axis) -> list[Any]:
    """Every listed value, or both ends."""
    if axis.values:
        return list(axis.values)
    return [int(axis.low), int(axis.high)] if axis.whole else [axis.low, axis.high]


def _study_at(template: Template, parts: Sequence[Part], values: Mapping[str, Any]) -> Study:
    return template.study([part if isinstance(part, Override) else part.set_to(values[part.name]) for part in parts])


def own_values(study: Study, arm: str, axes: Sequence[Axis]) -> dict[str, Any]:
    """What stands in the study where the axes are, by their names; a slot by its policy's name, null for none."""
    slots = study.resolved["arms"][arm]
    own = {}
    for axis in axes:
        path = axis.override.path
        slot, *field = path[2:] if path[0] == "arms" else path[1:] if path[0] == "policies" else path
        standing = slots.get(slot)
        if not field:
            own[axis.name] = None if standing is None else standing["policy"]
        elif standing is not None and field[0] in standing:
            own[axis.name] = standing[field[0]]
    return own


def _fresh(seeds: tuple[int, ...], wanted: int | None) -> tuple[int, ...]:
    """As many seeds after those of the search as are wanted, which it has not seen."""
    if len(seeds) < TWO:
        raise StudyError(f"seeds={len(seeds)} gives means without an interval; write seeds=2 or more")
    count = len(seeds) if wanted is None else wanted
    if count != 0:
        _check_whole("--confirm-seeds", count, TWO, MOST_SEEDS, len(seeds))
    if seeds[-1] + count > LAST_SEED:
        raise StudyError(f"the fresh seeds after {seeds[-1]} go beyond {LAST_SEED}; write a smaller first_seed")
    return tuple(range(seeds[-1] + 1, seeds[-1] + 1 + count))


def shown(axis: Axis) -> str:
    """An axis as one would write it."""
    if axis.values:
        return f"{axis.key}={','.join(map(written, axis.values))}"
    low, high = (written(end) for end in ends_of(axis))
    interval = f"interval({low},{high})"
    return f"{axis.key}={f'int({interval})' if axis.whole else f'tag(log,{interval})' if axis.log else interval}"
