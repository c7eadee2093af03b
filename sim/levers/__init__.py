"""
The levers a policy may pull, a module for each family.

Values only: what pulling one does stands in clubsim.sim.effects.
"""

from clubsim.sim.levers.accounts import Spend
from clubsim.sim.levers.adverts import Advertise
from clubsim.sim.levers.alliance import Ally
from clubsim.sim.levers.channels import ALL_CHANNELS, Channels
from clubsim.sim.levers.culls import Deadline, Quota, Remove, Warn
from clubsim.sim.levers.deposits import SettleDeposits, Stake, TakeDeposits
from clubsim.sim.levers.doors import AnyGate, Experience, Gate, Invitations, Notice, Review, Signal, Task, Trial, Values
from clubsim.sim.levers.lever import Lever, LeverError, Numbers, Rows
from clubsim.sim.levers.moderation import Moderate, Mute, Order
from clubsim.sim.levers.money import Charge, Menu, Offer, Refund, RefundRule
from clubsim.sim.levers.onboarding import Greet, Promise
from clubsim.sim.levers.outreach import Introduce, Mention, Nudge, Remind, WinBack
from clubsim.sim.levers.programme import Event, Host, Meeting, Prize, Refresh
from clubsim.sim.levers.rebuild import Scatter
from clubsim.sim.levers.recruitment import Bounty, Campaign, Enrol, Handpick, PickedBy, Referral, Surge
from clubsim.sim.levers.rewards import Ahead, Badge, Give, Goal, Packets, Pay, Praise, Raise, Recommend, Redeem, Tally
from clubsim.sim.levers.roles import Promote, Serve, Work
from clubsim.sim.levers.structure import Divide, Inner, MembersLimit, RoomSize, Subgroups
from clubsim.sim.levers.turns import Turn

__all__ = [
    "ALL_CHANNELS",
    "Advertise",
    "Ahead",
    "Ally",
    "AnyGate",
    "Badge",
    "Bounty",
    "Campaign",
    "Channels",
    "Charge",
    "Deadline",
    "Divide",
    "Enrol",
    "Event",
    "Experience",
    "Gate",
    "Give",
    "Goal",
    "Greet",
    "Handpick",
    "Host",
    "Inner",
    "Introduce",
    "Invitations",
    "Lever",
    "LeverError",
    "Meeting",
    "MembersLimit",
    "Mention",
    "Menu",
    "Moderate",
    "Mute",
    "Notice",
    "Nudge",
    "Numbers",
    "Offer",
    "Order",
    "Packets",
    "Pay",
    "PickedBy",
    "Praise",
    "Prize",
    "Promise",
    "Promote",
    "Quota",
    "Raise",
    "Recommend",
    "Redeem",
    "Referral",
    "Refresh",
    "Refund",
    "RefundRule",
    "Remind",
    "Remove",
    "Review",
    "RoomSize",
    "Rows",
    "Scatter",
    "Serve",
    "SettleDeposits",
    "Signal",
    "Spend",
    "Stake",
    "Subgroups",
    "Surge",
    "TakeDeposits",
    "Tally",
    "Task",
    "Trial",
    "Turn",
    "Values",
    "Warn",
    "WinBack",
    "Work",
]
