"""
A trial of answers for newcomers (evidence A3): half of them, by lot, are sure of an answer to their first message.

    python -m clubsim.experiments.newcomer_answer              12 seeds of three posting communities
    python -m clubsim.experiments.newcomer_answer --seeds 4 --wait 1

Two comparisons: within the run between who is sure of an answer and who is not, and of the same newcomers with the run
of the same seed in which nobody is. Nothing here is fitted: what a reply does the presets had before (V14, V15).
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clubsim.experiments.posting import load_posting
from clubsim.experiments.side_by_side import side_by_side
from clubsim.policies.registry import build

COMMUNITIES = ("mailing_list", "qa_site", "chat")
POLICY = "onboarding/first_reply"
SEEDS, WAIT, SHARE = 12, 24.0, 0.5
SETTLING = 180  # days before the first newcomer who counts, in which the community comes to have members
DAYS = 730  # in which newcomers count
FOLLOWED = 90  # days for which each is followed
PATIENCE = 7  # days within which a first message is answered (V16)
LATER = 7  # days after which a further message is no part of the same talk (V15)
ACCEPT = {"posts again": (5.0, 15.0), "posts at or after day 7": (2.0, 12.0)}  # points, A3; its lower half expected
ANSWERED = "answered within 7 days"
MEASURES = (ANSWERED, *ACCEPT)
LINE = "{:26}{:>11}{:>9}{:>10}{:>18}{:>11}  {}"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A run. share: of newcomers who are sure of an answer; 0 for the run without."""

    community: str
    seed: int
    share: float
    wait: float
    days: int


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """
    The newcomers of a run who wrote something, n of them, as they are followed for FOLLOWED days.

    uid: int64 [n]; sure: bool [n], by lot, whether or not the lot is heeded in this run; outcomes: bool [n] by the
    names of MEASURES; hours: that helpers spent, a day.
    """

    community: str
    seed: int
    share: float
    uid: NDArray[np.int64]
    sure: NDArray[np.bool_]
    outcomes: dict[str, NDArray[np.bool_]]
    hours: float


def simulate(task: Task) -> Cohort:
    """One community, simulated, and its newcomers' first weeks."""
    from clubsim.agents.luck import Purpose, draw
    from clubsim.sim.community import Community

    fields = {"share": task.share, "wait": task.wait}
    c = Community(
        load_posting(task.community).scenario, {"answers": build(POLICY, fields)}, seed=task.seed, events=True
    ).run(SETTLING + task.days + FOLLOWED)
    assert c.events is not None
    rows, outcomes = first_weeks(c.events.columns(), (SETTLING, SETTLING + task.days))
    uid = c.members.uid[rows].astype(np.int64)
    lots = [draw(c.luck, Purpose.PROMISE, who, 0) for who in uid.tolist()]
    return Cohort(
        community=task.community,
        seed=task.seed,
        share=task.share,
        uid=uid,
        sure=np.array(lots) < SHARE,
        outcomes=outcomes,
        hours=c.ledger.hours / c.day,
    )


def first_weeks(
    log: dict[str, NDArray[np.generic]], window: tuple[int, int]
) -> tuple[NDArray[np.int64], dict[str, NDArray[np.bool_]]]:
    """
    Who wrote for the first time in a window of days, and what became of it.

    Args:
        log: of `EventLog.columns`; window: the first day and one past the last.

    Returns:
        Their rows, int64 [n], and by the names of MEASURES bool [n].
    """
    from clubsim.sim.events import KINDS

    spoken = np.isin(log["kind"], [KINDS.index("message"), KINDS.index("reply")])
    member, target, thread, day = (log[name][spoken].astype(np.int64) for name in ("member", "target", "thread", "day"))
    time = 24.0 * day + log["hour"][spoken].astype(np.float64)
    order = np.lexsort((member, time))
    member, target, thread, day = (column[order] for column in (member, target, thread, day))
    time = time[order]
    rows, first = np.unique(member, return_index=True)
    counted = (day[first] >= window[0]) & (day[first] < window[1])
    rows, first = rows[counted], first[counted]
    place = np.full(int(max(member.max(initial=-1), target.max(initial=-1))) + 2, -1)  # the last for nobody
    place[rows] = np.arange(rows.size)
    found = {name: np.zeros(rows.size, dtype=np.bool_) for name in MEASURES}
    who = place[target]
    answers = who >= 0
    began = first[who]
    answers &= (thread == thread[began]) & (time >= time[began]) & (time - time[began] <= 24.0 * PATIENCE)
    answers &= np.arange(member.size) > began
    found[ANSWERED][who[answers]] = True
    who = place[member]
    tenure = day - day[first[who]]
    further = (who >= 0) & (np.arange(member.size) > first[who]) & (tenure < FOLLOWED)
    again, late = ACCEPT
    found[again][who[further]] = True
    found[late][who[further & (tenure >= LATER)]] = True
    return rows, found


