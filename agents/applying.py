"""
What a prospect meets at the door: a review, a task, a statement of values, a question, a price.

Whether somebody gets past one and the same gate is settled once and not each time they knock: its luck belongs to the
person and the gate's slot. Who is turned down today is turned down tomorrow, unless what the gate asks has moved.
"""

from typing import Any

from clubsim.agents.arithmetic import act, closer, exp, log, logistic, normal_quantile, rule, wide
from clubsim.agents.birth import mixed, pull_of_topic, pull_of_topics, taste_of
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.records import NOBODY


@rule
def blurred(truth: float, u: float, spread: float) -> float:
    """
    A quantity as it shows, the truth and a normal error.

    Args:
        truth: [sd].
        u: the luck of it, in (0, 1); .5 shows the truth.
        spread: of the error [sd], >= 0.

    Source: adapted. The true score and error of classical test theory (Lord & Novick 1968): with truths that differ
    by 1 sd the reliability is 1 / (1 + spread**2).
    """
    return truth + spread * normal_quantile(u)


@rule
def kinship_chance(match: float, least: float, vagueness: float) -> float:
    """
    Chance that somebody finds their own values in those that are published.

        logistic((ln match - ln least) / vagueness)

    Args:
        match: their interest in the topic, 1 for an even share, > 0.
        least: the match of which one in two feels at home; nobody minds 0.
        vagueness: how far match and least may differ without deciding it [log interest], > 0.

    Source: assumed. The form of `pay_chance`; M37 names the gate.
    """
    if least <= 0.0:
        return 1.0
    return logistic((log(match) - log(least)) / vagueness)


@rule
def experience_of(luck: Luck, uid: int, enthusiasm: float, world: Any) -> float:
    """
    For how many years somebody has done what the community is about, > 0; log-normal.

    Source: assumed. M32 names students and people of 3 to 5 years.
    """
    own = normal_quantile(draw(luck, Purpose.EXPERIENCE, uid, 0))
    return world.experience_median * exp(world.experience_sd * mixed(enthusiasm, own, world.experience_enthusiasm))


@rule
def signal_chance(enthusiasm: float, least: float, spread: float) -> float:
    """
    Chance that somebody does a small thing that those who care do anyway.

        logistic((enthusiasm - least) / spread)

    Args:
        enthusiasm: how much they care [sd].
        least: of whom one in two does it [sd].
        spread: how little caring decides it [sd], > 0.

    Source: assumed. M38: cheap signals that go with interest.
    """
    return logistic((enthusiasm - least) / spread)


@act
def be_reviewed(j: int, prospects: Any, members: Any, world: Any, hurdle: Any, luck: Luck) -> None:
    """Prospect j applies, and a reviewer sees how much they care as through a mist. Reads enthusiasm; writes passes."""
    u = draw(luck, Purpose.REVIEW, int(prospects.uid[j]), 0, hurdle.number)
    prospects.passes[j] = blurred(wide(prospects.enthusiasm[j]), u, hurdle.spread) >= hurdle.least


@act
def do_task(j: int, prospects: Any, members: Any, world: Any, hurdle: Any, luck: Luck) -> None:
    """
    Prospect j does the task, or gives up: who cares less than the effort, give or take the time they happen to have.
    Reads enthusiasm; writes passes.
    """
    u = draw(luck, Purpose.TASK, int(prospects.uid[j]), 0, hurdle.number)
    prospects.passes[j] = blurred(wide(prospects.enthusiasm[j]), u, hurdle.spread) >= hurdle.least


@act
def read_values(j: int, prospects: Any, members: Any, world: Any, hurdle: Any, luck: Luck) -> None:
    """
    Prospect j reads what the community stands for, and stays or goes. Reads uid and, of who invited them, the taste;
    writes passes.
    """
    uid, inviter = int(prospects.uid[j]), int(prospects.inviter[j])
    share = pull_of_topic(luck, uid, hurdle.topic, world.topic_focus)
    share = share / pull_of_topics(luck, uid, world.topics, world.topic_focus)
    if inviter != NOBODY:
        share = closer(share, taste_of(inviter, hurdle.topic, members, world), world.invited_likeness)
    chance = kinship_chance(share * world.topics, hurdle.least, hurdle.spread)
    prospects.passes[j] = draw(luck, Purpose.VALUES, uid, 0, hurdle.number) < chance


@act
def show_experience(j: int, prospects: Any, members: Any, world: Any, hurdle: Any, luck: Luck) -> None:
    """Prospect j shows how many years they have behind them. Reads uid, enthusiasm; writes passes."""
    years = experience_of(luck, int(prospects.uid[j]), wide(prospects.enthusiasm[j]), world)
    prospects.passes[j] = hurdle.least <= years and years < hurdle.most


@act
def show_signal(j: int, prospects: Any, members: Any, world: Any, hurdle: Any, luck: Luck) -> None:
    """Prospect j has done what is asked of newcomers, or has not. Reads uid, enthusiasm; writes passes."""
    chance = signal_chance(wide(prospects.enthusiasm[j]), hurdle.least, hurdle.spread)
    prospects.passes[j] = draw(luck, Purpose.SIGNAL, int(prospects.uid[j]), 0, hurdle.number) < chance
