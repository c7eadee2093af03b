"""What is worth reading: benefit of what matches one's interests, cost of all that is read; and what is noise."""

from typing import Any

from clubsim.agents.arithmetic import act, closer, exp, log, logistic, power, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.moderating import part_in_order, part_sorted
from clubsim.agents.motives import surplus_of
from clubsim.agents.rooming import noise_around, signal_of


@rule
def information_benefit(matching: float, scale: float) -> float:
    """
    Benefit of the day's matching messages, in [0, 1).

        1 - exp(-matching / scale)

    Args:
        matching: messages read that are to one's interest, by their quality, >= 0.
        scale: messages at which 63 % is reached, > 0.

    Source: adapted. Ren & Kraut (2014): concave, the marginal benefit falls from about 40 messages.
    """
    return 1.0 - exp(-matching / scale)


@rule
def overload_cost(read: float, matching: float, cost: float, quality: float, discernment: float) -> float:
    """
    Cost of reading, in units of the greatest benefit, >= 0.

        cost * read * (read / matching) * quality**discernment

    Args:
        read: messages read, noise among them, >= 0.
        matching: of them, what is to one's interest; below 1 counts as 1.
        cost: of a message where all match, >= 0.
        quality: of what the reader writes, > 0, mean 1.
        discernment: how much more noise bothers who writes well, >= 0.

    Source: adapted. Ren & Kraut (2014): messages seen divided by signal to noise; discernment is assumed (M51).
    """
    return cost * read * (read / max(matching, 1.0)) * power(quality, discernment)


@rule
def noise_chance(base: float, surplus: float, culture: float, world: Any) -> float:
    """
    Chance that a message is noise: filler, or an advertisement.

        logistic(base - unmet * min(surplus, 0) + culture_weight * (1 - culture))

    Args:
        base: the author's own inclination [logit].
        surplus: how far their needs are met beyond what they expect, in [-1, 1].
        culture: share of talk that is no noise, in [0, 1].

    Source: assumed. M46 and M53: who is dissatisfied leaves or posts advertisements; M51: filler begets filler.
    """
    if world.noise_share <= 0.0:
        return 0.0
    return logistic(base - world.noise_unmet * min(surplus, 0.0) + world.noise_culture * (1.0 - culture))


@rule
def noisy_base_of(own: float, world: Any) -> float:
    """Somebody's inclination that a message is noise [logit], from a standard normal number of their own."""
    share = max(world.noise_share, 1e-12)
    return log(share / (1.0 - share)) + world.noise_sd * own


@act
def is_noise(i: int, members: Any, world: Any, today: Any, luck: Luck) -> bool:
    """Whether the message that member i writes now is noise. Reads messages, met, expectation; writes nothing."""
    if world.noise_share <= 0.0:
        return False
    base = wide(members.noisy_base[i])
    if int(members.heeds_quota[i]) == 1:
        base -= world.pressure * today.warned
    chance = noise_chance(base, surplus_of(i, members), today.culture, world)
    return draw(luck, Purpose.NOISE, int(members.uid[i]), today.day, int(members.messages[i])) < chance


@act
def find_benefit(i: int, members: Any, world: Any, today: Any) -> float:
    """
    What reading gave visitor i today, in [-1, 1]: today's messages in their rooms, up to a budget, or first what
    interests them where the feed is sorted, and the archive while it is new. Reads interests, novelty; writes nothing.
    """
    whole = noise_around(i, members, today)
    matching = 0.0
    for topic in range(world.topics):
        signal = signal_of(i, topic, members, today)
        whole += signal
        matching += signal * min(wide(members.interests[i, topic]) * world.topics, 1.0)
    share = 1.0
    if whole > world.reading_budget:
        share = world.reading_budget / whole
    read, matching = whole * share, matching * share
    if today.sorted > 0.0:
        read += today.sorted * (read_sorted(i, members, world, today) - read)
        matching += today.sorted * (matching_sorted(i, members, world, today) - matching)
    benefit = information_benefit(matching, world.benefit_messages)
    benefit -= overload_cost(read, matching, world.reading_cost, wide(members.quality[i]), world.discernment)
    benefit += world.archive_benefit * today.archive * wide(members.novelty[i])
    return min(max(benefit, -1.0), 1.0)


@act
def matching_sorted(i: int, members: Any, world: Any, today: Any) -> float:
    """Messages to visitor i's interest that they read in a perfectly sorted feed, by their quality, >= 0."""
    matching = 0.0
    for topic in range(world.topics):
        part = part_sorted(i, topic, members, world, today) * signal_of(i, topic, members, today)
        matching += part * min(wide(members.interests[i, topic]) * world.topics, 1.0)
    return matching


@act
def read_sorted(i: int, members: Any, world: Any, today: Any) -> float:
    """Messages that visitor i reads in a perfectly sorted feed, >= 0; noise comes last, if it is shown at all."""
    read = 0.0
    for topic in range(world.topics):
        read += part_sorted(i, topic, members, world, today) * signal_of(i, topic, members, today)
    if today.least_interest <= 0.0:
        noise = noise_around(i, members, today)
        read += part_in_order(noise, read, world.reading_budget) * noise
    return read


@act
def read_today(i: int, members: Any, world: Any, today: Any) -> None:
    """Visitor i has read today's messages. Reads visited; writes benefit, which stands still while one is away."""
    if int(members.visited[i]) == 1:
        found = find_benefit(i, members, world, today)
        members.benefit[i] = closer(wide(members.benefit[i]), found, world.benefit_gain)
