"""A hand-made morning: the View that a policy sees, written down instead of simulated."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pytest

from clubsim.agents.arithmetic import log

START = date(2016, 2, 15)  # a Monday


@dataclass
class Morning:
    """The View protocol as plain columns; every column left out is zeros of the length of `rows`."""

    day: int = 0
    rows: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    event_yesterday: str = ""
    balance: float = 0.0
    weekly_speakers: int = 0
    silence: int = 0
    trust: float = 1.0
    tally_day: int = -1
    draws: dict = field(default_factory=dict)  # by uid; .5 for who is left out
    asked: list = field(default_factory=list)  # the index of every draw
    uid: np.ndarray | None = None
    tenure: np.ndarray | None = None
    messages: np.ndarray | None = None
    check_ins: np.ndarray | None = None
    messages_since: np.ndarray | None = None
    noise_since: np.ndarray | None = None
    badge: np.ndarray | None = None
    replies: np.ndarray | None = None
    streak: np.ndarray | None = None
    level: np.ndarray | None = None
    redeemed: np.ndarray | None = None
    channel: np.ndarray | None = None
    brought: np.ndarray | None = None
    brought_fees: np.ndarray | None = None
    messages_yesterday: np.ndarray | None = None
    attended_yesterday: np.ndarray | None = None
    last_visit: np.ndarray | None = None
    last_hour: np.ndarray | None = None
    topics: np.ndarray | None = None  # all about the first topic
    sessions: np.ndarray | None = None
    introductions: np.ndarray | None = None
    role: np.ndarray | None = None
    stepped_down: np.ndarray | None = None
    turns_kept: np.ndarray | None = None
    turns_missed: np.ndarray | None = None
    paid: np.ndarray | None = None
    room: np.ndarray | None = None
    group: np.ndarray | None = None

    def __post_init__(self):
        self.rows = np.asarray(self.rows, np.int64)
        if self.uid is None:
            self.uid = self.rows + 1000
        if self.topics is None:
            self.topics = np.zeros((self.rows.size, 4), np.int64)
        if self.stepped_down is None:
            self.stepped_down = np.full(self.rows.size, -1)
        for name, value in vars(self).items():
            if value is None:
                setattr(self, name, np.zeros(self.rows.size, np.int64))
            elif isinstance(value, list) and name != "asked":
                setattr(self, name, np.asarray(value))

    @property
    def date(self):
        return START + timedelta(days=self.day)

    @property
    def weekday(self):
        return self.date.weekday()

    def draw(self, index=0):
        self.asked.append(index)
        return np.array([self.draws.get(int(uid), 0.5) for uid in self.uid])

    def wait(self, index=0):
        return np.array([-log(u) for u in self.draw(index).tolist()])


@pytest.fixture
def morning():
    return Morning
