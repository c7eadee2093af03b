"""
How many of those who earn a badge do anything else for it? (V40)

    python -m clubsim.experiments.badge_response                 3 seeds, 150 days of the operations club
    python -m clubsim.experiments.badge_response --seeds 1

An earner has responded if they wrote another number of messages in the 28 days up to the one that earned the badge than
in a counterfactual run on the same seed, in the same days. Two counterfactuals:

own       everything as it is, but this one member heeds no rewards. Of who heeds none anyway it is the same run.
no badge  nobody is promised a badge. Here others' messages differ too, and what they do reaches everybody: somebody who
          heeds no rewards differs as well. So the share of those is printed beside; it is no response to the badge.

V40 is held against the first. That share hangs on `reward_heeders`, which is put in: what is found here is whom a badge
selects, and how many of those whom rewards move are moved by this one before they have it. Hoernle et al. (2022).
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clubsim.experiments.side_by_side import side_by_side
from clubsim.experiments.study import load_study
from clubsim.policies.badge import MessageBadge
from clubsim.sim.community import Community
from clubsim.sim.policy import Policy

DAYS, SEEDS, WINDOW = 150, 3, 28
STUDY = "operations_club"
REWARDS = ("cash", "merchandise")  # slots of the study
BADGE = MessageBadge()
ACCEPT = (0.05, 0.30)  # V40, share of earners


@dataclass(frozen=True, kw_only=True)
class Task:
    """A community to simulate. indifferent: uid of the member who heeds no rewards, -1 for nobody."""

    seed: int
    days: int
    badge: bool = True
    indifferent: int = -1


@dataclass(frozen=True, kw_only=True)
class Life:
    """Messages of everybody in one run: uid [n], heeds [n] whether rewards move them, written [days, n]."""

    uid: NDArray[np.int64]
    heeds: NDArray[np.bool_]
    written: NDArray[np.int64]

    def row_of(self, uid: int) -> int:
        """The row of a member; -1 if they never joined."""
        found = np.flatnonzero(self.uid == uid)
        return int(found[0]) if found.size else -1

    def between(self, uid: int, first: int, end: int) -> int:
        """Messages of a member on the days first .. end - 1."""
        row = self.row_of(uid)
        return int(self.written[max(first, 0) : end, row].sum()) if row >= 0 else 0


def simulate(task: Task) -> Life:
    """One community with nothing to win but the badge."""
    study = load_study(STUDY)
    policies: dict[str, Policy] = {
        slot: policy for slot, policy in study.arms[study.control].policies.items() if slot not in REWARDS
    }
    if task.badge:
        policies["badge"] = BADGE
    community = Community(study.scenario, policies, seed=task.seed)
    written = []
    for _ in range(task.days):
        community.step()
        members, n = community.members, community.n_members
        members.heeds_reward[:n][members.uid[:n] == task.indifferent] = 0
        here = np.zeros(n, np.int64)
        here[community.members_of_the_day] = members.messages[community.members_of_the_day]
        written.append(here)
    return Life(
        uid=members.uid[:n].copy(),
        heeds=members.heeds_reward[:n] == 1,
        written=np.array([np.pad(day, (0, n - day.size)) for day in written]),
    )


@dataclass(frozen=True, kw_only=True)
class Earner:
    """
    Who earned the badge on `day`: messages of the window up to it in the run, in their own counterfactual and without
    a badge.
    """

    uid: int
    day: int
    heeds: bool
    written: int
    own: int
    no_badge: int


def earners_of(life: Life) -> list[tuple[int, int]]:
    """(uid, day) of everybody who wrote enough, and the day on which they did."""
    total = life.written.cumsum(axis=0)
    earned = np.flatnonzero(total[-1] >= BADGE.messages)
    return [(int(life.uid[row]), int((total[:, row] >= BADGE.messages).argmax())) for row in earned]


def measured(seed: int, days: int, workers: int, quiet: bool) -> list[Earner]:
    """Every earner of one community beside their counterfactuals."""
    with_it, without = side_by_side(
        simulate, [Task(seed=seed, days=days), Task(seed=seed, days=days, badge=False)], workers, quiet
    )
    earned = earners_of(with_it)
    heeding = [uid for uid, _ in earned if with_it.heeds[with_it.row_of(uid)]]
    tasks = [Task(seed=seed, days=days, indifferent=uid) for uid in heeding]
    own = dict(zip(heeding, side_by_side(simulate, tasks, workers, quiet), strict=True)) if tasks else {}
    earners = []
    for uid, day in earned:
        span = (uid, day - WINDOW + 1, day + 1)
        earners.append(
            Earner(
                uid=uid,
                day=day,
                heeds=uid in own,
                written=with_it.between(*span),
                own=own.get(uid, with_it).between(*span),
                no_badge=without.between(*span),
            )
        )
    return earners


def share(which: Sequence[Any]) -> float:
    """Share of what is true, NaN of nothing."""
    return float(np.mean(which)) if len(which) else float("nan")


def line_of(name: str, earners: Sequence[Earner]) -> tuple[str, ...]:
    """A line of the table."""
    responded = [one.written != one.own for one in earners]
    moved = [one for one, did in zip(earners, responded, strict=True) if did]
    return (
        name,
        str(len(earners)),
        f"{share([one.heeds for one in earners]):.2f}",
        f"{share(responded):.2f}",
        f"{float(np.mean([one.written - one.own for one in moved])) if moved else 0.0:+.1f}",
        f"{share([one.written != one.no_badge for one in earners]):.2f}",
        f"{share([one.written != one.no_badge for one in earners if not one.heeds]):.2f}",
    )


def table(by_seed: dict[int, list[Earner]]) -> str:
    """A line a seed and one for all, with the verdict on V40."""
    line = "{:>6}{:>9}{:>8}{:>11}{:>10}{:>10}{:>14}"
    lines = [line.format("seed", "earners", "heed", "responded", "messages", "no badge", "who heed none")]
    lines += [line.format(*line_of(str(seed), earners)) for seed, earners in by_seed.items()]
    every = [one for earners in by_seed.values() for one in earners]
    lines.append(line.format(*line_of("all", every)))
    found, (low, high) = share([one.written != one.own for one in every]), ACCEPT
    verdict = "inside" if low <= found <= high else "outside"
    return "\n".join([*lines, f"share of earners who responded: {found:.3f}, {verdict} {low:.2f}-{high:.2f} (V40)"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m clubsim.experiments.badge_response", description="V40: who does more for a badge"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="communities")
    parser.add_argument("--days", type=int, default=DAYS, help="length of a community's life")
    parser.add_argument("--workers", type=int, default=0, help="processes, 0 for one a core")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    given = parser.parse_args(arguments)
    if given.seeds < 1 or given.days <= WINDOW:
        parser.error(f"write --seeds 1 or more and --days {WINDOW + 1} or more")
    print(table({seed: measured(seed, given.days, given.workers, given.quiet) for seed in range(given.seeds)}))


if __name__ == "__main__":
    from clubsim.experiments import badge_response  # by its own name, so that processes find its functions

    badge_response.main()
