"""Meetings in person: how good one is, and who gets a seat."""

from typing import TYPE_CHECKING

import numpy as np

from clubsim.agents.arithmetic import normal_quantile
from clubsim.agents.luck import Luck, Purpose, draw
from clubsim.agents.meeting import TURN
from clubsim.sim.levers import Meeting

if TYPE_CHECKING:
    from clubsim.sim.community import Community


def quality_of_day(meeting: Meeting, luck: Luck, day: int) -> float:
    """How good a meeting turns out, in [-1, 1]: normal by the luck of the day, which is the same in every arm."""
    u = draw(luck, Purpose.MEETING_QUALITY, 0, day)
    return min(max(meeting.quality + meeting.spread * normal_quantile(u), -1.0), 1.0)


def invite_to_meeting(community: "Community") -> None:
    """Members sign up for today's meeting; those who do so first have the seats. Writes at_meeting, the guests."""
    c = community
    c.members.at_meeting[c.guests] = 0  # of the last one
    c.guests = c.guests[:0]
    meeting = c.standing.meeting
    if meeting is None:
        return
    c.engine.let_members(c, "sign_up", c.awake)
    signed = c.awake[c.members.at_meeting[c.awake] == 1]
    uid = c.members.uid[signed]
    turn = np.array([draw(c.luck, Purpose.MEETING, who, c.day, TURN) for who in uid.tolist()])
    queue = signed[np.lexsort((uid, turn))]
    c.members.at_meeting[queue[meeting.seats :]] = 0
    c.guests = queue[: meeting.seats].copy()
    c.today = c.today._replace(guests=c.guests)
    c.note(c.guests, "meet")
