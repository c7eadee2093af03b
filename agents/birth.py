"""Who somebody is: traits drawn from the seed and the uid alone, before anyone meets them."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, exp, log, lognormal, normal_quantile, power, rule, square_root, wide
from clubsim.agents.candidacy import become_candidate
from clubsim.agents.cherishing import cherish
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.motives import MOTIVES, motive_mean
from clubsim.agents.reading import noisy_base_of
from clubsim.agents.records import NEVER, NOBODY

# Which of a person's trait draws is which; never renumbered, so that no trait moves when one is added.
ENTHUSIASM, VISITING, CHECKING_IN, TALKING, FURTHER, HALFLIFE, HOUR, QUOTA, REWARD, WILLINGNESS, TASTE = (
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16,
)  # fmt: skip
MOTIVE, QUALITY, NOISINESS = 32, 36, 37  # behind the tastes of up to 16 topics

LAST_HOUR = 23.99999
GAMMA_TRIES = 64  # of which one in twenty fails
GAMMA_DRAWS = 256  # set aside for one number


@rule
def trait(luck: Luck, uid: int, which: int) -> float:
    """A standard normal number that belongs to the person and the trait."""
    return normal_quantile(draw(luck, Purpose.TRAIT, uid, 0, which))


@rule
def mixed(common: float, own: float, correlation: float) -> float:
    """
    A standard normal number that correlates with `common`.

        correlation * common + sqrt(1 - correlation**2) * own

    Args:
        common, own: independent standard normal numbers.
        correlation: in [-1, 1].
    """
    return correlation * common + square_root(1.0 - correlation * correlation) * own


@rule
def enthusiasm_of(luck: Luck, uid: int, shift: float) -> float:
    """How much somebody cares for what the community is about [sd], shifted by the channel they come from."""
    return trait(luck, uid, ENTHUSIASM) + shift


@rule
def willingness_of(luck: Luck, uid: int, enthusiasm: float, world: Any) -> float:
    """The most somebody would pay at the door [yuan], > 0; log-normal, the larger the more they care."""
    luck_of_purse = mixed(enthusiasm, trait(luck, uid, WILLINGNESS), world.willingness_enthusiasm)
    return world.willingness_median * exp(world.willingness_sd * luck_of_purse)


@act
def be_born(i: int, members: Any, feed: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i joins today with their traits. Reads uid, shift; writes traits and the state of a newcomer."""
    uid = int(members.uid[i])
    enthusiasm = enthusiasm_of(luck, uid, wide(members.shift[i]))
    visiting = mixed(enthusiasm, trait(luck, uid, VISITING), world.visit_enthusiasm)
    talking = mixed(visiting, trait(luck, uid, TALKING), world.talk_visit)
    members.visit_base[i] = world.visit_mean + world.visit_sd * visiting
    members.check_in_base[i] = world.check_in_mean + world.check_in_sd * trait(luck, uid, CHECKING_IN)
    members.talk_base[i] = world.talk_mean + world.talk_sd * talking
    talkative = mixed(visiting, trait(luck, uid, FURTHER), world.further_visit)
    members.further[i] = world.further_messages * exp(
        world.further_messages_sd * (talkative - world.further_messages_sd / 2.0)
    )
    if world.dropout_a > 0.0:
        members.dropout[i] = dropout_of(luck, uid, world.dropout_a, world.dropout_b)
    members.halflife[i] = lognormal(draw(luck, Purpose.TRAIT, uid, 0, HALFLIFE), world.halflife, world.halflife_sd)
    members.usual_hour[i] = around_the_clock(world.usual_hour + world.usual_hour_sd * trait(luck, uid, HOUR))
    members.heeds_quota[i] = draw(luck, Purpose.TRAIT, uid, 0, QUOTA) < world.quota_heeders
    members.heeds_reward[i] = draw(luck, Purpose.TRAIT, uid, 0, REWARD) < world.reward_heeders
    take_to_topics(i, members, world, luck)
    if world.needs == 1:
        take_motives(i, members, world, luck)
    members.quality[i] = exp(world.quality_sd * (trait(luck, uid, QUALITY) - world.quality_sd / 2.0))
    if world.noise_share > 0.0:
        members.noisy_base[i] = noisy_base_of(trait(luck, uid, NOISINESS), world)
    begin(i, members, world, today)
    if world.cherishing > 0.0:
        cherish(i, enthusiasm, willingness_of(luck, uid, enthusiasm, world), members, world, today)


@act
def begin(i: int, members: Any, world: Any, today: Any) -> None:
    """Member i's state on the day of joining; what is not named begins at 0, and what nothing here moves stays 0."""
    members.joined[i] = today.day
    members.left[i] = NEVER
    members.last_visit[i] = NEVER
    members.last_message[i] = NEVER
    members.stepped_down[i] = NEVER
    members.novelty[i] = 1.0
    if world.needs == 1:
        members.expectation[i] = world.expectation_start
        members.met[i] = world.expectation_start
        members.elsewhere[i] = world.elsewhere_start
    members.trust[i] = 1.0
    if world.trusting == 1:
        members.told[i] = 1.0
    members.introduced[i] = NOBODY
    members.paid_until[i] = NEVER
    members.paid_on[i] = NEVER
    if today.term > 0:
        members.paid_until[i] = today.day + today.term
    become_candidate(i, members, today)


