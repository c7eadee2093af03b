"""The benchmark runs, at a small size and without a bound on time, and its yardstick is what it says it is."""

import importlib.util
import math
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def load_bench():
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks" / "bench.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bench = load_bench()


def has_compiler():
    try:
        bench.compiler()
    except bench.NoCompiler:
        return False
    return True


needs_compiler = pytest.mark.skipif(not has_compiler(), reason="the yardstick needs a C compiler, and there is none")


def churn(members, days, rng):
    """Visitors and posts of the last day, and who is left: club churn again, a member at a time."""
    edges = rng.integers(members, size=(5 * members, 2))
    around = [[] for _ in range(members)]
    for one, other in edges.tolist():
        around[one].append(other)
        around[other].append(one)
    match = rng.random(members)
    novelty, belonging, away = [1.0] * members, [0.0] * members, [0] * members
    yesterday = [False] * members
    for _ in range(days):
        today, posts = [False] * members, 0
        for i in range(members):
            if away[i] >= 30:
                continue
            friends = sum(yesterday[j] for j in around[i])
            share = friends / len(around[i]) if around[i] else 0.0
            pull = -2 + 2.5 * novelty[i] * match[i] + 1.5 * share + belonging[i]
            if rng.random() < 1 / (1 + math.exp(-pull)):
                today[i], away[i] = True, 0
                novelty[i] *= 0.97
                belonging[i] += 0.02 * (friends > 0)
                posts += rng.random() < 0.1
            else:
                away[i] += 1
        yesterday = today
    return sum(yesterday), posts, sum(each < 30 for each in away)


@needs_compiler
def test_the_yardstick_is_club_churn(tmp_path):
    import numpy as np

    members, days = 1500, 60
    program = bench.compiled_yardstick(tmp_path)
    measured = bench.yardstick(program, members, days)
    expected = churn(members, days, np.random.default_rng(1))
    assert measured["member_days"] <= members * days
    for ours, theirs in zip(measured["last_day"], expected, strict=True):
        assert abs(ours - theirs) < 5 * math.sqrt(2 * members * 0.25) + 1


@needs_compiler
def test_the_yardstick_says_how_it_is_called(tmp_path):
    done = subprocess.run([bench.compiled_yardstick(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "usage" in done.stderr


def test_without_a_compiler_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(bench.shutil, "which", lambda name: None)
    with pytest.raises(bench.NoCompiler, match="install one"):
        bench.compiler()


@needs_compiler
def test_the_benchmark_runs_and_its_page_has_every_phase():
    from clubsim.sim.community import DAY

    results = bench.measure(members=300, days=3, club_days=5, rounds=1)
    text = bench.page(results, 300, 3, 1, "make bench")
    assert all(f"| {phase.__name__} |" in text for phase in DAY)
    model = results["full_model"][0]
    assert model["member_days"] > 0 and model["messages"] > 0
    assert bench.median_ratio(results["yardstick"], results["yardstick"]) == 1.0
