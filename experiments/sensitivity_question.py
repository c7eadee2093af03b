"""What a sensitivity analysis is to find out, from the words of a command line."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.inputs import Input, inputs_of
from clubsim.experiments.ranges import range_of
from clubsim.experiments.sobol import check_points
from clubsim.experiments.study import Study

MOST_INPUTS = 200


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    What is asked. against: the arm whose outcome is taken off on the same point and seed, None for the outcome itself;
    inputs: without the seed; points: of the Sobol sequence; seed_dimension: whether the seed is one more input.
    """

    arm: str
    against: str | None
    inputs: tuple[Input, ...]
    points: int
    second_order: bool = False
    seed_dimension: bool = False

    @property
    def arms(self) -> tuple[str, ...]:
        """Those that run."""
        return (self.arm,) if self.against is None else (self.arm, self.against)

    def said(self) -> dict[str, Any]:
        """As plain values."""
        inputs = [{**asdict(each.range), "arms": list(each.arms)} for each in self.inputs]
        rest = ("arm", "against", "points", "second_order", "seed_dimension")
        return {**{name: getattr(self, name) for name in rest}, "inputs": inputs}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """
    Which inputs are wanted. parameters: see inputs.py; table: of ranges; screening: a folder whose `top` parameters are
    wanted too.
    """

    parameters: tuple[str, ...] = ()
    table: Path | None = None
    screening: Path | None = None
    top: int = 6


def usual(seed_dimension: bool) -> tuple[str, ...]:
    """What stands before a user's own overrides: days as a screening has them, and how many seeds."""
    return ("days=182", f"seeds={64 if seed_dimension else 4}", "ensemble.file=null")


def question_of(
    study: Study,
    arm: str | None,
    against: str | None,
    wanted: Wanted,
    outcome: str,
    points: int,
    second_order: bool = False,
    seed_dimension: bool = False,
) -> Question:
    """
    The question, checked.

    Args:
        arm: None for the control.
        outcome: by which a screening ranks.

    Raises:
        StudyError: one sentence on what is wrong and what to write instead.
    """
    chosen = study.arm(arm if arm is not None else study.control).name
    if against is not None and study.arm(against).name == chosen:
        others = [name for name in study.arms if name != chosen]
        raise StudyError(f"--against {against} is the arm itself; write --against {others[0] if others else 'ARM'}")
    check_points(points)
    if len(study.seeds) < 2:
        raise StudyError("seeds=1 does not tell luck from effects; write seeds=4, or --seed-dimension seeds=64")
    arms = (chosen,) if against is None else (chosen, against)
    inputs = (*_screened(study, wanted, outcome), *_named(study, arms, wanted))
    names = [each.name for each in inputs]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"{name} is given by --parameters and by --from-screening; take it out of the former")
    if not 2 <= len(inputs) + seed_dimension <= MOST_INPUTS:
        raise StudyError(
            f"a variance is divided among 2 to {MOST_INPUTS} inputs, not {len(inputs) + seed_dimension}; name them by "
            "--parameters, or screen first and write --from-screening DIR --top 6"
        )
    return Question(
        arm=chosen,
        against=against,
        inputs=inputs,
        points=points,
        second_order=second_order,
        seed_dimension=seed_dimension,
    )


def _named(study: Study, arms: Sequence[str], wanted: Wanted) -> tuple[Input, ...]:
    if wanted.parameters or wanted.table is not None:
        return inputs_of(study, arms, wanted.parameters, wanted.table)
    if wanted.screening is None:
        raise StudyError(
            "nothing is varied; write for example --parameters world.visit_mean,gate.price=interval(50,250), "
            "--ranges FILE, or --from-screening DIR --top 6"
        )
    return ()


def _screened(study: Study, wanted: Wanted, outcome: str) -> tuple[Input, ...]:
    """The parameters that a screening has put on top, in the ranges that it tried."""
    if wanted.screening is None:
        return ()
    from clubsim.experiments.screen import read
    from clubsim.experiments.screening import ranked

    screening = read(wanted.screening)
    told = ranked(screening.indices(outcome))
    if not told:
        raise StudyError(
            f"the screening in {wanted.screening} tells nothing from noise for {outcome}; name inputs by --parameters"
        )
    if not 1 <= wanted.top <= len(told):
        raise StudyError(
            f"--top is a number from 1 to {len(told)}, as many as the screening tells from noise for {outcome}, not "
            f"{wanted.top}"
        )
    ranges = {each["name"]: each for each in screening.about["ranges"]}
    inputs = []
    for index in told[: wanted.top]:
        there = ranges[index.parameter]
        range_ = range_of(study.scenario, index.parameter, there["low"], there["high"], there["log"])
        inputs.append(Input(range=range_))
    return tuple(inputs)