@rule
def pull_of_topic(luck: Luck, uid: int, topic: int, focus: float) -> float:
    """How much a topic draws somebody, > 0, before the pulls of all topics are made to sum to 1."""
    return exp(focus * trait(luck, uid, TASTE + topic))


@rule
def pull_of_topics(luck: Luck, uid: int, topics: int, focus: float) -> float:
    """What all topics together draw somebody with, by which each one's pull is divided."""
    pull = 0.0
    for topic in range(topics):
        pull += pull_of_topic(luck, uid, topic, focus)
    return pull


@act
def interests_drift(world: Any) -> bool:
    """Whether anything moves anybody's interests away from what they were born with."""
    return world.drift_sd > 0.0 or world.drift_home > 0.0 or world.drift_talk > 0.0


@act
def taste_of(i: int, topic: int, members: Any, world: Any) -> float:
    """Member i's interest in a topic at birth: of now, where interests do not drift."""
    if interests_drift(world):
        return wide(members.taste[i, topic])
    return wide(members.interests[i, topic])


@act
def take_to_topics(i: int, members: Any, world: Any, luck: Luck) -> None:
    """
    Member i's share of interest in each topic: exponentials of normal numbers, made to sum to 1, the more like the
    tastes of who invited them. Reads the inviter's taste, which nothing changes; writes interests and, where they
    drift, the taste.
    """
    uid = int(members.uid[i])
    inviter = int(members.inviter[i])
    whole_interest = pull_of_topics(luck, uid, world.topics, world.topic_focus)
    for topic in range(world.topics):
        share = pull_of_topic(luck, uid, topic, world.topic_focus) / whole_interest
        if inviter != NOBODY:
            share = closer(share, taste_of(inviter, topic, members, world), world.invited_likeness)
        members.interests[i, topic] = share
        if interests_drift(world):
            members.taste[i, topic] = share


@act
def take_motives(i: int, members: Any, world: Any, luck: Luck) -> None:
    """Member i's weight of each motive: the means times exponentials of normal numbers, made to sum to 1."""
    uid = int(members.uid[i])
    whole_weight = 0.0
    for which in range(MOTIVES):
        whole_weight += motive_mean(which, world) * exp(world.motive_sd * trait(luck, uid, MOTIVE + which))
    for which in range(MOTIVES):
        members.motives[i, which] = 1.0 / MOTIVES
        if whole_weight > 0.0:
            weight = motive_mean(which, world) * exp(world.motive_sd * trait(luck, uid, MOTIVE + which))
            members.motives[i, which] = weight / whole_weight


@rule
def dropout_of(luck: Luck, uid: int, a: float, b: float) -> float:
    """
    Somebody's chance of dropping out after an active day: from a Beta(a, b) distribution, 0 if a is 0.

    Source: adapted. BG/NBD, Fader, Hardie & Lee (2005).
    """
    if a <= 0.0:
        return 0.0
    return beta_of(luck, uid, 0, a, b)


@rule
def renewal_of(luck: Luck, uid: int, a: float, b: float) -> float:
    """
    Somebody's chance of not renewing a paid term, before any shift: from a Beta(a, b) distribution.

    Source: adapted. Shifted beta-geometric, Fader & Hardie (2007).
    """
    return beta_of(luck, uid, 2 * GAMMA_DRAWS, a, b)


@rule
def beta_of(luck: Luck, uid: int, first: int, a: float, b: float) -> float:
    """
    A Beta(a, b) number: the share of the first of two gamma numbers, of shape a and b, in their sum.

    Args:
        first: index of the first of 2 * GAMMA_DRAWS draws that are its own.
        a, b: > 0.
    """
    one, other = gamma_of(luck, uid, first, a), gamma_of(luck, uid, first + GAMMA_DRAWS, b)
    if one + other <= 0.0:  # both less than the least number
        return a / (a + b)
    return one / (one + other)


@rule
def gamma_of(luck: Luck, uid: int, first: int, shape: float) -> float:
    """
    A number from the Gamma(shape, 1) distribution that belongs to the person, >= 0.

    Args:
        first: of the draws of `Purpose.BETA` it takes, GAMMA_DRAWS at most.
        shape: > 0.

    Source: adapted. By rejection, Marsaglia & Tsang (2000), of shape + 1, and a power of a uniform draw from there.
    """
    d = shape + 2.0 / 3.0
    c = 1.0 / square_root(9.0 * d)
    scale = power(draw(luck, Purpose.BETA, uid, 0, first), 1.0 / shape)
    for attempt in range(GAMMA_TRIES):
        x = normal_quantile(draw(luck, Purpose.BETA, uid, 0, first + 2 * attempt + 1))
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u = draw(luck, Purpose.BETA, uid, 0, first + 2 * attempt + 2)
        if log(u) < 0.5 * x * x + d - d * v + d * log(v):
            return d * v * scale
    return d * scale


@rule
def around_the_clock(hour: float) -> float:
    """An hour brought into [0, 24)."""
    while hour < 0.0:
        hour += 24.0
    while hour >= 24.0:
        hour -= 24.0
    if hour >= LAST_HOUR:  # which would be 24 in 32 bits
        return 0.0
    return hour
