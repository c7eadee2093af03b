"""A quota stands; who is removed goes this evening."""

from typing import TYPE_CHECKING

from clubsim.sim.effects.pull import pull
from clubsim.sim.levers import Deadline, LeverError, Quota, Remove, Warn
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Quota)
def ask_for(lever: Quota, community: "Community", standing: Standing, slot: str) -> None:
    """One quota stands."""
    if standing.quota is not None:
        raise LeverError(f"slot {slot}: only one quota can be in force on a day; end the other with until_day")
    standing.quota = lever


@pull.register(Remove)
def order_out(lever: Remove, community: "Community", standing: Standing, slot: str) -> None:
    """The removal is carried out in the evening."""
    community.members.ordered_out[lever.rows] = 1
    community.orders |= dict.fromkeys(lever.rows.tolist(), lever.reason)


@pull.register(Deadline)
def set_deadline(lever: Deadline, community: "Community", standing: Standing, slot: str) -> None:
    """The shortest deadline stands."""
    standing.deadline = min(standing.deadline or lever.days, lever.days)


@pull.register(Warn)
def warn(lever: Warn, community: "Community", standing: Standing, slot: str) -> None:
    """The strictest warning stands."""
    standing.warned = max(standing.warned, lever.detection)
