"""
How often a 95 % interval holds the true mean: for few seeds, skewed and discrete differences, and when one stops on its
width.

    python -m clubsim.experiments.coverage              # about two minutes; the tables of docs/statistics.md
    python -m clubsim.experiments.coverage --quick      # fewer samples
"""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clubsim.experiments.intervals import bca_intervals, raised_level, t_intervals
from clubsim.experiments.pairs import Floats
from clubsim.experiments.precision import expected_halfwidth
from clubsim.experiments.until import LEAST, next_round

COUNTS = (5, 10, 20, 40)
SAMPLES, QUICK = 4000, 500
RESAMPLES = 1999  # of each: enough to judge a method over thousands of samples
DRAW_SEED = 20


@dataclass(frozen=True)
class Kind:
    """A distribution of paired differences: its name, its mean and how it is drawn."""

    name: str
    mean: float
    draw: Callable[[np.random.Generator, tuple[int, ...]], Floats]


KINDS = (
    Kind("normal", 0.0, lambda rng, shape: rng.normal(size=shape)),
    Kind("exponential", 1.0, lambda rng, shape: rng.exponential(size=shape)),
    Kind("log-normal, sd 1 of the log", math.exp(0.5), lambda rng, shape: rng.lognormal(0, 1, shape)),
    Kind("Student's t of 3", 0.0, lambda rng, shape: rng.standard_t(3, shape)),
    Kind(
        "a few members more or less",
        0.2,
        lambda rng, shape: np.subtract(rng.poisson(0.5, shape), rng.poisson(0.3, shape), dtype=np.float64),
    ),
    Kind("0, or 1 in 10 seeds", 0.1, lambda rng, shape: (rng.random(shape) < 0.1).astype(np.float64)),
)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Of one way to make intervals: share that holds the mean, and shares that lie wholly above and below it."""

    kind: str
    n: int
    way: str
    holds: float
    above: float
    below: float


def coverages(samples: int, kinds: Sequence[Kind] = KINDS, counts: Sequence[int] = COUNTS) -> Iterator[Coverage]:
    """t and BCa on the same samples; where all differences are equal, BCa is the point that t is."""
    for kind in kinds:
        for n in counts:
            values = kind.draw(np.random.default_rng([DRAW_SEED, n]), (samples, n))
            by_t = t_intervals(values)
            bca = np.concatenate([bca_intervals(part, RESAMPLES) for part in np.array_split(values, samples // 250)])
            yield _coverage(kind, n, "t", by_t)
            yield _coverage(kind, n, "BCa", np.where(np.isfinite(bca), bca, by_t))


def _coverage(kind: Kind, n: int, way: str, low_high: Floats) -> Coverage:
    rounding = 1e-9
    above = float((low_high[:, 0] > kind.mean + rounding).mean())
    below = float((low_high[:, 1] < kind.mean - rounding).mean())
    return Coverage(kind=kind.name, n=n, way=way, holds=1 - above - below, above=above, below=below)


def stopped(kind: Kind, first: int, least: int, aimed: int, at_most: int, studies: int) -> tuple[float, float]:
    """
    Of studies that add seeds until t is narrow enough, the share whose last interval holds the mean, and their seeds.

    Args:
        first: seeds of the first round.
        least: seeds before which no study stops.
        aimed: seeds at which t is as narrow as is asked for, if the spread is the true one.
        at_most: seeds at which every study stops.
        studies: how many.
    """
    rng = np.random.default_rng([DRAW_SEED, first, aimed])
    sd = float(kind.draw(np.random.default_rng(DRAW_SEED), (1_000_000,)).std())
    wished = expected_halfwidth(sd, aimed)
    values, n = kind.draw(rng, (studies, at_most)), first
    running, held, seeds = np.ones(studies, dtype=np.bool_), 0, 0
    while running.any():
        low_high = t_intervals(values[running, :n])
        ends = (n >= least) & (low_high[:, 1] - low_high[:, 0] <= 2 * wished) | (n >= at_most)
        held += int(((low_high[:, 0] <= kind.mean) & (kind.mean <= low_high[:, 1]) & ends).sum())
        seeds += n * int(ends.sum())
        running[np.flatnonzero(running)[ends]] = False
        n = next_round(n, at_most)
    return held / studies, seeds / studies


def main(arguments: Sequence[str]) -> int:
    """Print both tables."""
    samples = QUICK if "--quick" in arguments else SAMPLES
    print(f"{samples} samples a row. Holds the mean (wholly above it / wholly below it), of 95 % intervals:\n")
    print("| differences | seeds | t | BCa |\n|---|---|---|---|")
    found = list(coverages(samples))
    for by_t, bca in zip(found[::2], found[1::2], strict=True):
        cells = [f"{each.holds:.3f} ({each.above:.3f} / {each.below:.3f})" for each in (by_t, bca)]
        print(f"| {by_t.kind} | {by_t.n} | {' | '.join(cells)} |")
    print(f"\nBCa's level is raised: {', '.join(f'{raised_level(n):.3f} for {n} seeds' for n in COUNTS)}.")
    print(
        f"\n{5 * samples} studies a row that stop on the width of t, at most 500 seeds. Holds the mean (mean seeds):\n"
    )
    print(
        f"| differences | wide as t of | no least, from 5 | no least, from {LEAST} | from 5, least {LEAST} | one look |"
    )
    print("|---|---|---|---|---|---|")
    for kind in KINDS[:4]:
        for aimed in (10, 30, 100):
            rules = ((5, 2, 500), (LEAST, 2, 500), (5, LEAST, 500), (aimed, aimed, aimed))
            shares = [stopped(kind, first, least, aimed, most, 5 * samples) for first, least, most in rules]
            told = " | ".join(f"{holds:.3f} ({seeds:.0f})" for holds, seeds in shares)
            print(f"| {kind.name} | {aimed} | {told} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
