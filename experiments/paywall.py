"""
V38: what a fee does to the visits of a base that was free; the same seed with and without it.

    python -m clubsim.experiments.paywall                          5 seeds of bamanshe, a settled base
    python -m clubsim.experiments.paywall --scenario operations_club --seeds 2

The reference price is the median of what members would pay: the price at which, by definition, one in two would stay.
Chiou & Tucker (2013) measured visits 51 % lower after a newspaper's site asked for a fee; how their price stood to
their readers' purses was not seen, so that the reference is adapted, and the other prices show what hangs on it.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from clubsim.experiments.composing import CONFIGS
from clubsim.experiments.posting import inherited
from clubsim.experiments.scenarios import scenario_of
from clubsim.experiments.side_by_side import side_by_side
from clubsim.policies.registry import build
from clubsim.sim.policy import Policy
from clubsim.sim.world import Scenario

SEEDS, FIRST_DAY, AFTER = 5, 60, 28  # the fee is asked on FIRST_DAY; visits are counted in the AFTER days that follow
FACTORS = (0.25, 0.5, 1.0, 2.0, 4.0)  # price as a share of the median willingness
REFERENCE = 1.0
ACCEPT = (-0.65, -0.35)  # V38, at the reference price
LINE = "{:>10}{:>9}{:>12}{:>12}{:>12}{:>14}  {}"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A community to simulate. factor: price by the median willingness, 0 for no fee."""

    scenario: str
    factor: float
    seed: int


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one community showed. visits: in the days after the fee; before: members on the eve of it; paid: of them."""

    factor: float
    seed: int
    price: float
    visits: float
    before: int
    paid: int


def base_of(name: str) -> Scenario:
    """A shipped scenario by its name, in which nothing is asked of anybody."""
    tree = inherited(CONFIGS / "scenario" / f"{name}.yaml")
    world = tree.pop("world")
    tree.pop("reading", None)
    return replace(scenario_of(tree, world), name=name)


def simulate(task: Task) -> Seen:
    """One community, simulated and measured."""
    from clubsim.sim.community import Community

    scenario = base_of(task.scenario)
    price = task.factor * scenario.world.willingness_median
    policies: dict[str, Policy] = {"recruitment": build("recruitment/seasons", {"places": 500, "until_day": FIRST_DAY})}
    policies["charge"] = build("money/charge", {"price": price, "first_day": FIRST_DAY})
    c = Community(scenario, policies, seed=task.seed).run(FIRST_DAY)
    before = c.headcount
    c.run(AFTER + 1)
    m = c.members
    paid = int(np.count_nonzero((m.paid[c.present] > 0) & (m.joined[c.present] < FIRST_DAY)))
    visits = float(c.counters.series("visitors")[-AFTER:].sum())
    return Seen(factor=task.factor, seed=task.seed, price=price, visits=visits, before=before, paid=paid)


def run(scenario: str, seeds: int, workers: int = 0, quiet: bool = False) -> list[Seen]:
    """Every price and none, on the same seeds, 0 to seeds - 1."""
    tasks = [Task(scenario=scenario, factor=factor, seed=seed) for factor in (0.0, *FACTORS) for seed in range(seeds)]
    return side_by_side(simulate, tasks, workers, quiet)


def changes(seen: Sequence[Seen], factor: float) -> list[float]:
    """Relative change of visits under a price, for each seed against the same seed without."""
    free = {one.seed: one.visits for one in seen if one.factor == 0.0}
    return [one.visits / free[one.seed] - 1.0 for one in seen if one.factor == factor]


def verdict(change: float) -> str:
    """Whether a change of visits lies where V38 wants it."""
    return "inside" if ACCEPT[0] <= change <= ACCEPT[1] else "outside"


def table(seen: Sequence[Seen]) -> str:
    """A line a price: who stayed, how visits changed, and at the reference price the verdict."""
    lines = [LINE.format("of median", "price", "stayed", "visits", "least", "most", "V38: -65 % to -35 %")]
    for factor in FACTORS:
        mine = [one for one in seen if one.factor == factor]
        stayed = sum(one.paid for one in mine) / max(sum(one.before for one in mine), 1)
        change = changes(seen, factor)
        mean = float(np.mean(change))
        said = f"{verdict(mean)}, at the reference price" if factor == REFERENCE else ""
        shown = (f"{number:+.1%}" for number in (mean, min(change), max(change)))
        lines.append(LINE.format(f"{factor:g}", f"{mine[0].price:.1f}", f"{stayed:.1%}", *shown, said))
    return "\n".join(line.rstrip() for line in lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m clubsim.experiments.paywall", description="A fee on a free base (V38)"
    )
    parser.add_argument("--scenario", default="bamanshe", help="a shipped scenario")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="communities an arm")
    parser.add_argument("--workers", type=int, default=0, help="processes, 0 for one a core")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    given = parser.parse_args(arguments)
    if given.seeds < 1:
        parser.error("write --seeds 1 or more")
    known = sorted(path.stem for path in (CONFIGS / "scenario").glob("*.yaml"))
    if given.scenario not in known:
        parser.error(f"--scenario is one of {', '.join(known)}, not {given.scenario}")
    print(table(run(given.scenario, given.seeds, given.workers, given.quiet)))


if __name__ == "__main__":
    from clubsim.experiments import paywall  # by its own name, so that processes find its functions

    paywall.main()
