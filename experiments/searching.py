"""
Which values to try next, by Optuna's samplers: asked for in batches, told in their order.

A search keeps nothing outside of memory. Its sampler has a seed, its batches a size that hangs on no machine, and what
is told comes out of runs that are the same to the last bit; so a search that is begun anew asks for the same trials
again. Who keeps the runs resumes it exactly, and reads no file of Optuna's for it.

Source: Optuna, Akiba et al. (2019), KDD, 2623-2631; tree-structured Parzen estimator of Bergstra et al. (2011), NeurIPS
24, for several objectives Ozaki et al. (2022), JAIR 73, 1209-1250; NSGA-II of Deb et al. (2002), IEEE Transactions on
Evolutionary Computation 6, 182-197.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import floor, isfinite, log10
from typing import Any

from clubsim.experiments.axes import Axis
from clubsim.experiments.errors import StudyError

SAMPLERS = ("tpe", "nsga2", "random")
USUAL_SAMPLER = "tpe"
STARTUP = 10  # trials at random before the Parzen estimator has something to go by; Optuna's own number
POPULATION = 20  # of NSGA-II: Optuna's 50 would be most of a usual search, and its first 50 trials are at random
EXCESS = "excess"  # under which a trial of Optuna's keeps how far it lies beyond the limits

Values = dict[str, Any]  # of each axis, by its name
Means = Mapping[str, float]  # of each outcome, NaN where there is none


@dataclass(frozen=True, kw_only=True)
class Goal:
    """An outcome whose mean over seeds shall be as large as it can, or as small."""

    outcome: str
    maximise: bool

    @property
    def sign(self) -> int:
        """What the mean is multiplied by, so that more is better."""
        return 1 if self.maximise else -1


@dataclass(frozen=True, kw_only=True)
class Limit:
    """An outcome whose mean over seeds shall be at least or at most a value."""

    outcome: str
    at_least: bool
    value: float

    def excess(self, mean: float) -> float:
        """How far a mean lies beyond it, in parts of it (of 1 for a limit of 0); 0 or less within, 1 for no mean."""
        if not isfinite(mean):
            return 1.0
        beyond = self.value - mean if self.at_least else mean - self.value
        return beyond / (abs(self.value) or 1.0)

    @property
    def words(self) -> str:
        """Such as `refunds at most 5000`."""
        return f"{self.outcome} {'at least' if self.at_least else 'at most'} {self.value:g}"


def check_installed() -> None:
    """Raises StudyError where Optuna is not installed."""
    if find_spec("optuna") is None:
        raise StudyError("optimisation needs Optuna; install it with pip install 'clubsim[optimise]'")


def search(
    axes: Sequence[Axis],
    goals: Sequence[Goal],
    limits: Sequence[Limit],
    judge: Callable[[Sequence[Values]], Sequence[Means]],
    *,
    trials: int,
    batch: int,
    sampler: str = USUAL_SAMPLER,
    seed: int = 0,
) -> list[Values]:
    """
    Ask, have judged, tell, until there are enough trials.

    A longer search with the same arguments begins with the same trials.

    Args:
        judge: gives the means of a batch of trials, in their order.
        trials: how many, >= 1.
        batch: asked for together, before any of them is told, >= 1.
        sampler: one of SAMPLERS.
        seed: of the sampler.

    Returns:
        What was tried, in the order of asking.
    """
    with warnings.catch_warnings():
        # Optuna 4 calls them experimental; 5 has another way, which 4 has not.
        warnings.filterwarnings("ignore", message=".*(constraints_func|multivariate|constant_liar)")
        study = _study(goals, sampler, seed)
        tried: list[Values] = []
        while len(tried) < trials:
            asked = [study.ask() for _ in range(min(batch, trials - len(tried)))]
            values = [{axis.name: _suggested(trial, axis) for axis in axes} for trial in asked]
            for trial, means in zip(asked, judge(values), strict=True):
                _tell(study, trial, goals, limits, means)
            tried += values
    return tried


def _study(goals: Sequence[Goal], sampler: str, seed: int) -> Any:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    directions: Any = ["maximize" if goal.maximise else "minimize" for goal in goals]
    return optuna.create_study(directions=directions, sampler=_sampler(sampler, seed))


def _sampler(name: str, seed: int) -> Any:
    from optuna import samplers

    if name == "random":
        return samplers.RandomSampler(seed=seed)
    if name == "nsga2":
        return samplers.NSGAIISampler(population_size=POPULATION, seed=seed, constraints_func=_excess)
    # constant_liar: of a batch, none is asked for where another of it is already
    return samplers.TPESampler(
        n_startup_trials=STARTUP, multivariate=True, constant_liar=True, seed=seed, constraints_func=_excess
    )


def _excess(trial: Any) -> Sequence[float]:
    excess: Sequence[float] = trial.user_attrs[EXCESS]
    return excess


def _suggested(trial: Any, axis: Axis) -> Any:
    """A value for a trial; listed numbers are steps of a scale, other listed values have no order."""
    if axis.values and axis.is_number:
        rising = sorted(axis.values)
        return rising[trial.suggest_int(axis.name, 0, len(rising) - 1)]
    if axis.values:
        return axis.values[trial.suggest_categorical(axis.name, list(range(len(axis.values))))]
    if axis.whole:
        return trial.suggest_int(axis.name, int(axis.low), int(axis.high))
    return written_short(trial.suggest_float(axis.name, axis.low, axis.high, log=axis.log), axis)


def written_short(value: float, axis: Axis) -> float:
    """The value to about a thousandth of its interval, so that what a table shows is what was run."""
    short = float(f"{value:.4g}") if axis.log else round(value, 3 - floor(log10(axis.high - axis.low)))
    return min(max(short, axis.low), axis.high)


def _tell(study: Any, trial: Any, goals: Sequence[Goal], limits: Sequence[Limit], means: Means) -> None:
    """A trial without a value for each goal counts as far beyond a limit of its own; what it is told as is not used."""
    values = [means[goal.outcome] for goal in goals]
    missing = sum(not isfinite(value) for value in values)
    trial.set_user_attr(EXCESS, [*(limit.excess(means[limit.outcome]) for limit in limits), float(missing)])
    study.tell(trial, [value if isfinite(value) else 0.0 for value in values])
