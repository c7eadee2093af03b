"""
Batches over Dask: on the scheduler of a cluster, or on one that is started on this machine.

Workers need no disk that they share with this machine: what they have done comes back as the bytes of a shard, and
whoever started the study writes it.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from clubsim.experiments.errors import StudyError, one_line
from clubsim.experiments.jobs import KILLS, Batch, Batches, Worked, work
from clubsim.experiments.keys import result_version
from clubsim.experiments.store import Store

LOOPBACK = "127.0.0.1:0"  # any free port for the page on which Dask shows its state
TIMEOUT = 10  # [s] for a scheduler to answer
AHEAD = 2  # batches for each thread of a worker that are on their way


def on_cluster(
    batches: Batches, address: str | None, processes: int, store: Store, condemn: Callable[[Batch], Worked]
) -> Generator[Worked, None, None]:
    """
    Batches over the workers of a cluster.

    Args:
        address: of the scheduler; None to start one here with `processes` workers, listening on loopback.
        condemn: writes down runs that are quarantined.

    Raises:
        StudyError: Dask is not installed, nobody answers at the address, or a worker has other code than this machine.
    """
    distributed = _distributed()
    with _client(distributed, address, processes) as client:
        _check_workers(client)
        yield from _work_off(distributed, client, batches, store, condemn)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise StudyError("engine=dask needs Dask; install it with pip install 'clubsim[cluster]'") from None
    return distributed


@contextmanager
def _client(distributed: Any, address: str | None, processes: int) -> Iterator[Any]:
    import dask

    with dask.config.set({"distributed.scheduler.allowed-failures": KILLS - 1}):
        if address is not None:
            with _connected(distributed, address) as client:
                yield client
            return
        with (
            distributed.LocalCluster(
                n_workers=processes, threads_per_worker=1, host="127.0.0.1", dashboard_address=LOOPBACK
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client


@contextmanager
def _connected(distributed: Any, address: str) -> Iterator[Any]:
    try:
        client = distributed.Client(address, timeout=TIMEOUT)
    except (OSError, ValueError, TimeoutError) as error:
        words = one_line(str(error))[:160]
        raise StudyError(
            f"no Dask scheduler answers at cluster={address} ({words}); start one with dask scheduler, or leave "
            "cluster out to have one started here"
        ) from None
    except TypeError:  # what Dask raises at an encrypted address where it is told of no certificates
        raise StudyError(
            f"cluster={address} needs certificates; set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY to their files"
        ) from None
    with client:
        yield client


def _check_workers(client: Any) -> None:
    """Every worker has the code that this machine has, or its runs would not be those that are asked for."""
    found = client.run(result_version)
    if not found:
        raise StudyError("the cluster has no worker; start some with dask worker and the scheduler's address")
    others = sorted(worker for worker, version in found.items() if version != result_version())
    if others:
        raise StudyError(
            f"the worker {others[0]} has another version of clubsim than this machine; install the same one on "
            f"all {len(found)} workers"
        )


def _work_off(
    distributed: Any, client: Any, batches: Batches, store: Store, condemn: Callable[[Batch], Worked]
) -> Generator[Worked, None, None]:
    under_way: dict[Any, Batch] = {}
    batches.processes = most = max(1, sum(client.nthreads().values()))
    ended = distributed.as_completed()
    while True:
        while len(under_way) < AHEAD * most and (batch := batches.take(len(under_way))):
            future = client.submit(work, batch, batches.strict, pure=False)
            under_way[future] = batch
            ended.add(future)
        if not under_way:
            return
        future = next(ended)
        batch = under_way.pop(future)
        if isinstance(future.exception(), distributed.KilledWorker):
            yield from _kept_apart(batch, batches, condemn)
            continue
        worked: Worked = future.result()
        if worked.shard is not None:
            store.write(worked.shard)
        batches.finished(worked)
        yield replace(worked, shard=None)


def _kept_apart(batch: Batch, batches: Batches, condemn: Callable[[Batch], Worked]) -> Iterator[Worked]:
    """After KILLS workers that died with a batch: its runs are tried one by one, a single run is quarantined."""
    if len(batch) == 1:
        yield condemn(batch)
    else:
        batches.singly.extend(key for key, _ in batch)
