"""Jobs and batches of them: what a process does with a batch, and what still waits to be done."""

import os
import time
import traceback
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Protocol

import polars as pl

from clubsim.experiments.errors import Refused, StudyError, one_line
from clubsim.experiments.shards import DONE, FAILED, RUNS, Shard, commit, shard_of
from clubsim.experiments.store import Store, state_columns
from clubsim.sim.levers import LeverError

BATCH_SECONDS = 1.0  # of work sent to a process at once, about
MOST_RUNS = 200  # in a batch
LOOK_EVERY = 0.5  # [s] between looks for what other processes have added to the store
KILLS = 3  # a run during which a process died so often is not tried any more
ERROR_CHARACTERS = 500


class Job(Protocol):
    """A run to do: a frozen dataclass with all that it depends on, plain enough to be sent to another process."""

    @property
    def arm(self) -> str: ...
    @property
    def set(self) -> int: ...
    @property
    def seed(self) -> int: ...

    def carry_out(self) -> Any:
        """The Result."""
        ...


Batch = list[tuple[str, Job]]  # with their keys


@dataclass(frozen=True, kw_only=True)
class Worked:
    """
    What came of a batch. ended: key, status and error of each run that was done; seconds: for all of them; shard: their
    tables, None once they are in the store.
    """

    ended: tuple[tuple[str, str, str | None], ...]
    seconds: float
    shard: Shard | None


def work(batch: Batch, strict: bool) -> Worked:
    """
    Carry out a batch, a failure of one run being its own; Ctrl-C ends it with the runs that are done.

    Args:
        strict: whether what a user has to change, which only a run can find, ends everything.

    Raises:
        Refused: that, in a sentence.
    """
    began = time.perf_counter()
    done: list[tuple[Any, float]] = []
    failed: list[tuple[str, Job, str, float]] = []
    for key, job in batch:
        start = time.perf_counter()
        try:
            done.append((replace(job.carry_out(), key=key), time.perf_counter() - start))
        except KeyboardInterrupt:
            break
        except Exception as error:
            if strict and isinstance(error, StudyError | LeverError):
                raise Refused(f"arm {job.arm}: {error}") from None
            failed.append((key, job, told(error), time.perf_counter() - start))
    ended = [(result.key, DONE, None) for result, _ in done] + [(key, FAILED, error) for key, _, error, _ in failed]
    shard = shard_of(tables_of(done, failed)) if ended else None
    return Worked(ended=tuple(ended), seconds=time.perf_counter() - began, shard=shard)


def work_and_keep(batch: Batch, folder: Path, strict: bool) -> Worked:
    """Carry out a batch and write it into the store's folder."""
    worked = work(batch, strict)
    if worked.shard is not None:
        commit(worked.shard, folder)
    if len(worked.ended) < len(batch):
        raise KeyboardInterrupt
    return replace(worked, shard=None)


def told(error: BaseException) -> str:
    """An exception in one line: its kind, its words, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({os.path.basename(frames[-1].filename)}, line {frames[-1].lineno})" if frames else ""
    return one_line(f"{type(error).__name__}: {error}")[:ERROR_CHARACTERS] + where


def tables_of(
    done: Sequence[tuple[Any, float]], failed: Sequence[tuple[str, Job, str, float]]
) -> dict[str, pl.DataFrame]:
    """The tables of a shard: of results that have their keys, with their seconds, and of the runs that failed."""
    from clubsim.experiments import tidy

    results = [result for result, _ in done]
    state = state_columns(DONE, [None] * len(done), [seconds for _, seconds in done])
    runs = [tidy.runs_table(results).with_columns(**state)] if done else []
    tables = {RUNS: pl.concat([*runs, *([failures(failed)] if failed else [])], how="diagonal_relaxed")}
    makers = {
        "daily": tidy.daily_table,
        "members": tidy.members_table,
        "cohorts": tidy.cohorts_table,
        "growth": tidy.growth_table,
        "admissions": tidy.admissions_table,
    }
    for name, table in makers.items():
        mine = [result for result in results if getattr(result, name) is not None]
        if mine:
            tables[name] = table(mine)
    return tables


def failures(failed: Sequence[tuple[str, Job, str, float]], status: str = FAILED) -> pl.DataFrame:
    """The rows of runs that did not come to an end."""
    return pl.DataFrame(
        {
            "key": [key for key, _, _, _ in failed],
            "arm": [job.arm for _, job, _, _ in failed],
            "set": [job.set for _, job, _, _ in failed],
            "seed": [job.seed for _, job, _, _ in failed],
            **state_columns(status, [error for _, _, error, _ in failed], [seconds for _, _, _, seconds in failed]),
        }
    )


class Batches:
    """
    What still waits to be done, handed out in batches of about BATCH_SECONDS of work.

    A process that dies takes down all that are at work beside it, so each run under way is a suspect. It is tried again
    when nothing else is under way, and is quarantined if a process dies with it KILLS times, all but the first alone.

    strict: see work.
    """

    def __init__(self, jobs: Mapping[str, Job], store: Store, processes: int, strict: bool = True) -> None:
        self.jobs = jobs
        self.strict = strict
        self.store = store
        self.processes = processes
        self.deaths: Counter[str] = Counter()
        self.waiting = deque(Random(os.getpid()).sample(list(jobs), len(jobs)))  # two that share a store seldom meet
        self.singly: deque[str] = deque()  # each in a batch of its own
        self.alone: deque[str] = deque()  # and with no other batch under way
        self._seconds, self._runs = 0.0, 0
        self._looked = time.perf_counter()

    def take(self, under_way: int) -> Batch | None:
        """The next batch; None if there is none while so many others are under way."""
        self._look()
        while self.waiting:
            cut = [self.waiting.popleft() for _ in range(min(self._size(), len(self.waiting)))]
            missing = [(key, self.jobs[key]) for key in cut if key not in self.store]
            if missing:
                return missing
        for alone, queue in ((False, self.singly), (True, self.alone)):
            while queue and not (alone and under_way):
                key = queue.popleft()
                if key not in self.store:
                    return [(key, self.jobs[key])]
        return None

    def _size(self) -> int:
        """As many runs as take BATCH_SECONDS, but so few that all processes end at about the same time."""
        if not self._runs:
            return 1
        by_time = round(BATCH_SECONDS / max(self._seconds / self._runs, 1e-6))
        by_end = -(-len(self.waiting) // (2 * self.processes))
        return max(1, min(by_time, by_end, MOST_RUNS))

    def _look(self) -> None:
        if time.perf_counter() - self._looked > LOOK_EVERY:
            self.store.look()
            self._looked = time.perf_counter()

    def finished(self, worked: Worked) -> None:
        """Learn from a batch how long a run takes."""
        self._seconds += worked.seconds
        self._runs += len(worked.ended)

    def put_back(self, batch: Batch) -> None:
        """A batch that was taken and not begun."""
        self.waiting.extendleft(key for key, _ in batch)

    def lost(self, batches: Sequence[Batch]) -> Batch:
        """
        Put back what was under way when a process died.

        Returns:
            The runs that are to be quarantined, since it was for the last time.
        """
        self.store.look()
        condemned: Batch = []
        for key, job in (entry for batch in batches for entry in batch):
            if key in self.store:
                continue
            self.deaths[key] += 1
            if self.deaths[key] >= KILLS:
                condemned.append((key, job))
            else:
                self.alone.append(key)
        return condemned
