"""Two choices of policies beside none, as a workshop's sliders set them: runs of `workshop_choice`, and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache

import polars as pl

from clubsim.experiments.comparison import arm_summary, paired_differences
from clubsim.experiments.overrides import read_override
from clubsim.experiments.running import Result, Task, carry_out
from clubsim.experiments.segments import segment_changes
from clubsim.experiments.study import Study, Template, load_template
from clubsim.experiments.tidy import daily_table, members_table, runs_table
from clubsim.experiments.workshops.dials import Dial, of_policy, own

STUDY = "workshop_choice"
NOTHING, FIRST, SECOND = "nothing", "first", "second"
ARMS = (NOTHING, FIRST, SECOND)
KEPT = 512  # runs that are kept: an arm whose dials stand still is not run again
MAIN = "weekly_speakers_per_1000_knocked"  # nobody is left out, whatever the gate
DENOMINATORS = {
    MAIN: "per 1,000 who knocked",
    "weekly_speakers_per_admitted": "per admitted",
    "weekly_speakers_per_remaining": "per remaining",
}
SHOWN = (
    "weekly_speakers",
    *DENOMINATORS,
    "remaining",
    "messages",
    "active_30_bracket",
    "revenue",
    "spent",
    "hours",
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one group's dials stand at; 0 is to do without."""

    fee: float  # [yuan]
    quota: float  # [messages in a season]
    gifts: float  # [copies in a season]
    programme: float  # [factor on the usual pull of an evening]
    welcome: float  # [logit]


SOON = 2  # throws: as few as have an interval
NONE = Choice(fee=0, quota=0, gifts=0, programme=0, welcome=0)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    Runs of the three arms on the same seeds. summary: of arm_summary; against: of paired_differences with nothing for
    the control; between: likewise, second less first; segments: of segment_changes against nothing.
    """

    seeds: int
    days: int
    daily: pl.DataFrame
    summary: pl.DataFrame
    against: pl.DataFrame
    between: pl.DataFrame
    segments: pl.DataFrame


@cache
def template() -> Template:
    """The study, composed once."""
    return load_template(STUDY)


@cache
def dials() -> dict[str, Dial]:
    """A group's dials by field of a Choice, all at 0."""
    return {
        "fee": of_policy("gate/paid", "gate", "price", "Fee at the door", range(0, 301, 25), 0),
        "quota": of_policy("cull/quota", "cull", "messages", "Cull: messages a season to stay", range(0, 101, 10), 0),
        "gifts": of_policy(
            "reward/merchandise", "gifts", "copies", "Gifts for speakers of the evening", range(0, 101, 10), 0
        ),
        "programme": of_policy(
            "programme/discussion", "programme", "appeal", "Talk on Tuesday evenings", _halves(3), 0
        ),
        "welcome": of_policy("onboarding/welcome", "welcome", "lift", "Welcome of newcomers by name", _halves(2), 0),
    }


def _halves(most: int) -> list[float]:
    return [step / 2 for step in range(2 * most + 1)]


def common_dials() -> dict[str, Dial]:
    """What both groups share: how many throws of the dice, which every arm meets."""
    begun, steps = len(template().study().seeds), (2, 4, 6, 8, 12, 16, 20)
    return {"seeds": own("seeds", "Throws of the dice, the same for all; more tell more", steps, begun, "throws")}


def growing(seeds: int) -> list[int]:
    """After how many throws an answer is shown: soon after two, then twice as many each time, and after all."""
    counts = [SOON]
    while counts[-1] < seeds:
        counts.append(min(2 * counts[-1], seeds))
    return counts


def examples() -> dict[str, Choice]:
    """What the two groups begin with."""
    return {FIRST: replace(NONE, fee=100.0, programme=1.0), SECOND: replace(NONE, quota=50.0, programme=1.0)}


def slots(choice: Choice) -> dict[str, dict[str, float] | None]:
    """An arm as a study's file writes it: a dial at 0 takes its policy out."""
    given = asdict(choice)
    named = {field: dial.name.split(".") for field, dial in dials().items()}
    return {slot: {what: given[field]} if given[field] else None for field, (slot, what) in named.items()}


def override(arm: str, choice: Choice) -> str:
    """The arm as the command line takes it, for `clubsim compare workshop_choice`."""
    parts = [
        f"{slot}: null" if fields is None else f"{slot}: {{{', '.join(f'{k}: {v:g}' for k, v in fields.items())}}}"
        for slot, fields in slots(choice).items()
    ]
    return f"arms.{arm}={{{', '.join(parts)}}}"


def command_line(first: Choice, second: Choice, seeds: int) -> str:
    """The same comparison, as one types it."""
    arms = [f"'{override(arm, choice)}'" for arm, choice in ((FIRST, first), (SECOND, second))]
    return " \\\n    ".join([f"clubsim compare {STUDY} seeds={seeds}", *arms])


def study_of(first: Choice, second: Choice) -> Study:
    """The study with these two arms."""
    return template().study([read_override(override(FIRST, first)), read_override(override(SECOND, second))])


@lru_cache(maxsize=KEPT)
def run(choice: Choice, seed: int) -> Result:
    """A run of one choice; the same is run once."""
    study = study_of(choice, NONE)
    return carry_out(
        Task(
            arm=FIRST,
            policies=study.arm(FIRST).policies,
            scenario=study.scenario,
            set=-1,
            seed=seed,
            days=study.days,
            read_off_day=study.read_off_day,
            window=study.window,
        )
    )


def compare(first: Choice, second: Choice, seeds: int) -> Compared:
    """
    Both choices beside nothing, on the same members and the same luck.

    Args:
        seeds: how many throws of the dice, >= 2 for an interval.
    """
    study = template().study()
    chosen: Mapping[str, Choice] = {NOTHING: NONE, FIRST: first, SECOND: second}
    results = [
        replace(run(choice, seed), task_key=(arm, -1, seed)) for arm, choice in chosen.items() for seed in range(seeds)
    ]
    runs = runs_table(results)
    return Compared(
        seeds=seeds,
        days=study.days,
        daily=daily_table(results),
        summary=arm_summary(runs, SHOWN),
        against=paired_differences(runs, NOTHING, SHOWN),
        between=paired_differences(runs.filter(pl.col("arm") != NOTHING), FIRST, SHOWN),
        segments=segment_changes(members_table(results), NOTHING, study.read_off_day, ARMS, range(seeds)),
    )


def in_percent(compared: Compared) -> pl.DataFrame:
    """
    Differences from nothing in percent of nothing's mean, for each of DENOMINATORS.

    Returns:
        A row an arm and outcome: percent, low, high; null where nothing's mean is 0 or missing.
    """
    base = compared.summary.filter(pl.col("arm") == NOTHING).select(
        "outcome", base=pl.when(pl.col("mean") != 0).then(pl.col("mean"))
    )
    return (
        compared.against.filter(pl.col("outcome").is_in(list(DENOMINATORS)))
        .join(base, on="outcome", maintain_order="left")
        .select(
            "arm",
            "outcome",
            percent=100 * pl.col("mean") / pl.col("base"),
            low=100 * pl.col("low") / pl.col("base"),
            high=100 * pl.col("high") / pl.col("base"),
        )
    )
