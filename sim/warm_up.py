"""
Compile every loop once, in as many processes as there are cores.

`python -m clubsim.sim.warm_up` does so too; with a folder of claims it is one of the processes that help.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from subprocess import DEVNULL

import numpy as np

from clubsim.agents.records import Hurdle, Offers
from clubsim.sim.commons import signal_and_noise
from clubsim.sim.community import Community
from clubsim.sim.engine import Compiled
from clubsim.sim.feed import topic_mix
from clubsim.sim.images import IMPRINTS
from clubsim.sim.loops import (
    FORESEEING_LOOPS,
    GATE_LOOPS,
    LOOPS,
    MEMBER_LOOPS,
    PROSPECT_LOOPS,
    fill_draws,
    fill_waits,
    is_cold,
    one_block,
)
from clubsim.sim.sums import turn_the_day
from clubsim.sim.world import Channel, Scenario

SLOWEST = ("converse", "remember", "visit", "leave", "be_born", "contribute")  # to compile: 60 s of 80, 15 s the first
PROCESSES_MOST = 6  # more would wait for the slowest


def warm_up() -> None:
    """
    Compile every loop and keep it on disk, then load them all and run a small community.

    Helping processes only fill the folder of the compiled code: what one of them did not get done is compiled here.
    """
    imprint_all()  # which every other call needs
    with tempfile.TemporaryDirectory() as claims:
        helpers = start_helpers(claims, min(cores(), PROCESSES_MOST) - 1) if is_cold() else []
        try:
            compile_unclaimed(Path(claims))
            for process in helpers:
                process.wait()
        finally:
            for process in helpers:
                process.kill()
                process.wait()
    for call in calls().values():
        call()
    channel = Channel(name="anyone", flow=4.0)
    Community(Scenario(name="warm_up", start=date(2016, 2, 15), channels=(channel,), founders=30)).run(3)


def imprint_all() -> None:
    """Lay an image of every kind of record down."""
    for name, call in calls().items():
        if name.startswith("imprint."):
            call()


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start_helpers(claims: str, count: int) -> list[subprocess.Popen[bytes]]:
    """
    So many processes that compile what nobody has claimed in this folder, or fewer where no more can be started.

    They see the modules that this process sees, and nothing of its main module: a script needs no guard against them.
    """
    helpers: list[subprocess.Popen[bytes]] = []
    with suppress(OSError):
        while len(helpers) < count:
            command = [sys.executable, "-P", "-m", "clubsim.sim.warm_up", claims]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            helpers.append(subprocess.Popen(command, env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL))
    return helpers


def compile_unclaimed(claims: Path) -> None:
    """Compile the loops that no other process has claimed in this folder, one after the other."""
    to_call = calls()
    for name in unclaimed(claims, [*SLOWEST, *(name for name in to_call if name not in SLOWEST)]):
        to_call[name]()


def unclaimed(claims: Path, names: list[str]) -> Iterator[str]:
    """Each name that is not taken yet when its turn comes; it is taken by a file of that name."""
    for name in names:
        try:
            (claims / name).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield name


def calls() -> dict[str, Callable[[], None]]:
    """For each loop of LOOPS, by name, a call with nobody, which compiles it or loads what is kept."""
    c = Community(Scenario(name="nobody", start=date(2016, 2, 15), founders=0), engine="objects")
    engine, nobody = Compiled(), np.zeros(0, dtype=np.int64)
    hurdle = Hurdle(number=0, least=0.0, spread=1.0, topic=0, most=0.0)
    offers = Offers(prices=np.ones(1), worths=np.ones(1), one=0)
    found = {
        "converse": partial(engine.let_converse, c),
        "acquaint": partial(engine.let_meet, c, nobody),
        "one_block": partial(one_block, c.luck.seed, 0, 0, 0, 0),
        "fill_draws": partial(fill_draws, np.zeros(0), nobody, c.luck, 0, 0),
        "fill_waits": partial(fill_waits, np.zeros(0), nobody, c.luck, 0, 0),
        "turn_the_day": partial(turn_the_day, c.images.feed.of(c.feed)),
        "sum_up_signal": partial(signal_and_noise, c),
        "mix_topics": partial(topic_mix, c.images.feed.of(c.feed), 1, 1.0),
        "count_the_day": partial(c.counters.count, c),
    }
    records = (c.members, c.prospects, c.feed, c.world, c.today)
    found |= {f"imprint.{type(record).__name__}": partial(IMPRINTS[type(record)], record, 0) for record in records}
    found |= {act: partial(engine.let_members, c, act, nobody) for act in (*MEMBER_LOOPS, *FORESEEING_LOOPS)}
    found |= {act: partial(engine.let_prospects, c, act, nobody, 0.0, 1.0) for act in PROSPECT_LOOPS}
    asked = {act: offers if act == "weigh_offers" else hurdle for act in GATE_LOOPS}
    found |= {act: partial(engine.let_try, c, act, nobody, asked[act]) for act in GATE_LOOPS}
    return {name: found[name] for name in LOOPS}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        compile_unclaimed(Path(sys.argv[1]))
    else:
        warm_up()
