"""
Sobol indices: how the variance of an outcome divides among the inputs that are varied, each over its whole range.

    first order  S_i   share of the variance that goes if input i alone were known (its main effect)
    total order  ST_i  share that stays if everything but i were known: with all that i does together with others
    second order S_ij  share that i and j have together, beyond what each does alone

Noise. A run is a draw: seeds differ. Each point is run on R seeds and their mean is analysed, in which a part of the
noise is left. It is in the variance that everything is divided by, so first-order indices come out too small; and it is
in every difference of two points, so total indices come out too large. With independent noise of variance v in the
means, whose own variance is V,

    S_i (V - v) / V           is found for S_i,
    (ST_i (V - v) + v) / V    for ST_i,

so v is subtracted from V and from what the second is a share of. Here the same seeds are used at each point, so noise
is not independent: what a seed does alike at all points drops out of every difference, and two points that differ in
what nothing reads have none. So of each difference that an index is made of, the part that is noise is estimated from
how the seeds disagree about this very difference, and subtracted; and of the variance likewise. That has the right mean
for common seeds and for independent ones, and is the above for the latter.

Source: Sobol' (2001), Mathematics and Computers in Simulation 55, 271-280; design and estimators of Saltelli et al.
(2010), Computer Physics Communications 181, 259-270, and Saltelli (2002), 145, 280-297, by SALib. On the indices of
models with luck in them: Hart, Alexanderian & Gremaud (2017), arXiv:1602.06218.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from clubsim.experiments.errors import StudyError

FEWEST, MOST = 8, 16_384  # base points
DESIGN_SEED = 2001
RESAMPLES = 1000
AT_ONCE = 2**21  # values of a table of resamples that are worked on at a time
TAILS = (0.025, 0.975)  # of the 95 % interval


@dataclass(frozen=True, kw_only=True)
class Index:
    """
    One input's shares of the variance of one outcome, with 95 % intervals; first_raw, total_raw: with the noise in.
    """

    outcome: str
    input: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float
    first_raw: float
    total_raw: float


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The share of the variance that two inputs have together beyond what each does alone, with its 95 % interval."""

    outcome: str
    one: str
    other: str
    second: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Indices:
    """
    What was found of one outcome.

    variance: of the mean response over the ranges, noise subtracted; noise: share of the variance of the means over the
    seeds that is noise; luck: share of the variance of a single run, and both None where each point has one seed.
    points: base points that were used; left_out: those at which the outcome is missing somewhere; above: share of the
    points at which it is above 0.
    """

    outcome: str
    inputs: tuple[Index, ...]
    pairs: tuple[Pair, ...]
    mean: float
    variance: float
    noise: float | None
    luck: float | None
    points: int
    left_out: int
    low: float  # 5 % of the points lie below ...
    high: float  # ... and above
    above: float


def check_points(points: int) -> None:
    """Raises StudyError unless a Sobol sequence of so many points is balanced."""
    if not FEWEST <= points <= MOST or points & (points - 1):
        near = min(max(2 ** round(np.log2(max(points, 1))), FEWEST), MOST)
        raise StudyError(f"--points is a power of two from {FEWEST} to {MOST}, not {points}; write --points {near}")


def block_of(inputs: int, second_order: bool) -> int:
    """How many points there are to run for each base point."""
    return 2 * inputs + 2 if second_order else inputs + 2


def places_of(inputs: int, points: int, second_order: bool) -> Any:
    """
    Saltelli's design, base point after base point, each of block_of points; more points begin with the fewer ones.

    Returns:
        In the unit cube, float64 [points * block, inputs].
    """
    from SALib.sample.sobol import sample

    names = [str(place) for place in range(inputs)]
    problem = {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs}
    return sample(problem, points, calc_second_order=second_order, seed=DESIGN_SEED)


class Table(NamedTuple):
    """
    The outcome at the base points, of the two samples and of those that are mixed of them.

    a, b: [points]; ab, ba: [inputs, points], ba empty without second order; all with further axes, if any.
    """

    a: Any
    b: Any
    ab: Any
    ba: Any


