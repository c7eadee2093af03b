"""Jobs to a store: every one once, wherever it is done and whoever dies meanwhile."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import distributed
import polars as pl
import pytest

from clubsim.experiments import jobs as jobs_module
from clubsim.experiments import shards
from clubsim.experiments.compare import tasks_of
from clubsim.experiments.errors import Interrupted, StudyError
from clubsim.experiments.jobs import Batches
from clubsim.experiments.keys import keys_of
from clubsim.experiments.runner import carry_out_all, tell
from clubsim.experiments.shards import BROKEN, StoreError
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study
from clubsim.experiments.where import Where, where_of

ALONE, TWO = Where(workers=1), Where(workers=2)


def numbers(small_jobs, count=30, **given):
    return [small_jobs.Number(arm="a", seed=seed, **given) for seed in range(count)]


def done_once(store, jobs):
    """Whether every job has its value, and no run was done twice."""
    values = store.table_of("runs", jobs).select("seed", "value").rows()
    assert (
        pl.concat([pl.read_parquet(shard / "runs.parquet", columns=["key"]) for shard in store.shards])
        .is_unique()
        .all()
    )
    return values == [(job.seed, job.factor * job.seed) for job in jobs]


def test_every_job_is_done_once_and_what_is_there_is_not_done_again(tmp_path, small_jobs):
    jobs = numbers(small_jobs)
    report = carry_out_all(jobs[:12], Store(tmp_path), ALONE, quiet=True)
    assert (report.kept, report.done, report.without_result) == (0, 12, [])
    report = carry_out_all([*jobs, *jobs[:3]], Store(tmp_path), ALONE, quiet=True)
    assert (report.kept, report.done) == (12, 18)
    assert done_once(Store(tmp_path), jobs)
    assert carry_out_all(jobs, Store(tmp_path), ALONE, quiet=True).done == 0


def test_a_failed_run_is_recorded_with_its_error_and_done_again_on_request(tmp_path, small_jobs, capsys):
    mended = tmp_path / "mended"
    jobs = [small_jobs.Failing(arm="a", seed=seed, at=13, mended=str(mended)) for seed in range(20)]
    folder = tmp_path / "runs"
    report = carry_out_all(jobs, Store(folder), ALONE, quiet=True)
    (bad,) = report.without_result
    assert (bad.arm, bad.seed, bad.status) == ("a", 13, "failed")
    assert bad.error.startswith("ZeroDivisionError: of seed thirteen (small_jobs.py, line ")
    tell(report)
    said = capsys.readouterr().err
    assert (
        said.startswith("clubsim: 1 run has no result and is left out: arm a, seed 13: Zero") and said.count("\n") == 1
    )
    mended.touch()
    assert carry_out_all(jobs, Store(folder), ALONE, quiet=True).done == 0
    report = carry_out_all(jobs, Store(folder), ALONE, quiet=True, retry_failed=True)
    assert (report.kept, report.done, report.without_result) == (19, 1, [])
    assert Store(folder).table_of("runs", jobs).height == 20


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path, small_jobs, monkeypatch):
    jobs, carried = numbers(small_jobs), []
    plain = small_jobs.Number.carry_out

    def stop_at_the_tenth(self):
        if len(carried) == 10:
            raise KeyboardInterrupt
        carried.append(self)
        return plain(self)

    monkeypatch.setattr(small_jobs.Number, "carry_out", stop_at_the_tenth)
    with pytest.raises(Interrupted, match=f"interrupted; 10 of 30 runs are kept in {tmp_path}, and the same command"):
        carry_out_all(jobs, Store(tmp_path), ALONE, quiet=True)
    monkeypatch.undo()
    report = carry_out_all(jobs, Store(tmp_path), ALONE, quiet=True)
    assert (report.kept, report.done) == (10, 20) and done_once(Store(tmp_path), jobs)


def test_a_disk_that_fills_up_ends_the_study_and_what_is_there_is_kept(tmp_path, small_jobs, monkeypatch):
    jobs, commits = numbers(small_jobs), []

    def full_after_two(descriptor):
        commits.append(descriptor)
        if len(commits) > 14:  # of five files and two folders a shard
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(shards.os, "fsync", full_after_two)
    monkeypatch.setattr(jobs_module, "MOST_RUNS", 4)
    with pytest.raises(StoreError, match="is full; make room and give the same command again"):
        carry_out_all(jobs, Store(tmp_path), ALONE, quiet=True)
    monkeypatch.undo()
    report = carry_out_all(jobs, Store(tmp_path), ALONE, quiet=True)
    assert report.kept > 0 and report.kept + report.done == 30 and done_once(Store(tmp_path), jobs)


def test_a_damaged_shard_is_set_aside_and_its_runs_are_done_again(tmp_path, small_jobs, capsys):
    jobs = numbers(small_jobs)
    carry_out_all(jobs, Store(tmp_path), ALONE, quiet=True)
    largest = max(Store(tmp_path).shards, key=lambda shard: (shard / "runs.parquet").stat().st_size)
    cut = largest / "cohorts.parquet"
    cut.write_bytes(cut.read_bytes()[:100])
    report = carry_out_all(jobs, Store(tmp_path, repair=True), ALONE, quiet=True)
    assert 0 < report.done < 30 and done_once(Store(tmp_path), jobs)
    assert capsys.readouterr().err.count(f"{BROKEN}/{largest.name}") == 1


def test_batches_are_about_a_second_and_all_processes_end_together(tmp_path, small_jobs):
    jobs = dict(zip(range(100), numbers(small_jobs, 100), strict=True))
    batches = Batches({str(key): job for key, job in jobs.items()}, Store(tmp_path), processes=2)
    first = batches.take(0)
    assert len(first) == 1
    batches.finished(jobs_module.Worked(ended=(("0", "done", None),), seconds=0.1, shard=None))
    sizes = []
    while batch := batches.take(1):
        sizes.append(len(batch))
    assert sizes[0] == 10 and sizes[-1] == 1 and sum(sizes) == 99
    assert sizes == sorted(sizes, reverse=True)


def test_runs_that_another_process_has_done_meanwhile_are_left_out(tmp_path, small_jobs, monkeypatch):
    monkeypatch.setattr(jobs_module, "LOOK_EVERY", 0.0)
    jobs = numbers(small_jobs)
    batches = Batches(dict(zip(keys_of(jobs), jobs, strict=True)), Store(tmp_path), processes=1)
    carry_out_all(jobs[:20], Store(tmp_path), ALONE, quiet=True)
    left = []
    while batch := batches.take(0):
        left += [job.seed for _, job in batch]
    assert sorted(left) == [*range(20, 30)]


@pytest.fixture(scope="module")
def after_deaths(tmp_path_factory, small_jobs):
    """Two processes, one run that ends its process twice, and one that always does."""
    marks = [tmp_path_factory.mktemp(name) for name in ("twice", "always")]
    jobs = [
        *numbers(small_jobs, 20, seconds=0.01),
        small_jobs.Deadly(arm="twice", seed=99, at=99, times=2, folder=str(marks[0])),
        small_jobs.Deadly(arm="always", seed=99, at=99, times=99, folder=str(marks[1])),
    ]
    folder = tmp_path_factory.mktemp("runs")
    return jobs, folder, marks, carry_out_all(jobs, Store(folder), TWO, quiet=True)


def test_a_process_that_dies_is_replaced_and_a_run_that_kills_three_is_quarantined(after_deaths):
    jobs, folder, marks, report = after_deaths
    assert done_once(Store(folder), jobs[:-1])
    (bad,) = report.without_result
    assert (bad.arm, bad.status) == ("always", "quarantined")
    assert "its process died 3 times during this run" in bad.error
    assert len(os.listdir(marks[0])) == 2
    assert len(os.listdir(marks[1])) in (2, 3)  # the first time perhaps it was another one beside it


def test_a_quarantined_run_is_left_alone_until_it_is_asked_for(after_deaths):
    jobs, folder, marks, _ = after_deaths
    killed = len(os.listdir(marks[1]))
    assert carry_out_all(jobs, Store(folder), TWO, quiet=True).done == 0
    assert len(os.listdir(marks[1])) == killed


DRIVER = """
import sys
sys.path.append({here!r})
from pathlib import Path
from small_jobs import Number
from clubsim.experiments.runner import carry_out_all
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study
from clubsim.experiments.where import Where
if __name__ == "__main__":
    jobs = [Number(arm="a", seed=seed, seconds=0.05) for seed in range(200)]
    carry_out_all(jobs, Store(Path({folder!r})), Where(workers=2), quiet=True)
