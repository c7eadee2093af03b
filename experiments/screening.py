"""
Morris screening: which of many parameters move an outcome at all, from few runs a parameter.

A trajectory starts at a random point of all ranges and moves every parameter once, in random order, by one step: two
thirds of its range, or a switch from one side to the other. What a step changes is an elementary effect. Several
trajectories give each parameter several, each among other values of all the others.

    mu*    mean of their absolute values: how much the parameter matters
    mu     their mean: which way
    sigma  their standard deviation: how much that hangs on the other parameters, or bends; noise counts too

Every point is run on the same seeds, and what the seeds disagree about is noise: it alone gives a mu* above 0, so a
parameter whose mu* stays under its floor is not told from noise.

Source: Morris (1991), Technometrics 33, 161-174; mu* of Campolongo, Cariboni & Saltelli (2007), Environmental Modelling
& Software 22, 1509-1518. Design and indices by SALib.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from clubsim.agents.parameters import unknown
from clubsim.experiments.errors import StudyError
from clubsim.experiments.outcomes import OUTCOMES
from clubsim.experiments.ranges import Range

USUAL = ("days=182", "seeds=2", "ensemble.file=null")  # long enough to see three seasons of the club for 97 days
USUAL_OUTCOMES = ("active_90_bracket", "active_90_unbounded")
MOST_TRAJECTORIES = 200

LEVELS = 4  # of each parameter
STEP = LEVELS / (2 * (LEVELS - 1))  # of a range: what an elementary effect is the effect of
DESIGN_SEED = 1991
RESAMPLES = 1000  # of the interval of mu*
CONFIDENCE = 0.95
FLOOR_AT = 0.99  # of a hundred parameters without an effect one lies above its floor
NULL_DRAWS = 20_000


@dataclass(frozen=True, kw_only=True)
class Index:
    """
    What a step of one parameter does to one outcome, in the outcome's unit.

    interval: half of the 95 % interval of mu_star, over trajectories; floor: what mu_star stays under in 99 of 100
    cases if all is noise.
    """

    outcome: str
    parameter: str
    mu: float
    mu_star: float
    sigma: float
    interval: float
    floor: float

    @property
    def told(self) -> bool:
        """Whether it is told from noise."""
        return self.mu_star > self.floor

    @property
    def untouched(self) -> bool:
        """Whether no step of it changed the outcome of any run, in the last bit."""
        return self.mu_star == 0.0 and self.floor == 0.0


def check_outcomes(outcomes: Sequence[str], needed_by: str = "screening") -> None:
    """Raises StudyError at an outcome that has no mean effect, and where SALib is not installed."""
    if find_spec("SALib") is None:
        raise StudyError(f"{needed_by} needs SALib; install it with pip install 'clubsim[sensitivity]'")
    for name in outcomes:
        if name not in OUTCOMES:
            raise StudyError(unknown("outcome", name, OUTCOMES))
        if OUTCOMES[name].censored:
            raise StudyError(f"{name} is missing while a community lives, so that it has no mean effect; take another")


def check_effort(trajectories: int, seeds: int) -> None:
    """Raises StudyError where there is too little to tell an effect from noise."""
    if not 2 <= trajectories <= MOST_TRAJECTORIES:
        raise StudyError(
            f"--trajectories is a whole number from 2 to {MOST_TRAJECTORIES}, not {trajectories}; "
            "write for example --trajectories 10"
        )
    if seeds < 2:
        raise StudyError(f"seeds={seeds} does not tell an effect from noise; write seeds=2 or more")


def design_of(ranges: Sequence[Range], trajectories: int) -> Any:
    """
    The points to run, a trajectory after the other, each of as many points as there are parameters and one more.

    Returns:
        Values of the parameters, float64 [trajectories * (parameters + 1), parameters]; the same for the same ranges.
    """
    from SALib.sample.morris import sample

    names = [range_.name for range_ in ranges]
    places = sample(_problem(names), trajectories, num_levels=LEVELS, seed=DESIGN_SEED)
    levels = np.rint(places * (LEVELS - 1)) / (LEVELS - 1)
    return np.column_stack([range_.at(levels[:, j]) for j, range_ in enumerate(ranges)])


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def indices_of(outcome: str, names: Sequence[str], design: Any, values: Any) -> list[Index]:
    """
    The indices of every parameter, in the order of `names`; none where fewer than two trajectories are whole.

    Args:
        design: of design_of.
        values: the outcome at each point on each seed, float64 [points, seeds]; a trajectory with a NaN is left out.
    """
    from SALib.analyze.morris import analyze

    whole = whole_trajectories(values, len(names))
    if whole.sum() < 2:
        return []
    kept = np.repeat(whole, len(names) + 1)
    points, outcomes = design[kept], values[kept]
    made: Any = analyze(
        _problem(names),
        points,
        outcomes.mean(axis=1),
        num_levels=LEVELS,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=DESIGN_SEED,
    )
    floors = floors_of(elementary_effects(points, outcomes))
    columns = [STEP * np.asarray(made[key], dtype=np.float64) for key in ("mu", "mu_star", "sigma", "mu_star_conf")]
    return [
        Index(
            outcome=outcome,
            parameter=name,
            mu=float(columns[0][j]),
            mu_star=float(columns[1][j]),
            sigma=float(columns[2][j]),
            interval=float(columns[3][j]),
            floor=float(floors[j]),
        )
        for j, name in enumerate(names)
    ]


def whole_trajectories(values: Any, parameters: int) -> Any:
    """Which trajectories have the outcome at every point on every seed: bool [trajectories]."""
    return np.isfinite(values).reshape(-1, (parameters + 1) * values.shape[1]).all(axis=1)


def elementary_effects(design: Any, values: Any) -> Any:
    """
    What each step changes on each seed, upwards: float64 [trajectories, parameters, seeds].

    Args:
        design: float64 [points, parameters].
        values: float64 [points, seeds].
    """
    parameters = design.shape[1]
    moves = np.diff(design.reshape(-1, parameters + 1, parameters), axis=1)  # [trajectories, steps, parameters]
    changes = np.diff(values.reshape(len(moves), parameters + 1, -1), axis=1)  # [trajectories, steps, seeds]
    return np.einsum("tsp,tsk->tpk", np.sign(moves), changes)


def floors_of(effects: Any) -> Any:
    """
    Per parameter, what noise alone would let mu* reach: float64 [parameters].

    The variance between seeds is pooled over trajectories; in 99 of 100 cases mu* of nothing but normal noise with that
    variance stays below.

    Args:
        effects: of elementary_effects, of at least two seeds.
    """
    trajectories, _, seeds = effects.shape
    error = np.sqrt(effects.var(axis=2, ddof=1).mean(axis=0) / seeds)  # of a trajectory's mean over the seeds
    return _errors_to_floor(trajectories, seeds) * error


@lru_cache
def _errors_to_floor(trajectories: int, seeds: int) -> float:
    """How many of its standard errors mu* reaches if all is noise: the FLOOR_AT quantile, from simulated noise."""
    rng = np.random.default_rng(DESIGN_SEED)
    ratios = []
    for _ in range(NULL_DRAWS // 1000):  # in parts, to stay small in memory
        noise = rng.standard_normal((1000, trajectories, seeds))
        error = np.sqrt(noise.var(axis=2, ddof=1).mean(axis=1) / seeds)
        ratios.append(np.abs(noise.mean(axis=2)).mean(axis=1) / error)
    return float(np.quantile(np.concatenate(ratios), FLOOR_AT))


def ranked(indices: Sequence[Index]) -> list[Index]:
    """Those told from noise, the largest mu* first."""
    return sorted((index for index in indices if index.told), key=lambda index: -index.mu_star)


def not_told(indices: Sequence[Index]) -> list[str]:
    """The names of those that change something but are not told from noise."""
    return [index.parameter for index in indices if not index.told and not index.untouched]


def untouched(indices: Sequence[Index]) -> list[str]:
    """The names of those that never changed it, in no run."""
    return [index.parameter for index in indices if index.untouched]
