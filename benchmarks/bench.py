"""
What a member-day costs, against the same in plain C: `make bench`.

Compiles the yardstick (club_churn.c), runs it and the workloads in fresh processes, one after the other and in turn,
and prints medians of CPU time and their ratios. Only the ratios say something on another machine.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
CHURN_DAYS = 180
CLUB_DAYS = 300
Measured = dict[str, Any]


class NoCompiler(RuntimeError):
    """There is no C compiler for the yardstick."""


def compiler() -> str:
    """
    The C compiler: $CC, else the first of cc, gcc and clang that is there.

    Raises:
        NoCompiler: none is; says what to install.
    """
    for name in (os.environ.get("CC"), "cc", "gcc", "clang"):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise NoCompiler("no C compiler was found (cc, gcc, clang); install one, for example gcc, or set CC to yours")


def compiled_yardstick(folder: Path) -> Path:
    """The yardstick as a program in `folder`."""
    program = folder / "club_churn"
    flags = ["-O3", "-march=native", "-std=c11"]
    subprocess.run([compiler(), *flags, "-o", str(program), str(HERE / "club_churn.c"), "-lm"], check=True)
    return program


def yardstick(program: Path, members: int, days: int) -> Measured:
    """The yardstick, once: CPU seconds and member-days of its days."""
    done = subprocess.run([program, str(members), str(days), "1"], capture_output=True, text=True, check=True)
    seconds, member_days, visitors, posts, left_over = done.stdout.split()
    return {
        "seconds": {"all": float(seconds)},
        "member_days": float(member_days),
        "last_day": (int(visitors), int(posts), int(left_over)),
    }


def workload(name: str, members: int, days: int) -> Measured:
    """One of workloads.py, once, in a process of its own."""
    command = [sys.executable, str(HERE / "workloads.py"), name, str(members), str(days)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured: Measured = json.loads(done.stdout)
    return measured


def interleaved(runs: dict[str, Callable[[], Measured]], rounds: int) -> dict[str, list[Measured]]:
    """Each of `runs`, in turn, `rounds` times, so that a slow minute of the machine meets all of them."""
    results: dict[str, list[Measured]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            print(f"round {number + 1} of {rounds}: {name}", file=sys.stderr)
            results[name].append(run())
    return results


def per_member_day(measured: Measured, phase: str = "") -> float:
    """CPU nanoseconds a member-day, of one phase or of all."""
    seconds = measured["seconds"][phase] if phase else sum(measured["seconds"].values())
    return 1e9 * float(seconds) / float(measured["member_days"])


def median_ratio(measured: list[Measured], yard: list[Measured]) -> float:
    """The median over rounds of cost against the yardstick's cost in the same round."""
    return statistics.median(per_member_day(a) / per_member_day(b) for a, b in zip(measured, yard, strict=True))


def table(results: dict[str, list[Measured]]) -> list[str]:
    """Lines of Markdown: each run's cost and its ratio to the yardstick, then the model's phases."""
    yard = results["yardstick"]
    lines = [
        "| run | visits a head and day | messages | ns a member-day | times the yardstick |",
        "|---|---|---|---|---|",
    ]
    names = {
        "yardstick": "club churn in plain C (the yardstick)",
        "full_model": "the full default model",
        "little_talk": "the same, with as little talk as a mailing list",
        "all_on": "the same as the full default model, with every mechanism on",
        "club": "the operations club with its policies, construction included",
    }
    for name, title in names.items():
        cost = statistics.median(map(per_member_day, results[name]))
        first = results[name][0]
        a_day = [f"{first[key] / first['member_days']:.3f}" if key in first else "" for key in ("visits", "messages")]
        lines.append(f"| {title} | {' | '.join(a_day)} | {cost:.1f} | {median_ratio(results[name], yard):.2f} |")
    model = results["full_model"]
    total = statistics.median(map(per_member_day, model))
    lines += ["", "| phase of the full model | ns a member-day | share |", "|---|---|---|"]
    for phase in model[0]["seconds"]:
        cost = statistics.median(per_member_day(each, phase) for each in model)
        lines.append(f"| {phase} | {cost:.1f} | {cost / total:.0%} |")
    return lines


def what_was_run(results: dict[str, list[Measured]], members: int, days: int, rounds: int) -> str:
    """In words, what the table is of."""
    model = results["full_model"][0]
    visits, messages = (model[key] / model["member_days"] for key in ("visits", "messages"))
    return (
        f"{members:,} members, {rounds} rounds in turn, a fresh process each, medians of CPU time. "
        f"Yardstick: {CHURN_DAYS} days. Full model: {days} days after a few to settle, every parameter at its default "
        f"but `visit_mean`, set so that about a tenth come on a day ({visits:.1%} did, with {messages:.3f} messages a "
        f"head and day). Operations club: {CLUB_DAYS} days. {platform.machine()}, Python {platform.python_version()}."
    )


def page(results: dict[str, list[Measured]], members: int, days: int, rounds: int, command: str) -> str:
    """The page of the docs."""
    return "\n".join(
        [
            "# What a member-day costs",
            "",
            "Against the same machine's plain C: `benchmarks/club_churn.c`, a plain loop over a graph in compressed",
            "rows, compiled with -O3 -march=native. **Only the ratios mean anything**; the nanoseconds are those of",
            "the machine and the hour. Made by",
            "",
            f"    {command}",
            "",
            what_was_run(results, members, days, rounds),
            "",
            *table(results),
            "",
        ]
    )


def measure(members: int, days: int, club_days: int, rounds: int) -> dict[str, list[Measured]]:
    """Every run, interleaved."""
    with tempfile.TemporaryDirectory() as folder:
        program = compiled_yardstick(Path(folder))
        runs: dict[str, Callable[[], Measured]] = {
            "yardstick": lambda: yardstick(program, members, CHURN_DAYS),
            **{name: partial(workload, name, members, days) for name in ("full_model", "little_talk", "all_on")},
            "club": lambda: workload("club", 0, club_days),
        }
        return interleaved(runs, rounds)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=20, help="of the full model")
    parser.add_argument("--club-days", type=int, default=CLUB_DAYS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    given = parser.parse_args()
    try:
        results = measure(given.members, given.days, given.club_days, given.rounds)
    except NoCompiler as problem:
        print(problem, file=sys.stderr)
        return 1
    if given.write:
        text = page(results, given.members, given.days, given.rounds, "make bench ARGS=--write")
        (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")
    print(what_was_run(results, given.members, given.days, given.rounds), *table(results), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
