"""What no other trial beats: known fronts, limits, luck on fresh seeds, searches that are interrupted, figures."""

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom

from clubsim.experiments.axes import read_part
from clubsim.experiments.errors import Interrupted, StudyError
from clubsim.experiments.figures.optimum import history, pareto
from clubsim.experiments.optimum import FRESH, Problem, nondominated, solve, table_of
from clubsim.experiments.optimum_table import in_json, print_optimum
from clubsim.experiments.running import Result
from clubsim.experiments.searching import SAMPLERS, Goal, Limit
from clubsim.experiments.store import Store
from clubsim.experiments.trying import Candidate, Tries
from clubsim.experiments.where import Where

GOALS = (Goal(outcome="spent", maximise=False), Goal(outcome="hours", maximise=False))
BEST = (Goal(outcome="revenue", maximise=True),)
AXES = (read_part("gate.x=interval(-2.0,4.0)"), read_part("gate.y=interval(0.0,1.0)"))


@pytest.fixture(autouse=True)
def no_interruption():
    Runs.done, Runs.stop = 0, None
    yield
    Runs.stop = None


class Runs:
    """How often a known function was called, and when it is to be interrupted."""

    done = 0
    stop: int | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """
    A run whose outcomes are known: two goals that pull apart (x towards 0 and towards 2, y towards 0), and noise alone.

    lifetime is missing where x is above 3, and x below -1.5 is an error.
    """

    arm: str
    set: int
    seed: int
    x: float
    y: float

    def carry_out(self) -> Result:
        Runs.done += 1
        if Runs.stop is not None and Runs.done > Runs.stop:
            raise KeyboardInterrupt
        if self.x < -1.5:
            raise ValueError("x is too small")
        luck = np.random.default_rng([self.seed, round((self.x + 2) * 1000), round(self.y * 1000)]).normal()
        outcomes = {
            "spent": self.x**2 + self.y,
            "hours": (self.x - 2) ** 2 + self.y,
            "revenue": luck,
            "refunds": self.x + luck,
            "lifetime": float("nan") if self.x > 3 and self.seed % 2 else self.x,
        }
        return Result(task_key=(self.arm, self.set, self.seed), outcomes=outcomes)


def jobs_of(candidate: Candidate, seeds) -> list[Known]:
    """A trial's runs; the references are at x = 1.5. A y above 0.95 is no study."""
    values = {"gate.x": 1.5, "gate.y": 0.5, **candidate.values}
    if values["gate.y"] > 0.95:
        raise StudyError("y is too large")
    arm = "own" if candidate.number < 0 else "trial"
    numbers = {"x": values["gate.x"], "y": values["gate.y"]}
    return [Known(arm=arm, set=candidate.number, seed=seed, **numbers) for seed in seeds]


def problem_of(**changes) -> Problem:
    usual = Problem(
        axes=AXES,
        goals=GOALS,
        limits=(),
        own={"gate.x": 1.5, "gate.y": 0.5},
        against=True,
        seeds=(0, 1),
        fresh=(2, 3),
        trials=40,
        batch=8,
        sampler="tpe",
        sampler_seed=0,
    )
    return replace(usual, **changes)


def solved(problem: Problem, folder: Path) -> pl.DataFrame:
    tries = Tries(jobs_of=jobs_of, outcomes=problem.outcomes, store=Store(folder), where=Where(workers=1))
    return table_of(problem, solve(problem, tries, [].append))


def volume(points) -> float:
    """Of what the points beat, below (4, 4); less is better."""
    area, ceiling = 0.0, 4.0
    for first, second in sorted((a, b) for a, b in points if a < 4 and b < 4):
        area += (4 - first) * max(0.0, ceiling - second)
        ceiling = min(ceiling, second)
    return area


def test_a_known_front_is_found(tmp_path):
    table = solved(problem_of(trials=80, fresh=()), tmp_path)
    front = table.filter("front")
    assert front.height >= 10
    away = [sqrt(a) + sqrt(b) - 2 for a, b in front.select("spent", "hours").iter_rows()]
    assert max(away) < 0.5 and np.median(away) < 0.15
    true = volume([(x**2, (x - 2) ** 2) for x in np.linspace(0, 2, 2001)])
    assert volume(front.select("spent", "hours").iter_rows()) > 0.9 * true


# goals and limits


