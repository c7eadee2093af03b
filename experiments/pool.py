"""Many runs over the machine's cores, in whatever order they end, with progress on stderr."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any

from clubsim.experiments.progress import shown


def run_all(tasks: Sequence[Any], workers: int, quiet: bool) -> list[Any]:
    """
    Carry out all tasks.

    Args:
        workers: processes, 0 for one a core; 1 runs in this process.
        quiet: no progress.

    Returns:
        A Result a task, in the order of the tasks, however many processes there were.
    """
    compile_first(quiet)
    processes = min(workers or os.cpu_count() or 1, max(1, len(tasks)))
    results: list[Any] = [None] * len(tasks)
    for number, result in shown(_in_any_order(tasks, processes), len(tasks), quiet):
        results[number] = result
    return results


def compile_first(quiet: bool) -> None:
    """Compile once, before any process starts, and say so: the first time takes about a minute on two cores."""
    from clubsim.sim.engine import is_cold
    from clubsim.sim.warm_up import warm_up

    if not is_cold():
        return
    began = time.perf_counter()
    if not quiet:
        print("compiling the model for this machine (the first time only, about a minute) ...", file=sys.stderr)
    warm_up()
    if not quiet:
        print(f"compiled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def _in_any_order(tasks: Sequence[Any], processes: int) -> Iterator[tuple[int, Any]]:
    if processes == 1:
        from clubsim.experiments.running import carry_out

        for number, task in enumerate(tasks):
            yield number, carry_out(task)
        return
    count, numbered = _batches(tasks, processes), list(enumerate(tasks))
    batches = [numbered[first::count] for first in range(count)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(carry_out_all, batch) for batch in batches]
        try:
            for future in as_completed(futures):
                yield from future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _batches(tasks: Sequence[Any], processes: int) -> int:
    """How many batches: enough that the last to end does not keep the others waiting."""
    return min(len(tasks), max(processes * 8, len(tasks) // 10))


def carry_out_all(batch: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """What a process does with a batch of numbered tasks."""
    from clubsim.experiments.running import carry_out

    return [(number, carry_out(task)) for number, task in batch]
