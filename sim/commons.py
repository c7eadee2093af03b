"""The community's own stocks from day to day: archive, culture, reputation, clarity; and how many come for them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.commons import (
    archive_tomorrow,
    archive_worth,
    clarity_tomorrow,
    culture_tomorrow,
    demand_factor,
    reputation_after_anger,
    reputation_tomorrow,
)
from clubsim.agents.founding import fatigue_tomorrow
from clubsim.agents.records import Role
from clubsim.sim.sums import sum_up_signal

if TYPE_CHECKING:
    from clubsim.sim.community import Community

FOUNDER, DEPUTY = int(Role.FOUNDER), int(Role.DEPUTY)
RESTED = 0.05  # share of weariness that a day without any moderation takes away; assumed


@dataclass
class Commons:
    """
    What the community as a whole keeps.

    archive: [messages], >= 0; culture, reputation, clarity: each in [0, 1]; hosted: 1 if a founder or a deputy wrote
    yesterday; weariness: of the moderators, in [0, 1].
    """

    archive: float = 0.0
    culture: float = 1.0
    reputation: float = 1.0
    clarity: float = 0.0
    hosted: int = 0
    weariness: float = 0.0


def signal_and_noise(community: "Community") -> tuple[Any, float]:
    """
    Today's talk, less what was hidden.

    Returns:
        What is no noise, by topic and by its authors' quality, float64 [topics]; and the number of noise messages.
    """
    c, at = community, community.images
    signal = np.zeros(c.world.topics)
    noise = sum_up_signal(at.members.of(c.members), at.feed.of(c.feed), signal)
    return signal, float(noise)


def keep_in_common(community: "Community") -> None:
    """The stocks after today. Reads today's signal and noise, trust and who wrote; writes the commons."""
    c, world, commons, signal = community, community.world, community.commons, community.today.signal
    whole = 0.0
    for part in signal.tolist():
        whole += part
    commons.archive = archive_tomorrow(commons.archive, whole, world.archive_days)
    commons.culture = culture_tomorrow(commons.culture, whole, c.today.noise, world.culture_gain)
    if whole > 0:
        shares = signal / whole
        concentration = float((shares * shares).sum())
        commons.clarity = clarity_tomorrow(commons.clarity, concentration, world.topics, world.clarity_gain)
    if world.trusting == 1 and c.present.size:
        trust = float(c.members.trust[c.present].astype(np.float64).sum()) / c.present.size
        commons.reputation = reputation_tomorrow(
            commons.reputation, trust, world.reputation_gain, world.reputation_fall
        )
    elif world.anger_reputation > 0:
        commons.reputation = reputation_tomorrow(commons.reputation, 1.0, world.reputation_gain, world.reputation_fall)
    if c.n_angry_today:
        share = c.n_angry_today / c.members_of_the_day.shape[0]
        commons.reputation = reputation_after_anger(commons.reputation, share, world.anger_reputation)
    hiding = c.standing.moderation
    worked = 0.0 if hiding is None else hiding.hours
    tiring, rest = (0.0, RESTED) if hiding is None else (hiding.tiring, hiding.rest)
    commons.weariness = fatigue_tomorrow(commons.weariness, worked, tiring, rest)
    role = c.members.role[c.speakers]
    commons.hosted = int(((role == FOUNDER) | (role == DEPUTY)).any())


def demand(community: "Community") -> float:
    """How many times as many people come, or hear of a notice, as without a name, an archive and a founder."""
    world, commons = community.world, community.commons
    return demand_factor(
        archive_worth(commons.archive, world.archive_scale),
        commons.reputation,
        world.founder_fame * commons.hosted,
        world.content_recruitment,
        world.reputation_recruitment,
    )
