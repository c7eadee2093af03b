"""The tables of experiments/johnson.py: each arm beside real forums and against preferential attachment alone."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from scipy import stats

from clubsim.experiments.johnson import ALONE, BLEND, DEPTH, MESSAGES, PARTICIPANTS, Forum
from clubsim.experiments.printing import NOTHING, percent

WIDTH = 126  # of every table [character]
BAND = (0.88, 0.98)  # V37
CONFIDENCE = 0.95


class Sample(NamedTuple):
    """Fits of some forums."""

    n: int
    mean: float
    sd: float


REAL = Sample(19, 0.944, 0.030)  # Table 2: forums held out for the test
THEIRS = {ALONE: Sample(40, 0.895, 0.029), BLEND: Sample(78, 0.933, 0.024)}  # Table 2; 78 of 1,000 were like forums
DENSITY, CLUSTERING = (0.006, 0.046), (0.009, 0.274)  # Table A6: least and most of nine forums
DEPTHS = (0.9 * DEPTH, 1.1 * DEPTH)  # what the paper keeps: 10 % around its forums' mean


class Difference(NamedTuple):
    """An arm less another, seed by seed."""

    mean: float
    low: float  # 95 % t interval
    high: float
    better: float  # share of seeds in which the arm is higher
    n: int


def sample(values: Sequence[float | None]) -> Sample | None:
    """Number, mean and standard deviation of the values there are; None of fewer than two."""
    known = np.array([value for value in values if value is not None])
    return Sample(known.size, float(known.mean()), float(known.std(ddof=1))) if known.size > 1 else None


def anova(one: Sample, other: Sample) -> tuple[float, float]:
    """
    The paper's comparison: F of a one-way analysis of variance of two samples, and its p.

        (mean - mean')**2 / (pooled variance * (1 / n + 1 / n')),  1 and n + n' - 2 degrees of freedom
    """
    freedom = one.n + other.n - 2
    pooled = ((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / freedom
    if pooled == 0.0:
        return (0.0, 1.0) if one.mean == other.mean else (np.inf, 0.0)
    found = (one.mean - other.mean) ** 2 / (pooled * (1 / one.n + 1 / other.n))
    return float(found), float(stats.f.sf(found, 1, freedom))


def difference(forums: Sequence[Forum], arm: str, other: str, measure: str) -> Difference | None:
    """Paired difference of a measure, by seed; None with fewer than two seeds that have it in both."""
    values = {(one.arm, one.seed): getattr(one, measure) for one in forums}
    pairs = [(values[arm, seed], values[other, seed]) for name, seed in values if name == arm]
    apart = np.array([mine - theirs for mine, theirs in pairs if mine is not None and theirs is not None])
    if apart.size < 2:
        return None
    half = stats.t.ppf((1 + CONFIDENCE) / 2, apart.size - 1) * apart.std(ddof=1) / np.sqrt(apart.size)
    mean = float(apart.mean())
    return Difference(mean, mean - float(half), mean + float(half), float((apart > 0).mean()), apart.size)


def is_like_a_forum(one: Forum) -> bool:
    """What the paper asks of a run before it is compared: depth, density and clustering of its nine forums."""
    return (
        DEPTHS[0] <= one.depth <= DEPTHS[1]
        and DENSITY[0] <= one.density <= DENSITY[1]
        and one.clustering is not None
        and CLUSTERING[0] <= one.clustering <= CLUSTERING[1]
    )


def names_of(forums: Sequence[Forum]) -> list[str]:
    """The arms, in the order of the runs."""
    return list(dict.fromkeys(one.arm for one in forums))


def print_tables(forums: Sequence[Forum], console: Console | None = None) -> None:
    """The three tables and what stands below them, on stdout unless a console is given."""
    console = Console(width=WIDTH, highlight=False) if console is None else console
    console.print(fits(forums), differences(forums), sizes(forums), sep="\n")
    console.print(verdict(forums))


def verdict(forums: Sequence[Forum]) -> str:
    """Whether the two halves of the paper's claim hold here: the blend in the band, and better than one mechanism."""
    blend, apart = sample([one.fit for one in forums if one.arm == BLEND]), difference(forums, BLEND, ALONE, "fit")
    if blend is None or apart is None:
        return "too few forums with a law to fit"
    inside = "inside" if BAND[0] <= blend.mean <= BAND[1] else "OUTSIDE"
    beats = "better" if apart.low > 0 else "WORSE" if apart.high < 0 else "no different (interval holds 0)"
    return (
        f"The blend lies {inside} .88 to .98 and is {beats} than {ALONE}"
        f" ({apart.mean:+.3f}; {apart.low:+.3f} to {apart.high:+.3f})."
    )


