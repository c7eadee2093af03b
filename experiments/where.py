"""Where the runs of a study are done: on this machine, or by a Dask cluster. No bit of a result hangs on it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clubsim.experiments.errors import StudyError
from clubsim.experiments.fields import shown, whole, word

DASK = "dask"
ENGINES = ("compiled", "objects", DASK)
ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss|inproc)://\S+")


@dataclass(frozen=True, kw_only=True)
class Where:
    """
    Where runs are done.

    workers: processes, 0 for one a core, 1 for this process alone; dask: whether Dask does them; cluster: the address
    of its scheduler, None for one that is started here.
    """

    workers: int = 0
    dask: bool = False
    cluster: str | None = None

    @property
    def processes(self) -> int:
        """How many there are at once on this machine."""
        return self.workers or os.cpu_count() or 1


def where_of(resolved: Mapping[str, Any]) -> Where:
    """
    What a study's engine, workers and cluster say about it.

    Raises:
        StudyError: workers or a cluster that are none, or a cluster without engine=dask.
    """
    dask = word("engine", resolved["engine"], ENGINES) == DASK
    cluster = resolved["cluster"]
    if cluster is not None and not (isinstance(cluster, str) and ADDRESS.fullmatch(cluster)):
        raise StudyError(
            f"cluster is the address of a Dask scheduler, not {shown(cluster)}; write cluster=tcp://host:8786"
        )
    if cluster is not None and not dask:
        raise StudyError(f"cluster={cluster} is for Dask; write engine=dask cluster={cluster}")
    return Where(workers=whole("workers", resolved["workers"], 0, 4096, 2), dask=dask, cluster=cluster)


def engine_of(resolved: Mapping[str, Any]) -> str:
    """How a run is carried out: Dask has it done compiled."""
    engine = word("engine", resolved["engine"], ENGINES)
    return "compiled" if engine == DASK else engine
