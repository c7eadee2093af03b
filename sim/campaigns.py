"""Which channels an operator works harder, how far that reaches, and what it costs."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.parameters import unknown
from clubsim.agents.records import NOBODY
from clubsim.sim.commons import demand
from clubsim.sim.ledger import CLUB, OUTSIDE, SUPPLIERS
from clubsim.sim.levers import Campaign, LeverError, Surge
from clubsim.sim.policy import Policy
from clubsim.sim.world import Channel, Scenario

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def channels_named(scenario: Scenario, name: str | None, slot: str) -> list[tuple[int, Channel]]:
    """
    Number and channel of the scenario's channel of that name, or of all if the name is None.

    Raises:
        LeverError: the scenario has no such channel.
    """
    found = [(number, channel) for number, channel in enumerate(scenario.channels) if name in (None, channel.name)]
    if name is not None and not found:
        what = unknown(f"channel of {scenario.name}", name, [channel.name for channel in scenario.channels])
        raise LeverError(f"slot {slot}: {what}")
    return found


def check_channels(scenario: Scenario, policies: Mapping[str, Policy]) -> None:
    """
    Whether the scenario has every channel that a policy works.

    Raises:
        LeverError: it has not.
    """
    for slot, policy in policies.items():
        for name in policy.channels_worked() if isinstance(policy, Policy) else ():
            channels_named(scenario, name, slot)


def reached(community: "Community", rows: Any) -> Iterator[tuple[Any, float]]:
    """Prospects who may hear of a notice today, parted by how many times as far it reaches them, and that factor."""
    usual = demand(community)
    if not community.standing.campaigns:
        yield rows, usual
        return
    factors = np.ones(len(community.scenario.channels))
    for slot, campaign in community.standing.campaigns:
        for number, _ in channels_named(community.scenario, campaign.channel, slot):
            pay_for_reach(community, campaign, number, rows, usual * float(factors[number]))
            factors[number] *= campaign.factor
    channel = community.prospects.channel[rows]
    factor = np.where(channel >= 0, factors[np.maximum(channel, 0)], 1.0)
    for each in np.unique(factor).tolist():
        yield rows[factor == each], usual * each


def pay_for_reach(community: "Community", campaign: Campaign, number: int, rows: Any, usual: float) -> None:
    """Whom a notice reaches beyond those it reaches at the factor `usual`, on average, is paid for."""
    p, channel = community.prospects, community.scenario.channels[number]
    outside = int(np.count_nonzero((p.channel[rows] == number) & (p.row[rows] == NOBODY)))
    more = min(channel.reach * usual * campaign.factor, 1.0) - min(channel.reach * usual, 1.0)
    pay_for(community, campaign, outside * max(more, 0.0), f"campaign: {channel.name}")


def pay_for(community: "Community", lever: Campaign | Surge, people: float, purpose: str) -> None:
    """Each of `people` reached costs what the lever says."""
    if people > 0 and lever.cost > 0:
        payer = CLUB if lever.funded == "fees" else OUTSIDE
        community.ledger.record(community.day, payer, SUPPLIERS, people * lever.cost, purpose)