def fits(forums: Sequence[Forum]) -> Table:
    """Fit of the law by arm, beside the paper's figures."""
    table = _table(
        "How well a straight line fits the law of who is answered: adjusted R2, Appendix B of Johnson et al. (2014)",
        (
            "arm",
            "forums",
            "mean",
            "sd",
            "inside\n.88–.98",
            "F against\nreal",
            "p",
            "like a\nforum",
            "mean of\nthese",
            "V37",
        ),
        f"real: {REAL.n} forums, mean {REAL.mean:.3f}, sd {REAL.sd:.3f}. F: one-way analysis of variance against them. "
        "like a forum: depth, density and clustering of the paper's forums, as it asked of the runs that it compared. "
        "V37: mean R2 of ln rank on ln number of different people, a point a member, as in clubsim validate.",
    )
    table.add_row("real forums", str(REAL.n), f"{REAL.mean:.3f}", f"{REAL.sd:.3f}", *[NOTHING] * 6)
    for name, given in THEIRS.items():
        value, p = anova(given, REAL)
        row = (str(given.n), f"{given.mean:.3f}", f"{given.sd:.3f}", NOTHING, f"{value:.1f}", _p(p), *[NOTHING] * 3)
        table.add_row(f"the paper: {name}", *row)
    table.add_section()
    for name in names_of(forums):
        table.add_row(name, *_fit_row([one for one in forums if one.arm == name]))
    return table


def _fit_row(own: Sequence[Forum]) -> list[str]:
    found = sample([one.fit for one in own])
    if found is None:
        return [str(len(own)), *[NOTHING] * 8]
    value, p = anova(found, REAL)
    inside = np.mean([one.fit is not None and BAND[0] <= one.fit <= BAND[1] for one in own])
    alike = [one for one in own if is_like_a_forum(one)]
    of_these, v37 = sample([one.fit for one in alike]), sample([one.v37 for one in own])
    return [
        *(str(found.n), f"{found.mean:.3f}", f"{found.sd:.3f}", percent(float(inside)), f"{value:.1f}", _p(p)),
        *(str(len(alike)), *(f"{one.mean:.3f}" if one else NOTHING for one in (of_these, v37))),
    ]


def differences(forums: Sequence[Forum]) -> Table:
    """Each arm less preferential attachment alone, by both ways to fit the law, and less the blend."""
    table = _table(
        "Paired by seed: mean difference of the fit with its 95 % interval, and share of seeds in which it is better",
        ("arm", f"less\n{ALONE}", "better", f"less\n{BLEND}", "better", f"V37 less\n{ALONE}", "better"),
    )
    for name in names_of(forums):
        cells = [
            ["", ""] if name == other else _apart(difference(forums, name, other, measure))
            for other, measure in ((ALONE, "fit"), (BLEND, "fit"), (ALONE, "v37"))
        ]
        table.add_row(name, *cells[0], *cells[1], *cells[2])
    return table


def _apart(found: Difference | None) -> list[str]:
    if found is None:
        return [NOTHING] * 2
    return [f"{found.mean:+.3f} ± {found.high - found.mean:.3f}", percent(found.better)]


def sizes(forums: Sequence[Forum]) -> Table:
    """What the forums are like besides: means over seeds."""
    table = _table(
        "What the forums are like: means",
        ("arm", "participants", "messages", "messages\na thread", "density", "clustering"),
        "density: of the directed network of who wrote in whose threads; clustering: its transitivity, undirected.",
    )
    table.add_row(
        *("nine real forums", f"{PARTICIPANTS:.0f}", f"{MESSAGES:.0f}", f"{DEPTH:.1f}"),
        *(f"{low:.3f}–{high:.3f}" for low, high in (DENSITY, CLUSTERING)),
    )
    table.add_section()
    for name in names_of(forums):
        own = [one for one in forums if one.arm == name]
        means = [np.mean([getattr(one, field) for one in own]) for field in ("participants", "messages", "depth")]
        density, closed = sample([one.density for one in own]), sample([one.clustering for one in own])
        table.add_row(
            *(name, f"{means[0]:.0f}", f"{means[1]:.0f}", f"{means[2]:.1f}"),
            *(f"{one.mean:.3f}" if one else NOTHING for one in (density, closed)),
        )
    return table


def _table(title: str, headers: Sequence[str], caption: str = "") -> Table:
    table = Table(
        title=title, caption=caption or None, title_justify="left", caption_justify="left", box=box.SIMPLE_HEAD
    )
    for place, header in enumerate(headers):
        table.add_column(
            header, justify="right" if place else "left", no_wrap=True, min_width=max(map(len, header.splitlines()))
        )
    return table


def _p(p: float) -> str:
    return "<.0001" if p < 0.0001 else f"{p:.4f}".lstrip("0")
