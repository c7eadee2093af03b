"""Interests drift: by chance, back home to one's taste, and towards what is talked about."""

from typing import Any

from clubsim.agents.arithmetic import act, exp, normal_quantile, rule, wide
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.rooming import mix_of


@rule
def interest_tomorrow(
    interest: float, taste: float, talked: float, shock: float, visited: int, home: float, talk: float
) -> float:
    """
    A topic's share of interest after a day, before the shares are made to sum to 1 again.

        interest * exp(shock), then `home` of the gap to the taste, then, after a visit, `talk` of that to the talk

    Args:
        interest, taste, talked: shares of now, of birth, and of today's talk, in [0, 1].
        shock: [log share].
        visited: 1 if the member came today.
        home, talk: shares of the gaps closed, in [0, 1].

    Source: adapted. A random walk that is drawn home: the mix of a poster's threads stays near its own past with an
    excess that halves in about two years (evidence 2.2); the pull of what is read is assumed.
    """
    interest = interest * exp(shock)
    interest = interest + home * (taste - interest)
    if visited == 1:
        interest = interest + talk * (talked - interest)
    return interest


@act
def drift(i: int, members: Any, world: Any, today: Any, luck: Luck) -> None:
    """Member i's interests after today. Reads taste, visited; writes interests."""
    whole_interest = 0.0
    for topic in range(world.topics):
        shock = 0.0
        if world.drift_sd > 0.0:
            u = draw(luck, Purpose.DRIFT, int(members.uid[i]), today.day, topic)
            shock = world.drift_sd * normal_quantile(u)
        members.interests[i, topic] = interest_tomorrow(
            wide(members.interests[i, topic]),
            wide(members.taste[i, topic]),
            mix_of(i, topic, members, world, today) / world.topics,
            shock,
            int(members.visited[i]),
            world.drift_home,
            world.drift_talk,
        )
        whole_interest += wide(members.interests[i, topic])
    for topic in range(world.topics):
        members.interests[i, topic] = wide(members.interests[i, topic]) / whole_interest