def indices_of(outcome: str, names: Sequence[str], values: Any, second_order: bool) -> Indices | None:
    """
    The indices of every input, in the order of `names`.

    Args:
        names: of the inputs, in the order of the design's columns.
        values: the outcome at each point of places_of on each seed, float64 [points, seeds]; a base point with a NaN is
            left out.

    Returns:
        None where fewer than FEWEST base points are left, or where no variance is but noise.
    """
    blocks = values.reshape(-1, block_of(len(names), second_order), values.shape[1])
    whole = np.isfinite(blocks).all(axis=(1, 2))
    blocks = blocks[whole]
    if len(blocks) < FEWEST:
        return None
    means, deviations = blocks.mean(axis=2), blocks - blocks.mean(axis=2, keepdims=True)
    table = _split(means - means.mean(), len(names))
    noise = _noise(_split(deviations, len(names)), second_order)
    every = np.arange(len(blocks))[:, np.newaxis]
    variance = _variance(table, every).item()
    left = variance - _variance_noise(noise, every).item()
    if not left > 1e-12 * max(1.0, float(means.mean()) ** 2):
        return None
    found = _estimates(table, noise, every, second_order)
    raw = _estimates(table, None, every, second_order)
    ends = _intervals(table, noise, len(blocks), second_order)
    one_run = float(deviations.var(axis=2, ddof=1).mean()) if values.shape[1] > 1 else None
    base = means[:, [0, -1]].ravel()
    return Indices(
        outcome=outcome,
        inputs=_indices(outcome, names, found, raw, ends),
        pairs=_pairs(outcome, names, found, ends) if second_order else (),
        mean=float(base.mean()),
        variance=left,
        noise=None if one_run is None else 1.0 - left / variance,
        luck=None if one_run is None else one_run / (left + one_run),
        points=len(blocks),
        left_out=int(np.count_nonzero(~whole)),
        low=float(np.quantile(base, 0.05)),
        high=float(np.quantile(base, 0.95)),
        above=float(np.mean(base > 0)),
    )


def _split(blocks: Any, inputs: int) -> Table:
    """The parts of every block by what they are: A, one input of B in A, one input of A in B, and B."""
    moved = np.moveaxis(blocks[:, 1:-1], 1, 0)
    return Table(a=blocks[:, 0], b=blocks[:, -1], ab=moved[:inputs], ba=moved[inputs:])


class Noise(NamedTuple):
    """
    How much noise is expected in what the estimators are made of, at each base point.

    variance: [points]; first, total: [inputs, points]; pairs: [pairs, points], empty without second order.
    """

    variance: Any
    first: Any
    total: Any
    pairs: Any


def _noise(deviations: Table, second_order: bool) -> Noise | None:
    """
    From how the seeds disagree; None where each point has one seed.

    Args:
        deviations: of each seed from its point's mean, the seeds as the last axis.
    """
    a, b, ab, ba = deviations
    seeds = a.shape[-1]
    if seeds < 2:
        return None
    several = seeds * (seeds - 1)  # the variance of the mean of the seeds: a sum of squares divided by this
    common = (a + b).mean(axis=0) / 2  # of each seed at all points, which drops out of the variance
    own = ((a - common) ** 2 + (b - common) ** 2).sum(axis=-1) / 2
    pairs = [
        ((ba[i] * ab[j]) - a * b).sum(axis=-1) / several
        for i, j in (combinations(range(len(ab)), 2) if second_order else ())
    ]
    return Noise(
        variance=own / several,
        first=(b * (ab - a)).sum(axis=-1) / several,
        total=0.5 * ((a - ab) ** 2).sum(axis=-1) / several,
        pairs=np.array(pairs),
    )


class Estimates(NamedTuple):
    """Of first, total [inputs, resamples] and second order [pairs, resamples]."""

    first: Any
    total: Any
    pairs: Any