"""


def test_processes_do_not_outlive_the_driver_that_was_killed(tmp_path):
    """Else they would go on writing beside those of the study that is started again."""
    script, folder = tmp_path / "driver.py", tmp_path / "runs"
    script.write_text(DRIVER.format(here=str(Path(__file__).parent), folder=str(folder)))
    driver = subprocess.Popen([sys.executable, str(script)])
    wait_until(lambda: len(Store(folder).keys()) > 0)
    children = children_of(driver.pid)
    assert len(children) >= 2
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    wait_until(lambda: not any(Path(f"/proc/{child}/cmdline").exists() for child in children))


class Killer(Thread):
    """Kills a process once the store has its first runs."""

    def __init__(self, folder, process):
        super().__init__()
        self.folder, self.process, self.killed = folder, process, False

    def run(self):
        wait_until(lambda: len(Store(self.folder).keys()) > 0)
        os.kill(self.process, signal.SIGKILL)
        self.killed = True


def wait_until(is_so, seconds=60.0):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def children_of(process):
    """The processes that a process has started; only Linux tells."""
    try:
        words = Path(f"/proc/{process}/task/{process}/children").read_text()
    except FileNotFoundError:
        pytest.skip("this system does not tell which processes a process has started")
    return [int(word) for word in words.split()]


# Dask


def test_dask_does_the_same_jobs_and_one_of_its_workers_may_be_killed(tmp_path, small_jobs):
    """The same bits as from one process here."""
    study = load_study("operations_club", ["ensemble=null", "days=30", "scale=0.3", "seeds=5"])
    jobs = tasks_of(study)
    local, there = tmp_path / "local", tmp_path / "there"
    carry_out_all(jobs, Store(local), ALONE, quiet=True)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        killer = Killer(there, next(iter(cluster.workers.values())).process.pid)
        killer.start()
        report = carry_out_all(jobs, Store(there), Where(dask=True, cluster=cluster.scheduler_address), quiet=True)
        killer.join()
    assert killer.killed and report.without_result == [] and report.done == len(jobs)
    for name in ("runs", "daily", "members", "cohorts"):
        assert Store(there).table_of(name, jobs).equals(Store(local).table_of(name, jobs)), name


def test_a_cluster_that_is_not_there_is_one_sentence(tmp_path, small_jobs, monkeypatch):
    from clubsim.experiments import cluster

    monkeypatch.setattr(cluster, "TIMEOUT", 0.5)
    with pytest.raises(StudyError, match=r"no Dask scheduler answers at cluster=tcp://127\.0\.0\.1:9 ") as said:
        carry_out_all(numbers(small_jobs), Store(tmp_path), Where(dask=True, cluster="tcp://127.0.0.1:9"), quiet=True)
    assert "\n" not in str(said.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"engine": "dask", "cluster": "localhost"}, "write cluster=tcp://host:8786"),
        ({"engine": "dask", "cluster": 8786}, "write cluster=tcp://host:8786"),
        ({"engine": "compiled", "cluster": "tcp://host:1"}, "write engine=dask cluster=tcp://host:1"),
        ({"engine": "desk", "cluster": None}, "did you mean 'dask'"),
    ],
)
def test_a_wrong_place_to_run_is_one_sentence(given, words):
    with pytest.raises(StudyError, match=words):
        where_of({"workers": 0, **given})
