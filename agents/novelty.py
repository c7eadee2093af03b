"""How the new wears off: a family of curves over exposure, one topic at a time, with recovery while away."""

from typing import Any

from clubsim.agents.arithmetic import LN2, act, exp, log, power, quotient, rule, wide, word
from clubsim.agents.foreseeing import Desk
from clubsim.agents.luck import Luck
from clubsim.agents.parameters import NoveltyForm
from clubsim.agents.rooming import mix_of


@rule
def novelty_left(exposure: float, halflife: float, floor: float, shape: float, form: int) -> float:
    """
    Share of a newcomer's interest in a topic that is left after `exposure` to it.

        floor + (1 - floor) * f(exposure),   f(0) = 1,   f(halflife) = 1/2

        EXPONENTIAL  f = exp(-ln 2 * e / h)
        STRETCHED    f = exp(-ln 2 * (e / h)**shape)
        LOMAX        f = (1 + e / k)**-shape,   k = h / (2**(1/shape) - 1)
        HYPERBOLIC   f = 1 / (1 + e / h)
        NONE         f = 1

    Args:
        exposure: effective exposure to the topic, >= 0.
        halflife: exposure after which half of what can fade has faded, > 0.
        floor: the part that never fades, in [0, 1].
        shape: exponent of the stretched and the Lomax curve, > 0.
        form: a NoveltyForm.

    Returns:
        In [floor, 1]; 1 where nothing was seen yet.

    Source: assumed. Wu & Huberman (2007), PNAS 104(45), 17599-17601 measured a stretched exponential for the novelty
    of stories, not of members; no direct measurement for members was found.
    """
    if form == NoveltyForm.NONE or exposure <= 0.0:
        return 1.0
    ratio = quotient(exposure, halflife)
    if form == NoveltyForm.EXPONENTIAL:
        left = exp(-LN2 * ratio)
    elif form == NoveltyForm.STRETCHED:
        left = exp(-LN2 * power(ratio, shape))
    elif form == NoveltyForm.LOMAX:
        left = exp(-shape * log(1.0 + ratio * (exp(quotient(LN2, shape)) - 1.0)))
    else:
        left = quotient(1.0, 1.0 + ratio)
    return floor + (1.0 - floor) * left


@rule
def exposure_tomorrow(
    exposure: float, visited: int, mix: float, by_day: float, by_visit: float, recovery: float
) -> float:
    """
    Exposure to a topic after today.

    Args:
        exposure: before, >= 0.
        visited: 1 if the member came today.
        mix: how much the topic was talked about, 1 for a fair share, >= 0.
        by_day, by_visit: what a day of membership and a visit add, >= 0.
        recovery: share of exposure that outlasts a day away, in [0, 1].

    Source: assumed. The recovery of interest with time away: Anderson et al. (2014), Benson et al. (2016).
    """
    if visited == 1:
        return exposure + (by_day + by_visit) * mix
    return exposure * recovery + by_day * mix


@act
def find_novelty(i: int, members: Any, world: Any) -> float:
    """How new the community still is to member i: over topics, interest times what is left. Reads, writes nothing."""
    novelty = 0.0
    halflife = wide(members.halflife[i])
    for topic in range(world.topics):
        left = novelty_left(
            wide(members.exposure[i, topic]), halflife, world.novelty_floor, world.novelty_shape, world.novelty_form
        )
        novelty += wide(members.interests[i, topic]) * left
    return novelty


@act
def foresee_novelty(first: int, end: int, members: Any, world: Any, desk: Any) -> None:
    """`find_novelty` for the rows first .. end - 1 at once, on the desk; a topic's columns stand there for a moment."""
    count = end - first
    for place in range(count):
        desk[Desk.NOVELTY, place] = 0.0
    for topic in range(world.topics):
        for place in range(count):
            desk[Desk.DRAFT, place] = wide(members.exposure[word(first + place), topic])
            desk[Desk.SKETCH, place] = wide(members.interests[word(first + place), topic])
        if world.novelty_form == NoveltyForm.EXPONENTIAL:  # written out: with the other forms in it a loop stays scalar
            add_topic(first, count, NoveltyForm.EXPONENTIAL, members, world, desk)
        else:
            add_topic(first, count, world.novelty_form, members, world, desk)


@act
def add_topic(first: int, count: int, form: int, members: Any, world: Any, desk: Any) -> None:
    """Add one topic's part to the novelty of `count` rows."""
    for place in range(count):
        exposure, halflife = wide(desk[Desk.DRAFT, place]), wide(members.halflife[word(first + place)])
        left = novelty_left(exposure, halflife, world.novelty_floor, world.novelty_shape, form)
        desk[Desk.NOVELTY, place] = wide(desk[Desk.NOVELTY, place]) + wide(desk[Desk.SKETCH, place]) * left


@act
def grow_used(i: int, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i has seen today's topics, or has been away. Reads visited; writes exposure."""
    visited = int(members.visited[i])
    for topic in range(world.topics):
        members.exposure[i, topic] = exposure_tomorrow(
            wide(members.exposure[i, topic]),
            visited,
            mix_of(i, topic, members, world, today),
            world.exposure_by_day,
            world.exposure_by_visit,
            today.recovery,
        )
