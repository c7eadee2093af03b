"""A message reaches its members today; who is introduced knows somebody."""

from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.finding import HOURS, attention
from clubsim.agents.luck import Purpose, draw
from clubsim.agents.records import NEVER
from clubsim.agents.returning import return_chance
from clubsim.agents.ties import strengthen
from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Introduce, Mention, Nudge, Remind, WinBack
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Nudge)
def nudge(lever: Nudge, community: "Community", standing: Standing, slot: str) -> None:
    """A message counts the less the more of them somebody has had since their last visit."""
    write_to(community, lever.rows, lever.lift)


@pull.register(Remind)
def remind(lever: Remind, community: "Community", standing: Standing, slot: str) -> None:
    """Attention to a message fades from its hour to that at which a member usually comes."""
    c, world = community, community.world
    ages = (c.members.usual_hour[lever.rows].astype(np.float64) - lever.hours) % HOURS
    noticed = [attention(age, world.attention_scale, world.attention_shape) for age in ages.tolist()]
    write_to(c, lever.rows, lever.lift * np.array(noticed))


@pull.register(Mention)
def mention(lever: Mention, community: "Community", standing: Standing, slot: str) -> None:
    """A notification more than yesterday's replies; who has dropped out does not see it."""
    members = community.members
    members.replied[lever.rows[members.dropped[lever.rows] == 0]] += 1


@pull.register(WinBack)
def win_back(lever: WinBack, community: "Community", standing: Standing, slot: str) -> None:
    """Some of those who have dropped out come back, by their own luck; then it is a message like any other."""
    c, m, world = community, community.members, community.world
    asleep = lever.rows[m.dropped[lever.rows] == 1]
    last = np.where(m.last_visit[asleep] == NEVER, m.joined[asleep], m.last_visit[asleep])
    weights = weights_of(c, asleep)
    for row, day, weight in zip(asleep.tolist(), last.tolist(), weights.tolist(), strict=True):
        chance = weight * return_chance(world.win_back, c.day - day, world.win_back_silence)
        if draw(c.luck, Purpose.WIN_BACK, int(m.uid[row]), c.day) < chance:
            m.dropped[row] = 0
    write_to(c, lever.rows, lever.lift)


@pull.register(Introduce)
def introduce(lever: Introduce, community: "Community", standing: Standing, slot: str) -> None:
    """Both have a tie, know to whom to turn, and are written to."""
    m = community.members
    for one, other in zip(lever.one.tolist(), lever.other.tolist(), strict=True):
        for row, partner in ((one, other), (other, one)):
            strengthen(row, partner, m, community.day)
            m.introduced[row] = partner
            m.introductions[row] += 1
            write_to(community, np.array([row]), lever.lift)


def write_to(community: "Community", rows: Any, lift: Any) -> None:
    """
    A message to each of `rows`, none of which is there twice.

    Args:
        lift: [logit], of the first message since a visit, one for all or [n].
    """
    members = community.members
    members.nudge[rows] = members.nudge[rows].astype(np.float64) + lift * weights_of(community, rows)
    members.nudged[rows] += 1


def weights_of(community: "Community", rows: Any) -> Any:
    """What one more message to each of `rows` counts of a first one: float64 [n], by those since their last visit."""
    weights = [1.0]  # by the number of earlier ones; beyond eight all count alike
    for _ in range(8):
        weights.append(weights[-1] * community.world.nudge_damping)
    return np.array(weights)[np.minimum(community.members.nudged[rows], 8)]
