"""What is measured, each in a fresh process: the yardstick, club churn elsewhere, our workloads, start-up."""

import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from churn.definition import Course

HERE = Path(__file__).parent
OF_PEERS = {"agentpy_objects": "agentpy", "starsim_arrays": "starsim"}  # and the package that is no dependency of ours
COMMAND_LINE = "clubsim.experiments.cli"
Measured = dict[str, Any]

STARTS = {
    "help": ["-m", COMMAND_LINE, "--help"],
    "import": ["-c", "import clubsim.sim.community"],
    "community": ["-c", "from clubsim.sim.community import *; from clubsim.sim.world import *; from datetime import *; "
                        "Community(Scenario(name='start', start=date(2016, 2, 15), founders=100)).run(30)"],
    "study": ["-m", COMMAND_LINE, "run", "operations_club", "days=30", "--quiet"],
    "compile": ["-m", "clubsim.sim.warm_up"],
}  # fmt: skip


class Missing(RuntimeError):
    """Something that is no dependency of clubsim is not there; says what to install."""


def compiler() -> str:
    """
    The C compiler: $CC, else the first of cc, gcc and clang that is there.

    Raises:
        Missing: none is; says what to install.
    """
    for name in (os.environ.get("CC"), "cc", "gcc", "clang"):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise Missing("no C compiler was found (cc, gcc, clang); install one, for example gcc, or set CC to yours")


def compiled_yardstick(folder: Path) -> Path:
    """The yardstick as a program in `folder`."""
    program = folder / "club_churn"
    flags = ["-O3", "-march=native", "-std=c11"]
    subprocess.run([compiler(), *flags, "-o", str(program), str(HERE / "club_churn.c"), "-lm"], check=True)
    return program


def peer_python(folder: Path | None) -> dict[str, str]:
    """
    The Python that runs each peer which is no dependency of ours.

    Args:
        folder: a virtual environment, made here if it is not there; None for what this Python has.

    Raises:
        Missing: a package is not in this Python, and no folder was given.
    """
    if folder is None:
        for package in OF_PEERS.values():
            if importlib.util.find_spec(package) is None:
                raise Missing(
                    f"{' and '.join(OF_PEERS.values())} are left out: {package} is not installed; give "
                    f"--peers .peers to have an environment for them made there"
                )
        return dict.fromkeys(OF_PEERS, sys.executable)
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"making an environment for {' and '.join(OF_PEERS.values())} in {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([str(python), "-m", "pip", "install", *quiet, *OF_PEERS.values()], check=True)
    return dict.fromkeys(OF_PEERS, str(python))


def measured_of(course: Course, members: int) -> Measured:
    """CPU seconds of a course of club churn, and its member-days."""
    return {"seconds": {"all": course.seconds}, "member_days": members + sum(course.members[:-1])}


def yardstick(program: Path, members: int, days: int, seed: int = 1) -> Course:
    """Club churn in plain C, once."""
    done = subprocess.run([program, *map(str, (members, days, seed))], capture_output=True, text=True, check=True)
    seconds, *counts = done.stdout.split()
    numbers = list(map(int, counts))
    return Course(float(seconds), numbers[0::3], numbers[1::3], numbers[2::3])


def club_churn(python: str, name: str, members: int, days: int, seed: int = 1, seeds: int = 1) -> list[Course]:
    """Club churn in one of churn/, on each of so many seeds."""
    command = [python, str(HERE / "club_churn.py"), name, *map(str, (members, days, seed, seeds))]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    # A framework may have printed something first.
    return [Course(**json.loads(line)) for line in done.stdout.splitlines()[-seeds:]]


def workload(name: str, members: int, days: int) -> Measured:
    """One of workloads.py, once."""
    command = [sys.executable, str(HERE / "workloads.py"), name, str(members), str(days)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured: Measured = json.loads(done.stdout)
    return measured


def start(name: str) -> Measured:
    """One of STARTS, once, in an empty folder: CPU seconds of the process and its children, and seconds that passed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CLUBSIM_CACHE_DIR": folder} if name == "compile" else None
        before, began = children(), time.perf_counter()
        command = [sys.executable, *STARTS[name]]
        subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
        return {"seconds": {"all": children() - before}, "passed": time.perf_counter() - began}


def children() -> float:
    """CPU seconds of all processes started from here that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def interleaved(runs: dict[Any, tuple[int, Callable[[], Measured]]]) -> dict[Any, list[Measured]]:
    """
    Each of `runs`, in turn, as many times as it says, so that a slow minute of the machine meets all of them.

    Args:
        runs: key -> rounds and what measures once.
    """
    results: dict[Any, list[Measured]] = {key: [] for key in runs}
    rounds = max(times for times, _ in runs.values())
    for number in range(rounds):
        for key, (times, run) in runs.items():
            if number < times:
                print(f"round {number + 1} of {times}: {key}", file=sys.stderr)
                results[key].append(run())
    return results
