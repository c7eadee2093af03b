"""What the operator sees on a morning, made only as far as a policy looks."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clubsim.agents.records import NEVER, NOBODY
from clubsim.sim.ledger import CLUB
from clubsim.sim.loops import fill_draws, fill_waits
from clubsim.sim.sums import WEEK
from clubsim.sim.world import HANDPICKED

if TYPE_CHECKING:
    from clubsim.sim.community import Community


class MorningView:
    """The `View` of clubsim.sim.policy: copies, so that a policy can change nothing by looking."""

    def __init__(self, community: "Community", slot: str) -> None:
        self._community = community
        self._slot = slot
        self.day = community.day
        self.balance = community.ledger.balances[CLUB]  # of now: the policy's own levers may move it

    @property
    def weekday(self) -> int:
        return self._community.weekday

    @property
    def event_yesterday(self) -> str:
        return self._community.event_yesterday

    @property
    def date(self) -> Any:
        """Today's date."""
        return self._community.scenario.start + timedelta(days=self.day)

    @cached_property
    def weekly_speakers(self) -> int:
        last = self._last_messages
        return int(np.count_nonzero((last >= self.day - WEEK) & (last != NEVER)))

    @cached_property
    def silence(self) -> int:
        return self.day - 1 - int(self._last_messages.max(initial=NEVER))

    @property
    def _last_messages(self) -> Any:
        return self._community.members.last_message[: self._community.n_members]

    @cached_property
    def trust(self) -> float:
        asked = self.rows[self.last_visit >= self.day - WEEK]
        return float(self._community.members.trust[asked].astype(np.float64).mean()) if asked.size else 1.0

    @property
    def tally_day(self) -> int:
        notes = self._community.notes.get(self._slot)
        return NEVER if notes is None else notes.day

    def _since(self, total: str, noted: str) -> Any:
        """What members have more of than when this policy's notes were taken; who came later had none."""
        seen = self._seen(total)
        notes = self._community.notes.get(self._slot)
        if notes is not None:
            before = getattr(notes, noted)
            known = self.rows < before.shape[0]
            seen[known] -= before[self.rows[known]]
        return seen

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
    def messages_since(self) -> Any:
        return self._since("all_messages", "messages")

    @cached_property
    def noise_since(self) -> Any:
        return self._since("all_noise", "noise")

    @cached_property
    def badge(self) -> Any:
        return self._seen("badge")

    @cached_property
    def replies(self) -> Any:
        return self._seen("all_replies")

    @cached_property
    def streak(self) -> Any:
        """Of who has dropped out, whose count stands still, too: 0 unless they came yesterday."""
        return np.where(self.last_visit == self.day - 1, self._seen("streak"), 0)

    @cached_property
    def level(self) -> Any:
        return self._seen("level")

    @cached_property
    def redeemed(self) -> Any:
        return self._seen("redeemed")

    @cached_property
    def channel(self) -> Any:
        return self._seen("channel")

    @cached_property
    def brought(self) -> Any:
        inviters, _ = self._brought_in
        return np.bincount(inviters, minlength=self._community.n_members)[self.rows]

    @cached_property
    def brought_fees(self) -> Any:
        inviters, fees = self._brought_in
        return np.bincount(inviters, weights=fees, minlength=self._community.n_members)[self.rows]

    @cached_property
    def _brought_in(self) -> tuple[Any, Any]:
        """For each who joined yesterday on a member's invitation: the member's row, and the fee at the door."""
        m = self._community.members
        first, end = self._community.cohort_rows.get(self.day - 1, (0, 0))
        asked = (m.inviter[first:end] != NOBODY) & (m.channel[first:end] != HANDPICKED)
        return m.inviter[first:end][asked], m.paid[first:end][asked].astype(np.float64)

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
    def last_hour(self) -> Any:
        return self._seen("hour")

    @cached_property
    def topics(self) -> Any:
        return self._seen("written")

    @cached_property
    def sessions(self) -> Any:
        return self._seen("sessions")

    @cached_property
    def introductions(self) -> Any:
        return self._seen("introductions")

    @cached_property
    def room(self) -> Any:
        return self._seen("room")

    @cached_property
    def group(self) -> Any:
        return self._seen("group")

    @cached_property
    def role(self) -> Any:
        return self._seen("role")

    @cached_property
    def stepped_down(self) -> Any:
        return self._seen("stepped_down")

    @cached_property
    def turns_kept(self) -> Any:
        return self._seen("turns_kept")

    @cached_property
    def turns_missed(self) -> Any:
        return self._seen("turns_missed")

    @cached_property
    def paid(self) -> Any:
        return self._seen("paid")

    def draw(self, index: int = 0) -> Any:
        """One draw in (0, 1) for each present member, keyed by the slot's name, the member and the day."""
        return self._filled(fill_draws, index)

    def wait(self, index: int = 0) -> Any:
        """How long each present member would wait for what comes at a rate of 1: -log of `draw`, > 0."""
        return self._filled(fill_waits, index)

    def _filled(self, fill: Any, index: int) -> Any:
        numbers = np.empty(self.uid.shape[0])
        fill(numbers, self.uid, self._community.luck, self.day, slot_number(self._slot) * 64 + index)
        return numbers


def slot_number(slot: str) -> int:
    """A number for a slot's name, in [0, 2**20), the same on every machine: a policy's luck is keyed by its name."""
    number = 0
    for byte in slot.encode():
        number = (number * 131 + byte) & 0xFFFFF
    return number
