"""What is said of a group's life: sentences, every one of them computed from its runs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import polars as pl

from clubsim.experiments.running import DEAD_DAYS, DEAD_SHARE
from clubsim.experiments.workshops.life import WINDOW, Life, retention

CLOSE = 5  # points: an expectation as near as that is called about right
WEEKS_LOOKED_AT = (4, 12)  # of tenure, whole weeks behind one, where a run is long enough


def fate(life: Life) -> str:
    """Whether it died, by the rule that stands in the sentence, or was alive when the run ended."""
    series = life.daily["weekly_speakers"].to_numpy()
    peak, best, end = int(series.max()), int(series.argmax()), int(series[-1])
    if peak == 0:
        return "Nobody ever wrote a message, so there is no life to speak of."
    died = life.outcomes["lifetime"]
    if not isnan(died):
        return (
            f"**It died.** From day {died:.0f} on, fewer than {DEAD_SHARE:.0%} of the {peak:,} weekly speakers of its "
            f"best week (up to day {best}) spoke, for {DEAD_DAYS} days and longer."
        )
    left = f"{end:,} members spoke in the last week, {end / peak:.0%} of the {peak:,} of its best (up to day {best})"
    if end < DEAD_SHARE * peak:
        return (
            f"**It is as good as dead on day {life.one.days - 1}, but not yet for {DEAD_DAYS} days:** {left}. Watch it "
            "for longer."
        )
    return (
        f"**It is alive on day {life.one.days - 1}:** {left}. Alive at the end is not alive for good: what comes after "
        "the last day is not known."
    )


def stages_said(life: Life) -> str:
    """The stages of its life with their days."""
    spans = [f"{stage.stage} on days {stage.first_day} to {stage.last_day}" for stage in life.stages]
    return f"Read off its weekly speakers: {', '.join(spans)}."


def membership_said(life: Life) -> str:
    """Who came and who went."""
    daily, outcomes = life.daily, life.outcomes
    here, ever = int(daily["headcount"][-1]), int(outcomes["recruited"])
    visitors = float(daily["visitors"].tail(WINDOW).mean())  # type: ignore[arg-type]
    return (
        f"Of {ever:,} who were ever in, {here:,} still are on the last day ({here / ever:.0%}), and {visitors:,.0f} of "
        "them come on an average day of the last four weeks. To be in is not to be there."
    )


def retention_said(life: Life) -> str:
    """Who still comes after some weeks: those of the first day beside those who joined later."""
    shares = retention(life.cohorts)
    said = []
    for week in WEEKS_LOOKED_AT:
        rows = {row["group"]: row for row in shares.filter(pl.col("week") == week).iter_rows(named=True)}
        if "first day" not in rows:
            continue
        words = f"{rows['first day']['share']:.0%} of the {rows['first day']['size']:,} of the first day"
        if "later" in rows:
            words += f" and {rows['later']['share']:.0%} of the {rows['later']['size']:,} who joined later"
        said.append(f"after {week} weeks {words}")
    if not said:
        return f"The run is too short to see who comes back after {WEEKS_LOOKED_AT[0]} weeks."
    return f"Who came at least once in a week: {'; '.join(said)}."


def noise_said(life: Life) -> str:
    """How much of what was written is noise, over the whole run and at its end."""
    daily = life.daily
    written, noise = int(daily["messages"].sum()), int(daily["noise"].sum())
    last = daily.tail(WINDOW)
    if written == 0:
        return "Nothing was written."
    at_end = int(last["messages"].sum())
    end = (
        f"{int(last['noise'].sum()) / at_end:.0%} of the {at_end:,} of the last four weeks"
        if at_end
        else ("and nothing was written in the last four weeks")
    )
    return f"Noise and advertising were {noise / written:.0%} of all {written:,} messages, {end}."


def against(life: Life, before: Life, name: str) -> str:
    """
    Weekly speakers on the last day that both runs have, beside those of another run.

    Args:
        name: of the other, as "the dials as they were at first".
    """
    if life.one == before.one:
        return f"The dials stand as with {name}."
    last = min(life.one.days, before.one.days) - 1
    mine, theirs = (int(each.daily["weekly_speakers"][last]) for each in (life, before))
    luck = "the same members and the same luck" if life.one.seed == before.one.seed else "other luck"
    beside = f"{mine:,} beside {theirs:,}, on day {last}, with {luck}"
    if mine == theirs:
        return f"As many weekly speakers as with {name}: {beside}."
    return (
        f"**{abs(mine - theirs):,} weekly speakers {'more' if mine > theirs else 'fewer'}** than with {name}: {beside}."
    )


def throws_said(lives: Sequence[Life]) -> str:
    """How often it died over several throws of the dice."""
    dead = sum(not isnan(life.outcomes["lifetime"]) for life in lives)
    ends = sorted(int(life.daily["weekly_speakers"][-1]) for life in lives)
    return (
        f"In {len(lives)} throws of the dice with the dials as they stand it died in {dead} and was alive at the end "
        f"in {len(lives) - dead}; in the last week {ends[0]:,} to {ends[-1]:,} members spoke."
    )


def expected_said(life: Life, percent: float) -> str:
    """What the group expected beside what came: weekly speakers at the end, in percent of the best week's."""
    series = life.daily["weekly_speakers"].to_numpy()
    if series.max() == 0:
        return "Nobody ever wrote, so there is nothing to hold an expectation against."
    came = 100 * float(series[-1]) / float(series.max())
    off = percent - came
    judged = "about right" if abs(off) <= CLOSE else "too hopeful" if off > 0 else "too gloomy"
    return (
        f"You expected {percent:.0f}% of the best week's speakers to be left at the end; it is {came:.0f}%. "
        f"That was {judged}{'' if abs(off) <= CLOSE else f', by {abs(off):.0f} points'}."
    )