def test_a_limit_is_kept_and_reached(tmp_path):
    goal = (Goal(outcome="hours", maximise=False),)
    limit = (Limit(outcome="spent", at_least=False, value=1.0),)
    table = solved(problem_of(goals=goal, limits=limit, trials=80), tmp_path)
    (best,) = table.filter("front").iter_rows(named=True)
    assert best["spent"] <= 1.0 and best["hours"] < 1.8  # 1 at x = 1, y = 0, and 4 without moving from x = 0
    beyond = table.filter((pl.col("spent") > 1.0) & (pl.col("role") == "trial"))
    assert beyond.height and not beyond["feasible"].any()
    assert beyond["why"].str.starts_with("spent at most 1, here ").all()


def test_where_nothing_is_feasible_that_is_what_is_told(tmp_path, capsys):
    limit = (Limit(outcome="refunds", at_least=True, value=1000.0),)
    problem = problem_of(goals=BEST, limits=limit, trials=8)
    table = solved(problem, tmp_path)
    assert not table["front"].any() and table[f"{FRESH}revenue"].null_count() == table.height
    told = {**about(BEST), "axes": ["gate.x"], "notes": [], "limits": [vars(each) for each in limit]}
    print_optimum(told, BEST, table)
    assert capsys.readouterr().out.startswith("No trial is feasible.\nTrial 0 is not feasible: refunds at least 1000")


def test_it_is_told_which_trials_are_no_worse_than_what_the_study_has(tmp_path, capsys):
    table = solved(problem_of(trials=60), tmp_path)
    print_optimum({**about(GOALS), "axes": ["gate.x", "gate.y"], "notes": []}, GOALS, table)
    (own,) = table.filter(pl.col("role") == "own").iter_rows(named=True)
    better = table.filter(pl.col("front") & (pl.col("spent") <= own["spent"]) & (pl.col("hours") <= own["hours"]))
    numbers = ", ".join(map(str, better.sort("spent")["trial"]))
    assert numbers and f"No worse than as it is in any goal: {numbers}.\n" in capsys.readouterr().out


def test_nondominated_is_what_its_definition_says():
    points = np.random.default_rng(5).integers(0, 6, size=(60, 3)).astype(float)
    keep = nondominated(points)
    for place, point in enumerate(points):
        beaten = any(np.all(other >= point) and np.any(other > point) for other in points)
        again = any(np.array_equal(other, point) for other in points[:place])
        assert keep[place] == (not beaten and not again)
    assert 0 < keep.sum() < 60


def test_a_trial_without_a_value_or_with_an_error_is_not_feasible_and_says_so(tmp_path):
    goals = (*GOALS, Goal(outcome="lifetime", maximise=True))
    table = solved(problem_of(goals=goals, trials=80, sampler="random"), tmp_path)
    trials = table.filter(pl.col("role") == "trial")
    wrong = trials.filter(pl.col("gate.y") > 0.95)
    rest = trials.filter(pl.col("gate.y") <= 0.95)
    censored, broken = rest.filter(pl.col("gate.x") > 3), rest.filter(pl.col("gate.x") < -1.5)
    assert min(censored.height, broken.height, wrong.height) > 2
    assert set(censored["why"]) == {"lifetime is censored on 1 of 2 seeds"}
    assert broken["why"].str.starts_with("2 of 2 runs have no result: ValueError: x is too small").all()
    assert set(wrong["why"]) == {"y is too large"}
    assert not pl.concat([censored, broken, wrong])["feasible"].any()
    told = in_json({}, goals, table)
    named = {row["trial"] for row in told["not_feasible"]}
    assert named == {*censored["trial"], *broken["trial"], *wrong["trial"]}


def test_an_outcome_that_no_trial_has_ends_the_search_at_its_first_batch(tmp_path):
    short = problem_of(goals=(Goal(outcome="lifetime", maximise=True),), axes=(read_part("gate.x=interval(3.1,4.0)"),))
    with pytest.raises(StudyError, match="lifetime has no value in any of the first 8 trials: Days until"):
        solved(short, tmp_path)
    assert Runs.done < 25


# luck


def test_pairs_are_of_one_seed(tmp_path):
    table = solved(problem_of(trials=8), tmp_path)
    row = table.filter("front").row(0, named=True)
    assert row["spent_change"] == pytest.approx(row["spent"] - (1.5**2 + 0.5))
    assert row["spent_change_low"] == pytest.approx(row["spent_change"])  # no noise, so no interval
    assert table.row(1, named=True)["role"] == "control" and table.row(1, named=True)["hours_change"] == 0


