"""Asking and telling: the same trials whenever it is begun, within their ranges, better than luck."""

from math import sqrt

import numpy as np
import pytest

from clubsim.experiments.axes import read_part
from clubsim.experiments.searching import SAMPLERS, Goal, search, written_short

GOALS = (Goal(outcome="spent", maximise=False), Goal(outcome="hours", maximise=False))
BEST = (Goal(outcome="revenue", maximise=True),)
AXES = (read_part("gate.x=interval(-2.0,4.0)"), read_part("gate.y=interval(0.0,1.0)"))


def volume(points) -> float:
    """Of what the points beat, below (4, 4); less is better."""
    area, ceiling = 0.0, 4.0
    for first, second in sorted((a, b) for a, b in points if a < 4 and b < 4):
        area += (4 - first) * max(0.0, ceiling - second)
        ceiling = min(ceiling, second)
    return area


def zdt1(values) -> tuple[float, float]:
    """Of four numbers in [0, 1]: a front where all but the first are 0. Zitzler, Deb & Thiele (2000)."""
    first, *others = values.values()
    beyond = 1 + 9 * np.mean(others)
    return 4 * first, beyond * (1 - sqrt(first / beyond))


@pytest.mark.parametrize(("sampler", "trials", "seeds"), [("tpe", 48, 3), ("nsga2", 200, 2)])
def test_a_sampler_beats_luck(sampler, trials, seeds):
    axes = [read_part(f"gate.x{k}=interval(0.0,1.0)") for k in range(4)]

    def found(name: str, seed: int) -> float:
        points = []

        def judge(batch):
            points.extend(zdt1(values) for values in batch)
            return [dict(zip(("spent", "hours"), point, strict=True)) for point in points[-len(batch) :]]

        search(axes, GOALS, (), judge, trials=trials, batch=8, sampler=name, seed=seed)
        return volume(points)

    assert np.mean([found(sampler, k) for k in range(seeds)]) > np.mean([found("random", k) for k in range(seeds)])


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_search_begun_anew_asks_the_same_and_a_longer_one_begins_with_it(sampler):
    def judge(batch):
        return [{"spent": each["gate.x"] ** 2, "hours": each["gate.y"]} for each in batch]

    def asked(trials: int, seed: int = 3):
        return search(AXES, GOALS, (), judge, trials=trials, batch=8, sampler=sampler, seed=seed)

    assert asked(45) == asked(45) == asked(70)[:45]
    assert asked(45, seed=4) != asked(45)


def test_every_kind_of_range_is_asked_within_it():
    words = ("a.i=int(interval(2,5))", "a.l=tag(log,interval(1,1000))", "a.s=range(50,250,50)", "b=null,cash,badge")
    axes = [read_part(text) for text in words]
    tried = search(axes, BEST, (), lambda batch: [{"revenue": 0.0}] * len(batch), trials=60, batch=7, sampler="random")
    assert {each["a.i"] for each in tried} == {2, 3, 4, 5}
    assert {each["a.s"] for each in tried} == {50, 100, 150, 200}
    assert {each["b"] for each in tried} == {None, "cash", "badge"}
    logarithms = np.log10([each["a.l"] for each in tried])
    assert 0 <= logarithms.min() < 1 < np.median(logarithms) < 2 < logarithms.max() <= 3


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_takes_words_and_numbers_together(sampler):
    axes = [read_part("a.i=int(interval(2,5))"), read_part("b=null,cash,badge")]

    def judge(batch):
        return [{"revenue": each["a.i"] - 5.0 * (each["b"] != "cash")} for each in batch]

    tried = search(axes, BEST, (), judge, trials=30, batch=6, sampler=sampler)
    assert {"a.i": 5, "b": "cash"} in tried
    assert {type(each["a.i"]) for each in tried} == {int}


def test_a_value_is_run_as_it_is_shown():
    assert written_short(137.2345, read_part("a.b=interval(0,300)")) == 137.2
    assert written_short(0.123456, read_part("a.b=interval(0.0,1.0)")) == 0.123
    assert written_short(12.3456, read_part("a.b=tag(log,interval(1,1000))")) == 12.35
    assert written_short(0.12341, read_part("a.b=interval(0.12345,1.5)")) == 0.12345
