"""Batches over the processes of this machine; a process that dies costs no more than the batches under way."""

import os
import signal
from collections.abc import Callable, Generator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from clubsim.experiments.jobs import Batch, Batches, Worked, work_and_keep

Condemn = Callable[[Batch], Worked]  # writes down that these runs are quarantined


def in_this_process(batches: Batches, folder: Path) -> Generator[Worked, None, None]:
    """One batch after the other; no process, so nothing is left to go on if a run brings it down."""
    while batch := batches.take(0):
        worked = work_and_keep(batch, folder, batches.strict)
        batches.finished(worked)
        yield worked


def in_processes(batches: Batches, processes: int, folder: Path, condemn: Condemn) -> Generator[Worked, None, None]:
    """
    Batches over some processes, each of which writes what it has done into the store's folder.

    When one dies its pool dies with it; another one goes on with what is missing.
    """
    lost: list[Batch] | None = []
    while lost is not None:
        condemned = batches.lost(lost)
        if condemned:
            yield condemn(condemned)
        lost = yield from _in_one_pool(batches, processes, folder)


def _in_one_pool(batches: Batches, processes: int, folder: Path) -> Generator[Worked, None, list[Batch] | None]:
    """Work until nothing is left, returning None, or until the pool breaks, returning what was under way."""
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_start)
    under_way: dict[Future[Worked], Batch] = {}
    try:
        while True:
            _fill(pool, under_way, batches, processes + 1, folder)
            if not under_way:
                return None
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                worked = future.result()
                del under_way[future]
                batches.finished(worked)
                yield worked
    except BrokenProcessPool:
        for future in [each for each in under_way if each.done() and each.exception() is None]:
            del under_way[future]
            yield future.result()
        return list(under_way.values())
    finally:
        # What is under way is finished and kept: it is a second's work.
        pool.shutdown(wait=True, cancel_futures=True)


def _fill(
    pool: ProcessPoolExecutor, under_way: dict[Future[Worked], Batch], batches: Batches, most: int, folder: Path
) -> None:
    while len(under_way) < most and (batch := batches.take(len(under_way))):
        try:
            under_way[pool.submit(work_and_keep, batch, folder, batches.strict)] = batch
        except BrokenProcessPool:  # a process died that had nothing to do
            batches.put_back(batch)
            raise


def _start() -> None:
    """
    A process of the pool leaves Ctrl-C to the one that started it and does not outlive it: who killed the driver and
    starts the study again shall have no old process beside the new ones.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
