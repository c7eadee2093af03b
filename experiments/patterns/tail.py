"""The tail of posts per poster (V4)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from clubsim.experiments.measures.careers import Ints

EXPONENTS = np.arange(1.05, 5.0, 0.01)
LEAST = 10  # values a tail must hold to be a candidate,
SHARE = 0.1  # and of all values


class Tail(NamedTuple):
    """A discrete power law fitted to the values >= start."""

    exponent: float
    start: int
    size: int  # how many values it was fitted to
    distance: float  # Kolmogorov-Smirnov distance of the fit, in [0, 1]


def power_law(totals: Ints) -> Tail | None:
    """
    Maximum-likelihood exponent of a discrete power law, its start chosen by the least KS distance (V4).

        P(x) = x^-a / zeta(a, s) for x >= s;   a maximises  -n ln zeta(a, s) - a sum ln x
        s minimises  max_x |P(X >= x) - share of the values >= x|

    The exponent is searched in steps of .01 in [1.05, 5) and refined by a parabola.

    Args:
        totals: events of each member with at least one [M].

    Returns:
        None where no start leaves LEAST values, and a tenth of all, of which two differ.

    Source: adapted. Clauset, Shalizi & Newman (2009); whether it is a power law at all is not tested here.
    """
    values, counts = np.unique(totals, return_counts=True)
    above = counts[::-1].cumsum()[::-1]
    logs = (counts * np.log(values))[::-1].cumsum()[::-1]
    least = max(LEAST, SHARE * totals.size)
    best: Tail | None = None
    for k in range(values.size - 1):
        if above[k] < least:
            break
        exponent, distance = _fitted(values[k:], counts[k:], int(above[k]), float(logs[k]))
        if best is None or distance < best.distance:
            best = Tail(exponent, int(values[k]), int(above[k]), distance)
    return best


def _fitted(values: Ints, counts: Ints, size: int, logs: float) -> tuple[float, float]:
    """Exponent and KS distance of the power law that starts at values[0]."""
    from scipy.special import zeta

    likelihood = -size * np.log(zeta(EXPONENTS, values[0])) - EXPONENTS * logs
    top = int(np.clip(likelihood.argmax(), 1, EXPONENTS.size - 2))
    left, middle, right = likelihood[top - 1 : top + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend else 0.0
    exponent = float(EXPONENTS[top] + 0.01 * np.clip(shift, -1, 1))
    model = zeta(exponent, values) / zeta(exponent, values[0])
    seen = counts[::-1].cumsum()[::-1] / size
    return exponent, float(np.abs(model - seen).max())
