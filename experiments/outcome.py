"""What one outcome of a run is."""

from dataclasses import dataclass
from typing import Literal

Denominator = Literal["count", "per 1,000 who knocked", "per admitted", "per remaining", "-"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """
    One number a run ends in, and how to read it.

    `better` is +1 where more is better, -1 where less is, 0 where neither can be said. It is 0 for every
    share of those admitted or remaining: a gate or a cull moves such a share by shrinking its base, so
    it never decides a verdict.
    """

    name: str  # column of the table of runs
    label: str  # the words of tables and figures
    unit: str
    denominator: Denominator
    better: Literal[-1, 0, 1]
    definition: str  # one sentence
    censored: bool = False  # a missing value means "not yet", so means over the others would be biased
