"""What every lever is: a frozen value that says what is to hold or to happen today."""

from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]


class Lever:
    """
    What a policy returns. Final classes are frozen, keyword-only dataclasses in the modules beside this one; what
    pulling one does stands in the module of the same name in clubsim.sim.effects.
    """


class LeverError(ValueError):
    """Levers that cannot hold together on a day; one sentence on which slot, and what to write instead."""
