"""
The cull dial (A4): remove once whoever has been silent for X days, for five X, and see what is lost in half a year.

    python -m clubsim.experiments.cull_dial                       mailing_list, 12 seeds
    python -m clubsim.experiments.cull_dial qa_site --seeds 6

Two losses are told apart. *Written by the culled*: of the messages that members of that day write in the run without
the cull, those of whom it would have removed; that is what V12 measured in real logs. *Missing in the arm*: how many
fewer messages the run with the cull has, on the same seed, with what the culled would have caused others to write.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from clubsim.experiments.errors import StudyError
from clubsim.experiments.patterns.bands import BANDS
from clubsim.experiments.patterns.cull import AHEAD
from clubsim.experiments.posting import PRESETS, Sighting, load_posting, see
from clubsim.experiments.side_by_side import side_by_side
from clubsim.policies.registry import build
from clubsim.sim.world import Scenario

SILENCES = (30, 60, 90, 180, 365)  # [day]
SEEDS = 12
LOST_MOST_AT_365 = 0.06  # A4
LOST_LEAST_AT_30 = 0.08  # A4
RETURNED_AT_90 = (0.03, 0.10)  # V12
LINE = "{:>6}  {:>8} {:12} {:>9} {:12} {:>9}  {:>9} {:>13}"
HEADS = ("silent", "culled", "V12", "written", "V12", "returned", "missing", "")
BANDS_OF = {band.name: band.general for band in BANDS if band.pattern in ("V11", "V12")}


@dataclass(frozen=True, kw_only=True)
class Task:
    """A community to simulate: the cull is on `day`, and `days` is its whole life [day]."""

    scenario: Scenario
    type: str
    seed: int
    day: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What one X does in one community; shares. missing: of the messages of the half year after, in the arm."""

    silence: int  # [day]
    culled: float
    written: float
    returned: float
    missing: float


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One community: what each X does, and how many come back after a silence, in the run without a cull (V11)."""

    seed: int
    turns: tuple[Turn, ...]
    returns: dict[str, float]


def turn_the_dial(task: Task) -> Dial:
    """Simulate one community without a cull and with each, and compare."""
    from clubsim.sim.community import Community

    def later(silence: int) -> float:
        """Messages in the half year after removing who has been silent for so many days."""
        once = {"days": silence, "from_day": task.day, "until_day": task.day + 1}
        arm = Community(task.scenario, {"cull": build("cull/inactive", once)}, seed=task.seed)
        return float(arm.run(task.day + AHEAD).counters.series("messages")[task.day :].sum())

    bare = Community(task.scenario, seed=task.seed).run(task.day)
    n = bare.n_members
    absent = task.day - 1 - np.maximum(bare.members.last_message[:n], bare.members.joined[:n])
    before = bare.members.all_messages[:n].copy()
    bare.run(AHEAD)
    after = (bare.members.all_messages[:n] - before).astype(np.float64)
    whole = float(bare.counters.series("messages")[task.day :].sum())
    turns = []
    for silence in SILENCES:
        gone = absent >= silence
        turns.append(
            Turn(
                silence=silence,
                culled=float(gone.mean()),
                written=float(after[gone].sum() / after.sum()),
                returned=float((after[gone] > 0).mean()) if gone.any() else 0.0,
                missing=1.0 - later(silence) / whole,
            )
        )
    log = see(Sighting(label="", scenario=task.scenario, type=task.type, days=task.days, seed=task.seed))
    returns = {one.name: one.value for one in log.values if one.pattern == "V11" and one.value is not None}
    return Dial(seed=task.seed, turns=tuple(turns), returns=returns)


def tasks_of(name: str, seeds: int) -> list[Task]:
    """
    A community a seed, culled in the middle of the years of its preset.

    Raises:
        StudyError: no such preset, or one whose years are too few to look half a year ahead.
    """
    posting = load_posting(name)
    day = posting.days // 2
    if day < AHEAD + max(SILENCES):
        raise StudyError(f"{name} has {posting.years:g} years, too few for a silence of a year; take mailing_list")
    return [
        Task(scenario=posting.scenario, type=posting.type, seed=seed, day=day, days=posting.days)
        for seed in range(seeds)
    ]


def means_of(dials: Sequence[Dial], place: int) -> Turn:
    """What the X at a place does, the mean over communities."""
    turns = [dial.turns[place] for dial in dials]
    names = ("culled", "written", "returned", "missing")
    return Turn(silence=SILENCES[place], **{name: float(np.mean([getattr(t, name) for t in turns])) for name in names})


def verdict(value: float, low: float, high: float) -> str:
    """A value's place against a range."""
    return "inside" if low <= value <= high else "outside"


def table(dials: Sequence[Dial]) -> str:
    """A line an X with the ranges of V12, then what A4 asks for, then V11 in the run without a cull."""
    lines = [LINE.format(*HEADS)]
    means = [means_of(dials, place) for place in range(len(SILENCES))]
    for place, one in enumerate(means):
        words = []
        for name, value in (("culled", one.culled), ("posts lost", one.written)):
            band = BANDS_OF.get(f"{name} at {one.silence} days")
            words.append("" if band is None else f"{band[0]:.2f}-{band[1]:.2f} {verdict(value, *band)[:3]}")
        spread = np.std([dial.turns[place].missing for dial in dials], ddof=1) if len(dials) > 1 else np.nan
        lines.append(
            LINE.format(
                f"{one.silence} d", f"{one.culled:.3f}", words[0], f"{one.written:.3f}", words[1],
                f"{one.returned:.3f}", f"{one.missing:+.3f}", f"(sd {spread:.3f})",
            )
        )  # fmt: skip
    lost = [one.written for one in means]
    falls = all(earlier > later for earlier, later in pairwise(lost))
    back = means[SILENCES.index(90)].returned
    lines += [
        f"returned of those culled at 90 days {back:.3f}, {RETURNED_AT_90[0]:.2f}-{RETURNED_AT_90[1]:.2f}: "
        f"{verdict(back, *RETURNED_AT_90)}",
        f"written by the culled falls with X: {'yes' if falls else 'no'}",
        f"at 365 days {lost[-1]:.3f}, at most {LOST_MOST_AT_365:.2f}: {verdict(lost[-1], 0.0, LOST_MOST_AT_365)}",
        f"at 30 days {lost[0]:.3f}, at least {LOST_LEAST_AT_30:.2f}: {verdict(lost[0], LOST_LEAST_AT_30, 1.0)}",
    ]
    for name in dials[0].returns:
        value = float(np.mean([dial.returns.get(name, np.nan) for dial in dials]))
        low, high = BANDS_OF[name]
        lines.append(f"V11 {name}: {value:.3f}, {low:.2f}-{high:.2f}: {verdict(value, low, high)}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate and print the table."""
    parser = argparse.ArgumentParser(prog="python -m clubsim.experiments.cull_dial", description="the cull dial, A4")
    parser.add_argument("preset", nargs="?", default="mailing_list", help=f"one of {', '.join(PRESETS)}")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="communities")
    parser.add_argument("--workers", type=int, default=0, help="processes, 0 for one a core")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    given = parser.parse_args(arguments)
    if given.seeds < 1:
        parser.error("write --seeds 1 or more")
    try:
        tasks = tasks_of(given.preset, given.seeds)
    except StudyError as error:
        parser.error(str(error))
    print(table(side_by_side(turn_the_dial, tasks, given.workers, given.quiet)))


if __name__ == "__main__":
    from clubsim.experiments import cull_dial  # by its own name, so that processes find its functions

    cull_dial.main()
