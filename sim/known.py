"""Who was ever a member, by uid: a person can join only once."""

from typing import Any

import numpy as np

from clubsim.agents.luck import PROSPECT_CLASS

FEW = 1024  # uids that are kept apart before they are put in order


class Known:
    """
    The uids of all who ever joined.

    founders: so many uids from 0 on. ordered: int64 [n], others, ascending. latest: who came since those were put in
    order; all in one set would take ten times the memory.
    """

    def __init__(self) -> None:
        self.founders = 0
        self.ordered = np.zeros(0, dtype=np.int64)
        self.latest: set[int] = set()

    def add(self, uid: Any) -> None:
        """
        These join now.

        Args:
            uid: int64 [n], of founders or of others.

        Raises:
            ValueError: one of them did before, or is there twice; two people would share their luck.
        """
        if uid.shape[0] == 0:
            return
        new = np.sort(uid)
        if (new[1:] == new[:-1]).any() or self._has_any(new):
            raise ValueError("a person can join only once; two members with one uid would share their luck")
        first, last = int(new[0]), int(new[-1])
        if first == self.founders and last < PROSPECT_CLASS and last - first + 1 == new.shape[0]:
            self.founders = last + 1
        elif len(self.latest) + new.shape[0] <= FEW + self.ordered.shape[0] // 8:
            self.latest.update(new.tolist())
        else:
            latest = np.fromiter(self.latest, np.int64, len(self.latest))
            self.ordered = np.sort(np.concatenate([self.ordered, latest, new]))
            self.latest.clear()

    def _has_any(self, uid: Any) -> bool:
        """Whether one of some uids, in ascending order, is known."""
        if int(uid[0]) < self.founders:
            return True
        place = np.searchsorted(self.ordered, uid)
        inside = place < self.ordered.shape[0]
        if (self.ordered[place[inside]] == uid[inside]).any():
            return True
        return bool(self.latest) and not self.latest.isdisjoint(uid.tolist())
