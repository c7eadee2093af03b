"""Ways to the door stand, for the phase that lets people come; a promised reward stands, and is paid."""

from typing import TYPE_CHECKING

from clubsim.sim.campaigns import channels_named
from clubsim.sim.effects.pull import pull
from clubsim.sim.ledger import CLUB, MEMBERS, OUTSIDE
from clubsim.sim.levers import Bounty, Campaign, Enrol, Handpick, Referral, Surge
from clubsim.sim.standing import Standing

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@pull.register(Campaign)
def campaign(lever: Campaign, community: "Community", standing: Standing, slot: str) -> None:
    """A campaign stands."""
    channels_named(community.scenario, lever.channel, slot)
    standing.campaigns.append((slot, lever))


@pull.register(Enrol)
@pull.register(Handpick)
@pull.register(Surge)
def bring_in(lever: Enrol | Handpick | Surge, community: "Community", standing: Standing, slot: str) -> None:
    """A way in stands."""
    if not isinstance(lever, Surge):
        channels_named(community.scenario, lever.channel, slot)
    standing.ways.append((slot, lever))


@pull.register(Referral)
def promise(lever: Referral, community: "Community", standing: Standing, slot: str) -> None:
    """What several rewards add to invitations adds up."""
    standing.referral += lever.gain


@pull.register(Bounty)
def pay_bounty(lever: Bounty, community: "Community", standing: Standing, slot: str) -> None:
    """Members are paid, by the club or from outside."""
    payer = CLUB if lever.funded == "fees" else OUTSIDE
    community.ledger.record(community.day, payer, MEMBERS, float(lever.amounts.sum()), "rewards for bringing members")
    community.note(lever.rows, "reward")
