"""The benchmarks run, at a small size and without a bound on time; club churn is what it says it is, in each form."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import agreement  # noqa: E402
import bench  # noqa: E402
import processes  # noqa: E402
import report  # noqa: E402
from churn import acts, definition, mesa_objects, numpy_sparse, ours  # noqa: E402

from clubsim.sim.community import DAY  # noqa: E402

TINY = bench.Extent(
    sizes=(200, 400), rounds=1, churn_days=12, object_days={200: 6}, model_days=2, model_object_days={200: 1},
    model_members=400, club_members=40, club_days=5, compile=False,
)  # fmt: skip


def has_compiler():
    try:
        processes.compiler()
    except processes.Missing:
        return False
    return True


needs_compiler = pytest.mark.skipif(not has_compiler(), reason="the yardstick needs a C compiler, and there is none")


def churn(members, days, rng):
    """Club churn's course, a member at a time and as its definition reads."""
    edges = rng.integers(members, size=(5 * members, 2))
    around = [[] for _ in range(members)]
    for one, other in edges.tolist():
        around[one].append(other)
        around[other].append(one)
    match = rng.random(members)
    novelty, belonging, away = [1.0] * members, [0.0] * members, [0] * members
    yesterday = [False] * members
    course = definition.Course(0.0, [], [], [])
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
        for kept, value in zip(course[1:], (sum(today), posts, sum(each < 30 for each in away)), strict=True):
            kept.append(value)
    return course


@pytest.fixture(scope="module")
def by_definition():
    return [churn(300, 60, np.random.default_rng(seed)) for seed in range(20)]


def disagreement(courses, base):
    """The largest difference of means over series and days, in standard errors."""
    mine, other = (agreement.table_of(each) for each in (courses, base))
    return float(np.abs(agreement.differences(mine, other)).max())


@pytest.fixture(autouse=True)
def five_days(monkeypatch):
    monkeypatch.setattr(agreement, "COMPARED", (0, 9, 29, 39, 59))


@pytest.mark.parametrize("implementation", [ours, numpy_sparse, mesa_objects])
def test_an_implementation_is_club_churn(implementation, by_definition):
    assert disagreement([implementation.run(300, 60, seed) for seed in range(20)], by_definition) < 4.5


@needs_compiler
def test_the_yardstick_is_club_churn(tmp_path, by_definition):
    program = processes.compiled_yardstick(tmp_path)
    courses = [processes.yardstick(program, 300, 60, seed) for seed in range(20)]
    assert disagreement(courses, by_definition) < 4.5


def test_a_seventh_more_visitors_would_not_agree(by_definition):
    more = [each._replace(visitors=[round(1.15 * n) for n in each.visitors]) for each in by_definition]
    assert disagreement(more, by_definition) > 4.5


@pytest.mark.parametrize("seed", [1, 2])
def test_club_churn_is_the_same_compiled_and_as_plain_python(seed, monkeypatch):
    monkeypatch.setattr(ours, "PATIENCE", 6)  # so that some leave
    compiled, course = ours.live(300, 45, seed)
    plain, plain_course = ours.live(300, 45, seed, plain=True)
    for name in acts.Club._fields:
        np.testing.assert_array_equal(
            getattr(compiled, name).view(np.uint8), getattr(plain, name).view(np.uint8), err_msg=name
        )
    assert course[1:] == plain_course[1:]
    assert len(set(course.visitors)) > 5 and 0 < course.members[-1] < 300


def test_neighbours_are_each_others_and_nobodys_own():
    graph = definition.random_graph(50, np.random.default_rng(1))
    pairs = [(i, int(j)) for i in range(50) for j in graph.neighbour[graph.first[i] : graph.first[i + 1]]]
    assert len(pairs) == 500 and sorted(pairs) == sorted((j, i) for i, j in pairs)
    assert all(i != j for i, j in pairs)


@needs_compiler
def test_the_yardstick_says_how_it_is_called(tmp_path):
    done = subprocess.run([processes.compiled_yardstick(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "usage" in done.stderr


def test_without_a_compiler_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(processes.shutil, "which", lambda name: None)
    with pytest.raises(processes.Missing, match="install one"):
        processes.compiler()


def test_without_the_peers_it_says_what_to_give(monkeypatch):
    monkeypatch.setattr(processes.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(processes.Missing, match="--peers"):
        processes.peer_python(None)


def made_up(case):
    """What a case might have measured."""
    phases = [phase.__name__ for phase in DAY] if case.name in ("full_model", "club_phases") else ["all"]
    parts = ["construction", "days"] if case.name in report.CLUB else phases
    return {"seconds": dict.fromkeys(parts, 0.5), "member_days": 900, "visits": 90, "messages": 9, "passed": 1.5}


def is_whole(results):
    """Whether page, figure and numbers have every case."""
    text = report.page(results, 1, "make bench")
    shown = {**report.CHURN, **report.MODEL, **report.CLUB, **report.START}
    assert all(f"| {phase.__name__} |" in text for phase in DAY)
    assert all(case.name == "club_phases" or f"| {shown[case.name]} |" in text for case in results)
    kept = json.loads(report.as_json(results))
    assert len(kept["cases"]) == len(results) and all(case["rounds"] for case in kept["cases"])
    assert len(report.figure_of(results).axes[0].lines) == len(report.curves_of(results))
    return text


@pytest.mark.parametrize("extent", [bench.FULL, bench.QUICK])
def test_page_and_figure_have_every_case(extent):
    runs = bench.runs_of(extent, Path("club_churn"), dict.fromkeys(processes.OF_PEERS, "python"))
    text = is_whole({case: [made_up(case)] * times for case, (times, _) in runs.items()})
    assert all(f"| {asked.what} |" in text or extent is bench.QUICK for asked in report.ASKED)
    assert "Left out" not in text and "| 555,556 (1) |" in text


@pytest.mark.slow
@needs_compiler
def test_the_benchmark_runs():
    results = bench.measure(TINY, {})
    assert "Starsim" in is_whole(results) and "(`--peers`)" in is_whole(results)
    assert all(sum(each["seconds"].values()) > 0 for runs in results.values() for each in runs)
