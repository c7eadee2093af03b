"""Which members an operator asks to help, by what there is to see of them."""

from typing import Any, Literal

import numpy as np

from clubsim.agents.records import Role
from clubsim.policies.money import Funded, affordable
from clubsim.sim.levers import Rows
from clubsim.sim.policy import View

Chosen = Literal["messages", "answered", "tenure"]


def regulars(view: View, number: int, by: Chosen, tenure: int, recent: int) -> Rows:
    """`ranked` of all but founders, who are the operator's own and not asked."""
    return ranked(view, number, by, tenure, recent, view.role != Role.FOUNDER)


def ranked(view: View, number: int, by: Chosen, tenure: int, recent: int, known: Any) -> Rows:
    """
    The `number` members with the most messages, the most replies received, or the longest tenure.

    Args:
        tenure: only who has been in for so long [day].
        recent: only who has come in the last so many days.
        known: bool [n], who can be asked at all.

    Returns:
        Their rows, at most `number`; luck settles what is equal.
    """
    there = np.flatnonzero(known & (view.tenure >= tenure) & (view.last_visit >= view.day - recent))
    measure = {"messages": view.messages, "answered": view.replies, "tenure": view.tenure}[by][there]
    order = np.lexsort((view.uid[there], view.draw()[there], -measure))
    return view.rows[there[order[:number]]]


def can_pay(view: View, people: int, hours: float, pay: float, funded: Funded) -> bool:
    """Whether a day's wages of `people` who work `hours` each at `pay` [yuan/hour] can be paid."""
    return affordable(view, people * hours * pay, funded)
