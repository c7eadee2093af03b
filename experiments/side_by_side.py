"""A function of many tasks over the machine's processes, for what needs no store; a process that dies ends it."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TypeVar

from clubsim.experiments.compiling import compile_first
from clubsim.experiments.progress import shown

Given = TypeVar("Given")
Made = TypeVar("Made")


def side_by_side(function: Callable[[Given], Made], tasks: Sequence[Given], workers: int, quiet: bool) -> list[Made]:
    """
    `function` of each task, in the order of the tasks.

    Args:
        function: of a module's top level, so that a process finds it.
        workers: processes, 0 for one a core; 1 stays in this process.
        quiet: no progress on stderr.
    """
    compile_first(quiet)
    processes = min(workers or os.cpu_count() or 1, max(1, len(tasks)))
    results: dict[int, Made] = {}
    for place, made in shown(_as_they_end(function, tasks, processes), len(tasks), quiet):
        results[place] = made
    return [results[place] for place in range(len(tasks))]


def _as_they_end(
    function: Callable[[Given], Made], tasks: Sequence[Given], processes: int
) -> Iterator[tuple[int, Made]]:
    if processes == 1:
        for place, task in enumerate(tasks):
            yield place, function(task)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(function, task): place for place, task in enumerate(tasks)}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
