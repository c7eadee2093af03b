"""
The levers a policy may pull, a module for each family.

Values only: what pulling one does stands in clubsim.sim.effects.
"""

from clubsim.sim.levers.accounts import Spend
from clubsim.sim.levers.culls import Deadline, Quota, Remove, Warn
from clubsim.sim.levers.doors import AnyGate, Gate, Invitations, Notice, Review, Task, Values
from clubsim.sim.levers.lever import Lever, LeverError, Numbers, Rows
from clubsim.sim.levers.moderation import Moderate, Order
from clubsim.sim.levers.outreach import Nudge
from clubsim.sim.levers.programme import Event, Prize, Refresh
from clubsim.sim.levers.rebuild import Scatter
from clubsim.sim.levers.rewards import Badge, Give, Goal, Praise, Tally

__all__ = [
    "AnyGate",
    "Badge",
    "Deadline",
    "Event",
    "Gate",
    "Give",
    "Goal",
    "Invitations",
    "Lever",
    "LeverError",
    "Moderate",
    "Notice",
    "Nudge",
    "Numbers",
    "Order",
    "Praise",
    "Prize",
    "Quota",
    "Refresh",
    "Remove",
    "Review",
    "Rows",
    "Scatter",
    "Spend",
    "Tally",
    "Task",
    "Values",
    "Warn",
]
