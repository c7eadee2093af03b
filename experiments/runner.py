"""
Jobs to a store: what is there already is kept, what is missing is done, wherever there are processes to do it.

A run's result is the same to the last bit wherever it is done, so nothing here can change a table.
"""

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from clubsim.experiments.errors import Interrupted, StudyError
from clubsim.experiments.jobs import KILLS, Batch, Batches, Job, Worked, failures
from clubsim.experiments.keys import keys_of
from clubsim.experiments.processes import in_processes, in_this_process
from clubsim.experiments.progress import shown
from clubsim.experiments.shards import DONE, QUARANTINED, RUNS, shard_of
from clubsim.experiments.store import Store
from clubsim.experiments.where import Where


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a run ended that has no result. status: failed or quarantined."""

    key: str
    arm: str
    set: int
    seed: int
    status: str
    error: str


@dataclass(kw_only=True)
class Report:
    """What became of the runs of a study: how many were there before, how many were done now, which have no result."""

    kept: int
    done: int = 0
    without_result: list[Ending] = field(default_factory=list)


def carry_out_all(
    jobs: Sequence[Job],
    store: Store,
    where: Where,
    quiet: bool = False,
    retry_failed: bool = False,
    strict: bool = True,
) -> Report:
    """
    Have every job done that the store does not hold.

    Args:
        quiet: no progress on stderr.
        retry_failed: also those that failed or were quarantined before.
        strict: whether a policy's lever that cannot be pulled ends everything, or only its own run.

    Raises:
        StoreError: the store cannot be read or written; what has been done is kept.
        StudyError: a cluster that is not there, or what a strict run has found.
        Interrupted: Ctrl-C.
    """
    by_key = dict(zip(keys_of(jobs), jobs, strict=True))
    ended = {key for key in by_key if store.status(key) is not None}
    kept = {key for key in ended if key in store or not retry_failed}
    missing = {key: job for key, job in by_key.items() if key not in kept}
    report = Report(kept=len(kept))
    if missing:
        if any(getattr(job, "engine", "") == "compiled" for job in missing.values()):
            from clubsim.experiments.compiling import compile_first

            compile_first(quiet)
        _do(missing, store, where, quiet, report, strict)
    store.look()
    while store.notes:  # each is said once, in however many calls the runs of a study are made
        print(f"clubsim: {store.notes.pop(0)}", file=sys.stderr)
    report.without_result = _without_result(by_key, store)
    return report


def _do(missing: dict[str, Job], store: Store, where: Where, quiet: bool, report: Report, strict: bool) -> None:
    batches = Batches(missing, store, where.processes, strict)
    work = _engine(batches, store, where, len(missing))
    try:
        with closing(work):
            for _ in shown(_one_by_one(work), report.kept + len(missing), quiet, report.kept):
                report.done += 1
    except KeyboardInterrupt:
        store.look()
        total, there = report.kept + len(missing), report.kept + sum(key in store for key in missing)
        raise Interrupted(
            f"interrupted; {there} of {total} runs are kept in {store.folder}, and the same command goes on from there"
        ) from None


def _engine(batches: Batches, store: Store, where: Where, runs: int) -> Generator[Worked, None, None]:
    def condemn(batch: Batch) -> Worked:
        return _quarantine(batch, store)

    if where.dask:
        from clubsim.experiments.cluster import on_cluster

        return on_cluster(batches, where.cluster, where.processes, store, condemn)
    processes = min(where.processes, runs)
    if processes == 1:
        return in_this_process(batches, store.folder)
    return in_processes(batches, processes, store.folder, condemn)


def _one_by_one(work: Iterator[Worked]) -> Iterator[Any]:
    for worked in work:
        yield from worked.ended


def _quarantine(batch: Batch, store: Store) -> Worked:
    """Write down that a process died during each of these runs, so that they are not tried again unless asked for."""
    error = f"its process died {KILLS} times during this run, at last with nothing else beside it"
    rows = failures([(key, job, error, 0.0) for key, job in batch], QUARANTINED)
    store.write(shard_of({RUNS: rows}))
    return Worked(ended=tuple((key, QUARANTINED, error) for key, _ in batch), seconds=0.0, shard=None)


def _without_result(jobs: dict[str, Job], store: Store) -> list[Ending]:
    bad = {key: job for key, job in jobs.items() if store.status(key) not in (DONE, None)}
    if not bad:
        return []
    errors = dict(store.table(RUNS, bad).select("key", "error").iter_rows())
    return [
        Ending(
            key=key, arm=job.arm, set=job.set, seed=job.seed, status=str(store.status(key)), error=str(errors.get(key))
        )
        for key, job in bad.items()
    ]


def tell(report: Report) -> None:
    """One sentence on stderr for what has no result, with the first of its errors."""
    if report.without_result:
        print(f"clubsim: {in_words(report.without_result)}", file=sys.stderr)


def in_words(bad: Sequence[Ending]) -> str:
    """How many runs have no result, and why the first has none."""
    first, killed = bad[0], sum(each.status == QUARANTINED for each in bad)
    many = (
        "1 run has no result and is left out:" if len(bad) == 1 else f"{len(bad)} runs have no result and are left out"
    )
    also = f" ({killed} of them killed their processes)" if killed and len(bad) > 1 else ""
    which = "" if len(bad) == 1 else ", such as"
    return f"{many}{also}{which} arm {first.arm}, seed {first.seed}: {first.error}; --retry-failed does such runs again"


def check_any(report: Report, jobs: Sequence[Job]) -> None:
    """Raises StudyError where no job at all has a result."""
    if len(set(keys_of(jobs))) == len(report.without_result):
        raise StudyError(in_words(report.without_result))