def _variance(table: Table, rows: Any) -> Any:
    return np.var(np.concatenate([table.a[rows], table.b[rows]]), axis=0)


def _variance_noise(noise: Noise | None, rows: Any) -> Any:
    return np.zeros(rows.shape[1]) if noise is None else noise.variance[rows].mean(axis=0)


def _estimates(table: Table, noise: Noise | None, rows: Any, second_order: bool) -> Estimates:
    """
    SALib's estimates with the noise subtracted; NaN where nothing but noise is left.

    Args:
        rows: which base points, int [points, resamples].
    """
    from SALib.analyze import sobol

    a, b = table.a[rows], table.b[rows]
    raw = _variance(table, rows)
    left = raw - _variance_noise(noise, rows)
    left = np.where(left > 0, left, np.nan)

    def corrected(estimate: Any, of_noise: Any) -> Any:
        return (estimate * raw - of_noise) / left

    def expected(part: Any) -> Any:
        return 0.0 if part is None else part[rows].mean(axis=0)

    first_noise = [None] * len(table.ab) if noise is None else noise.first
    total_noise = [None] * len(table.ab) if noise is None else noise.total
    first, total = [], []
    for i, moved in enumerate(table.ab):
        first.append(corrected(sobol.first_order(a, moved[rows], b), expected(first_noise[i])))
        total.append(corrected(sobol.total_order(a, moved[rows], b), expected(total_noise[i])))
    pairs = []
    for place, (i, j) in enumerate(combinations(range(len(table.ab)), 2) if second_order else ()):
        estimate = sobol.second_order(a, table.ab[i][rows], table.ab[j][rows], table.ba[i][rows], b)
        of_pair = None if noise is None else noise.pairs[place]
        less = expected(of_pair) - expected(first_noise[i]) - expected(first_noise[j])
        pairs.append(corrected(estimate, less))
    return Estimates(np.array(first), np.array(total), np.array(pairs))


def _intervals(table: Table, noise: Noise | None, points: int, second_order: bool) -> Estimates:
    """The ends of the intervals, float64 [2, inputs] and [2, pairs], from base points drawn with replacement."""
    parts = [_estimates(table, noise, rows, second_order) for rows in _draws(points)]
    joined = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
    return Estimates(*(np.nanquantile(part, TAILS, axis=-1) if part.size else part for part in joined))


def _draws(points: int) -> Iterator[Any]:
    rng = np.random.default_rng(DESIGN_SEED)
    at_once = max(1, min(RESAMPLES, AT_ONCE // points))
    for begun in range(0, RESAMPLES, at_once):
        yield rng.integers(points, size=(points, min(at_once, RESAMPLES - begun)))


def _indices(
    outcome: str, names: Sequence[str], found: Estimates, raw: Estimates, ends: Estimates
) -> tuple[Index, ...]:
    return tuple(
        Index(
            outcome=outcome,
            input=name,
            first=found.first[i].item(),
            first_low=float(ends.first[0, i]),
            first_high=float(ends.first[1, i]),
            total=found.total[i].item(),
            total_low=float(ends.total[0, i]),
            total_high=float(ends.total[1, i]),
            first_raw=raw.first[i].item(),
            total_raw=raw.total[i].item(),
        )
        for i, name in enumerate(names)
    )


def _pairs(outcome: str, names: Sequence[str], found: Estimates, ends: Estimates) -> tuple[Pair, ...]:
    return tuple(
        Pair(
            outcome=outcome,
            one=names[i],
            other=names[j],
            second=found.pairs[place].item(),
            low=float(ends.pairs[0, place]),
            high=float(ends.pairs[1, place]),
        )
        for place, (i, j) in enumerate(combinations(range(len(names)), 2))
    )


def ranked(indices: Indices) -> list[Index]:
    """The inputs, the largest total index first."""
    return sorted(indices.inputs, key=lambda index: -index.total)
