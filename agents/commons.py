"""What the community as a whole keeps: archive, culture, reputation, clarity of its goal; rules over its numbers."""

from clubsim.agents.arithmetic import closer, exp, rule


@rule
def archive_tomorrow(archive: float, signal: float, days: float) -> float:
    """
    What the archive holds [messages]: it ages, and today's signal is added.

    Args:
        archive: before [messages], >= 0.
        signal: today's messages that are no noise, by quality, >= 0.
        days: age at which 37 % of its worth is left [day], > 0.

    Source: assumed.
    """
    return archive * exp(-1.0 / days) + signal


@rule
def archive_worth(archive: float, scale: float) -> float:
    """How much there is to find in the archive, from 0, empty, towards 1: 1 - exp(-archive / scale)."""
    return 1.0 - exp(-archive / scale)


@rule
def culture_tomorrow(culture: float, signal: float, noise: float, gain: float) -> float:
    """The share of talk that is no noise, smoothed, in [0, 1]; a silent day leaves it. Source: assumed."""
    whole = signal + noise
    if whole <= 0.0:
        return culture
    return closer(culture, signal / whole, gain)


@rule
def reputation_tomorrow(reputation: float, trust: float, gain: float, fall: float) -> float:
    """
    The community's name outside, in [0, 1]: it follows members' mean trust, down faster than up.

    Args:
        reputation, trust: in [0, 1].
        gain: share of the gap closed in a day when rising.
        fall: how many times faster it falls, >= 1; never beyond the trust itself.

    Source: assumed. Bad news outruns good.
    """
    if trust < reputation:
        return closer(reputation, trust, min(gain * fall, 1.0))
    return closer(reputation, trust, gain)


@rule
def reputation_after_anger(reputation: float, share: float, weight: float) -> float:
    """
    The community's name outside once some have gone in anger: reputation * (1 - min(weight * share, 1)).

    Args:
        reputation: before, in [0, 1].
        share: of those who were in today who went in anger, in [0, 1].
        weight: share of the name lost for each share of the members, >= 0.

    Source: assumed. M21: what members tell outside brings people, and what they tell of money kept drives them away.
    """
    return reputation * (1.0 - min(weight * share, 1.0))


@rule
def clarity_tomorrow(clarity: float, concentration: float, topics: int, gain: float) -> float:
    """
    How far talk keeps to one topic, smoothed, in [0, 1].

    Args:
        concentration: sum of squared shares of topics today, in [1/topics, 1].
        topics: number of topics; with one, talk is always clear.

    Source: assumed. M02: a goal is the clearer the less the talk strays.
    """
    today = 1.0
    if topics > 1:
        today = (concentration * topics - 1.0) / (topics - 1.0)
    return closer(clarity, min(max(today, 0.0), 1.0), gain)


@rule
def demand_factor(worth: float, reputation: float, fame: float, by_content: float, by_reputation: float) -> float:
    """
    How many times as many people come, or hear of a notice, as without a name, an archive and a founder.

        (1 + by_content * worth) * (1 + fame) * exp(by_reputation * (reputation - 1))

    Args:
        worth: of the archive, in [0, 1).
        reputation: in [0, 1].
        fame: of a founder who hosts, 0 without.
        by_content, by_reputation: strengths, >= 0.

    Source: assumed. M22 and M23 (content brings people), M21 (word of mouth), M24 (a founder's pull).
    """
    return (1.0 + by_content * worth) * (1.0 + fame) * exp(by_reputation * (reputation - 1.0))