@pytest.mark.parametrize("searches", [12, pytest.param(100, marks=pytest.mark.slow)])
def test_the_best_of_noise_is_overestimated_and_fresh_seeds_say_so(tmp_path, searches):
    usual = problem_of(goals=BEST, trials=16, batch=16, sampler="random", against=False)
    searched, confirmed, inside = [], [], 0
    for k in range(searches):
        seeds, fresh = tuple(range(20 * k, 20 * k + 4)), tuple(range(20 * k + 10, 20 * k + 14))
        axes = (read_part("gate.x=interval(-1.0,3.0)"),)
        problem = replace(usual, seeds=seeds, fresh=fresh, sampler_seed=k, axes=axes)
        best = solved(problem, tmp_path / str(k)).filter("front").row(0, named=True)
        searched.append(best["revenue"])
        confirmed.append(best[f"{FRESH}revenue"])
        inside += best[f"{FRESH}revenue_low"] <= 0 <= best[f"{FRESH}revenue_high"]
    error = 0.5 / sqrt(searches)  # of a mean of means of 4 draws of sd 1, the truth being 0
    print(f"{np.mean(searched):.3f} as searched, {np.mean(confirmed):.3f} ({error:.3f}) confirmed, {inside} inside")
    assert np.mean(searched) > 4 * error
    assert abs(np.mean(confirmed)) < 4 * error
    assert inside >= binom.ppf(1e-4, searches, 0.95)


# interrupted and gone on with


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_what_is_interrupted_goes_on_to_the_same_bytes_and_runs_nothing_twice(tmp_path, sampler):
    problem = problem_of(goals=(*GOALS, *BEST), trials=40, sampler=sampler)
    whole = solved(problem, tmp_path / "whole")
    whole.write_parquet(tmp_path / "whole.parquet")
    runs = Runs.done
    Runs.done, Runs.stop = 0, 0
    for stop in (1, 30, 31, runs - 5):  # before the first run, in a batch, right after, while confirming
        Runs.stop = stop
        with pytest.raises(Interrupted):
            solved(problem, tmp_path / "again")
        Runs.done -= 1  # the run that was interrupted
    Runs.stop = None
    solved(problem, tmp_path / "again").write_parquet(tmp_path / "again.parquet")
    assert Runs.done == runs
    assert (tmp_path / "again.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_more_trials_go_on_from_those_there_are(tmp_path):
    first = solved(problem_of(trials=20), tmp_path)
    runs = Runs.done
    more = solved(problem_of(trials=30), tmp_path)
    assert more["gate.x"].to_list()[:22] == first["gate.x"].to_list()
    assert Runs.done <= runs + 10 * 2 + more["front"].sum() * 2


# figures


def about(goals, against="never_a_fee") -> dict:
    asked = {"study": "club", "arm": "as_described", "against": against, "fresh_seeds": [2, 3], "seeds": [0, 1]}
    return {**asked, "goals": [vars(goal) for goal in goals], "limits": []}


def marks(axes) -> dict[str, int]:
    names = [line.get_gid() for line in axes.lines]
    return {name: names.count(name) for name in set(names) if name}


def test_the_front_is_drawn_with_its_fresh_values_and_both_references(tmp_path):
    table = solved(problem_of(trials=24), tmp_path)
    (axes,) = pareto(table, GOALS, about(GOALS)).axes
    front = table.filter("front").height
    found = marks(axes)
    assert found["confirmed"] == front and found["interval"] == 2 * front
    assert found["own"] == found["control"] == found["front line"] == 1
    drawn = next(line for line in axes.lines if line.get_gid() == "front")
    assert sorted(drawn.get_xdata()) == sorted(table.filter("front")["spent"])


def test_three_goals_give_three_panels_without_a_line_through_the_front(tmp_path):
    goals = (*GOALS, *BEST)
    figure = pareto(solved(problem_of(goals=goals, trials=16), tmp_path), goals, about(goals))
    assert len(figure.axes) == 3
    assert all("front line" not in marks(axes) for axes in figure.axes)


def test_the_history_rises_to_the_best(tmp_path):
    table = solved(problem_of(goals=BEST, trials=24, against=False), tmp_path)
    (axes,) = history(table, BEST, about(BEST, against=None)).axes
    best = next(line for line in axes.lines if line.get_gid() == "best").get_ydata()
    assert list(best) == sorted(best) and best[-1] == table.filter("front")["revenue"][0]
    assert marks(axes)["confirmed"] == 1 and "control" not in marks(axes)