def run(
    seeds: int,
    wait: float = WAIT,
    days: int = DAYS,
    communities: Sequence[str] = COMMUNITIES,
    workers: int = 0,
    quiet: bool = False,
) -> list[Cohort]:
    """Each community with the trial and without, on the seeds 0 to seeds - 1."""
    tasks = [
        Task(community=community, seed=seed, share=share, wait=wait, days=days)
        for community in communities
        for seed in range(seeds)
        for share in (SHARE, 0.0)
    ]
    return side_by_side(simulate, tasks, workers, quiet)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Mean over seeds of two shares and of the difference between them, with a 95 % interval [points]."""

    first: float
    second: float
    points: float
    low: float
    high: float


def difference(pairs: Sequence[tuple[float, float]]) -> Difference:
    """
    The mean of differences over seeds, with the interval of Student's t; unbounded for a single seed.

    Args:
        pairs: of shares in [0, 1], a pair a seed.
    """
    from scipy.stats import t

    shares = np.array(pairs)
    each = 100.0 * (shares[:, 0] - shares[:, 1])
    half = float("inf")
    if each.size > 1:
        half = float(t.ppf(0.975, each.size - 1) * each.std(ddof=1) / np.sqrt(each.size))
    first, second, mean = float(shares[:, 0].mean()), float(shares[:, 1].mean()), float(each.mean())
    return Difference(first=first, second=second, points=mean, low=mean - half, high=mean + half)


def of_people(cohort: Cohort, people: NDArray[np.int64], measure: str) -> float:
    """Share with an outcome of those of some people who are newcomers in a run."""
    return float(cohort.outcomes[measure][np.isin(cohort.uid, people)].mean())


def within(cohorts: Sequence[Cohort], measure: str) -> Difference:
    """Who is sure of an answer less who is not, in the runs with the trial."""
    pairs = []
    for each in cohorts:
        if each.share > 0:
            shown = each.outcomes[measure]
            pairs.append((float(shown[each.sure].mean()), float(shown[~each.sure].mean())))
    return difference(pairs)


def with_and_without(cohorts: Sequence[Cohort], measure: str, sure: bool = True) -> Difference:
    """The same people with the trial less without it: those who are sure of an answer, or the others."""
    by_seed = {(each.seed, each.share > 0): each for each in cohorts}
    pairs = []
    for seed in sorted({each.seed for each in cohorts}):
        tried, control = by_seed[seed, True], by_seed[seed, False]
        both = np.intersect1d(tried.uid[tried.sure == sure], control.uid)
        pairs.append((of_people(tried, both, measure), of_people(control, both, measure)))
    return difference(pairs)


def for_each_answered(cohorts: Sequence[Cohort], measure: str) -> float:
    """
    What the trial adds to an outcome for each newcomer whom nobody would have answered [points], by the comparison with
    and without it: to be held against what an answer goes with in logs (V14, V15), as the points of the trial are not,
    since many are answered anyway. NaN if nobody more was answered.
    """
    answered = with_and_without(cohorts, ANSWERED).points
    return 100.0 * with_and_without(cohorts, measure).points / answered if answered > 0 else float("nan")


def verdict(found: Difference, accept: tuple[float, float]) -> str:
    """Where the difference lies: inside the lower or upper half of what is accepted, below or above it."""
    low, high = accept
    if found.points < low:
        return "outside, below"
    if found.points > high:
        return "outside, above"
    return "inside, lower half" if found.points <= (low + high) / 2 else "inside, upper half"


def row(name: str, found: Difference, accept: tuple[float, float] | None) -> str:
    """A line of the table."""
    band = f"{accept[0]:+.0f}..{accept[1]:+.0f}" if accept else ""
    interval = f"{found.low:+.1f}..{found.high:+.1f}"
    said = verdict(found, accept) if accept else ""
    return LINE.format(name, f"{found.first:.3f}", f"{found.second:.3f}", f"{found.points:+.1f}", interval, band, said)


def table(cohorts: Sequence[Cohort]) -> str:
    """The trial's table: a part for each community, with the differences in points and verdicts."""
    lines = []
    for community in dict.fromkeys(each.community for each in cohorts):
        own = [each for each in cohorts if each.community == community]
        tried = [each for each in own if each.share]
        people, hours = sum(each.uid.size for each in tried), float(np.mean([each.hours for each in tried]))
        lines += [f"{community}: {len(tried)} seeds, {people} newcomers, {hours:.2f} hours of helpers a day"]
        lines += [LINE.format("in the trial", "sure", "others", "points", "95 %", "accept", "verdict").rstrip()]
        lines += [row(measure, within(own, measure), ACCEPT.get(measure)).rstrip() for measure in MEASURES]
        lines += [
            LINE.format("the same who are sure", "with", "without", "points", "95 %", "accept", "verdict").rstrip()
        ]
        lines += [row(measure, with_and_without(own, measure), ACCEPT.get(measure)).rstrip() for measure in MEASURES]
        each = ", ".join(f"{measure} {for_each_answered(own, measure):+.1f}" for measure in ACCEPT)
        lines += [f"for each one more who is answered (V14, V15): {each} points"]
        lines += [LINE.format("the same others", "with", "without", "points", "95 %", "", "").rstrip()]
        lines += [row(measure, with_and_without(own, measure, sure=False), None).rstrip() for measure in MEASURES]
        lines += [""]
    return "\n".join(lines[:-1])


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m clubsim.experiments.newcomer_answer", description="answers for half of the newcomers (A3)"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, help="runs of each community, with the trial and without")
    parser.add_argument("--wait", type=float, default=WAIT, help="hours after which a helper answers")
    parser.add_argument("--days", type=int, default=DAYS, help="days in which newcomers count")
    parser.add_argument("--community", choices=COMMUNITIES, action="append", help="one of them; all if not given")
    parser.add_argument("--workers", type=int, default=0, help="processes, 0 for one a core")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    given = parser.parse_args(arguments)
    if given.seeds < 1 or given.days < 1 or not 0 <= given.wait <= 168:
        parser.error("write --seeds 1 or more, --days 1 or more, and --wait from 0 to 168")
    print(table(run(given.seeds, given.wait, given.days, given.community or COMMUNITIES, given.workers, given.quiet)))


if __name__ == "__main__":
    from clubsim.experiments import newcomer_answer  # by its own name, so that processes find its functions

    newcomer_answer.main()
