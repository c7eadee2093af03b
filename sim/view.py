"""What the operator sees on a morning, made only as far as a policy looks."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import NEVER
from clubsim.sim.engine import fill_draws
from clubsim.sim.ledger import CLUB

if TYPE_CHECKING:
    from clubsim.sim.community import Community


class MorningView:
    """The `View` of clubsim.sim.policy: copies, so that a policy can change nothing by looking."""

    def __init__(self, community: "Community", slot: str) -> None:
        self._community = community
        self._slot = slot
        self.day = community.day
        self.weekday = community.weekday
        self.event_yesterday = community.event_yesterday
        self.balance = community.ledger.balances[CLUB]

    @property
    def date(self) -> Any:
        """Today's date."""
        return self._community.scenario.start + timedelta(days=self.day)

    def _seen(self, column: str) -> Any:
        return getattr(self._community.members, column)[self.rows]

    @cached_property
    def rows(self) -> Any:
        return self._community.present.copy()

    @cached_property
    def uid(self) -> Any:
        return self._seen("uid")

    @cached_property
    def tenure(self) -> Any:
        return self.day - self._seen("joined")

    @cached_property
    def messages(self) -> Any:
        return self._seen("all_messages")

    @cached_property
    def check_ins(self) -> Any:
        return self._seen("all_check_ins")

    @cached_property
    def messages_yesterday(self) -> Any:
        return self._seen("messages")

    @cached_property
    def attended_yesterday(self) -> Any:
        return self._seen("attended")

    @cached_property
    def last_visit(self) -> Any:
        last = self._seen("last_visit")
        return np.where(last == NEVER, self._seen("joined"), last)

    @cached_property
    def paid(self) -> Any:
        return self._seen("paid")

    def draw(self, index: int = 0) -> Any:
        """One draw in (0, 1) for each present member, keyed by the slot's name, the member and the day."""
        draws = np.empty(self.uid.shape[0])
        fill_draws(draws, self.uid, self._community.luck, self.day, slot_number(self._slot) * 64 + index)
        return draws


def slot_number(slot: str) -> int:
    """A number for a slot's name, in [0, 2**20), the same on every machine: a policy's luck is keyed by its name."""
    number = 0
    for byte in slot.encode():
        number = (number * 131 + byte) & 0xFFFFF
    return number
