"""A job that is a function with known Sobol indices, in a module of its own so that other processes can import it."""

from dataclasses import dataclass
from math import pi, sin

import numpy as np

from clubsim.experiments.running import Result

FIRST = (0.3139, 0.4424, 0.0)  # of the function with a = 7 and b = 0.1 on [-pi, pi], from its analytic variance
TOTAL = (0.5576, 0.4424, 0.2437)
SECOND = (0.0, 0.2437, 0.0)  # of the pairs 0-1, 0-2, 1-2
VARIANCE = 13.8446


@dataclass(frozen=True, kw_only=True)
class Ishigami:
    """
    The function of Ishigami & Homma (1990) at a place of the unit cube, with normal noise.

    noise: its standard deviation, drawn anew at each place and seed; luck: that of what a seed adds everywhere.
    """

    arm: str
    set: int
    seed: int
    place: tuple[float, float, float]
    noise: float = 0.0
    luck: float = 0.0

    def carry_out(self) -> Result:
        """The value as an outcome `y`."""
        one, two, three = (pi * (2 * share - 1) for share in self.place)
        y = sin(one) + 7 * sin(two) ** 2 + 0.1 * three**4 * sin(one)
        y += self.luck * float(np.random.default_rng(self.seed).standard_normal())
        own = np.frombuffer(np.array(self.place).tobytes(), dtype=np.uint32)
        y += self.noise * float(np.random.default_rng([self.seed, *own]).standard_normal())
        return Result(task_key=(self.arm, self.set, self.seed), outcomes={"y": y})
