"""
The moderation experiment of Ren & Kraut (2014): three styles of moderation by topical breadth, and by message volume.

    python -m clubsim.experiments.ren_kraut                 30 seeds, 365 days
    python -m clubsim.experiments.ren_kraut --seeds 4

Arms share their seeds. What the paper reports stands in ACCEPT; only its ratios of posts a day were seen as numbers.
Agent-based modeling to inform online community design, Human-Computer Interaction 29(4), 351-389.
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

DAYS, SEEDS = 365, 30
# Rested moderators with time for everything, and an exact knowledge of interests, as in the paper.
PERFECT = {"found": 1.0, "hours": 24.0, "pace": 1e6, "tiring": 0.0}
STYLES: dict[str, tuple[str, dict[str, float]] | None] = {
    "none": None,
    "community": ("moderation/community", PERFECT),
    "personalised": ("moderation/personalised", {"accuracy": 1.0}),
}
MIDDLE = "middle"
BREADTHS: dict[str, dict[str, float]] = {"narrow": {"topics": 2}, MIDDLE: {}, "broad": {"topics": 9}}
VOLUMES: dict[str, dict[str, float]] = {"low": {"further_messages": 0.4}, MIDDLE: {}, "high": {"further_messages": 2.5}}
SNAPSHOTS = (100, 150, 200, 250, 300)  # days on which benefits are taken, as in the paper
PAIRS = (("personalised", "none"), ("personalised", "community"), ("community", "none"))
LINE = "{:16}{:26}{:>7}{:>11}  {:8}{:>6}{:>9}{:>9}{:>9}"
MEASURES = ("posts", "shown", "logins", "information", "bonds")
ACCEPT = {PAIRS[0]: (1.15, 1.60), PAIRS[1]: (1.25, 1.80), PAIRS[2]: (0.80, 1.05)}  # of posts a day


@dataclass(frozen=True, kw_only=True)
class Task:
    """A community to simulate. setting: the name of its breadth and volume; changes: of the World."""

    setting: str
    style: str
    changes: dict[str, float]
    seed: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one community showed: posts and shown posts a day, logins a member and day, benefits at the snapshots."""

    setting: str
    style: str
    seed: int
    posts: float
    shown: float
    logins: float
    information: float
    bonds: float


def community_of(**changes: float) -> Scenario:
    """The scenario of configs/scenario/ren_kraut.yaml with other numbers of its World."""
    tree = inherited(CONFIGS / "scenario" / "ren_kraut.yaml")
    world = {**tree.pop("world"), **changes}
    return replace(scenario_of(tree, world), name="ren_kraut")


def settings() -> dict[str, dict[str, float]]:
    """Every breadth at the middle volume and every volume at the middle breadth, by name."""
    breadths = {f"{name} breadth": changes for name, changes in BREADTHS.items() if name != MIDDLE}
    volumes = {f"{name} volume": changes for name, changes in VOLUMES.items() if name != MIDDLE}
    return {"middle of both": {}, **breadths, **volumes}


def simulate(task: Task) -> Seen:
    """One community, simulated and measured."""
    from clubsim.sim.community import Community

    chosen = STYLES[task.style]
    policies: dict[str, Policy] = {} if chosen is None else {"moderation": build(*chosen)}
    c = Community(community_of(**task.changes), policies, seed=task.seed)
    information, bonds = [], []
    for day in [*(day for day in SNAPSHOTS if day < task.days), task.days]:
        c.run(day - c.day)
        information.append(float(c.members.benefit[c.present].mean()))
        bonds.append(float(c.members.bonds[c.present].mean()))
    messages, headcount = c.counters.series("messages"), c.counters.series("headcount")
    return Seen(
        setting=task.setting,
        style=task.style,
        seed=task.seed,
        posts=float(messages.mean()),
        shown=float((messages - c.counters.series("hidden")).mean()),
        logins=float(c.counters.series("visitors").sum() / headcount.sum()),
        information=float(np.mean(information)),
        bonds=float(np.mean(bonds)),
    )


def run(seeds: int, days: int = DAYS, workers: int = 0, quiet: bool = False) -> list[Seen]:
    """All styles in all settings on the same seeds, 0 to seeds - 1."""
    tasks = [
        Task(setting=setting, style=style, changes=changes, seed=seed, days=days)
        for setting, changes in settings().items()
        for style in STYLES
        for seed in range(seeds)
    ]
    return side_by_side(simulate, tasks, workers, quiet)


def mean_of(seen: Sequence[Seen], setting: str, style: str, what: str) -> float:
    """Mean over seeds of one of the measures of Seen."""
    return float(np.mean([getattr(one, what) for one in seen if (one.setting, one.style) == (setting, style)]))


def table(seen: Sequence[Seen]) -> str:
    """A line a setting and pair of styles: the ratio of posts a day with its verdict, and the other differences."""
    heads = ("setting", "styles", "posts", "accept", "verdict", "shown", "logins", "benefit", "bonds")
    lines = [LINE.format(*heads)]
    for setting in dict.fromkeys(one.setting for one in seen):
        for pair in PAIRS:
            first, second = ({what: mean_of(seen, setting, style, what) for what in MEASURES} for style in pair)
            ratios = [first[what] / max(second[what], 1e-12) for what in ("posts", "shown")]
            more = [f"{first[what] - second[what]:+.3f}" for what in ("logins", "information", "bonds")]
            low, high = ACCEPT[pair]
            verdict = "inside" if low <= ratios[0] <= high else "outside"
            accept, posts, shown = f"{low:.2f}-{high:.2f}", f"{ratios[0]:.2f}", f"{ratios[1]:.2f}"
            lines.append(LINE.format(setting, " / ".join(pair), posts, accept, verdict, shown, *more))
    level = mean_of(seen, "middle of both", "personalised", "posts")
    return "\n".join([*lines, f"posts a day, personalised, middle of both: {level:.1f} (the paper's scale: 15 to 20)"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m clubsim.experiments.ren_kraut", description="Ren & Kraut (2014), moderation"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="communities an arm")
    parser.add_argument("--days", type=int, default=DAYS, help="length of a community's life")
    parser.add_argument("--workers", type=int, default=0, help="processes, 0 for one a core")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    given = parser.parse_args(arguments)
    if given.seeds < 1 or given.days < 1:
        parser.error("write --seeds 1 or more and --days 1 or more")
    print(table(run(given.seeds, given.days, given.workers, given.quiet)))


if __name__ == "__main__":
    from clubsim.experiments import ren_kraut  # by its own name, so that processes find its functions

    ren_kraut.main()
