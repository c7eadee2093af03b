"""
How much of a red packet is given on within a day? (V41)

    python -m clubsim.experiments.gift_contagion                 8 seeds, 120 days of the operations club
    python -m clubsim.experiments.gift_contagion --seeds 2

Every morning a sponsor's packets are laid out for some of those who came the day before, drawn by lot: an experiment in
the run. Those who were drawn are compared with those who could have been: what each gave on that day, per yuan that
each opened more. The share that members mean to give on is put in (`gift_contagion`, from V41); what is found here is
what packets nobody opens, members without anybody to give to, and gifts among members leave of it.

Yuan et al., Gift contagion in online groups: evidence from virtual red packets, Management Science.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clubsim.experiments.side_by_side import side_by_side
from clubsim.experiments.study import load_study
from clubsim.policies.red_packet import RedPacket
from clubsim.sim.community import Community
from clubsim.sim.ledger import NAMED

DAYS, SEEDS, FIRST_DAY = 120, 8, 14
STUDY = "operations_club"
PACKETS = RedPacket(packets=10, amount=5.0, to="active", split="random", funded="outside")
ACCEPT = (0.10, 0.25)  # V41, per unit within 24 h


@dataclass(frozen=True, kw_only=True)
class Task:
    """A community to simulate."""

    seed: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Seen:
    """
    What one community showed. drawn, others: member-days with and without a packet among those who came the day
    before; opened, passed: what each drawn one opened, and gave on, more than the others [yuan/day].
    """

    seed: int
    drawn: int
    others: int
    opened: float
    passed: float

    @property
    def per_unit(self) -> float:
        """What is given on of each yuan opened."""
        return self.passed / self.opened


def simulate(task: Task) -> Seen:
    """One community with packets drawn by lot every day, simulated and measured."""
    study = load_study(STUDY)
    policies = {**study.arms[study.control].policies, "red_packets": PACKETS}
    return seen_in(Community(study.scenario, policies, seed=task.seed, events=True).run(task.days), task.seed)


def seen_in(c: Community, seed: int) -> Seen:
    """Drawn against not drawn, among those who could be, from the log and the ledger."""
    shape = (c.day, c.n_members)
    came, drawn = days_with(c, "visit", shape), days_with(c, "packet", shape)
    could = np.zeros(shape, np.bool_)
    left = np.where(c.members.left[: c.n_members] < 0, c.day, c.members.left[: c.n_members])
    could[1:] = came[:-1] & (left[None, :] >= np.arange(1, c.day)[:, None])
    could[:FIRST_DAY] = False
    got, not_got = could & drawn, could & ~drawn
    opened, passed = moved(c, "packet opened", shape), moved(c, "gift given on", shape)
    return Seen(
        seed=seed,
        drawn=int(got.sum()),
        others=int(not_got.sum()),
        opened=float(opened[got].mean() - opened[not_got].mean()),
        passed=float(passed[got].mean() - passed[not_got].mean()),
    )


def days_with(c: Community, kind: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """[days, members], whether the log has an event of that kind."""
    from clubsim.sim.events import KINDS

    assert c.events is not None
    log = c.events.columns()
    of_kind = log["kind"] == KINDS.index(kind)
    table = np.zeros(shape, np.bool_)
    table[log["day"][of_kind], log["member"][of_kind]] = True
    return table


def moved(c: Community, purpose: str, shape: tuple[int, int]) -> NDArray[np.float64]:
    """[days, members], yuan that moved to or from each member by name for a purpose."""
    table = np.zeros(shape)
    for entry in c.ledger.entries:
        if entry.purpose == purpose:
            name = entry.taker if entry.taker.startswith(NAMED) else entry.giver
            table[entry.day, int(name.removeprefix(NAMED))] += entry.amount
    return table


def table(seen: Sequence[Seen]) -> str:
    """A line a seed, and the mean with its 95 % interval and verdict."""
    line = "{:>6}{:>9}{:>9}{:>9}{:>9}{:>10}"
    lines = [line.format("seed", "drawn", "others", "opened", "passed", "per unit")]
    for one in seen:
        numbers = (f"{one.opened:.2f}", f"{one.passed:.2f}", f"{one.per_unit:.3f}")
        lines.append(line.format(one.seed, one.drawn, one.others, *numbers))
    units = [one.per_unit for one in seen]
    mean, low, high = float(np.mean(units)), *ACCEPT
    half = 1.96 * float(np.std(units, ddof=1)) / len(units) ** 0.5 if len(units) > 1 else float("nan")
    verdict = f"{'inside' if low <= mean <= high else 'outside'} {low:.2f}-{high:.2f} (V41)"
    return "\n".join([*lines, f"given on per unit in 24 h: {mean:.3f} +- {half:.3f}, {verdict}"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m clubsim.experiments.gift_contagion", description="V41: what is given on of a red packet"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="communities")
    parser.add_argument("--days", type=int, default=DAYS, help="length of a community's life")
    parser.add_argument("--workers", type=int, default=0, help="processes, 0 for one a core")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    given = parser.parse_args(arguments)
    if given.seeds < 1 or given.days <= FIRST_DAY:
        parser.error(f"write --seeds 1 or more and --days {FIRST_DAY + 1} or more")
    tasks = [Task(seed=seed, days=given.days) for seed in range(given.seeds)]
    print(table(side_by_side(simulate, tasks, given.workers, given.quiet)))


if __name__ == "__main__":
    from clubsim.experiments import gift_contagion  # by its own name, so that processes find its functions

    gift_contagion.main()
