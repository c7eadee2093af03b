"""
A study that is killed again and again, driver or worker, and started again: nothing finished is lost or done twice.

The whole form is slow: `pytest -m slow tests/experiments/test_kill.py`.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from clubsim.experiments.compare import compare_study
from clubsim.experiments.shards import names_in
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study

FOUR_ARMS = ("ensemble=null", "~arms.announced_only", "~arms.never_a_fee_no_rewards", "~arms.nothing")
TABLES = ("runs", "daily", "members", "cohorts", "growth")
PATIENCE = 300.0  # [s] for one more shard


class KilledStudy:
    """A study under way in a process of its own, and what its store must never lose."""

    def __init__(self, folder, given):
        self.folder, self.given = folder, given
        self.seen = set()  # keys of runs that have ended
        self.driver = None

    def start(self):
        command = [sys.executable, "-m", "clubsim.experiments.cli", "compare", *self.given, "workers=2", "--quiet"]
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        self.driver = subprocess.Popen([*command, "--out", str(self.folder)], **streams)

    def look(self):
        """Read all that is there, as a user might at any time: whole, each run once, and nothing gone."""
        store = Store(self.folder / "runs")
        tables = {name: store.table(name) for name in TABLES}
        keys = set(store.keys())
        assert self.seen <= keys
        written = [key for shard in store.shards for key in pl.read_parquet(shard / "runs.parquet")["key"]]
        assert len(written) == len(set(written))
        assert all(set(table["key"]) <= keys for table in tables.values())
        self.seen = keys

    def wait_for_a_shard(self):
        """Whether the driver still works when there is one shard more than now."""
        end, now = time.monotonic() + PATIENCE, len(names_in(self.folder / "runs"))
        while self.driver.poll() is None:
            if len(names_in(self.folder / "runs")) > now:
                return True
            assert time.monotonic() < end, "no shard came"
            time.sleep(0.01)
        return False

    def kill(self, luck):
        """End the driver or one of its workers at a random moment; whether it was the driver."""
        time.sleep(luck.uniform(0.0, 0.5))
        children = children_of(self.driver.pid)
        victim = luck.choice([self.driver.pid, luck.choice(children)] if children else [self.driver.pid])
        os.kill(victim, signal.SIGKILL)
        if victim == self.driver.pid:
            self.driver.wait()
            return True
        return False


def children_of(process):
    try:
        words = Path(f"/proc/{process}/task/{process}/children").read_text()
    except FileNotFoundError:
        return []
    workers = [int(word) for word in words.split()]
    return [worker for worker in workers if b"spawn_main" in Path(f"/proc/{worker}/cmdline").read_bytes()]


def killed_to_the_end(folder, given, kills, luck):
    """Kill a study so often, always after it has got a bit further, then let it end."""
    study = KilledStudy(folder, given)
    done = {"driver": 0, "worker": 0}
    study.start()
    while sum(done.values()) < kills:
        assert study.wait_for_a_shard(), f"the study was over after {done}"
        driver = study.kill(luck)
        done["driver" if driver else "worker"] += 1
        study.look()
        if driver:
            study.start()
    assert study.driver.wait() == 0, study.driver.stderr.read()
    study.look()
    return done


@pytest.fixture(scope="module")
def linux():
    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not tell which processes a process has started")


def same_as_uninterrupted(folder, given, tmp_path):
    """Byte for byte what one process comes to that nobody kills; the number of runs."""
    study = load_study(given[0], [*given[1:], "workers=1"])
    compare_study(study, tmp_path / "uninterrupted", as_json=True, quiet=True)
    for name in (*(f"{table}.parquet" for table in TABLES), "comparison.json"):
        killed, whole = ((each / name).read_bytes() for each in (folder, tmp_path / "uninterrupted"))
        if name == "comparison.json":
            assert killed.replace(str(folder).encode(), b"") == whole.replace(
                str(tmp_path / "uninterrupted").encode(), b""
            )
        else:
            assert killed == whole, name
    expected = len(study.arms) * len(study.seeds)
    assert pl.read_parquet(folder / "runs.parquet").height == expected
    return expected


def test_a_study_killed_and_resumed_has_the_tables_of_one_that_was_not(tmp_path, linux):
    given = ["operations_club", *FOUR_ARMS, "days=60", "seeds=40", "scale=0.3"]
    done = killed_to_the_end(tmp_path / "killed", given, 3, random.Random(5))
    assert sum(done.values()) == 3
    same_as_uninterrupted(tmp_path / "killed", given, tmp_path)


@pytest.mark.slow
def test_400_runs_killed_25_times(tmp_path, linux, capsys):
    given = ["operations_club", *FOUR_ARMS, "seeds=100"]
    done = killed_to_the_end(tmp_path / "killed", given, 25, random.Random(2016))
    assert same_as_uninterrupted(tmp_path / "killed", given, tmp_path) == 400
    with capsys.disabled():
        print(f"\n400 runs, {done['driver']} times the driver and {done['worker']} times a worker were killed")
