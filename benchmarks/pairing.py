"""
What pairing by seed is worth: `python benchmarks/pairing.py [SEEDS]` prints, for pairs of arms of the operations club,
the standard error of a difference with its runs paired by seed beside the one that the same runs would have unpaired.

Asked for: with rewards against none, 90-day activity retention, paired at most a third of unpaired.
"""

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from clubsim.experiments.compare import own_tasks_of
from clubsim.experiments.runner import carry_out_all
from clubsim.experiments.store import Store
from clubsim.experiments.study import load_study
from clubsim.experiments.where import Where

SEEDS = 40
ASKED = 1 / 3
OUTCOMES = ("active_90_bracket", "active_90_unbounded", "remaining", "messages")
PAIRS = (  # arm, control, what differs
    ("as_described", "no_rewards", "rewards against none"),
    ("never_a_fee", "never_a_fee_no_rewards", "the same where nobody pays"),
    ("as_described", "never_a_fee", "fee against free: others get in"),
    ("as_described", "no_cull", "cull against none"),
)
MUST = ("rewards against none", ("active_90_bracket", "active_90_unbounded"))


def main(arguments: list[str]) -> int:
    seeds = int(arguments[0]) if arguments else SEEDS
    study = load_study("operations_club", [f"seeds={seeds}", "ensemble=null"])
    names = {name for arm, control, _ in PAIRS for name in (arm, control)}
    tasks = [replace(task, detail=False) for task in own_tasks_of(study) if task.arm in names]
    results = outcomes_of(tasks, study.where)
    print(f"operations_club, {study.days} days, {seeds} seeds; standard errors of the mean difference\n")
    print("| arm minus control | outcome | difference | paired | unpaired | paired / unpaired | correlation |")
    print("|---|---|---|---|---|---|---|")
    missed = 0
    for arm, control, words in PAIRS:
        for outcome in OUTCOMES:
            mine, base = (
                np.array([results[name, -1, seed][outcome] for seed in study.seeds]) for name in (arm, control)
            )
            paired, unpaired = errors(mine, base)
            numbers = (f"{np.mean(mine - base):+.4g}", f"{paired:.3g}", f"{unpaired:.3g}", f"{paired / unpaired:.2f}")
            cells = (f"{arm} − {control}: {words}", outcome, *numbers, f"{np.corrcoef(mine, base)[0, 1]:.2f}")
            print(f"| {' | '.join(cells)} |")
            missed += words == MUST[0] and outcome in MUST[1] and paired > ASKED * unpaired
    print(f"\nAsked of {MUST[0]}, {' and '.join(MUST[1])}: at most {ASKED:.2f}; {'MISSED' if missed else 'met'}.")
    return int(missed > 0)


def outcomes_of(tasks, where: Where) -> dict[tuple[str, int, int], dict[str, float]]:
    """The outcomes of each task by arm, set and seed."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        carry_out_all(tasks, store, where)
        rows = store.table_of("runs", tasks).iter_rows(named=True)
        return {(row["arm"], row["set"], row["seed"]): row for row in rows}


def errors(mine: np.ndarray, base: np.ndarray) -> tuple[float, float]:
    """Standard error of the mean of mine - base, paired and as if the two had been run on other seeds."""
    n = mine.size
    paired = (mine - base).std(ddof=1) / np.sqrt(n)
    unpaired = np.sqrt((mine.var(ddof=1) + base.var(ddof=1)) / n)
    return float(paired), float(unpaired)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
