"""
What a member-day costs, here and elsewhere: `make bench`.

Compiles the yardstick (club_churn.c), runs it, the same workload in other frameworks and our own workloads in fresh
processes, one after the other and in turn, and prints medians of CPU time and their ratios. Only the ratios say
something on another machine. `make bench ARGS='--write --peers .peers'` makes docs/benchmarks.md.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from agreement import DAYS, MEMBERS, SEEDS, agreement
from processes import (
    OF_PEERS,
    STARTS,
    Measured,
    Missing,
    club_churn,
    compiled_yardstick,
    interleaved,
    measured_of,
    peer_python,
    start,
    workload,
    yardstick,
)
from report import Case, Results, as_json, figure_of, page, summary

ROOT = Path(__file__).parents[1]
COMMAND = "make bench ARGS='--write --peers .peers'"
ARRAYS = ("ours", "numpy_sparse", "starsim_arrays")
OBJECTS = ("mesa_objects", "agentpy_objects")
CLUBS = ("club_scaled", "club_default", "club_tenth", "club_alone", "club_phases")
MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much is measured."""

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, MILLION)
    rounds: int = 3
    rounds_of_a_million: int = 2
    churn_days: int = 180
    # Of club churn in objects, by size; the yardstick runs as many beside them, for the first days cost less.
    object_days: dict[int, int] = field(default_factory=lambda: {1_000: 180, 10_000: 60, 100_000: 20})
    model_days: int = 20
    model_object_days: dict[int, int] = field(default_factory=lambda: {1_000: 5, 100_000: 1})
    model_members: int = 100_000  # of what is not run at every size
    club_members: int = 500
    club_days: int = 300
    compile: bool = True  # everything, into an empty folder

    def times(self, members: int) -> int:
        """How often each case of this size is run."""
        return min(self.rounds, self.rounds_of_a_million) if members >= MILLION else self.rounds


FULL = Extent()
QUICK = Extent(sizes=(1_000, 10_000, 100_000), rounds=1, model_object_days={1_000: 5}, compile=False)
Runs = dict[Case, tuple[int, Callable[[], Measured]]]


def cases_of_churn(extent: Extent) -> Iterator[Case]:
    """Club churn in every implementation but the yardstick."""
    for members in extent.sizes:
        for name in ARRAYS:
            yield Case("churn", name, members, extent.churn_days)
        for name in OBJECTS:
            if members in extent.object_days:
                yield Case("churn", name, members, extent.object_days[members])


def cases_of_workloads(extent: Extent) -> Iterator[Case]:
    """The model's workloads."""
    for members in extent.sizes:
        yield Case("model", "full_model", members, extent.model_days)
    for name in ("little_talk", "all_on"):
        yield Case("model", name, extent.model_members, extent.model_days)
    for members, days in extent.model_object_days.items():
        yield Case("model", "objects", members, days)
    for name in CLUBS:
        yield Case("club", name, extent.club_members, extent.club_days)


def runs_of(extent: Extent, program: Path, pythons: dict[str, str]) -> Runs:
    """
    Everything to measure: case -> rounds, and what measures once.

    Args:
        extent: how much.
        program: the yardstick.
        pythons: which Python runs each peer that is no dependency of ours; those not named are left out.
    """

    def churn(case: Case) -> Measured:
        python = pythons.get(case.name, sys.executable)
        return measured_of(club_churn(python, case.name, case.members, case.days)[0], case.members)

    def yard(case: Case) -> Measured:
        return measured_of(yardstick(program, case.members, case.days), case.members)

    there = [case for case in cases_of_churn(extent) if case.name not in OF_PEERS or case.name in pythons]
    beside = {(case.members, case.days) for case in there} | {(extent.club_members, extent.club_days)}
    runs: Runs = {}
    for case in [Case("churn", "yardstick", *size) for size in sorted(beside)]:
        runs[case] = extent.times(case.members), partial(yard, case)
    for case in there:
        runs[case] = extent.times(case.members), partial(churn, case)
    for case in cases_of_workloads(extent):
        runs[case] = extent.times(case.members), partial(workload, case.name, case.members, case.days)
    for name in STARTS:
        if name != "compile" or extent.compile:
            runs[Case("start", name, 0, 0)] = (1 if name == "compile" else extent.rounds), partial(start, name)
    return runs


def measure(extent: Extent, pythons: dict[str, str]) -> Results:
    """Every run, interleaved, after what this Python needs is compiled."""
    with tempfile.TemporaryDirectory() as folder:
        program = compiled_yardstick(Path(folder))
        workload("full_model", 100, 1)
        return interleaved(runs_of(extent, program, pythons))


def check(pythons: dict[str, str]) -> tuple[list[str], bool]:
    """Whether all implementations of club churn tell the same story: a table in words, and the answer."""
    with tempfile.TemporaryDirectory() as folder:
        program = compiled_yardstick(Path(folder))
        base = [yardstick(program, MEMBERS, DAYS, seed) for seed in range(1, SEEDS + 1)]
    names = [name for name in (*ARRAYS, *OBJECTS) if name not in OF_PEERS or name in pythons]
    others = {
        name: partial(club_churn, pythons.get(name, sys.executable), name, MEMBERS, DAYS, 1, SEEDS) for name in names
    }
    return agreement(base, others)


def write(results: Results, extent: Extent) -> None:
    """The page of the docs, its figure, and the numbers beside it."""
    from clubsim.experiments.figures.style import save

    docs = ROOT / "docs"
    (docs / "benchmarks.json").write_text(as_json(results), encoding="utf-8")
    (docs / "benchmarks.md").write_text(page(results, extent.rounds, COMMAND), encoding="utf-8")
    save(figure_of(results), docs / "images" / "benchmarks")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round, without a million members, in three minutes")
    parser.add_argument("--check", action="store_true", help="only whether all implementations of club churn agree")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="an environment for the peers, made if need be")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md, its figure and its numbers")
    given = parser.parse_args()
    pythons: dict[str, str] = {}
    try:
        pythons = peer_python(given.peers)
    except Missing as problem:
        print(problem, file=sys.stderr)
    extent = QUICK if given.quick else FULL
    try:
        if given.check:
            lines, agree = check(pythons)
            print(*lines, sep="\n")
            return 0 if agree else 1
        results = measure(extent, pythons)
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    if given.write:
        write(results, extent)
    print(*summary(results, extent.rounds), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
