"""Who got in and when, read from one run and held to in another: the same people under other rules."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import NOBODY
from clubsim.sim.columns import rows_of

if TYPE_CHECKING:
    from clubsim.sim.community import Community


@dataclass(frozen=True, kw_only=True, eq=False)
class Admissions:
    """
    Everyone who got in after the founders, n people in the order of their seniority.

    A person is the same with the same luck wherever they get in: these columns are all that is not in their uid.

    Raises:
        ValueError: columns of unequal lengths, days out of order, or somebody twice.
    """

    day: Any  # int32 [n], rising
    uid: Any  # int64 [n]
    channel: Any  # int16 [n]
    shift: Any  # float32 [n], of enthusiasm [sd]
    inviter: Any  # int64 [n], uid of who invited them; NOBODY

    def __post_init__(self) -> None:
        columns = (self.day, self.uid, self.channel, self.shift, self.inviter)
        if len({column.shape for column in columns}) != 1:
            raise ValueError(f"admissions are columns of one length, not of {[column.shape[0] for column in columns]}")
        if (np.diff(self.day) < 0).any():
            raise ValueError("admissions stand in the order of their days; sort them by day")
        if np.unique(self.uid).shape[0] < self.uid.shape[0]:
            raise ValueError("admissions name somebody twice; a person can join only once")

    def on(self, day: int) -> slice:
        """Which of them get in on a day."""
        return slice(*np.searchsorted(self.day, (day, day + 1)).tolist())


def admissions_of(community: "Community") -> Admissions:
    """Who has got in so far, the founders left out."""
    m, founders, n = community.members, community.scenario.founders, community.n_members
    invited_by = m.inviter[founders:n].astype(np.int64)
    known = invited_by != NOBODY
    inviter = np.full(n - founders, NOBODY, dtype=np.int64)
    inviter[known] = m.uid[invited_by[known]]
    return Admissions(
        day=m.joined[founders:n].copy(),
        uid=m.uid[founders:n].copy(),
        channel=m.channel[founders:n].copy(),
        shift=m.shift[founders:n].copy(),
        inviter=inviter,
    )


def inviters_of(community: "Community", uid: Any) -> Any:
    """The rows of members by uid, int64 [n]; NOBODY for who never was one."""
    return rows_of(community.members.uid[: community.n_members], uid)


def know_members(community: "Community") -> None:
    """Prospects who are members already know it, so that they do not stand at the door again."""
    p, n = community.prospects, community.n_prospects
    outside = np.flatnonzero(p.row[:n] < 0)
    rows = rows_of(community.members.uid[: community.n_members], p.uid[outside])
    p.row[outside[rows != NOBODY]] = rows[rows != NOBODY]
