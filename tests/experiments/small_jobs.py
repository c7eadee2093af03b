"""Jobs that take no time, one that fails and one that kills its process; a module, so that processes find them."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clubsim.experiments.running import Result
from clubsim.sim.counters import DAILY


@dataclass(frozen=True, kw_only=True)
class Number:
    """A run that comes to its seed times `factor`, with three days, and takes `seconds`."""

    arm: str
    seed: int
    set: int = -1
    factor: float = 1.0
    seconds: float = 0.0

    def carry_out(self):
        time.sleep(self.seconds)
        return Result(
            task_key=(self.arm, self.set, self.seed),
            outcomes={"value": self.factor * self.seed},
            daily=np.full((3, len(DAILY)), float(self.seed)),
            members={"row": np.arange(self.seed % 3, dtype=np.int32), "left": np.full(self.seed % 3, -1, np.int32)},
            cohorts=[(0, 0, 5, self.seed)],
        )


@dataclass(frozen=True, kw_only=True)
class Failing(Number):
    """Fails at one seed, as long as there is no file `mended`."""

    at: int
    mended: str

    def carry_out(self):
        if self.seed == self.at and not Path(self.mended).exists():
            raise ZeroDivisionError("of seed\nthirteen")
        return super().carry_out()


@dataclass(frozen=True, kw_only=True)
class Deadly(Number):
    """Ends its process at one seed, `times` times; each leaves a file in `folder`."""

    at: int
    times: int
    folder: str

    def carry_out(self):
        if self.seed == self.at and len(os.listdir(self.folder)) < self.times:
            (Path(self.folder) / str(time.monotonic_ns())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().carry_out()
